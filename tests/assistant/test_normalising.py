import pytest

from assistant.normalising import normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l’Œuvre « collective »", "l'oeuvre collective"),
        ("l ' association d ’ insertion", "l’association d'insertion"),
        ("46 %", "46\u00a0%"),
        ("46%", "46 pour cent"),
        ("quarante-six pour cent", "46 %"),
        ("le ler juin", "le 1er juin"),
        ("co\u00adconstruction", "coconstruction"),
        ("porte‑à‑porte", "porte-à-porte"),
        ("quatre-vingt-dix-sept", "97"),
        ("soixante et onze", "71"),
        ("deux cents", "200"),
        ("trois mille deux cent cinq", "3205"),
        ("une trentaine", "30"),
        ("un million", "1000000"),
        ("twenty-five", "25"),
        ("la troisième fois", "la 3e fois"),
        ("efﬁcace", "efficace"),
    ],
)
def test_two_spellings_compare_equal(one: str, other: str) -> None:
    """Typography, scanning and words for numbers make no difference."""
    assert normalise(one).replace(" ", "") == normalise(other).replace(" ", "")


def test_articles_are_no_numbers_and_lines_stay() -> None:
    """« Un maire » counts nothing, and a list keeps its lines."""
    assert normalise("Un maire\nune ville, des millions") == "un maire\nune ville, des millions"
