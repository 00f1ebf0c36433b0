"""Questions on the command line: one of a person's, or a file of reference questions."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui import cli_texts as texts
from ui.commands.options import Json, read_settings

if TYPE_CHECKING:
    from assistant.answers import Answer, Question
    from assistant.settings import Settings


def ask_command(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help=texts.QUESTION)], json: Json = False
) -> None:
    """Answer one question."""
    from dataclasses import asdict

    from assistant.answers import Question
    from ui import console

    with nullcontext() if json else console.notes().status(texts.SEARCHING):
        answer = _answer(Question(question), read_settings())
    if json:
        console.write_json(asdict(answer))
    else:
        console.show_answer(answer)


def _answer(question: "Question", settings: "Settings") -> "Answer":
    import httpx2

    from assistant.answers import AnswerEvent
    from ui.client import AssistantClient
    from ui.probing import api_answers

    if not api_answers(settings):
        from assistant.factory import build_assistant

        return build_assistant(settings).answer(question)
    with httpx2.Client(base_url=settings.api_address, timeout=120, trust_env=False) as http:
        events = AssistantClient(http).stream(question)
        return next(event.answer for event in events if isinstance(event, AnswerEvent))


def evaluate_command(
    questions: Annotated[Path, typer.Argument(metavar="FICHIER", help=texts.QUESTIONS)] = Path(
        "tests/quality/dev.jsonl"
    ),
    baselines: Annotated[bool, typer.Option("--baselines", help=texts.BASELINES)] = False,
    json: Json = False,
) -> None:
    """Measure the answers on reference questions."""
    from assistant.evaluation.report import render, save
    from ui import console
    from ui.measuring import evaluate

    settings = read_settings()
    report = evaluate(settings, questions, baselines=baselines)
    path = save(report, settings.home)
    if json:
        console.output().out(report.to_json(), highlight=False)
    else:
        console.output().print(render(report))
        console.notes().print(texts.KEPT_AT.format(path=path))
