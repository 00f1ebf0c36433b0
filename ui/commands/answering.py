"""A person's question on the command line."""

from contextlib import nullcontext
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
