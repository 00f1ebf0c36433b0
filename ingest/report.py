"""What an ingestion did, kept beside the generations it made."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.disk import replace_file
from assistant.errors import DocumentError


class DocumentRefusedError(DocumentError):
    """One document can't be read, for a reason that programs can tell from others.

    Args:
        code: `empty`, `too-large`, `encoding`, `front-matter`, `duplicate`, `outside`, `unreadable`, `file-name`.
        reason: what is wrong.
        remedy: what to do about it.
        detail: the field, file or position that the reason is about.
    """

    def __init__(self, code: str, reason: str, remedy: str, detail: str = "") -> None:
        super().__init__(reason, remedy)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document left out, or left as it was, with the reason."""

    document_id: str
    code: str
    reason: str
    remedy: str
    detail: str = ""
    kept: bool = False
    """True when the version of an earlier ingestion still answers."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did; ids of documents, in order."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    refused: tuple[Refusal, ...]
    documents: int
    """In the knowledge base after it."""
    passages: int
    """In the knowledge base after it."""
    embedded: int
    """Texts whose vector was computed; the others were known."""
    seconds: float
    generation: int
    """The number of the current generation after it; 0 when there is none."""
    published: bool
    """False when there was nothing to do, or the new generation waits."""
    ready: bool = False
    """True when the new generation waits to be published."""

    def save(self, home: Path) -> Path:
        """Keep the report as JSON under its generation's number."""
        folder = home / "reports"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.generation:06}.json"
        replace_file(path, json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n")
        return path

    @classmethod
    def load(cls, path: Path) -> "IngestReport":
        """Read a report that was kept."""
        row: dict[str, Any] = json.loads(path.read_text("utf-8"))
        row["refused"] = [Refusal(**refusal) for refusal in row["refused"]]
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}
        return cls(**values)
