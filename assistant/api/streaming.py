"""Events of an answer, made in threads, sent as server-sent events, given up when the caller leaves."""

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import aclosing
from typing import Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import TypeAdapter
from starlette.types import Send

from assistant import prompts
from assistant.answers import Answer, AnswerEvent, Event, SourcesEvent, TokenEvent
from assistant.api.problems import ProblemError, problem_of

_LOG: Final = logging.getLogger(__name__)
_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {
    kind: TypeAdapter(kind) for kind in (SourcesEvent, TokenEvent, Answer)
}
_NAMES: Final[dict[type, str]] = {SourcesEvent: "sources", TokenEvent: "token", AnswerEvent: "answer"}
_PING_SECONDS: Final = 15.0
_WRITING_THREADS: Final = 32
"""Writing waits for a language model most of the time, so more threads than cores."""
_RETRY_SECONDS: Final = 2


class Turnstile:
    """Lets so many questions work at once, so many wait, and turns the others away at once.

    Args:
        at_once: how many retrievals run side by side; they keep a core busy each.
        waiting: how many more questions may wait.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._retrieving = CapacityLimiter(at_once)
        self._writing = CapacityLimiter(_WRITING_THREADS)
        self._waiting = waiting

    async def run(self, events: Generator[Event, None, None]) -> AsyncGenerator[Event, None]:
        """Yield the events, each made in a thread; close the generator whatever happens.

        Raises:
            ProblemError: too many questions wait already.
        """
        limiter = self._retrieving
        if limiter.statistics().tasks_waiting >= self._waiting:
            detail = prompts.BUSY.format(seconds=_RETRY_SECONDS)
            raise ProblemError(503, "busy", detail, {"Retry-After": str(_RETRY_SECONDS)})
        try:
            while (event := await to_thread.run_sync(next, events, None, limiter=limiter)) is not None:
                yield event
                limiter = self._writing
        finally:
            events.close()


class AnswerStream(EventSourceResponse):
    """Sends the events as they come; a failure on the way becomes a last `error` event.

    The first event is asked for before the response exists, so that a failing retrieval gets a proper status.
    """

    def __init__(self, first: Event, events: AsyncGenerator[Event, None]) -> None:
        self._events = events
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        super().__init__(_written(first, events), headers=headers)

    async def stream_response(self, send: Send) -> None:
        """Send everything, then close the events at once rather than when memory is cleaned up."""
        async with aclosing(self._events):
            await super().stream_response(send)


async def _written(first: Event, events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    sent = time.monotonic()
    yield encode(first)
    try:
        async for event in events:
            if event == TokenEvent(""):
                if time.monotonic() - sent < _PING_SECONDS:
                    continue
                yield KEEPALIVE_COMMENT
            else:
                yield encode(event)
            sent = time.monotonic()
    except Exception as error:
        # Nothing but an event can tell it any more: the status has been sent.
        _LOG.exception("An answer failed while it was being sent")
        problem = problem_of(error).model_dump_json(exclude_defaults=True)
        yield format_sse_event(event="error", data_str=problem)


def encode(event: Event) -> bytes:
    """Write an event as the lines of a server-sent event."""
    name = _NAMES[type(event)]
    body = event.answer if isinstance(event, AnswerEvent) else event
    return format_sse_event(event=name, data_str=_ADAPTERS[type(body)].dump_json(body).decode())
