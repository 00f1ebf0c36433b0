"""What an evaluation found, as it is kept and shown: figures with what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

AT_MOST: Final = frozenset({"refused", "partial_refused", "fell_back", "judge_failed", "p50_ms", "p95_ms"})
"""Figures that are better when they are lower."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share between 0 and 1, or a time in milliseconds where its name ends in `_ms`."""

    value: float
    count: int
    """How many questions it rests on."""
    low: float | None = None
    """Where the true value lies with 95 % confidence; nothing where that was not computed."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class EvaluationRun:
    """What one system made of one set of questions, without the questions themselves."""

    number: int
    """One more at each evaluation that is kept; 0 while it isn't."""
    created: str
    """ISO 8601, UTC."""
    dataset: str
    """The name of the file of questions, without its suffix."""
    split: str
    """The part of it that was asked: `tune`, `report`; empty for all."""
    questions_hash: str
    """Of the questions with what is expected: two runs compare if it is the same."""
    system: str
    questions: int
    fingerprint: str = ""
    """What tells the pipeline that answered."""
    generation: int = 0
    """Of the knowledge base that answered."""
    figures: dict[str, Figure] = field(default_factory=dict)
    kinds: dict[str, dict[str, Figure]] = field(default_factory=dict)
    """The same for each kind of question."""

    @property
    def set_name(self) -> str:
        """Give the name of the questions that were asked: `dev`, `questions/report`."""
        return f"{self.dataset}/{self.split}" if self.split else self.dataset


def reaches(measure: str, value: float | None, targets: Mapping[str, float]) -> bool | None:
    """Tell whether a figure is as good as its target; nothing where there is no figure or no target."""
    if value is None or measure not in targets:
        return None
    return value <= targets[measure] if measure in AT_MOST else value >= targets[measure]
