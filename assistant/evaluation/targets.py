"""What the assistant must reach, by the name of the questions asked; the only place where that is written."""

from collections.abc import Mapping
from typing import Final

_SOURCES: Final = {"first_5": 0.95, "first_1": 0.80, "cites": 0.90, "citation_precision": 0.80}
_PROOF: Final = {"supported": 1.0, "proven": 1.0, "exact": 1.0}
_SILENCE: Final = {"abstains": 0.85, "refused": 0.05}
_LISTS: Final = {"list_precision": 0.95, "list_recall": 0.95, "labels_precision": 0.95, "labels_recall": 0.95}
_ALL: Final = {**_SOURCES, "facts": 0.80, **_PROOF, **_SILENCE, **_LISTS, "follows": 0.90}

TARGETS: Final[Mapping[str, Mapping[str, float]]] = {
    "dev": _ALL,
    "questions/report": _ALL,
    "natural": {
        "first_5": 0.88,
        "cites": 0.82,
        **_PROOF,
        "list_precision": 0.90,
        "list_recall": 0.90,
        "refused": 0.06,
    },
}
"""At most for the figures of `quality.AT_MOST`, at least for the others."""


def targets_of(set_name: str) -> Mapping[str, float]:
    """Give what is aimed at on a set of questions; nothing on others than ours."""
    return TARGETS.get(set_name, {})
