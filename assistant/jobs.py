"""What editors follow: jobs that bring documents into the knowledge base, and the documents that are in it."""

from dataclasses import dataclass, field
from typing import Any, Literal

JobKind = Literal["upload", "address", "source", "corpus", "removal"]
JobState = Literal["queued", "reading", "embedding", "publishing", "ready", "done", "refused", "failed", "cancelled"]
"""`ready`: built, waiting for someone to publish or drop it. `refused`: none of its documents could be read."""
StepState = Literal[
    "queued", "reading", "cleaning", "embedding", "publishing", "ready", "done", "refused", "failed", "cancelled"
]
HoldingState = Literal["present", "missing", "removed"]
"""`missing`: its source no longer has it, a person must confirm that it goes. `removed`: it went."""
QuestionState = Literal["proposed", "accepted", "refused"]
ENDED: frozenset[str] = frozenset({"done", "refused", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class JobDocument:
    """One document of a job."""

    number: int
    """Its place in the job, from 1."""
    name: str
    """The file's name or the address, for people."""
    state: StepState = "queued"
    document_id: str = ""
    pages_done: int = 0
    pages: int = 0
    outcome: Literal["", "added", "changed", "unchanged", "removed"] = ""
    code: str = ""
    """The code of a refusal; `error` for a failure of ours."""
    reason: str = ""
    remedy: str = ""
    proposed: int | None = None
    """How many questions a model proposed for it; nothing while none was asked."""


@dataclass(frozen=True, slots=True)
class Job:
    """A source or an upload on its way into the knowledge base."""

    id: str
    kind: JobKind
    label: str
    """What it is, for people: a file's name, « 12 fichiers », an address, a source's title."""
    state: JobState
    requested_by: str
    created: str
    """ISO 8601, UTC, as the other times."""
    started: str = ""
    finished: str = ""
    publish: bool = True
    """False: stop at `ready`."""
    source: str = ""
    percent: float = 0.0
    """Of the whole job, 0 to 100."""
    seconds_left: float | None = None
    """A guess from the pace so far; nothing while there is none."""
    generation: int = 0
    """The generation that it published, or built."""
    reason: str = ""
    remedy: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    """Documents by state."""
    documents: tuple[JobDocument, ...] = ()
    """Empty in lists of jobs."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A document that came by upload, address or source: where from, and which file it is now."""

    document_id: str
    source: str
    """`depot` for uploads, `adresse` for single addresses, else the name of a source."""
    name: str
    url: str
    """Its canonical address; empty for uploads."""
    content_hash: str
    media_type: str
    size: int
    added: str
    seen: str
    """When its source was last known to have it."""
    state: HoldingState = "present"
    etag: str = ""
    last_modified: str = ""
    labels: dict[str, Any] = field(default_factory=dict)
    """What an editor says of it, in place of what the file says: the fields of the front matter."""
    aliases: tuple[str, ...] = ()
    """Addresses that it had before, or that lead to it."""


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """What people would ask that a document answers, beside the questions of its own front matter."""

    number: int
    document_id: str
    text: str
    state: QuestionState
    """Only those accepted are searched."""
    origin: Literal["model", "editor"]
    added: str
    decided: str = ""


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source with its last and next refresh."""

    name: str
    title: str
    kind: Literal["file", "folder", "page", "sitemap", "feed", "crawl"]
    address: str
    every_seconds: int = 0
    """0: only on demand."""
    publish: bool = True
    enabled: bool = True
    documents: int = 0
    last_run: str = ""
    last_state: str = ""
    next_run: str = ""
    failures: int = 0
    reason: str = ""
    """Why the last refresh failed."""
