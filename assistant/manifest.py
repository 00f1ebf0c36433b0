"""What a generation says of itself, and where the generations of a home folder lie."""

import json
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

from assistant.errors import KnowledgeBaseError

MANIFEST: Final = "manifest.json"
READY: Final = "ready-"
"""What begins the name of the folder of a generation that is built, verified and not published."""
QUESTIONS_SIGN: Final = "+"
"""What parts the hash of a document's file from that of the questions accepted for it."""
_CURRENT: Final = "CURRENT"
_READ_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a generation, written last."""

    number: int
    created: str
    """When it was published: ISO 8601, UTC."""
    embedding: str
    """The name of the embedding model."""
    fingerprint: str
    """What tells this embedding model from every other: vectors of two fingerprints can't be compared."""
    dimension: int
    splitter: int
    """The version of the way documents are cut into passages."""
    documents: dict[str, str] = field(default_factory=dict)
    """Document id to the hash of its file, then after a `+` that of the questions that were accepted for it."""
    passages: int = 0
    entries: int = 0
    """Passages and entries that stand for whole documents."""
    replaced: int = 0
    """Entries removed since the engines were built from nothing; they leave holes there."""
    collections: str = ""
    """What the names of its collections begin with on a Chroma server; empty for the embedded store."""
    base: int = 0
    """The generation that it differs from; 0 when there was none."""
    checksums: dict[str, str] = field(default_factory=dict)
    """File of the generation to the hash of its bytes."""

    def version(self, document_id: str) -> str:
        """Tell which content a document has, whatever questions are searched beside it; empty when there is none."""
        return own_version(self.documents.get(document_id, ""))

    def save(self, folder: Path) -> None:
        """Write the manifest into its generation's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Read the manifest of a generation's folder.

        Raises:
            KnowledgeBaseError: when there is none, or it can't be read.
        """
        try:
            return cls(**json.loads((folder / MANIFEST).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            message = f"The generation in {folder} is damaged ({error}). Go back with: rameau rollback."
            raise KnowledgeBaseError(message) from error


def own_version(content_hash: str) -> str:
    """Give the part of a document's hash that depends on its file alone."""
    return content_hash.partition(QUESTIONS_SIGN)[0]


def generations_folder(home: Path) -> Path:
    """Give the folder of all generations of a home folder."""
    return home / "generations"


def generation_folder(home: Path, number: int) -> Path:
    """Give the folder of one generation."""
    return generations_folder(home) / f"{number:06}"


def ready_folder(home: Path) -> Path | None:
    """Give the folder of the generation that waits to be published, if there is one."""
    return next(iter(sorted(generations_folder(home).glob(f"{READY}*"))), None)


def pointer_file(home: Path) -> Path:
    """Give the file that names the generation in use; only ever replaced whole."""
    return home / _CURRENT


def current_number(home: Path) -> int:
    """Give the number of the generation in use; 0 when nothing was ever published."""
    try:
        text = pointer_file(home).read_text("ascii")
    except FileNotFoundError:
        return 0
    try:
        return int(text)
    except ValueError as error:
        message = f"{pointer_file(home)} says {text!r} in place of a number. Write the number of a generation into it."
        raise KnowledgeBaseError(message) from error


def published_numbers(home: Path) -> list[int]:
    """Give the numbers of the generations kept, oldest first."""
    folder = generations_folder(home)
    if not folder.is_dir():
        return []
    return sorted(int(child.name) for child in folder.iterdir() if child.name.isdigit())


def checksums(folder: Path) -> dict[str, str]:
    """Hash every file of a generation but its manifest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): _checksum(path) for path in files}


def _checksum(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            digest.update(piece)
    return digest.hexdigest()
