"""Files as they were handed in, each kept under the hash of its content: no name from outside is ever a path."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final

from assistant.disk import sync

_HASH: Final = re.compile(r"[0-9a-f]{32}")
_DRAFT: Final = "draft-"


def originals_folder(home: Path) -> Path:
    """Give the folder of the files of a home folder."""
    return home / "originals"


def original_path(home: Path, content_hash: str) -> Path | None:
    """Give the file kept under a hash, or nothing where there is none."""
    if not _HASH.fullmatch(content_hash):
        return None
    path = _place(home, content_hash)
    return path if path.is_file() else None


def _place(home: Path, content_hash: str) -> Path:
    return originals_folder(home) / content_hash[:2] / content_hash


class Incoming:
    """A file that comes in pieces; what is beyond the limit is counted and not kept.

    Args:
        home: the folder where originals are kept.
        draft: the file that the pieces go to until all are there.
        largest: the most bytes that it may have.
    """

    def __init__(self, home: Path, draft: Path, file: IO[bytes], largest: int) -> None:
        self._home, self._draft, self._file, self._largest = home, draft, file, largest
        self._digest = blake2b(digest_size=16)
        self.size = 0
        """In bytes, so far."""

    @property
    def is_too_large(self) -> bool:
        """Tell whether it has more bytes than it may."""
        return self.size > self._largest

    def write(self, piece: bytes) -> None:
        """Take the next piece."""
        self.size += len(piece)
        if not self.is_too_large:
            self._digest.update(piece)
            self._file.write(piece)

    def keep(self) -> str:
        """Keep the file, on the disk when this returns, and give its hash; one that is kept already stays as it is."""
        self._file.flush()
        os.fsync(self._file.fileno())
        content_hash = self._digest.hexdigest()
        path = _place(self._home, content_hash)
        if path.exists():
            path.touch()  # young again: whoever clears away what nothing needs spares it
            return content_hash
        path.parent.mkdir(parents=True, exist_ok=True)
        self._draft.chmod(0o444)
        self._draft.replace(path)
        sync(path.parent)
        sync(path.parent.parent)
        return content_hash


@contextmanager
def incoming(home: Path, largest: int) -> Iterator[Incoming]:
    """Open a file for what comes in; nothing stays of it at the end unless it was kept."""
    folder = originals_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=_DRAFT, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield Incoming(home, Path(name), file, largest)
    finally:
        Path(name).unlink(missing_ok=True)
