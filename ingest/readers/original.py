"""What every reader is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.documents import Document

Tell = Callable[[int, int], None]
"""Told how many pages (or rows, or slides) are read, and how many there are."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was received."""

    path: Path
    """Where it is kept, under a name that says nothing; only ever read."""
    document_id: str
    name: str
    """The name that people know it by: `rapport-2024.pdf`."""
    media_type: str
    """Found by its content, not by its name."""
    url: str = ""
    """The canonical address that it was fetched from; empty for a file that was handed in."""


Reader = Callable[[Original, Tell], list[Document]]
"""Reads a file to the documents in it: one, but for tables, where each row is one.

Raises:
    DocumentRefusedError: it can't be read; the reason and the remedy are for a person.
"""
