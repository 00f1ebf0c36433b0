"""Old conversations erased at the start and every day."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from assistant.state.conversations import ConversationStore

_LOG: Final = logging.getLogger(__name__)
DAY: Final = 24 * 3600.0


@contextmanager
def purging(conversations: ConversationStore, every: float = DAY) -> Iterator[None]:
    """Erase what is too old, in a thread of its own, as long as the block lasts.

    Args:
        conversations: where.
        every: seconds between two purges; the first one is at once.
    """
    ended = Event()
    thread = Thread(target=_purge, args=(conversations, every, ended), name="purging", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _purge(conversations: ConversationStore, every: float, ended: Event) -> None:
    while not ended.is_set():
        try:
            conversations.purge()
        except Exception as error:
            # A message of the database may hold what people asked; the next purge may succeed.
            _LOG.warning("Old conversations could not be erased: %s", type(error).__name__)
        ended.wait(every)
