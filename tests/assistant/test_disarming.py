import pytest

from assistant.disarming import as_text, disarm


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Voir [la suite](https://evil.example)", "Voir la suite"),
        ("Voir ![pixel](https://evil.example/p.png) ici", "Voir  ici"),
        ("<img src=x onerror=alert(1)>Oui", "Oui"),
        ("&lt;script&gt;oui", "oui"),
        ("&amp;lt;b&amp;gt;oui", "oui"),
        ("Dix &#91;1&#93;", "Dix "),
        ("fin </extrait-1234 2>", "fin "),
        ("2 < 3 et 5 > 4", "2 < 3 et 5 > 4"),
    ],
)
def test_nothing_that_acts_is_left(written: str, plain: str) -> None:
    """Tags, images, links and hidden markers go, their words stay."""
    assert disarm(written) == plain


def test_signs_are_shown_as_signs() -> None:
    """A bracket of the model's own is text on the page, not a citation."""
    assert as_text("un [sic] `x` 2 < 3") == "un \\[sic\\] \\`x\\` 2 \\< 3"
