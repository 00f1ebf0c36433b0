import pytest

from assistant.answers import Answer, CheckedSentence, Citation
from assistant.documents import Passage, RetrievedPassage
from assistant.evaluation.datasets import Answerable, ReferenceQuestion
from assistant.evaluation.rankings import ranking_figures
from assistant.evaluation.scores import score


def asked(
    *expected: str, answerable: Answerable = "yes", turns: tuple[str, ...] = ("Quoi ?",), **more: object
) -> ReferenceQuestion:
    return ReferenceQuestion("q", turns, "factuel", answerable, expected, **more)  # type: ignore[arg-type]


def answer(
    *sources: str, cited: tuple[str, ...] = (), text: str = "Oui.", abstained: bool = False, quote: str = "mots"
) -> Answer:
    found = tuple(RetrievedPassage(f"{one}#1", one, one, "", "Des mots.", score=0.5) for one in sources)
    citations = tuple(
        Citation(number, Passage(f"{one}#1", one, one, "", "Des mots."), quote, 4, 8)
        for number, one in enumerate(cited, 1)
    )
    return Answer(text, citations, found, abstained=abstained)


def test_the_first_five_sources_are_counted_as_they_stand() -> None:
    """Five passages of one wrong document push the right one out: places are not given back for repetitions."""
    assert score(asked("a"), answer(*"bbbbba"))["first_5"] == 0
    assert score(asked("a"), answer(*"bbbba"))["first_5"] == 1
    assert score(asked("a"), answer(*"ba"))["first_1"] == 0


def test_rankings_are_measured_document_by_document() -> None:
    """Two expected documents behind a wrong one give the recall, nDCG and MRR that one computes by hand."""
    found = score(asked("a", "b"), answer(*"xxaby"))
    assert found["recall_5"] == 1.0
    assert found["mrr"] == 0.5
    assert found["ndcg_10"] == pytest.approx((0.6309 + 0.5) / (1 + 0.6309), abs=1e-4)


def test_rankings_are_measured_as_others_measure_them() -> None:
    """Ranking figures are those of ir-measures, and a query that brought nothing counts as zero."""
    figures = ranking_figures(
        {"q": ["a"], "r": ["b"], "s": ["c"]}, {"q": ["a", "b"], "r": ["x", "b"]}, ["nDCG@10", "R@1"]
    )
    assert figures["nDCG@10"] == pytest.approx((1 + 0.6309) / 3, abs=1e-4)
    assert figures["R@1"] == pytest.approx(1 / 3)


def test_citations_are_judged_by_what_they_miss_and_by_what_they_add() -> None:
    """An answer that cites one of four expected documents and one stranger: a quarter of recall, half of precision."""
    found = score(asked(*"abcd"), answer("a", cited=("a", "x")))
    assert (found["cites"], found["citation_recall"], found["citation_precision"]) == (1.0, 0.25, 0.5)
    silent = score(asked("a"), answer("a"))
    assert silent["cites"] == 0.0
    assert "citation_precision" not in silent


def test_lists_count_only_where_everything_is_known() -> None:
    """A list is judged against all that there is to find; elsewhere more documents may be right than were noted."""
    found = score(asked(*"abcd", complete=True, count=4), answer(cited=("a", "b", "x"), text="**4 cas**"))
    assert (found["list_recall"], found["list_precision"], found["count_right"]) == (0.5, pytest.approx(2 / 3), 1.0)
    assert score(asked("a", complete=True, count=4), answer(text="14 cas"))["count_right"] == 0.0
    assert "list_recall" not in score(asked(*"abcd"), answer(cited=("a",)))
    assert "facts" not in score(asked("a", complete=True, answer="4 cas."), answer())


@pytest.mark.parametrize(
    ("answerable", "abstained", "expected"),
    [
        ("no", True, {"abstains": 1.0, "abstains_rightly": 1.0}),
        ("no", False, {"abstains": 0.0}),
        ("yes", True, {"refused": 1.0, "abstains_rightly": 0.0}),
        ("yes", False, {"refused": 0.0}),
        ("partial", True, {"partial_refused": 1.0}),
    ],
)
def test_abstention_is_right_or_wrong_by_the_question(
    answerable: Answerable, abstained: bool, expected: dict[str, float]
) -> None:
    """Silence is praised where the corpus is silent, blamed where it answers, counted apart where it half answers."""
    found = score(asked(answerable=answerable), answer(abstained=abstained))
    assert {name: found[name] for name in found if "abstain" in name or "refused" in name} == expected


def test_a_system_that_only_retrieves_is_not_blamed_for_silence() -> None:
    """Baselines write no answer: their citations and abstentions are blank, not zero."""
    assert set(score(asked("a"), answer("a"), answers=False)) == {"first_1", "first_5", "recall_5", "ndcg_10", "mrr"}
    assert score(asked(answerable="no"), answer("a"), answers=False) == {}


def test_a_follow_up_is_right_when_it_finds_the_document_of_its_thread() -> None:
    """In a thread whose last question names nothing, the document of the thread must still be found."""
    turns = ("Qui est Solifap ?", "Et combien ?")
    assert score(asked("a", turns=turns), answer("b", "a"))["follows"] == 1.0
    assert score(asked("a", turns=turns), answer("b"))["follows"] == 0.0
    assert "follows" not in score(asked("a"), answer("a"))


def test_key_facts_are_those_of_the_record_or_of_the_reference() -> None:
    """What the record names must be there; without it, the numbers and names of the reference answer must."""
    said = answer(text="**20\u202f000 €** versés par Sia Habitat en 2019 [1].")
    assert score(asked("a", answer="…", facts=("20 000 euros", "2018")), said)["facts"] == 0.5
    assert score(asked("a", answer="En 2019, la société Sia Habitat a versé 30 000 €."), said)["facts"] == 2 / 3
    assert "facts" not in score(asked("a", answer="une fondation", facts=()), said)
    assert "facts" not in score(asked("a", answerable="partial", answer="En 2019."), said)


def test_sentences_are_established_or_not() -> None:
    """The share of sentences that their passages prove is what the check of the answer found."""
    sentences = (CheckedSentence(0, 4, (1,), "established"), CheckedSentence(5, 9, (1,), "to_check"))
    whole = Answer("Oui.  Non.", answer(cited=("a",)).citations, sentences=sentences)
    assert score(asked("a"), whole)["supported"] == 0.5
    assert "supported" not in score(asked("a"), answer())
