from collections.abc import Sequence

import pytest

from assistant.documents import RetrievedPassage
from assistant.ranking import Found, RankedDocument, Weights, fuse, in_order, rank, with_bonus


def hits(*scored: tuple[str, float]) -> list[RetrievedPassage]:
    return [RetrievedPassage(name, name.split("#")[0], "", "", "…", score=score) for name, score in scored]


def order(found: Found, weights: Weights | None = None) -> list[str]:
    return [ranked.document_id for ranked in rank(found, weights or Weights())]


def only(dense: Sequence[RetrievedPassage] = (), lexical: Sequence[RetrievedPassage] = ()) -> Found:
    return Found(dense, lexical, (), ())


def test_each_engine_counts_by_its_share() -> None:
    """Cosines are brought to 0–1 over their list, BM25 scores divided by the best, and both weighed."""
    fused = fuse(hits(("a#1", 0.9), ("b#1", 0.85), ("c#1", 0.8)), hits(("b#1", 8.0), ("d#1", 4.0)), 0.5)
    scores = {name: passage.score for name, passage in fused.items()}
    assert scores == pytest.approx({"a#1": 0.5, "b#1": 0.75, "c#1": 0.0, "d#1": 0.25})
    assert fused["b#1"].signals == {"dense": 0.85, "lexical": 8.0}
    assert fused["d#1"].signals == {"lexical": 4.0}


def test_the_weight_moves_the_balance() -> None:
    """A share of 1 leaves the dense order, a share of 0 the order of the words."""
    dense, lexical = hits(("a#1", 0.9), ("b#1", 0.8)), hits(("b#1", 8.0), ("a#1", 4.0))
    by_meaning, by_words = fuse(dense, lexical, 1.0), fuse(dense, lexical, 0.0)
    assert by_meaning["a#1"].score == 1.0 > by_meaning["b#1"].score == 0.0
    assert by_words["b#1"].score == 1.0 > by_words["a#1"].score == 0.5


@pytest.mark.parametrize("dense", [hits(), hits(("a#1", 0.9)), hits(("a#1", 0.9), ("b#1", 0.9))])
@pytest.mark.parametrize("lexical", [hits(), hits(("a#1", 3.0)), hits(("a#1", 0.0))])
def test_scores_stay_between_0_and_1(dense: list[RetrievedPassage], lexical: list[RetrievedPassage]) -> None:
    """An engine that finds nothing, one thing, or all alike makes no error and no score out of bounds."""
    fused = fuse(dense, lexical, 0.5)
    assert {*fused} == {p.id for p in (*dense, *lexical)}
    assert all(0 <= passage.score <= 1 for passage in fused.values())


def test_the_only_passage_found_by_meaning_counts_in_full() -> None:
    """In a corpus of one passage, that passage is the best one, not the worst."""
    assert fuse(hits(("a#1", 0.4)), [], 0.5)["a#1"].score == 0.5


def test_a_document_counts_by_its_whole_and_by_its_best_passage() -> None:
    """A document that is all about the subject may precede one that says it in one place."""
    passages = hits(("a#1", 0.9), ("b#1", 0.8))
    found = Found(passages, [], hits(("b", 0.9), ("a", 0.8)), [])
    assert order(found, Weights(document=1.0)) == ["b", "a"]
    assert order(found, Weights(document=0.0)) == ["a", "b"]


def test_every_document_found_by_any_engine_is_ranked_once() -> None:
    """Nothing that an engine brought is lost, whichever brought it."""
    found = Found(hits(("a#1", 0.9), ("a#2", 0.8)), hits(("b#1", 3.0)), hits(("c", 0.7)), hits(("d", 2.0)))
    assert sorted(order(found)) == ["a", "b", "c", "d"]


def test_passages_of_a_document_come_best_first() -> None:
    """The first passage shown of a document is the one that matched best."""
    ranked = rank(only(hits(("a#1", 0.7), ("a#2", 0.9), ("a#3", 0.8))), Weights())
    assert [passage.id for passage in ranked[0].passages] == ["a#2", "a#3", "a#1"]


def test_equals_keep_one_order() -> None:
    """The same question gives the same order every time, ties included."""
    tied = [RankedDocument(name, 0.5, ()) for name in ("c", "a", "b")]
    assert [r.document_id for r in in_order(tied)] == ["a", "b", "c"]
    assert [r.document_id for r in in_order([*tied[:2], with_bonus(tied[2], 0.1)])] == ["b", "a", "c"]
    assert order(only()) == []
