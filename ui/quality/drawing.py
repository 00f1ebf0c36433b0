"""The trend of figures as small drawings, one for each: points that a template puts on an SVG."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.evaluation.targets import targets_of
from assistant.quality import EvaluationRun
from ui.quality import wording

WIDTH: Final = 220
HEIGHT: Final = 64
_MARGIN: Final = 6
"""Around the line, in the units of the drawing, so that its points are not cut."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over the runs."""

    label: str
    points: tuple[tuple[float, float], ...]
    """In a drawing of `WIDTH` × `HEIGHT`, from the top left."""
    told: tuple[str, ...]
    """What each point says: its day and its value."""
    aim: float | None
    """The height of the target's line."""
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        """Give the points as an SVG polyline takes them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def trend(runs: Sequence[EvaluationRun], labels: Mapping[str, str]) -> Iterator[Line]:
    """Draw each figure over the runs that have it, oldest first.

    Args:
        runs: of one system on one set of questions, oldest first.
        labels: the figures, shares between 0 and 1, with their names.
    """
    targets = targets_of(runs[-1].set_name)
    for name, label in labels.items():
        held = [(place, run) for place, run in enumerate(runs) if name in run.figures]
        if len(held) < 2:
            continue
        values = [run.figures[name].value for _, run in held]
        aim = targets.get(name)
        lowest = min([*values, *([aim] if aim is not None else [])])
        floor = max(0.0, min(lowest - 0.05, 0.9))
        step = (WIDTH - 2 * _MARGIN) / (len(runs) - 1)
        yield Line(
            label=label,
            points=tuple((_MARGIN + place * step, _height(run.figures[name].value, floor)) for place, run in held),
            told=tuple(f"{wording.day(r.created)} : {wording.number(name, r.figures[name].value)}" for _, r in held),
            aim=None if aim is None else _height(aim, floor),
            first=wording.number(name, values[0]),
            last=wording.number(name, values[-1]),
        )


def _height(value: float, floor: float) -> float:
    return _MARGIN + (1 - (value - floor) / (1 - floor)) * (HEIGHT - 2 * _MARGIN)
