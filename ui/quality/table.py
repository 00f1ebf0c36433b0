"""The figures of an evaluation in the terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assistant.evaluation.report import EvaluationReport, SystemReport, missed
from assistant.evaluation.targets import targets_of
from assistant.quality import EvaluationRun, reaches
from ui.quality import texts, wording


def render(report: EvaluationReport, *, misses: bool = False) -> RenderableType:
    """Draw the report for the terminal: our figures with targets, the other systems beside, then kind by kind.

    Args:
        report: what was measured.
        misses: whether to name the questions that were missed.
    """
    ours = report.systems[0]
    run = ours.run
    parts: list[RenderableType] = [
        _figures(report),
        Text(texts.FEW, style="dim"),
        Text(wording.since(run, ours.earlier[0] if ours.earlier else None), style="dim"),
    ]
    parts += [Text(line, style="dim") for line in _moved(ours)]
    parts += [_by_kind(ours.run)]
    if misses:
        parts += [_missed(ours)]
    return Group(*parts)


def _figures(report: EvaluationReport) -> Table:
    ours = report.systems[0]
    run, before = ours.run, ours.earlier[0] if ours.earlier else None
    told = (texts.set_label(run.set_name), texts.questions(run.questions), *_version(run))
    table = Table(title=" · ".join(told), title_justify="left")
    table.add_column(texts.MEASURE)
    table.add_column(run.system, justify="right")
    for column in (texts.COUNT, texts.TARGET, *([texts.CHANGE] if before else [])):
        table.add_column(column, justify="right")
    for other in report.systems[1:]:
        table.add_column(other.run.system, justify="right")
    for group, names in texts.GROUPS.items():
        rows = [*_rows(report.systems, names, before)]
        if rows:
            table.add_row(f"[bold]{group}[/]")
        for row in rows:
            table.add_row(*row)
    return table


def _rows(
    systems: Sequence[SystemReport], names: dict[str, str], before: EvaluationRun | None
) -> Iterator[tuple[str, ...]]:
    run, targets = systems[0].run, targets_of(systems[0].run.set_name)
    for name, label in names.items():
        figure = run.figures.get(name)
        if not any(name in system.run.figures for system in systems):
            continue
        value = figure.value if figure else None
        bounds = wording.bounds(figure)
        written = _coloured(wording.value(name, value, targets), reaches(name, value, targets))
        shown = f"{written} [dim]{escape(bounds)}[/]" if bounds else written
        difference = wording.change(name, run, before)
        changed = _coloured(wording.signed(name, difference), wording.is_better(name, difference))
        counted = str(figure.count) if figure else ""
        others = (wording.number(name, system.value(name)) for system in systems[1:])
        aim = wording.target(name, targets)
        yield (f"  {label}", shown, counted, aim, *([changed] if before else []), *others)


def _by_kind(run: EvaluationRun) -> Table:
    measures = [name for name in texts.SHORT if name in run.figures]
    table = Table(title=texts.BY_KIND, title_justify="left")
    table.add_column(texts.KIND)
    table.add_column(texts.QUESTIONS, justify="right")
    for name in measures:
        table.add_column(texts.SHORT[name], justify="right")
    for kind, figures in run.kinds.items():
        cells = (wording.number(name, figures[name].value if name in figures else None) for name in measures)
        table.add_row(escape(kind), str(figures["p50_ms"].count), *cells)
    return table


def _missed(system: SystemReport) -> Table:
    table = Table(title=texts.MISSES, title_justify="left")
    for column in ("id", texts.KIND, "Question"):
        table.add_column(column)
    for outcome in missed(system.outcomes):
        table.add_row(escape(outcome.question_id), escape(outcome.kind), escape(outcome.question))
    return table


def _moved(system: SystemReport) -> Iterator[str]:
    for name, both in (system.moved or {}).items():
        yield f"  {texts.NAMES[name]} : {texts.moved(both.won, both.lost)}"


def _version(run: EvaluationRun) -> Iterator[str]:
    if run.generation:
        yield texts.GENERATION.format(number=run.generation)


def _coloured(text: str, good: bool | None) -> str:
    return text if good is None else f"[{'green' if good else 'red'}]{text}[/]"
