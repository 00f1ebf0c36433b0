"""The files that documents were read from, kept by their content, and what was read from them."""

import gzip
import json
import os
import re
import tempfile
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final

from assistant.catalogue import document_of, document_row
from assistant.disk import sync
from assistant.documents import Document
from assistant.originals import incoming, original_path, originals_folder
from ingest.readers import MARKDOWN, READERS_VERSION
from ingest.readers.original import Original, Tell
from ingest.report import DocumentRefusedError
from ingest.sandbox import Cancelled, Limits, never, read_original

_HASH: Final = re.compile(r"[0-9a-f]{32}")
_PIECE: Final = 1 << 20
_DRAFT: Final = "draft-"
_PLACEHOLDER: Final = "*"
"""Stands for the document's id in what is kept: a file may be known by several."""
_HOUR, _DAY = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store."""

    content_hash: str
    """blake2b of 16 bytes, in hexadecimal."""
    path: Path
    size: int
    """In bytes."""


class Originals:
    """The files under a home folder, each under the hash of its content: no name from outside is ever a path.

    Args:
        home: the folder; `originals` and `parsed` are made in it when needed.
        largest: the most bytes that a file may have.
    """

    def __init__(self, home: Path, largest: int = 100_000_000) -> None:
        self._home = home
        self._files = originals_folder(home)
        self._parsed = home / "parsed"
        self._largest = largest

    def keep(self, source: IO[bytes] | Path) -> Kept:
        """Keep a file; one that is kept already stays as it is.

        Args:
            source: a file, or a stream that is read to its end.

        Raises:
            DocumentRefusedError: `too-large`; nothing stays of it.
        """
        if isinstance(source, Path):
            with source.open("rb") as stream:
                return self.keep(stream)
        _clear_drafts(self._files)
        with incoming(self._home, self._largest) as file:
            while piece := source.read(_PIECE):
                file.write(piece)
                if file.is_too_large:
                    reason = f"The file has more than {self._largest:,} bytes."
                    remedy = "Make it smaller, or cut it into several documents."
                    raise DocumentRefusedError("too-large", reason, remedy, str(self._largest))
            content_hash = file.keep()
        return Kept(content_hash, self.path(content_hash), file.size)

    def path(self, content_hash: str) -> Path:
        """Give the file of a hash; KeyError when there is none."""
        path = original_path(self._home, content_hash)
        if path is None:
            raise KeyError(content_hash)
        return path

    def original(self, content_hash: str, document_id: str, name: str, media_type: str, url: str = "") -> Original:
        """Give a kept file as a reader takes it; KeyError when there is none."""
        return Original(self.path(content_hash), document_id, name, media_type, url)

    def forget(self, content_hash: str) -> None:
        """Remove a file with all that was read from it; none is no error."""
        if path := original_path(self._home, content_hash):
            path.unlink(missing_ok=True)
        for reading in self._readings(content_hash):
            reading.unlink(missing_ok=True)

    def unused(self, used: Collection[str], older_than_seconds: float = _HOUR) -> frozenset[str]:
        """Give the hashes of kept files that are not among those used.

        Args:
            used: the hashes that something still needs.
            older_than_seconds: spares what was kept since: it may be on its way into the records.
        """
        before = time.time() - older_than_seconds
        files = self._files.glob("[0-9a-f][0-9a-f]/*")
        return frozenset(file.name for file in files if file.name not in used and file.stat().st_mtime <= before)

    def parsed(self, original: Original, limits: Limits, tell: Tell, *, cancelled: Cancelled = never) -> list[Document]:
        """Give the documents in a kept file: those read from it before, else read in a process of its own.

        Each has the hash of the file as `original`, its media type, and the file's address unless it knows its own.

        Args:
            original: a file of this store, from `original`.
            limits: what reading it may take.
            tell: told how many pages are done.
            cancelled: asked whether to end.

        Raises:
            DocumentRefusedError: as `ingest.sandbox.read_original`; a refusal is not kept.
            ReadingCancelledError: when `cancelled` said yes.
        """
        path = self._reading(original)
        documents = _load(path)
        if documents is None:
            read = read_original(original, limits, tell, cancelled=cancelled)
            documents = [_renamed(document, original.document_id, _PLACEHOLDER) for document in read]
            self._save(path, documents)
        return [
            replace(
                _renamed(document, _PLACEHOLDER, original.document_id),
                original=original.path.name,
                media_type="" if original.media_type == MARKDOWN else original.media_type,
                url=document.url or original.url,
            )
            for document in documents
        ]

    def _reading(self, original: Original) -> Path:
        """Give the place of what is read from a file: its name and address may be in the documents, its id is not."""
        content_hash = original.path.name
        known_as = json.dumps([original.name, original.url, original.media_type]).encode()
        key = blake2b(known_as, digest_size=4).hexdigest()
        return self._folder(content_hash) / f"{content_hash}-{READERS_VERSION}-{key}.json.gz"

    def _folder(self, content_hash: str) -> Path:
        if not _HASH.fullmatch(content_hash):
            raise KeyError(content_hash)
        return self._parsed / content_hash[:2]

    def _readings(self, content_hash: str) -> Iterator[Path]:
        return self._folder(content_hash).glob(f"{content_hash}-*")

    def _save(self, path: Path, documents: list[Document]) -> None:
        content_hash, version, _ = path.name.split("-")
        with _draft(self._parsed) as (draft, file):
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed:
                for document in documents:
                    packed.write(json.dumps(document_row(document), ensure_ascii=False).encode() + b"\n")
            _flush(file)
            _move(draft, path)
        for other in self._readings(content_hash):
            if other.name.split("-")[1] != version:
                other.unlink(missing_ok=True)


def _load(path: Path) -> list[Document] | None:
    """Give what was kept; nothing where that is absent or can't be read any more."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [document_of(json.loads(line)) for line in file]
    except (OSError, EOFError, ValueError, TypeError, KeyError, zlib.error):
        return None


def _renamed(document: Document, before: str, after: str) -> Document:
    """Give a document, or one row of it, the id of another one."""
    if document.id != before and not document.id.startswith(f"{before}/"):
        return document
    return replace(document, id=after + document.id.removeprefix(before))


@contextmanager
def _draft(parent: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Open a file to fill and move to its place; it is gone at the end if it is not moved."""
    parent.mkdir(parents=True, exist_ok=True)
    _clear_drafts(parent)
    descriptor, name = tempfile.mkstemp(prefix=_DRAFT, dir=parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield Path(name), file
    finally:
        Path(name).unlink(missing_ok=True)


def _clear_drafts(folder: Path) -> None:
    """Remove what processes that died left half written."""
    for left in folder.glob(f"{_DRAFT}*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - _DAY:
                left.unlink()


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _move(draft: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(path)
    sync(path.parent)
    sync(path.parent.parent)
