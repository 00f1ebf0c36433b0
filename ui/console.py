"""What the program `rameau` shows: progress, reports, answers, all in French."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from ui import cli_texts as texts
from ui.refusals import refusal as why

if TYPE_CHECKING:  # each command loads only what it needs
    from assistant.answers import Answer
    from ingest.report import IngestReport


def output() -> Console:
    """Give the console of results."""
    return Console(highlight=False)


def notes() -> Console:
    """Give the console of progress and errors, which leaves the output to scripts."""
    return Console(stderr=True, highlight=False)


def write_json(value: Any) -> None:
    """Write a value as JSON."""
    output().out(json.dumps(value, ensure_ascii=False, indent=2, default=str), highlight=False)


def write_error(message: str, detail: str = "") -> None:
    """Write what went wrong and what to do."""
    console = notes()
    console.print(f"[bold red]{texts.ERROR}[/] : {escape(message)}", soft_wrap=True)
    if detail:
        console.print(f"[dim]{texts.DETAIL} : {escape(detail)}[/]", soft_wrap=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each step, with counts and the time left; give what is to be told of them."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=notes()) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(texts.STEP_NAMES.get(step, step), total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield tell


def say_preparing(name: str) -> None:
    """Tell that a model is being prepared, which takes a while and happens once."""
    notes().print(f"[dim]{escape(texts.PREPARING.format(name=name))}[/]")


def show_report(report: "IngestReport") -> None:
    """Show what an ingestion did."""
    console = output()
    figures = asdict(report)
    counts = {name: len(figures[name]) for name in ("added", "changed", "removed", "refused")}
    text = texts.REPORT if report.published or report.refused else texts.NOTHING_CHANGED
    console.print(text.format(**{**figures, **counts}), soft_wrap=True)
    if report.refused:
        table = Table(*texts.REFUSED_COLUMNS, title=texts.REFUSED_TITLE)
        for refusal in report.refused:
            reason, remedy = why(refusal.code, refusal.reason, refusal.detail)
            kept = texts.REFUSED_KEPT if refusal.kept else ""
            table.add_row(escape(refusal.document_id), escape(reason + kept), escape(remedy))
        console.print(table)


def show_answer(answer: "Answer") -> None:
    """Show an answer and the passages that prove it."""
    console = output()
    # Away from a terminal links can't be clicked, and Markdown shows their addresses.
    console.print(Markdown(answer.text)) if console.is_terminal else console.out(answer.text, highlight=False)
    if answer.notice:
        console.print(f"\n[dim]{escape(answer.notice)}[/]")
    if answer.citations:
        console.print(f"\n[bold]{texts.SOURCES}[/]")
    for citation in answer.citations:
        passage = citation.passage
        year = f", {passage.year}" if passage.year else ""
        place = " › ".join((passage.title + year, *passage.heading_path))
        page = f", p. {passage.page}" if passage.page else ""
        link = " · ".join(filter(None, (passage.url or texts.NO_LINK, texts.RECOGNITIONS.get(passage.recognition))))
        console.print(f"[{citation.number}] {place}{page}\n    {link}", markup=False, soft_wrap=True)
    if answer.related:
        console.print(f"\n[bold]{texts.RELATED}[/]")
    for related in answer.related:
        console.print(f"- {related.title}\n    {related.url or texts.NO_LINK}", markup=False, soft_wrap=True)


def show_table(rows: dict[str, str]) -> None:
    """Show names and values."""
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        table.add_row(f"[bold]{escape(name)}[/]", escape(value))
    output().print(table)


def show_status(facts: dict[str, Any]) -> None:
    """Show what the knowledge base holds."""
    told = {
        **facts,
        "llm": _model(facts["llm"], facts["llm_problem"]),
        "generations": ", ".join(map(str, facts["generations"])),
        "api": texts.API_RUNNING.format(url=facts["api"]) if facts["api"] else texts.API_STOPPED,
    }
    if facts["generation"]:
        show_table({title: str(told[name]) for name, title in texts.STATUS_ROWS.items()})
    else:
        output().print(texts.STATUS_EMPTY)


def _model(name: str | None, problem: str | None) -> str:
    if not name:
        return texts.EXTRACTIVE
    return texts.MODEL_FAILS.format(name=name, why=problem) if problem else texts.MODEL_ANSWERS.format(name=name)
