"""The weights of the answerability decision, fitted by `tests/benchmarks/calibration.py`."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.support import Signals

ANSWERABLE: Final = 0.5
"""The probability from which an answer is given."""
INTERCEPTS: Final[Mapping[str, float]] = {"fr": -33.782, "en": -23.518}
WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "fr": {
        "cosine": 39.688,
        "bm25_share": 0.761,
        "first_coverage": 0.567,
        "rarest_missing": -2.187,
        "asked_missing": -1.719,
        "names_missing": -2.43,
        "year_missing": -3.751,
        "order": -4.056,
        "words": 5.563,
    },
    "en": {
        "cosine": 13.665,
        "document_cosine": 11.488,
        "cosine_lead": 71.546,
        "named": 2.339,
        "order": -2.852,
        "words": 5.352,
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
