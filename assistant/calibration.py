"""The weights of the answerability decision, fitted by `tests/benchmarks/calibration.py`."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.support import Signals

ANSWERABLE: Final = 0.5
"""The probability from which an answer is given."""
INTERCEPTS: Final[Mapping[str, float]] = {"fr": -32.562, "en": -22.938}
WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "fr": {
        "cosine": 38.639,
        "bm25_share": 0.755,
        "first_coverage": 0.303,
        "rarest_missing": -2.329,
        "asked_missing": -1.583,
        "names_missing": -2.415,
        "year_missing": -3.865,
        "order": -4.031,
        "words": 5.159,
    },
    "en": {
        "cosine": 13.828,
        "document_cosine": 10.481,
        "cosine_lead": 73.003,
        "named": 2.251,
        "order": -2.859,
        "words": 5.583,
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
