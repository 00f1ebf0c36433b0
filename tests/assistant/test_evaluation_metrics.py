import pytest

from assistant.answers import Answer, Citation
from assistant.documents import Passage, RetrievedPassage
from assistant.evaluation.datasets import Answerable, ReferenceQuestion
from assistant.evaluation.metrics import Outcome, observe, percentile, ranking_figures, summarise, summarise_by_kind


def outcome(
    *,
    expected: tuple[str, ...] = ("a",),
    sources: tuple[str, ...] = (),
    cited: tuple[str, ...] = (),
    answerable: Answerable = "yes",
    abstained: bool = False,
    kind: str = "factuel",
) -> Outcome:
    return Outcome("q", "Quoi ?", kind, answerable, expected, sources, cited, abstained, 10.0)


def test_the_first_five_sources_are_counted_as_they_stand() -> None:
    """Five passages of one wrong document push the right one out: places are not given back for repetitions."""
    late = outcome(sources=("b", "b", "b", "b", "b", "a"))
    assert not late.expected_within(5)
    assert summarise([late, outcome(sources=("b", "b", "b", "b", "a"))]).first_5 == 0.5


def test_the_first_source_alone_makes_the_first_place() -> None:
    """A right document in second place is not a right first source."""
    assert summarise([outcome(sources=("a",)), outcome(sources=("b", "a"))]).first_1 == 0.5


def test_abstention_is_right_or_wrong_by_the_question() -> None:
    """Saying nothing is praised where the corpus is silent, blamed where it answers, neither where it half answers."""
    summary = summarise(
        [
            outcome(answerable="no", expected=(), abstained=True),
            outcome(answerable="no", expected=(), abstained=False),
            outcome(abstained=True),
            outcome(),
            outcome(),
            outcome(),
            outcome(answerable="partial", abstained=True),
        ]
    )
    assert (summary.abstains, summary.refused) == (0.5, 0.25)
    assert summary.counts["answerable"] == 4
    assert summary.counts["expected"] == 5


def test_lists_are_judged_by_what_they_miss_and_by_what_they_add() -> None:
    """A list that gives one of four and one stranger has a recall of a quarter and a precision of a half."""
    summary = summarise([outcome(expected=("a", "b", "c", "d"), cited=("a", "x")), outcome(cited=("a",))])
    assert (summary.list_recall, summary.list_precision) == (0.25, 0.5)
    assert summary.cites == 1.0


def test_a_system_that_only_retrieves_is_not_blamed_for_silence() -> None:
    """Baselines write no answer: their citations and abstentions are blank, not zero."""
    summary = summarise([outcome(sources=("a",)), outcome(answerable="no", expected=())], answers=False)
    assert (summary.cites, summary.abstains, summary.refused, summary.list_recall) == (None,) * 4
    assert summary.first_1 == 1.0


def test_nothing_to_count_is_no_figure() -> None:
    """An empty set of questions has no scores rather than perfect or null ones."""
    summary = summarise([])
    assert (summary.questions, summary.first_5, summary.p95_ms) == (0, None, None)


def test_each_kind_of_question_has_its_own_figures() -> None:
    """Strong and weak kinds of question can be told apart."""
    kinds = summarise_by_kind([outcome(kind="liste", sources=("a",)), outcome(kind="chiffre", sources=("b",))])
    assert list(kinds) == ["chiffre", "liste"]
    assert (kinds["liste"].first_1, kinds["chiffre"].first_1) == (1.0, 0.0)


def test_percentiles_are_measured_values() -> None:
    """The 95th percentile of a hundred times is the 95th of them, not an interpolation."""
    assert percentile([float(n) for n in range(100, 0, -1)], 95) == 95.0
    assert percentile([3.0], 50) == 3.0
    assert percentile([], 50) is None


def test_an_answer_is_observed_by_its_documents() -> None:
    """What is kept of an answer are the documents of its sources, in order, and those it cites, once each."""
    passage = Passage("d#1", "d", "Titre", "", "Des mots.")
    source = RetrievedPassage("e#1", "e", "Autre", "", "Autres mots.", score=0.4)
    citations = (Citation(1, passage, "mots", 4, 8), Citation(2, passage, "Des", 0, 3))
    question = ReferenceQuestion("q", ("Avant ?", "Quoi ?"), "factuel", "yes", ("d",))
    seen = observe(question, Answer("Des mots [1].", citations, (source, source)), 12.5)
    assert (seen.sources, seen.cited, seen.cites_expected) == (("e", "e"), ("d",), True)
    assert (seen.question, seen.milliseconds) == ("Avant ? / Quoi ?", 12.5)


def test_rankings_are_measured_as_others_measure_them() -> None:
    """Ranking figures are those of ir-measures, and a query that brought nothing counts as zero."""
    figures = ranking_figures(
        {"q": ["a"], "r": ["b"], "s": ["c"]}, {"q": ["a", "b"], "r": ["x", "b"]}, ["nDCG@10", "R@1"]
    )
    assert figures["nDCG@10"] == pytest.approx((1 + 0.6309) / 3, abs=1e-4)
    assert figures["R@1"] == pytest.approx(1 / 3)
