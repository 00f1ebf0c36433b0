"""The weights of the answerability decision, fitted by `tests/benchmarks/calibration.py`."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.support import Signals

ANSWERABLE: Final = 0.5
"""The probability from which an answer is given."""
INTERCEPTS: Final[Mapping[str, float]] = {"fr": -46.932, "en": -26.655}
WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "fr": {
        "document_cosine": 3.226,
        "sentence_cosine": 32.829,
        "question_cosine": 15.156,
        "cosine_lead": 24.475,
        "bm25_share": 0.33,
        "said_coverage": 3.445,
        "asked_missing": -0.285,
        "lacking": -1.427,
        "beyond": -4.368,
        "not_given": -2.401,
        "disagreement": -0.393,
        "names_missing": -2.574,
        "year_missing": -2.451,
        "order": -1.67,
        "words": 2.69,
    },
    "en": {
        "cosine": 16.343,
        "document_cosine": 11.432,
        "cosine_lead": 103.037,
        "named": 1.278,
        "order": -4.205,
        "words": 6.662,
    },
}
"""By language, for the default embedding model: cosines of another model lie elsewhere."""


def probability(signals: "Signals", language: str) -> float:
    """Give the probability that the corpus answers, by logistic regression.

    Args:
        signals: what was measured.
        language: `en` leaves out what compares the question's words with French documents.
    """
    known = language if language in WEIGHTS else "fr"
    values = asdict(signals)
    return 1 / (1 + math.exp(-INTERCEPTS[known] - sum(w * values[name] for name, w in WEIGHTS[known].items())))
