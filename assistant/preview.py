"""What would change if the generation that waits were published: what an editor looks at before doing so."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from assistant.disk import replace_file
from assistant.manifest import Manifest, ready_folder

_FILE: Final = "preview.json"


@dataclass(frozen=True, slots=True)
class Titled:
    """A document by name."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a generation answers to a reference question."""

    text: str
    citations: tuple[str, ...]
    """Titles of the documents cited, each once."""
    abstained: bool


@dataclass(frozen=True, slots=True)
class Replayed:
    """A reference question asked of both generations."""

    question: str
    before: Reply
    after: Reply
    changed: bool
    """True when the text, the documents cited or the abstention differ."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The generation that waits beside the current one."""

    generation: int
    base: int
    """The generation that it was built from; 0 when there was none."""
    created: str
    job_id: str = ""
    added: tuple[Titled, ...] = ()
    changed: tuple[Titled, ...] = ()
    removed: tuple[Titled, ...] = ()
    asked: int = 0
    """How many reference questions were asked."""
    held: int = 0
    """How many there are: some are kept apart to report on, and no more are asked than a minute takes."""
    questions: tuple[Replayed, ...] = ()
    """Those whose answer changes."""
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    """`before` and `after`: the shares and times of the evaluation, by name; empty without reference questions."""

    def save(self, home: Path) -> None:
        """Keep it until the generation is published or dropped."""
        replace_file(home / _FILE, _PREVIEW.dump_json(self, indent=1).decode() + "\n")


_PREVIEW: Final = TypeAdapter(Preview)


def load_preview(home: Path) -> Preview | None:
    """Give the preview of the generation that waits; a bare one while the questions are still being asked of it."""
    folder = ready_folder(home)
    if folder is None:
        return None
    manifest = Manifest.load(folder)
    try:
        preview = _PREVIEW.validate_json((home / _FILE).read_bytes())
    except (OSError, ValueError):
        preview = None
    if preview and (preview.generation, preview.created) == (manifest.number, manifest.created):
        return preview
    return Preview(manifest.number, manifest.base, manifest.created)
