"""The quality of the answers, measured on a file of reference questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui import cli_texts as texts
from ui.commands.options import Json, read_settings

if TYPE_CHECKING:
    from assistant.evaluation.report import EvaluationReport


def evaluate_command(
    questions: Annotated[Path | None, typer.Option("--questions", help=texts.QUESTIONS)] = None,
    split: Annotated[Literal["tune", "report", "all"], typer.Option("--split", help=texts.SPLIT)] = "report",
    llm: Annotated[str, typer.Option("--llm", help=texts.LLM)] = "",
    baselines: Annotated[bool, typer.Option("--baseline", help=texts.BASELINES)] = False,
    html: Annotated[Path | None, typer.Option("--html", help=texts.HTML)] = None,
    judge: Annotated[str, typer.Option("--judge", help=texts.JUDGE)] = "",
    misses: Annotated[bool, typer.Option("--misses", help=texts.SHOW_MISSES)] = False,
    json: Json = False,
) -> None:
    """Measure the answers on reference questions."""
    from ui.measuring import Wanted, evaluate

    settings = read_settings()
    if llm:
        settings = settings.model_copy(update={"llm": llm})
    asked = questions or settings.corpus_dir / "questions.jsonl"
    _show(evaluate(settings, Wanted(asked, split, baselines, judge)), html, misses=misses, json=json)


def _show(report: "EvaluationReport", html: Path | None, *, misses: bool, json: bool) -> None:
    from ui import console
    from ui.quality import texts as quality_texts
    from ui.quality.html import write_html
    from ui.quality.table import render

    if json:
        console.output().out(report.to_json(misses=misses), highlight=False)
    else:
        console.output().print(render(report, misses=misses))
    console.notes().print(quality_texts.KEPT.format(number=report.systems[0].run.number))
    if html:
        write_html(report, html, misses=misses)
        console.notes().print(quality_texts.SAVED.format(path=html), soft_wrap=True)
