import pytest

from assistant.normalising import normalise
from assistant.polarity import contradiction, denies, turned_round

EVIDENCE = normalise(
    "Le fonds ne finance pas les entreprises, mais il aide les maires. Dix cafés ont ouvert. L’accès est gratuit."
)


@pytest.mark.parametrize(
    "text",
    [
        "il ne vient pas",
        "sans aide",
        "aucun café",
        "ni l’un ni l’autre",
        "il n’a jamais ouvert",
        "he does not come",
        "il ne peut agir",
    ],
)
def test_denials_are_seen(text: str) -> None:
    """The ways in which French and English deny are known."""
    assert denies(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "il n’a que dix ans",
        "non seulement",
        "sans doute",
        "pas à pas",
        "un premier pas",
        "avant qu’il ne vienne",
        "plus de 200",
        "not only",
    ],
)
def test_what_only_looks_like_a_denial_is_none(text: str) -> None:
    """« Ne … que » restricts, « pas à pas » goes on."""
    assert not denies(normalise(text))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Le fonds ne finance pas les entreprises.", ""),
        ("Le fonds aide les maires.", ""),
        ("Le fonds finance les entreprises.", "contradicts"),
        ("Le fonds n’aide pas les maires.", "contradicts"),
        ("Dix cafés ont fermé.", "contradicts"),
        ("L’accès est payant.", "contradicts"),
        ("Il est faux que dix cafés ont ouvert.", "contradicts"),
    ],
)
def test_a_denial_is_compared_clause_by_clause(sentence: str, found: str) -> None:
    """A sentence that says the contrary of its source is seen, in a text that denies another thing too."""
    assert contradiction(normalise(sentence), EVIDENCE) == found


def test_who_does_what_to_whom_is_compared() -> None:
    """Two names that changed places are seen, unless the verb turned with them."""
    evidence = "les maires financent les associations"
    assert turned_round("les associations financent les maires", evidence)
    assert not turned_round("les associations sont financees par les maires", evidence)
    assert not turned_round("les maires financent deux associations", evidence)
