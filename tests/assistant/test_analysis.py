import pytest

from assistant.analysis import analyse, stem


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("L’association d'insertion", ["associ", "insert"]),
        ("les entreprises, l'Entreprise", ["entrepris", "entrepris"]),
        ("qu’est-ce que le mécénat de compétences ?", ["mecenat", "competent"]),
        ("co-construire en 2018 aujourd’hui", ["co", "construir", "2018"]),
        ("ODD 3", ["odd", "3"]),
    ],
)
def test_words_become_stems(text: str, stems: list[str]) -> None:
    """Plurals, capitals, elided articles and function words make no difference."""
    assert analyse(text) == stems


def test_accents_left_out_change_nothing() -> None:
    """A question typed without accents finds what one with accents finds."""
    assert analyse("mecenat de competences a l'echelle de la societe") == analyse(
        "mécénat de compétences à l'échelle de la société"
    )


def test_ligature_typed_as_two_letters() -> None:
    """`oeuvre` finds `œuvre`."""
    assert stem("oeuvres") == stem("Œuvres")


def test_nothing_in_nothing_out() -> None:
    """A text without words has no stems."""
    assert analyse(" ?! « » … 🙂") == []
