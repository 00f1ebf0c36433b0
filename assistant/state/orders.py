"""What a worker needs to know of a job beyond what people are shown."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from assistant.jobs import JobKind

_PRECISION: Final = "milliseconds"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file or an address handed to a job: one document of it to be."""

    name: str
    """The file's name or the address, for people."""
    content_hash: str = ""
    """Under which the original is kept; empty while it isn't fetched."""
    media_type: str = ""
    """As it was declared, or found; a hint only."""
    size: int = 0
    url: str = ""
    document_id: str = ""
    etag: str = ""
    last_modified: str = ""
    code: str = ""
    """Why it is refused from the start; empty if it isn't."""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class NumberedArrival(Arrival):
    """A document of a job with its place."""

    number: int = 0
    state: str = "queued"
    outcome: str = ""
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for."""

    kind: JobKind
    label: str
    requested_by: str = ""
    publish: bool = True
    force: bool = False
    """True: remove however many documents a source no longer has."""
    source: str = ""
    address: str = ""
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """A job to be carried out: the fields of an order, its id, and its documents so far."""

    id: str
    kind: JobKind
    label: str
    requested_by: str
    publish: bool
    force: bool
    source: str
    address: str
    documents: tuple[NumberedArrival, ...] = ()


def values_of(record: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Give the fields of a record by name."""
    return {one.name: getattr(record, one.name) for one in fields(record) if one.name not in without}


def now() -> str:
    """Give the time: ISO 8601, UTC, always as long, so that times compare as texts do."""
    return later(0)


def later(seconds: float, since: datetime | None = None) -> str:
    """Give the time so many seconds after another one, or after now."""
    return ((since or datetime.now(UTC)) + timedelta(seconds=seconds)).isoformat(timespec=_PRECISION)
