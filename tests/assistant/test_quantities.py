import pytest

from assistant.normalising import normalise
from assistant.quantities import read_dates, read_quantities


def dates(text: str) -> list[tuple[int | None, int, int | None]]:
    return [(date.year, date.month, date.day) for date in read_dates(normalise(text))[0]]


def quantities(text: str) -> list[tuple[set[float], set[str]]]:
    return [(set(q.values), set(q.units)) for q in read_quantities(read_dates(normalise(text))[1])]


@pytest.mark.parametrize(
    "text", ["le 1er juin 2018", "01/06/2018", "1.6.2018", "2018-06-01", "ler juin 2018", "1 June 2018"]
)
def test_a_date_is_the_same_however_written(text: str) -> None:
    """In words or figures, in French or English, well scanned or not."""
    assert dates(text) == [(2018, 6, 1)]


def test_a_date_may_be_told_in_part() -> None:
    """A month, a month with its year, a day without it; a year alone is a number."""
    assert set(dates("en juin, en juin 2018, le 14 juillet")) == {(2018, 6, None), (None, 7, 14), (None, 6, None)}
    assert quantities("en 2018") == [({2018}, {""})]


@pytest.mark.parametrize(
    "text", ["1,5 M€", "1,5 million d’euros", "1 500 000 €", "1.500.000 euros", "1 500 k€", "€1.5m", "1 500 000 EUR"]
)
def test_an_amount_is_the_same_however_written(text: str) -> None:
    """Signs, words and scales of money are understood."""
    assert quantities(text) == [({1_500_000}, {"€"})]


def test_units_and_ranges_are_told_apart() -> None:
    """46 % is not 46 people; the first number of a range has the unit of the second as well."""
    assert quantities("46 % puis 46 personnes, le 3e") == [({46}, {"%"}), ({46}, {""}), ({3}, {"e"})]
    assert quantities("de 10 à 15 %") == [({10}, {"", "%"}), ({15}, {"%"})]
    assert quantities("1.500") == [({1.5, 1500}, {""})]
