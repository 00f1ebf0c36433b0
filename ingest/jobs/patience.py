"""An embedder that can be told to stop between a few texts and the next."""

from collections.abc import Callable
from typing import Final

from ingest.workshop import IdentifiedEmbedder

_AT_ONCE: Final = 2
"""Texts: a second or less on a busy machine, and as fast as many when they are of like length (measured)."""


class InterruptibleEmbedder:
    """Embeds texts a few at a time.

    Args:
        embedder: embeds them.
        check: called before each few texts; it raises when the job may not go on.
    """

    def __init__(self, embedder: IdentifiedEmbedder, check: Callable[[], None]) -> None:
        self._embedder, self._check = embedder, check

    @property
    def name(self) -> str:
        """Its name, for people."""
        return self._embedder.name

    @property
    def fingerprint(self) -> str:
        """What tells its vectors from those of any other."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return self._embedder.dimension

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts; those of like length go together, so that little of the work is padding."""
        vectors: dict[int, list[float]] = {}
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), _AT_ONCE):
            self._check()
            places = order[start : start + _AT_ONCE]
            embedded = self._embedder.embed_documents([texts[place] for place in places])
            vectors.update(zip(places, embedded, strict=True))
        return [vectors[place] for place in range(len(texts))]

    def embed_query(self, text: str) -> list[float]:
        """Embed the text that searches."""
        self._check()
        return self._embedder.embed_query(text)
