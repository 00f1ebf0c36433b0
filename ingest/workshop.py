"""Where and with what generations are built; light to import."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.manifest import Manifest
from assistant.protocols import Embedder
from ingest.splitting import SPLITTER_VERSION

Progress = Callable[[str, int, int], None]
"""Told the step (`read`, `embed`, `index`, `verify`), how much of it is done, and how much there is."""


class IdentifiedEmbedder(Embedder, Protocol):
    """An embedder that says which one it is."""

    @property
    def name(self) -> str:
        """Its name, for people."""
        ...

    @property
    def fingerprint(self) -> str:
        """What tells its vectors from those of any other."""
        ...

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where and with what generations are built."""

    home: Path
    embedder: IdentifiedEmbedder
    chroma_url: str
    keep: int
    progress: Progress

    def fits(self, manifest: Manifest) -> bool:
        """Tell whether what is built here can be a difference to a generation."""
        return (
            manifest.fingerprint == self.embedder.fingerprint
            and manifest.splitter == SPLITTER_VERSION
            and bool(manifest.collections) == bool(self.chroma_url)
        )
