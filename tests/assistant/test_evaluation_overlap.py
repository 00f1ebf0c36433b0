import pytest

from assistant.evaluation.overlap import bare, holds, key_facts, share_of_facts, token_f1


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Une aide de 20\u202f000 € par an.", "20 000 euros"),
        ("Cela fait 1\u00a0500,5 m² au total", "1500,5 m²"),
        ("85\u00a0% des élèves", "85 %"),
        ("46 pour cent", "46 %"),
        ("L’équipe d’ÉLODIE Jullien.", "Élodie Jullien"),
        ("le CŒUR de l'action", "cœur"),
        ("Il y en a 51.", "51"),
    ],
)
def test_facts_are_found_however_they_are_written(text: str, fact: str) -> None:
    """Spaces in numbers, units, accents, case and apostrophes don't hide a fact."""
    assert holds(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Une aide de 120 000 €", "20 000 €"),
        ("1 500 places", "500"),
        ("2,5 %", "5 %"),
        ("En 2015, 1 234 personnes", "15"),
        ("Solifapiste", "Solifap"),
    ],
)
def test_a_part_of_a_fact_is_not_the_fact(text: str, fact: str) -> None:
    """A number inside of another one, or a word inside of another one, is something else."""
    assert not holds(text, fact)


def test_key_facts_are_numbers_and_names() -> None:
    """Of a reference answer the numbers and proper names count; the capital that begins a sentence does not."""
    found = key_facts("En 2015, 6 M€ et 1\u202f500 logements : la Fondation Abbé Pierre et AG2R. Les autres suivent.")
    assert found == ("2015", "6", "1\u202f500", "Fondation Abbé Pierre", "AG2R")


def test_no_fact_is_no_share() -> None:
    """Where there is nothing to find, nothing is found or missed."""
    assert share_of_facts("Oui.", ()) is None
    assert share_of_facts("Oui, 3.", ("3", "4")) == 0.5


def test_words_in_common_are_counted_as_squad_does() -> None:
    """Two words of three on one side and of two on the other make 0.8, whatever the accents."""
    assert token_f1("Une FONDATION créée", "fondation creee") == pytest.approx(0.8)
    assert token_f1("rien", "tout") == 0.0
    assert token_f1("", "tout") == 0.0


def test_the_signs_of_an_answer_are_no_words() -> None:
    """Markers, addresses and stars don't count as text."""
    assert bare("D’après **[Solifap](https://x.invalid/a)** : 6 M€ [1][2].") == "D’après Solifap : 6 M€."
