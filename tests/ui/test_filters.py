from assistant.answers import Filters
from ui.answer_texts import answer_texts
from ui.filters import chips


def test_each_filter_is_named_for_a_person() -> None:
    """A recognised region, goal or year reads as a person would say it, and can be removed by its own name."""
    filters = Filters(regions=("Bretagne", "Occitanie"), sdgs=(3,), year_from=2018, ignored=("themes:santé",))
    assert chips(filters, answer_texts("fr")) == [
        ("Bretagne", "regions:Bretagne"),
        ("Occitanie", "regions:Occitanie"),
        ("ODD 3", "sdgs:3"),
        ("depuis 2018", "year_from:2018"),
    ]


def test_nothing_recognised_shows_nothing() -> None:
    """A question without filters has no chip."""
    assert chips(Filters(), answer_texts("fr")) == []
