"""What the API needs of the knowledge base, whichever way it is kept."""

from contextlib import AbstractContextManager
from typing import Protocol

from assistant.catalogue import Catalogue
from assistant.manifest import Manifest


class ServedGeneration(Protocol):
    """One whole state of the knowledge base."""

    @property
    def number(self) -> int:
        """Give its number; later ones are higher."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """Give its documents."""
        ...

    @property
    def manifest(self) -> Manifest:
        """Give its own description."""
        ...


class Knowledge(Protocol):
    """Lends the generation of the moment; it stays whole as long as it is lent."""

    def current(self) -> AbstractContextManager[ServedGeneration]:
        """Lend the current generation.

        Raises:
            KnowledgeBaseError: there is none.
        """
        ...
