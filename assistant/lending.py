"""One generation lent out again and again: what a preview asks, while the current one goes on answering."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from assistant.generations import Generation


class LendsGenerations(Protocol):
    """Something that lends the generation to answer from."""

    def current(self) -> AbstractContextManager[Generation]:
        """Lend it; it stays open until given back.

        Raises:
            KnowledgeBaseError: there is none.
        """
        ...


class SingleGeneration:
    """Lends the same generation always.

    Args:
        generation: closed by whoever opened it.
    """

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    @contextmanager
    def current(self) -> Iterator[Generation]:
        """Lend it."""
        yield self._generation
