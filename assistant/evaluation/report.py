"""The figures as a person reads them (a table in French) and as a program does (JSON in the home folder)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from rich.console import Group, RenderableType
from rich.table import Table

from assistant.evaluation.metrics import Outcome, Summary

DEVELOPMENT = "dev.jsonl"
TARGETS: Mapping[str, float] = {"first_5": 0.90, "first_1": 0.68, "cites": 0.80, "abstains": 0.65, "refused": 0.06}
"""What the assistant must reach on the development questions; at most for `refused`, at least for the others."""

_MEASURES = {
    "first_5": "Attendu dans les 5 premières sources",
    "first_1": "Attendu en première source",
    "cites": "Cite un document attendu",
    "abstains": "S’abstient hors du corpus",
    "refused": "Refuse à tort",
    "list_recall": "Listes : part de l’attendu citée",
    "list_precision": "Listes : part du cité attendue",
    "p50_ms": "Temps médian",
    "p95_ms": "Temps, 95e centile",
}
_KIND_MEASURES = {"first_5": "5 premières", "first_1": "1re", "cites": "cite", "abstains": "s’abstient"}


@dataclass(frozen=True, slots=True)
class SystemReport:
    """The figures of one system."""

    name: str
    answers: bool
    """False when the system only retrieves: it neither cites nor abstains."""
    summary: Summary
    kinds: dict[str, Summary]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """The figures of one run, system by system; ours comes first."""

    created: str
    """ISO 8601, UTC."""
    name: str
    """What the set of questions is called."""
    systems: tuple[SystemReport, ...]

    def to_json(self) -> str:
        """Write the report as indented JSON."""
        return _ADAPTER.dump_json(self, indent=2).decode()

    @classmethod
    def from_json(cls, text: str) -> "EvaluationReport":
        """Read a report that was kept."""
        return _ADAPTER.validate_json(text)


_ADAPTER = TypeAdapter(EvaluationReport)


def save(report: EvaluationReport, home: Path) -> Path:
    """Keep a report under `<home>/evaluations/` and give its path."""
    folder = home / "evaluations"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{re.sub(r'[^0-9T]', '', report.created[:19])}-{Path(report.name).stem or 'questions'}.json"
    path.write_text(report.to_json() + "\n", encoding="utf-8")
    return path


def render(report: EvaluationReport) -> RenderableType:
    """Draw the systems side by side, then our figures by kind of question.

    The targets are shown beside the development questions only: other questions are harder or easier.
    """
    if not report.systems:
        return Group()
    targets = TARGETS if Path(report.name).name == DEVELOPMENT else {}
    return Group(_side_by_side(report, targets), _by_kind(report.systems[0]))


def _side_by_side(report: EvaluationReport, targets: Mapping[str, float]) -> Table:
    table = Table(title=f"{report.systems[0].summary.questions} questions de référence · {report.name}".rstrip(" ·"))
    table.add_column("Mesure")
    for system in report.systems:
        table.add_column(system.name, justify="right")
    if targets:
        table.add_column("Visé", justify="right")
    for measure, label in _MEASURES.items():
        cells = [_cell(measure, getattr(system.summary, measure), targets) for system in report.systems[:1]]
        cells += [_figure(measure, getattr(system.summary, measure)) for system in report.systems[1:]]
        table.add_row(label, *cells, *([_target(measure, targets)] if targets else []))
    return table


def _by_kind(system: SystemReport) -> Table:
    table = Table(title=f"{system.name}, par sorte de question")
    table.add_column("Sorte")
    table.add_column("questions", justify="right")
    for label in _KIND_MEASURES.values():
        table.add_column(label, justify="right")
    for kind, summary in system.kinds.items():
        figures = (_figure(measure, getattr(summary, measure)) for measure in _KIND_MEASURES)
        table.add_row(kind, str(summary.questions), *figures)
    return table


def reaches(measure: str, figure: float | None, targets: Mapping[str, float] = TARGETS) -> bool:
    """Tell whether a figure is as good as its target; what has no target or no figure passes."""
    if figure is None or measure not in targets:
        return True
    return figure <= targets[measure] if measure == "refused" else figure >= targets[measure]


def _cell(measure: str, figure: float | None, targets: Mapping[str, float]) -> str:
    if measure not in targets or figure is None:
        return _figure(measure, figure)
    return f"[{'green' if reaches(measure, figure, targets) else 'red'}]{_figure(measure, figure)}[/]"


def _figure(measure: str, figure: float | None) -> str:
    if figure is None:
        return "—"
    return f"{figure:.0f} ms" if measure.endswith("_ms") else f"{figure:.2f}".replace(".", ",")


def _target(measure: str, targets: Mapping[str, float]) -> str:
    if measure not in targets:
        return ""
    return f"{'≤' if measure == 'refused' else '≥'} {_figure(measure, targets[measure])}"
