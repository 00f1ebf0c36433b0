"""The figures of an evaluation as one HTML file that opens offline, in light and dark, and prints well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.disk import replace_file
from assistant.evaluation.report import EvaluationReport, SystemReport, missed
from assistant.evaluation.targets import targets_of
from assistant.quality import EvaluationRun, Figure, reaches
from ui.quality import texts, wording
from ui.quality.drawing import Line, trend

_TEMPLATE: Final = Path(__file__).with_name("report.html.j2")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it is written in a row of the table."""

    label: str
    value: str
    count: str
    bounds: str
    figure: Figure | None
    """Drawn as a bar, unless it is a time."""
    aim: float | None
    target: str
    reached: bool | None
    change: str
    better: bool | None
    others: tuple[str, ...]


def write_html(report: EvaluationReport, path: Path, *, misses: bool = False) -> None:
    """Write the report; its folder is made if need be.

    Args:
        report: what was measured.
        path: the file, replaced if it is there.
        misses: whether to name the questions that were missed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, to_html(report, misses=misses))


def to_html(report: EvaluationReport, *, misses: bool = False) -> str:
    """Give the report as a page without a single reference to the outside."""
    # The terminal does not need it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(**_shown(report, misses))


def _shown(report: EvaluationReport, misses: bool) -> dict[str, Any]:
    ours = report.systems[0]
    run = ours.run
    groups = {group: [*_rows(report.systems, names)] for group, names in texts.GROUPS.items()}
    return {
        "texts": texts,
        "run": run,
        "label": texts.set_label(run.set_name),
        "told": texts.SET_TOLD.get(run.set_name, ""),
        "day": wording.day(run.created),
        "version": texts.GENERATION.format(number=run.generation) if run.generation else "",
        "questions": texts.questions(run.questions),
        "groups": {group: rows for group, rows in groups.items() if rows},
        "others": [other.run.system for other in report.systems[1:]],
        "since": wording.since(run, ours.earlier[0] if ours.earlier else None),
        "moved": [(texts.NAMES[name], texts.moved(m.won, m.lost)) for name, m in (ours.moved or {}).items()],
        "kinds": [*_kinds(run)],
        "short": [texts.SHORT[name] for name in _by_kind(run)],
        "trend": _trend(ours),
        "missed": missed(ours.outcomes) if misses else [],
    }


def _rows(systems: Sequence[SystemReport], names: dict[str, str]) -> Iterator[Row]:
    ours = systems[0]
    before = ours.earlier[0] if ours.earlier else None
    targets = targets_of(ours.run.set_name)
    for name, label in names.items():
        if not any(name in system.run.figures for system in systems):
            continue
        figure, difference = ours.run.figures.get(name), wording.change(name, ours.run, before)
        yield Row(
            label=label,
            value=wording.value(name, ours.value(name), targets),
            count=str(figure.count) if figure else "",
            bounds=wording.bounds(figure),
            figure=None if name.endswith("_ms") else figure,
            aim=targets.get(name),
            target=wording.target(name, targets),
            reached=reaches(name, ours.value(name), targets),
            change=wording.signed(name, difference),
            better=wording.is_better(name, difference),
            others=tuple(wording.number(name, system.value(name)) for system in systems[1:]),
        )


def _by_kind(run: EvaluationRun) -> list[str]:
    return [name for name in texts.SHORT if name in run.figures]


def _kinds(run: EvaluationRun) -> Iterator[tuple[str, int, list[tuple[str, float | None]]]]:
    """Give each kind of question with its figures, written and as they are to be tinted: 1 is good."""
    for kind, figures in run.kinds.items():
        cells = []
        for name in _by_kind(run):
            figure = figures.get(name)
            good = None if figure is None else 1 - figure.value if name == "refused" else figure.value
            cells.append((wording.number(name, figure.value if figure else None), good))
        yield kind, figures["p50_ms"].count, cells


def _trend(system: SystemReport) -> list[Line]:
    """Draw the main figures over the runs, oldest first; nothing for a single one."""
    runs = [*reversed(system.earlier), system.run]
    return [*trend(runs, {name: texts.NAMES[name] for name in texts.MAIN})] if len(runs) > 1 else []
