"""Figures in words: shares with two decimals, their bounds, their targets, what changed since."""

from collections.abc import Mapping
from datetime import datetime

from assistant.quality import AT_MOST, EvaluationRun, Figure, reaches
from ui.quality import texts

MINUS = "−"


def number(measure: str, value: float | None) -> str:
    """Write a figure: `0,93`, `120 ms`, or a dash where there is none."""
    if value is None:
        return "—"
    return f"{value:.0f}\u00a0ms" if measure.endswith("_ms") else f"{value:.2f}".replace(".", ",")


def value(measure: str, found: float | None, targets: Mapping[str, float]) -> str:
    """Write a figure, more exactly where it seems to be as good as its target and is not."""
    written = number(measure, found)
    short = found is not None and reaches(measure, found, targets) is False
    if short and written == number(measure, targets[measure]):
        return f"{found:.3f}".replace(".", ",")
    return written


def bounds(figure: Figure | None) -> str:
    """Write where the true value lies; nothing where that is not known."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    return f"[{number('', figure.low)} – {number('', figure.high)}]"


def target(measure: str, targets: Mapping[str, float]) -> str:
    """Write what is aimed at."""
    if measure not in targets:
        return ""
    return f"{'≤' if measure in AT_MOST else '≥'}\u00a0{number(measure, targets[measure])}"


def change(measure: str, run: EvaluationRun, before: EvaluationRun | None) -> float | None:
    """Give what a figure gained since the run before; nothing where it can't be compared."""
    old, new = (one.figures.get(measure) if one else None for one in (before, run))
    return new.value - old.value if old and new else None


def signed(measure: str, difference: float | None) -> str:
    """Write a difference: `+0,02`; `=` for one too small to be written."""
    if difference is None:
        return ""
    written = number(measure, abs(difference))
    if written == number(measure, 0.0):
        return "="
    return f"{'+' if difference > 0 else MINUS}{written}"


def is_better(measure: str, difference: float | None) -> bool | None:
    """Tell whether a difference is for the better; nothing for times, which vary with what else the machine does."""
    if difference is None or measure.endswith("_ms") or signed(measure, difference) == "=":
        return None
    return (difference < 0) == (measure in AT_MOST)


def day(created: str) -> str:
    """Write the moment of a run: `24/11/2026 à 10 h 05`, UTC."""
    return datetime.fromisoformat(created).strftime("%d/%m/%Y à %H\u00a0h\u00a0%M")


def since(run: EvaluationRun, before: EvaluationRun | None) -> str:
    """Say with which evaluation this one is compared."""
    if before is None:
        return texts.NO_EARLIER
    told = texts.SINCE.format(date=day(before.created))
    return told if before.questions_hash == run.questions_hash else f"{told} {texts.OTHER_QUESTIONS}"
