"""The files of a corpus folder that are documents, and why others are not."""

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from assistant.documents import Document
from assistant.errors import SettingsError
from ingest.readers import MEDIA_TYPES, READERS, READERS_VERSION
from ingest.report import DocumentRefusedError, Refusal

_LARGEST_TEXT: Final = 5_000_000
"""Bytes; a text longer than three novels is a mistake."""
LARGEST: Final = 100_000_000
"""Bytes of a file of another format."""
_SHOW_PICTURES: Final = frozenset({"text/markdown", "text/html"})
_NOT_DOCUMENTS: Final = frozenset({"readme", "licence", "license"})


@dataclass(frozen=True, slots=True)
class Found:
    """A document that is to be in the knowledge base, not read yet."""

    document_id: str
    path: Path
    content_hash: str
    """Of all that its passages depend on."""
    media_type: str = ""
    """Empty for Markdown of the corpus folder, which is read in this process; others are read in one of their own."""
    file_hash: str = ""
    """Of the file alone, where it is of another format."""
    name: str = ""
    url: str = ""
    labels: Mapping[str, Any] = field(default_factory=dict)
    """What an editor says of it, in place of what the file says."""
    document: Document | None = None
    """What was read already: a row of a table."""
    questions: tuple[str, ...] = ()
    """What an editor accepted beside the questions of its front matter."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a corpus folder holds."""

    found: dict[str, Found]
    """By document id."""
    refused: tuple[Refusal, ...]


def scan(corpus: Path, largest: int = LARGEST, *, may_be_empty: bool = False) -> Scan:
    """Find the documents of a folder and hash their files.

    Files and folders whose names begin with `.` or `_`, README files, and pictures that a text of the folder shows, are
    not documents.

    Args:
        corpus: the folder.
        largest: the most bytes of a file that isn't Markdown.
        may_be_empty: accept a folder that holds no document, where others come from elsewhere.

    Raises:
        SettingsError: when the folder is missing or holds no document, so that a wrong path never empties the base.
    """
    if not corpus.is_dir():
        message = f"The corpus folder {corpus} does not exist. Create it, or set RAMEAU_CORPUS_DIR to the right one."
        raise SettingsError(message)
    found: dict[str, Found] = {}
    refused: list[Refusal] = []
    for path in _without_illustrations(sorted(_files(corpus), key=_precedence)):
        document_id = _document_id(corpus, path)
        try:
            found[document_id] = _check(corpus, path, document_id, found, largest)
        except DocumentRefusedError as error:
            refused.append(Refusal(document_id, error.code, error.reason, error.remedy, error.detail))
    if not (found or refused or may_be_empty):
        message = (
            f"The corpus folder {corpus} holds no document ({', '.join(MEDIA_TYPES)}). Put some into it, or set "
            "RAMEAU_CORPUS_DIR to the right folder."
        )
        raise SettingsError(message)
    return Scan(found, tuple(refused))


def _files(corpus: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(corpus):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in names:
            path = Path(folder, name)
            if name[0] not in "._" and path.suffix.lower() in MEDIA_TYPES and path.stem.lower() not in _NOT_DOCUMENTS:
                yield path


def _without_illustrations(paths: list[Path]) -> list[Path]:
    """Leave out the pictures whose name stands in a text beside them."""
    pictures = {path for path in paths if MEDIA_TYPES[path.suffix.lower()].startswith("image/")}
    if pictures:
        texts = [path.read_bytes() for path in paths if MEDIA_TYPES[path.suffix.lower()] in _SHOW_PICTURES]
        pictures = {path for path in pictures if any(path.name.encode() in text for text in texts)}
    return [path for path in paths if path not in pictures]


def _precedence(path: Path) -> tuple[bool, int, str]:
    suffix = path.suffix.lower()
    return suffix not in READERS, list(MEDIA_TYPES).index(suffix), str(path)


def _document_id(corpus: Path, path: Path) -> str:
    # macOS writes file names decomposed: the same name must be the same document everywhere.
    return unicodedata.normalize("NFC", path.relative_to(corpus).with_suffix("").as_posix())


def _check(corpus: Path, path: Path, document_id: str, found: dict[str, Found], largest: int) -> Found:
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
    if path.suffix.lower() in READERS:
        return Found(document_id, path, blake2b(read_bytes(path), digest_size=16).hexdigest())
    return _other_format(path, document_id, largest)


def _other_format(path: Path, document_id: str, largest: int) -> Found:
    from ingest.detecting import detect

    with _readable(path, largest), path.open("rb") as file:
        media_type = detect(path, path.name)
        file_hash = hashlib.file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
    return Found(document_id, path, versioned(file_hash), media_type, file_hash, path.name)


def versioned(*parts: str) -> str:
    """Give the content hash of what is read from a file: another reader may read another document."""
    return blake2b("\0".join((*parts, str(READERS_VERSION))).encode(), digest_size=16).hexdigest()


def read_bytes(path: Path) -> bytes:
    """Read a text's file.

    Raises:
        DocumentRefusedError: when it can't be read, or is too large.
    """
    with _readable(path, _LARGEST_TEXT):
        return path.read_bytes()


@contextmanager
def _readable(path: Path, largest: int) -> Iterator[None]:
    try:
        size = path.stat().st_size
        if size > largest:
            reason = f"The file has {size:,} bytes; the most is {largest:,}."
            raise DocumentRefusedError("too-large", reason, "Cut it into several documents.", str(size))
        yield
    except OSError as error:
        reason = f"The file can't be read: {error.strerror}."
        raise DocumentRefusedError("unreadable", reason, "Check that it exists and may be read.", path.name) from error
