"""Questions that a language model proposes for a document, of which only those that the document answers are kept."""

import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Final

from assistant import prompts
from assistant.asked import as_question, is_about, is_among, text_of
from assistant.documents import Document
from assistant.errors import ModelError
from assistant.injection import without_orders
from assistant.protocols import ChatModel

MOST: Final = 5
SECONDS: Final = 60.0
"""How long a model may take for one document."""
_READ_CHARS: Final = 6000
"""How much of a document the model is shown: its beginning says what it is about."""
_LONGEST_REPLY: Final = 4000
_BULLET: Final = re.compile(r"^\s*(?:[-*•–—]|\(?\d{1,2}[.)°])\s+")


class GivenUpError(Exception):
    """The caller had something better to do."""


def propose_questions(
    document: Document,
    model: ChatModel,
    known: Iterable[str] = (),
    *,
    wait: Callable[[], bool] = lambda: True,
    seconds: float = SECONDS,
) -> tuple[str, ...]:
    """Ask a model for questions that a document answers; give those that it does answer, five at most.

    What the model wrote until its time was up, or until it failed, counts.

    Args:
        document: which it is shown the beginning of, and nothing else.
        model: writes.
        known: questions not to be proposed: those that the document has, and those that were refused.
        wait: asked several times a second whether to go on.
        seconds: how long the model may take.

    Raises:
        ModelError: the model failed before it wrote a line.
        GivenUpError: `wait` said so.
    """
    text = without_orders(text_of(document)[: 2 * _READ_CHARS])[:_READ_CHARS]
    mark = f"document-{secrets.token_hex(4)}"
    prompt = prompts.write_questions_prompt(without_orders(document.title), text, mark)
    return read_questions(_reply(model, prompt, wait, seconds), document, known)


def read_questions(reply: str, document: Document, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Keep of a reply the lines that are questions, are about the document and were not asked yet."""
    found: list[str] = []
    known = (*known, *document.questions)
    for line in reply.splitlines():
        question = as_question(_BULLET.sub("", line))
        if question and is_about(question, document) and not is_among(question, (*known, *found)):
            found.append(question)
    return tuple(found[:MOST])


def _reply(model: ChatModel, prompt: str, wait: Callable[[], bool], seconds: float) -> str:
    written, end = "", time.monotonic() + seconds
    try:
        for piece in model.stream(prompts.SYSTEM_QUESTIONS, prompt):
            if not wait():
                raise GivenUpError
            written += piece
            if time.monotonic() > end or len(written) > _LONGEST_REPLY:
                return _whole_lines(written)
    except ModelError:
        if not (whole := _whole_lines(written)):
            raise
        return whole
    return written


def _whole_lines(text: str) -> str:
    """Leave out the last line, which may be half a question."""
    return text[: text.rfind("\n") + 1]
