"""What an evaluation brought, system by system, and beside the evaluation before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import TypeAdapter

from assistant.evaluation.metrics import Outcome
from assistant.quality import AT_MOST, EvaluationRun

Scores = Mapping[str, Mapping[str, float]]
"""For each question by its id, what it scored by name."""

COMPARED: Final = ("first_5", "cites", "facts", "abstains", "refused", "list_recall")
"""The scores of which questions won and lost are counted."""
_EVEN: Final = 0.005
"""A smaller difference of a score is none."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many questions have a better and a worse score than in the evaluation before."""

    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class SystemReport:
    """What one system brought."""

    run: EvaluationRun
    outcomes: tuple[Outcome, ...]
    answers: bool = True
    """False when the system only retrieves: it neither cites nor abstains."""
    earlier: tuple[EvaluationRun, ...] = ()
    """The evaluations of the same system on the same set, newest first."""
    moved: Mapping[str, Moved] | None = None
    """By score, against the first of these; nothing where there is none, or other questions were asked."""

    @property
    def scores(self) -> dict[str, dict[str, float]]:
        """Give what each question scored."""
        return {outcome.question_id: outcome.scores for outcome in self.outcomes}

    def value(self, measure: str) -> float | None:
        """Give a figure; nothing where it was not measured."""
        figure = self.run.figures.get(measure)
        return figure.value if figure else None


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """The figures of one evaluation; ours come first."""

    systems: tuple[SystemReport, ...]

    def to_json(self, *, misses: bool = False) -> str:
        """Write the report as indented JSON, the questions themselves only where `misses` asks for them."""
        shown = self if misses else EvaluationReport(tuple(replace(one, outcomes=()) for one in self.systems))
        return _ADAPTER.dump_json(shown, indent=2).decode()


def moved(before: Scores, after: Scores) -> dict[str, Moved]:
    """Count the questions that each score won and lost; those that only one side has don't count."""
    found = {name: _moved(name, before, after) for name in COMPARED}
    return {name: both for name, both in found.items() if both.won or both.lost}


def missed(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Give the questions that were answered without the document expected, refused, or answered for nothing."""
    return [
        outcome
        for outcome in outcomes
        if outcome.scores.get("cites") == 0
        or outcome.scores.get("refused")
        or outcome.scores.get("abstains") == 0
        or min(outcome.scores.get("list_recall", 1.0), outcome.scores.get("list_precision", 1.0)) < 1
    ]


def _moved(name: str, before: Scores, after: Scores) -> Moved:
    pairs = [(before[question].get(name), after[question].get(name)) for question in before.keys() & after.keys()]
    changes = [new - old for old, new in pairs if old is not None and new is not None]
    up, down = (sum(sign * change > _EVEN for change in changes) for sign in (1, -1))
    return Moved(down, up) if name in AT_MOST else Moved(up, down)


_ADAPTER: Final = TypeAdapter(EvaluationReport)
