"""The files of a corpus folder that are documents, and why others are not."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from assistant.errors import SettingsError
from ingest.readers import READERS
from ingest.report import DocumentRefusedError, Refusal

_LARGEST: Final = 5_000_000
"""Bytes; a text longer than three novels is a mistake."""
_NOT_DOCUMENTS: Final = frozenset({"readme", "licence", "license"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is a document."""

    document_id: str
    path: Path
    content_hash: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a corpus folder holds."""

    found: dict[str, Found]
    """By document id."""
    refused: tuple[Refusal, ...]


def scan(corpus: Path) -> Scan:
    """Find the documents of a folder and hash their files.

    Files and folders whose names begin with `.` or `_`, and README files, are not documents.

    Raises:
        SettingsError: when the folder is missing or holds no document, so that a wrong path never empties the base.
    """
    if not corpus.is_dir():
        message = f"The corpus folder {corpus} does not exist. Create it, or set RAMEAU_CORPUS_DIR to the right one."
        raise SettingsError(message)
    found: dict[str, Found] = {}
    refused: list[Refusal] = []
    for path in sorted(_files(corpus), key=_precedence):
        document_id = _document_id(corpus, path)
        try:
            found[document_id] = _check(corpus, path, document_id, found)
        except DocumentRefusedError as error:
            refused.append(Refusal(document_id, error.code, error.reason, error.remedy, error.detail))
    if not found and not refused:
        message = (
            f"The corpus folder {corpus} holds no document ({', '.join(READERS)}). Put some into it, or set "
            "RAMEAU_CORPUS_DIR to the right folder."
        )
        raise SettingsError(message)
    return Scan(found, tuple(refused))


def _files(corpus: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(corpus):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in names:
            path = Path(folder, name)
            if name[0] not in "._" and path.suffix.lower() in READERS and path.stem.lower() not in _NOT_DOCUMENTS:
                yield path


def _precedence(path: Path) -> tuple[int, str]:
    return list(READERS).index(path.suffix.lower()), str(path)


def _document_id(corpus: Path, path: Path) -> str:
    # macOS writes file names decomposed: the same name must be the same document everywhere.
    return unicodedata.normalize("NFC", path.relative_to(corpus).with_suffix("").as_posix())


def _check(corpus: Path, path: Path, document_id: str, found: dict[str, Found]) -> Found:
    if document_id in found:
        other = found[document_id].path.name
        reason = f"{path.name} and {other} are the same document {document_id}."
        raise DocumentRefusedError("duplicate", reason, "Rename one of the two files.", path.name)
    if not document_id.isprintable():
        reason = f"The file name {path.name!r} holds characters that can't be written."
        raise DocumentRefusedError("file-name", reason, "Rename the file.", ascii(path.name))
    if not path.resolve().is_relative_to(corpus.resolve()):
        reason = f"{path.name} is a link to a file outside the corpus folder."
        raise DocumentRefusedError("outside", reason, "Put the file itself into the folder.", path.name)
    return Found(document_id, path, blake2b(read_bytes(path), digest_size=16).hexdigest())


def read_bytes(path: Path) -> bytes:
    """Read a document's file.

    Raises:
        DocumentRefusedError: when it can't be read, or is too large.
    """
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            reason = f"The file has {size:,} bytes; the most is {_LARGEST:,}."
            raise DocumentRefusedError("too-large", reason, "Cut it into several documents.", str(size))
        return path.read_bytes()
    except OSError as error:
        reason = f"The file can't be read: {error.strerror}."
        raise DocumentRefusedError("unreadable", reason, "Check that it exists and may be read.", path.name) from error
