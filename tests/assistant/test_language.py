import pytest

from assistant.language import detect_language, fold, word_spans, words

FRENCH = [
    "et en Bretagne ?",
    "handicap ?",
    "quels résultats ?",
    "Solifap",
    "BNP Paribas Adie microcrédit",
    "La Poste, LPO, Jaccede ?",
    "c'est quoi un PTCE",
    "mecenat de competences en bretagne ?",
    "Quels sont les enseignements du projet 1000 cafés ?",
    "vous avez des chiffres ??",
    "",
]
ENGLISH = [
    "What is Le RAMEAU?",
    "How many partnerships are there in Bretagne?",
    "Which companies work with the Red Cross on disability?",
    "show me examples about youth",
    "Who are the partners?",
]


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_recognised_even_when_short(text: str) -> None:
    """A French question of two words, without accents or full of names is answered in French."""
    assert detect_language(text) == "fr"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_recognised(text: str) -> None:
    """Whoever asks in English gets an answer framed in English, even about Bretagne."""
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ile-de-france", "Île-de-France"),
        ("oeuvre", "Œuvre"),
        ("l'etat", "L’État"),
        ("curriculum vitae", "Curriculum vitæ"),
    ],
)
def test_what_is_typed_without_accents_equals_what_is_printed(typed: str, printed: str) -> None:
    """No one misses a document for want of an accent, a ligature or a curly apostrophe."""
    assert fold(typed) == fold(printed)
    assert words(typed) == words(printed)


def test_words_can_be_found_again_where_they_were_read() -> None:
    """A word recognised in a question can be pointed at in the question."""
    text = "L’Île d’Yeu : 1 000 cœurs, n°3 !"
    spans = word_spans(text)
    assert [text[start:end] for _, start, end in spans] == [word for word, _, _ in spans]
    assert (
        [fold(word) for word, _, _ in spans] == words(text) == ["l", "ile", "d", "yeu", "1", "000", "coeurs", "n", "3"]
    )


def test_the_small_words_of_a_long_text_tell_its_language() -> None:
    """A long document's language is told at once, in French as in English."""
    french = "Les associations et les entreprises du territoire agissent pour que la ville soit solidaire. " * 5
    english = "The associations and the companies of the region work together for the good of all in this city. " * 5
    assert (detect_language(french), detect_language(english)) == ("fr", "en")
