"""The weights of the answerability decision, fitted by `tests/benchmarks/calibration.py`."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.support import Signals

ANSWERABLE: Final = 0.5
"""The probability from which an answer is given."""
INTERCEPTS: Final[Mapping[str, float]] = {"fr": -34.559, "en": -21.875}
WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "fr": {
        "cosine": 40.307,
        "bm25_share": 0.677,
        "first_coverage": 0.552,
        "rarest_missing": -2.289,
        "asked_missing": -1.716,
        "names_missing": -2.379,
        "year_missing": -3.715,
        "order": -3.965,
        "words": 5.545,
    },
    "en": {
        "cosine": 17.454,
        "document_cosine": 5.652,
        "cosine_lead": 77.063,
        "named": 2.245,
        "order": -2.926,
        "words": 5.538,
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
