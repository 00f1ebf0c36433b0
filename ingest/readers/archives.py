"""Office files and e-books are ZIP archives: their parts are read in memory, and only those that were asked for."""

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from ingest.readers.trees import Element, damaged, parse_xml
from ingest.report import DocumentRefusedError

_LARGEST: Final = 1_000_000_000
"""Bytes of all parts, unpacked."""
_LARGEST_PART: Final = 60_000_000
"""Bytes of one part that is read; as a tree it takes several times as much."""
_MOST_READ: Final = 200_000_000
"""Bytes of all parts that are read."""
_HIGHEST_RATIO: Final = 100
"""Of unpacked to packed; texts and tables come to about 10, seldom to 50."""
_SMALL: Final = 5_000_000
"""Bytes that do no harm, however well they were packed."""
_MOST_PARTS: Final = 20_000
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the Office before 2007 begin, and those of today that a password locks."""
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_FIRST: Final = 1_000_000


class Archive:
    """The parts of a file."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self._read = 0
        self.names: Final = frozenset(file.namelist())

    def read(self, name: str) -> bytes:
        """Give a part.

        Raises:
            DocumentRefusedError: when it is missing, broken, or too large.
        """
        if name not in self.names:
            raise damaged(f"its part {name} is missing")
        self.check(name)
        with refusing_damage():
            content = self._file.read(name)
        self._read += len(content)
        if self._read > _MOST_READ:
            raise _too_large(f"more than {_MOST_READ:,} bytes of text once unpacked", self._read)
        return content

    def check(self, name: str) -> None:
        """Refuse the file, as `too-large`, when a part would take too much memory."""
        size = self._file.getinfo(name).file_size
        if size > _LARGEST_PART:
            raise _too_large(f"a part of {size:,} bytes once unpacked; the most is {_LARGEST_PART:,}", size)

    def xml(self, name: str) -> Element:
        """Give a part as a tree; see `read` and `parse_xml` for what is refused."""
        return parse_xml(self.read(name))

    def optional(self, name: str) -> Element | None:
        """Give a part as a tree, or nothing when it is missing."""
        return self.xml(name) if name in self.names else None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Give what a part of an Office file refers to: by id, the kind and the part or the address."""
        folder, file = posixpath.split(name)
        tree = self.optional(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        return {} if tree is None else {row.get("Id", ""): _relation(row, folder) for row in tree}


def _relation(row: Element, folder: str) -> tuple[str, str]:
    target = row.get("Target", "")
    kind = row.get("Type", "").rpartition("/")[2]
    return kind, target if row.get("TargetMode") == "External" else inner_path(folder, target)


def inner_path(folder: str, target: str) -> str:
    """Give the name of a part that another one, in a folder, refers to."""
    target = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive.

    Raises:
        DocumentRefusedError: `password`, `format` for an old one, `damaged`, or `too-large` once unpacked.
    """
    _check_kind(path)
    with refusing_damage():
        file = ZipFile(path)
    with file:
        _check_sizes(file.infolist())
        yield Archive(file)


def _check_kind(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(_FIRST)
    if not start.startswith(_COMPOUND):
        return
    if _LOCKED in start or _LOCKED in path.read_bytes():
        raise locked()
    raise DocumentRefusedError(
        "format",
        "The file is in the format of Office before 2007.",
        "Open it and save it as .docx, .xlsx or .pptx, or as PDF.",
    )


def _check_sizes(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    if len(parts) > _MOST_PARTS:
        raise _too_large(f"{len(parts):,} parts; the most is {_MOST_PARTS:,}", len(parts))
    size = sum(part.file_size for part in parts)
    if size > _LARGEST:
        raise _too_large(f"{size:,} bytes once unpacked; the most is {_LARGEST:,}", size)
    for part in parts:
        if part.file_size > max(_SMALL, part.compress_size * _HIGHEST_RATIO):
            reason = f"a part that unpacks to {part.file_size / max(part.compress_size, 1):,.0f} times its size"
            raise _too_large(reason, part.file_size)


def _too_large(what: str, detail: int) -> DocumentRefusedError:
    return DocumentRefusedError("too-large", f"The file holds {what}.", "Cut it into several documents.", str(detail))


def locked() -> DocumentRefusedError:
    """Give the refusal of a file that can't be read without a password or a licence."""
    return DocumentRefusedError(
        "password", "The file is locked by a password.", "Save a copy of it without the password, and give that."
    )


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Refuse the file when reading an archive fails: a lie about a size shows as a wrong checksum.

    Raises:
        DocumentRefusedError: `damaged`.
    """
    try:
        yield
    except (BadZipFile, EOFError, NotImplementedError, ValueError, OSError, zlib.error) as error:
        raise damaged(str(error) or "its archive can't be read") from error
