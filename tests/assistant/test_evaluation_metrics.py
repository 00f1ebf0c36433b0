import pytest

from assistant.evaluation.datasets import Answerable
from assistant.evaluation.intervals import auroc, interval
from assistant.evaluation.metrics import Outcome, percentile, summarise, summarise_by_kind


def outcome(kind: str = "factuel", answerable: Answerable = "yes", ms: float = 10.0, **scores: float) -> Outcome:
    return Outcome("q", "Quoi ?", kind, answerable, (), False, ms, scores=scores)


def test_a_figure_is_the_mean_over_the_questions_that_have_it() -> None:
    """A question that has nothing to say of a measure neither helps nor harms it."""
    figures = summarise([outcome(cites=1), outcome(cites=0, facts=0.5), outcome()])
    assert (figures["cites"].value, figures["cites"].count) == (0.5, 2)
    assert (figures["facts"].value, figures["facts"].count) == (0.5, 1)
    assert figures["cites"].low is None


def test_nothing_to_count_is_no_figure() -> None:
    """An empty set of questions has no scores rather than perfect or null ones."""
    assert summarise([]) == {}


def test_each_kind_of_question_has_its_own_figures() -> None:
    """Strong and weak kinds of question can be told apart."""
    kinds = summarise_by_kind([outcome("liste", first_1=1), outcome("chiffre", first_1=0)])
    assert list(kinds) == ["chiffre", "liste"]
    assert (kinds["liste"]["first_1"].value, kinds["chiffre"]["first_1"].value) == (1.0, 0.0)


def test_percentiles_are_measured_values() -> None:
    """The 95th percentile of a hundred times is the 95th of them, not an interpolation."""
    assert percentile([float(n) for n in range(100, 0, -1)], 95) == 95.0
    assert percentile([3.0], 50) == 3.0
    assert percentile([], 50) is None
    assert summarise([outcome(ms=5.0), outcome(ms=7.0)])["p95_ms"].value == 7.0


def test_few_questions_have_wide_intervals() -> None:
    """Twenty right answers out of twenty do not prove that there are no wrong ones: Wilson's bound is 0.84."""
    assert interval([1.0] * 20) == pytest.approx((0.8389, 1.0), abs=1e-4)
    assert interval([1.0, 0.0]) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    assert interval([1.0]) is None
    figure = summarise([outcome(cites=1)] * 20, intervals=True)["cites"]
    assert figure.low == pytest.approx(0.8389, abs=1e-4)


def test_intervals_of_shares_hold_their_mean_and_come_again() -> None:
    """Two readers of the same run see the same bounds, around the mean and narrower than the values' range."""
    shares = [0.2, 0.4, 0.6, 0.8, 1.0]
    bounds = interval(shares)
    assert bounds == interval(shares)
    assert bounds
    assert 0.2 < bounds[0] < 0.6 < bounds[1] < 1.0
    assert interval([0.5, 0.5]) is None


def test_answerability_is_told_apart_by_its_likelihood() -> None:
    """Of the four pairs of an answerable and an unanswerable question three are in order, and a tie is half a pair."""
    assert auroc([0.9, 0.4], [0.5, 0.1]) == 0.75
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.5], []) is None
    outcomes = [outcome(likely=0.9), outcome(likely=0.4), outcome(answerable="no", likely=0.5)]
    figures = summarise([*outcomes, outcome(answerable="no", likely=0.1), outcome(answerable="partial", likely=0.0)])
    assert (figures["auroc"].value, figures["auroc"].count) == (0.75, 4)
    assert "likely" not in figures
