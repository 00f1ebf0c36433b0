import pytest

from assistant.spelling import Spelling

WORDS = ["bretagne", "normandie", "normande", "menstruelle", "renault", "emmau", "mecenat", "schneider", "orange"]
COMMON = frozenset({"mensuelle", "recent", "etrange"})


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(WORDS, COMMON.__contains__)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bretange", ("bretagne",)),
        ("bretagn", ("bretagne",)),
        ("brettagne", ("bretagne",)),
        ("normandei", ("normande", "normandie")),
        ("renaut", ("renault",)),
        ("emau", ("emmau",)),
        ("mensturele", ("menstruelle",)),
    ],
)
def test_a_slip_stands_for_the_word_meant(spelling: Spelling, typed: str, meant: tuple[str, ...]) -> None:
    """A letter left out, doubled or swapped still finds the word; two of them in a long one."""
    assert spelling.meant(typed) == meant


@pytest.mark.parametrize(
    "typed", ["mensuelle", "mensuele", "recent", "etrange", "grange", "bretagne", "lot", "b2b", ""]
)
def test_another_word_is_left_alone(spelling: Spelling, typed: str) -> None:
    """« Mensuelle » is not « menstruelle », « récent » no « mécénat », « grange » no « Orange »."""
    assert spelling.meant(typed) == ()


def test_words_equally_near_are_all_given(spelling: Spelling) -> None:
    """« Normandi » may be Normandie or normande: whoever asks tells whether they mean the same."""
    assert set(Spelling(["normandie", "normandia"], COMMON.__contains__).meant("normandi")) == {
        "normandie",
        "normandia",
    }
