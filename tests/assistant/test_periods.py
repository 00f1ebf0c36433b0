import pytest

from assistant.periods import without_years, years_of


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("depuis 2018", (2018, None)),
        ("à partir de l’année 2018", (2018, None)),
        ("après 2018", (2019, None)),
        ("postérieurs à 2018", (2019, None)),
        ("avant 2016", (None, 2015)),
        ("jusqu’en 2016", (None, 2016)),
        ("entre 2015 et 2019", (2015, 2019)),
        ("de 2015 à 2019", (2015, 2019)),
        ("2015 projets", (None, None)),
        ("since 2018", (2018, None)),
        ("before 2018", (None, 2017)),
    ],
)
def test_a_period_is_read_as_people_mean_it(text: str, years: tuple[int | None, int | None]) -> None:
    """« Depuis » and « jusqu’en » take their year in, « après » and « avant » leave it out."""
    assert years_of(text, of_documents=False) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("les projets en 2019", (2019, 2019)),
        ("les cas datant de 2019", (2019, 2019)),
        ("ceux de l’année 2019", (2019, 2019)),
        ("dans les années 2010", (2010, 2019)),
    ],
)
def test_a_year_narrows_documents_only_where_they_are_asked_for(text: str, years: tuple[int, int]) -> None:
    """« En 2019 » dates the documents of a list, not a fact told in their texts."""
    assert years_of(text, of_documents=True) == years
    assert years_of(text, of_documents=False) == (None, None)


@pytest.mark.parametrize(
    ("text", "left"), [("Quels projets en 2019 ?", "Quels projets  ?"), ("un cœur en 2019", "un cœur en 2019")]
)
def test_the_years_of_a_question_can_be_replaced(text: str, left: str) -> None:
    """« Et en 2020 ? » takes the place of « en 2019 »."""
    assert without_years(text) == left
