"""Pictures of pages for those who ask: few drawn side by side, the last ones kept, those that failed left alone."""

import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from anyio import Semaphore, create_task_group, move_on_after, to_thread
from fastapi import Request

from assistant import prompts
from assistant.api.problems import ProblemError
from assistant.documents import Document
from assistant.drawing import Drawing, DrawingError, Limits, Shelf

_AT_ONCE: Final = 2
"""Pictures drawn side by side: questions need the cores too."""
_WAITING: Final = 30
_PATIENCE: Final = 5.0
"""Seconds that one waits for its turn."""
_SOON: Final = 2
_LATER: Final = 60
"""Seconds for which a page that was not drawn is not tried again: it would hold up the others each time."""
_MOST_FAILED: Final = 1000

Page = tuple[str, int]
"""The content hash of a file, and a page of it."""


class Pictures:
    """Draws pages, each in a process of its own.

    Args:
        limits: what drawing a page may take.
        patience: seconds that one waits for its turn.
    """

    def __init__(self, limits: Limits | None = None, patience: float = _PATIENCE) -> None:
        self._limits = limits or Limits()
        self._patience = patience
        self._places = Semaphore(_AT_ONCE)
        self._shelf = Shelf()
        self._failed: OrderedDict[Page, float] = OrderedDict()

    async def picture(self, request: Request, path: Path, document: Document, page: int, quote: str) -> bytes:
        """Give a picture of a page as PNG; drawing ends when the caller hangs up.

        Raises:
            IndexError: there is no such page.
            ProblemError: too many are waited for, or the page can't be drawn.
        """
        key = (path.name, page, quote)
        if kept := self._shelf.find(key):
            return kept
        self._check(key[:2])
        async with self._place():
            if kept := self._shelf.find(key):  # drawn for another meanwhile
                return kept
            self._check(key[:2])
            try:
                drawn = await _run(Drawing(path, document, page, quote, self._limits), request)
            except DrawingError as error:
                if not await request.is_disconnected():
                    self._remember(key[:2])
                raise _not_drawn(_LATER) from error
        self._shelf.keep(key, drawn)
        return drawn

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._places.statistics().tasks_waiting >= _WAITING:
            raise _busy()
        with move_on_after(self._patience) as waiting:
            await self._places.acquire()
        if waiting.cancelled_caught:
            raise _busy()
        try:
            yield
        finally:
            self._places.release()

    def _check(self, page: Page) -> None:
        left = self._failed.get(page, 0.0) - time.monotonic()
        if left > 0:
            raise _not_drawn(round(left) + 1)

    def _remember(self, page: Page) -> None:
        self._failed[page] = time.monotonic() + _LATER
        self._failed.move_to_end(page)
        while len(self._failed) > _MOST_FAILED:
            self._failed.popitem(last=False)


async def _run(drawing: Drawing, request: Request) -> bytes:
    """Draw in a thread; stop as soon as nobody waits.

    Raises:
        IndexError: there is no such page.
        DrawingError: it can't be drawn, or was stopped.
    """
    failure: Exception | None = None
    drawn = b""
    async with create_task_group() as group:
        group.start_soon(_stop_when_alone, drawing, request)
        try:
            drawn = await to_thread.run_sync(drawing.run, abandon_on_cancel=True)
        except (IndexError, DrawingError) as error:  # raised below, as the group would wrap it
            failure = error
        finally:
            drawing.stop()
        group.cancel_scope.cancel()
    if failure:
        raise failure
    return drawn


async def _stop_when_alone(drawing: Drawing, request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    drawing.stop()


def _busy() -> ProblemError:
    return ProblemError(503, "busy", prompts.PAGES_BUSY.format(seconds=_SOON), {"Retry-After": str(_SOON)})


def _not_drawn(seconds: int) -> ProblemError:
    return ProblemError(503, "page", prompts.PAGE_NOT_DRAWN, {"Retry-After": str(seconds)})
