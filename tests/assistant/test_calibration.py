from dataclasses import fields, replace

import pytest

from assistant.calibration import ANSWERABLE, WEIGHTS, probability
from assistant.support import Signals

NAMES = [field.name for field in fields(Signals)]
NONE = Signals(**dict.fromkeys(NAMES, 0.0))
GOOD = replace(
    NONE,
    cosine=0.93,
    document_cosine=0.92,
    sentence_cosine=0.93,
    question_cosine=0.94,
    cosine_lead=0.06,
    bm25_share=0.8,
    said_coverage=1.0,
    words=0.4,
)
BAD = replace(
    NONE,
    cosine=0.8,
    document_cosine=0.8,
    sentence_cosine=0.8,
    question_cosine=0.8,
    cosine_lead=0.01,
    bm25_share=0.1,
    said_coverage=0.2,
    asked_missing=1.0,
    names_missing=1.0,
    year_missing=1.0,
    order=1.0,
    words=0.4,
)
FOR = (
    *("cosine", "document_cosine", "sentence_cosine", "question_cosine", "cosine_lead", "bm25_share"),
    *("said_coverage", "named"),
)
AGAINST = ("lacking", "beyond", "not_given", "disagreement", "asked_missing", "names_missing", "year_missing", "order")


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_a_clear_case_is_decided(language: str) -> None:
    """What the corpus says word for word is answered, what it says nothing of is refused, in any language."""
    assert probability(GOOD, language) > 0.8
    assert probability(BAD, language) < 0.1


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("signal", [*FOR, *AGAINST])
def test_every_signal_pulls_its_own_way(language: str, signal: str) -> None:
    """More agreement never makes an answer less likely, and more that is missing never more likely."""
    middle = replace(GOOD, cosine=0.87, sentence_cosine=0.87)
    more = replace(middle, **{signal: getattr(middle, signal) + 0.05})
    change = probability(more, language) - probability(middle, language)
    assert change >= 0 if signal in FOR else change <= 0


def test_words_missing_from_french_documents_do_not_count_against_english() -> None:
    """An English question is not refused because French passages don't hold its words."""
    missing = replace(GOOD, said_coverage=0.0, disagreement=1.0, asked_missing=1.0, names_missing=1.0, bm25_share=0.0)
    assert probability(missing, "en") == probability(GOOD, "en") >= ANSWERABLE
    assert probability(missing, "fr") < probability(GOOD, "fr")


def test_probabilities_are_probabilities() -> None:
    """However strange the signals, a probability comes out."""
    for value in (-5.0, 0.0, 1.0, 5.0):
        for language in WEIGHTS:
            assert 0 <= probability(Signals(**dict.fromkeys(NAMES, value)), language) <= 1
