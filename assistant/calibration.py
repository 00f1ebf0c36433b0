"""The weights of the answerability decision, fitted by `tests/benchmarks/calibration.py`."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.support import Signals

ANSWERABLE: Final = 0.5
"""The probability from which an answer is given."""
INTERCEPTS: Final[Mapping[str, float]] = {"fr": -35.042, "en": -22.794}
WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "fr": {
        "cosine": 40.818,
        "bm25_share": 0.676,
        "first_coverage": 0.474,
        "rarest_missing": -1.875,
        "asked_missing": -1.444,
        "names_missing": -2.64,
        "year_missing": -3.898,
        "order": -4.013,
        "words": 4.99,
    },
    "en": {
        "cosine": 16.969,
        "document_cosine": 7.491,
        "cosine_lead": 69.257,
        "order": -3.01,
        "words": 5.655,
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
