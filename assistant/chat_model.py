"""LangChain's chat models as a `ChatModel`: any provider, in a queue, streamed, given up when the caller leaves."""

import asyncio
import queue
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import Final

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.errors import ModelError
from assistant.model_failures import pause_before_retry, reason_of
from assistant.model_reply import ModelReply
from assistant.model_texts import QUEUE_FULL, QUEUE_SLOW, TOO_LONG
from assistant.prompts import MODEL_SLOW

_HEARTBEAT_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a model, in seconds."""

    connect: float = 3
    """For the server to take the call."""
    first_token: float = 30
    """From the question to the first piece, the queue included."""
    next_token: float = 15
    """From one piece to the next."""
    reply: float = 120
    """From the question to the end of the reply."""


@dataclass(frozen=True, slots=True)
class Places:
    """How many questions a model takes."""

    at_once: int = 1
    """Replies that it writes side by side."""
    waiting: int = 8
    """Questions that may wait for their turn; more are turned away at once."""


class LangChainChatModel:
    """Streams the replies of a LangChain chat model, a bounded number at a time, first come first served.

    The model runs on an event loop of its own, in a thread: a blocked read can then be cancelled, which closes the
    connection, and the provider stops writing. LangChain's clients are bound to the loop of their first call, hence one
    loop for all.

    Args:
        model: any LangChain chat model.
        patience: how long to wait for it.
        places: how many questions it takes.
        says_end: whether its provider is known to say that a reply has ended.
        let_go: called at the end to let go of connections, and of the model where this process runs it.
    """

    def __init__(
        self,
        model: BaseChatModel,
        patience: Patience | None = None,
        places: Places | None = None,
        says_end: bool = False,
        let_go: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._model = model
        self._patience = patience or Patience()
        self._places = places or Places()
        self._says_end = says_end
        self._let_go = let_go
        self._lock = threading.Lock()
        self._inside = 0
        self._turn = asyncio.Semaphore(self._places.at_once)
        self._loop: asyncio.AbstractEventLoop | None = None

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """Yield the reply piece by piece, and an empty piece several times a second while there is none.

        Raises:
            ModelError: too many questions wait, or the model can't be reached, is too slow, or was cut in the middle.
        """
        with self._place():
            reading = _Reading(self._patience)
            messages: list[BaseMessage] = [SystemMessage(system), HumanMessage(prompt)]
            running = asyncio.run_coroutine_threadsafe(self._read(messages, reading), self._running_loop())
            try:
                yield from reading.pieces()
            finally:
                running.cancel()

    def close(self) -> None:
        """Cut what still streams and let go of the model; ask nothing after that."""
        with self._lock:
            loop, self._loop = self._loop or asyncio.new_event_loop(), None
        if loop.is_running():
            asyncio.run_coroutine_threadsafe(self._stop(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
        else:
            loop.run_until_complete(self._stop())
            loop.close()

    async def _stop(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._let_go:
            await self._let_go()

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._lock:
            if self._inside >= self._places.at_once + self._places.waiting:
                raise ModelError(QUEUE_FULL)
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=_run, args=(self._loop,), name="chat-model", daemon=True).start()
            return self._loop

    async def _read(self, messages: list[BaseMessage], reading: "_Reading") -> None:
        try:
            # Semaphores wake in the order of asking, and forget at once who is cancelled.
            async with self._turn:
                reading.served = True
                await self._ask(messages, reading)
        except Exception as error:
            # Whatever a provider raises, the person gets the extractive answer.
            reading.put(error)
        else:
            reading.put(None)

    async def _ask(self, messages: list[BaseMessage], reading: "_Reading") -> None:
        try:
            await self._reply(messages, reading)
        except Exception as error:
            pause = None if reading.begun else pause_before_retry(error)
            if pause is None or pause >= reading.seconds_left():
                raise
            await asyncio.sleep(pause)
            await self._reply(messages, reading)

    async def _reply(self, messages: list[BaseMessage], reading: "_Reading") -> None:
        reply = ModelReply(self._says_end)
        async with aclosing(self._model.astream(messages)) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                if text := reply.feed(chunk):
                    reading.put(text)
        reply.finish()


class _Reading:
    """A reply on its way from the loop's thread to the caller's, with the clocks that it runs against."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._started = time.monotonic()
        self._items: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        self.served = False
        """Whether its turn has come."""
        self.begun = False
        """Whether some of the reply has come."""

    def put(self, item: str | Exception | None) -> None:
        """Hand on a piece, a failure, or the end."""
        self.begun = self.begun or isinstance(item, str)
        self._items.put(item)

    def seconds_left(self) -> float:
        """Give how long the first piece may still take."""
        return self._started + self._patience.first_token - time.monotonic()

    def pieces(self) -> Iterator[str]:
        """Yield what comes, and an empty piece while nothing does.

        Raises:
            ModelError: the model failed or took too long.
        """
        deadline, late = (
            self._started + self._patience.first_token,
            MODEL_SLOW.format(seconds=self._patience.first_token),
        )
        end = self._started + self._patience.reply
        while True:
            now = time.monotonic()
            if now > end:
                raise ModelError(TOO_LONG.format(seconds=self._patience.reply))
            try:
                piece = self._items.get(timeout=max(0.0, min(_HEARTBEAT_SECONDS, deadline - now, end - now)))
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise ModelError(late if self.served else QUEUE_SLOW) from None
                piece = ""
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise ModelError(reason_of(piece, self.begun)) from piece
            if piece:
                deadline = time.monotonic() + self._patience.next_token
                late = MODEL_SLOW.format(seconds=self._patience.next_token)
            yield piece


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()
