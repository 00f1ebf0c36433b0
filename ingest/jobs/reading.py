"""The documents of a job, brought and read two at a time; one that can't be costs only itself."""

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from assistant.jobs import Holding
from assistant.state.holdings import DEPOSIT
from assistant.state.orders import NumberedArrival, now
from ingest.detecting import detect
from ingest.jobs.naming import addresses_of, known_by_address, own_id, refuse_second
from ingest.jobs.telling import InterruptedJobError, Telling
from ingest.jobs.workplace import Workplace
from ingest.listening import ReadingCancelledError
from ingest.report import DocumentRefusedError

_LOG: Final = logging.getLogger(__name__)
_AT_ONCE: Final = 2
"""Files read side by side, each in a process of its own."""
FAILURE: Final = ("error", "Something went wrong on our side.", "Try again; if it goes on, look at the worker's log.")


@dataclass(frozen=True, slots=True)
class Brought:
    """A document whose file is there."""

    arrival: NumberedArrival
    """With its id and the hash of its file."""
    source: str = DEPOSIT
    aliases: tuple[str, ...] = ()
    """Addresses that lead to it."""
    labels: dict[str, Any] = field(default_factory=dict)
    """What the source says of its documents."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read, as it will be held."""

    number: int
    holding: Holding
    before: Holding | None = None
    """What was held under its id."""


Bring = Callable[[NumberedArrival], Brought | None]
"""Brings the file of a document; nothing where it is known already, or gone.

Raises:
    DocumentRefusedError: it can't be brought.
"""


def known_holdings(place: Workplace) -> dict[str, Holding]:
    """Give every holding by id, as it will be once what waits to be published is."""
    there = (*place.holdings.holdings(), *place.holdings.contents(place.jobs.ready()).holdings)
    return {one.document_id: one for one in there}


def read_all(
    place: Workplace, telling: Telling, arrivals: Sequence[NumberedArrival], bring: Bring, held: dict[str, Holding]
) -> list[Read]:
    """Bring and read the documents of a job, telling of each; those that can't be read are told to be refused.

    Args:
        place: where files are kept and read.
        telling: told of each.
        arrivals: the documents; those refused already are passed over.
        bring: brings the file of each.
        held: what is held, by id.

    Raises:
        InterruptedJobError: the job may not go on.
    """
    going = [one for one in arrivals if one.state not in {"refused", "failed"}]
    telling.expect(tuple(one.number for one in going))
    attempt = partial(_attempt, _Reader(place, telling, bring, addresses_of(held.values())), telling)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reading") as threads:
        read = [one for one in threads.map(attempt, going) if one]
    telling.check()
    return _kept(telling, read, held)


def _attempt(reader: "_Reader", telling: Telling, arrival: NumberedArrival) -> "_Fresh | None":
    if telling.is_interrupted():
        return None
    try:
        return reader.read(arrival)
    except (ReadingCancelledError, InterruptedJobError):
        return None
    except DocumentRefusedError as error:
        refuse(telling, arrival.number, error)
    except Exception:
        _LOG.exception("Document %d (%s) could not be read", arrival.number, arrival.content_hash)
        code, reason, remedy = FAILURE
        telling.document(arrival.number, state="failed", code=code, reason=reason, remedy=remedy)
    finally:
        telling.read(arrival.number)
    return None


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A document that was just read."""

    brought: Brought
    holding: Holding


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one document after another; threads share it."""

    place: Workplace
    telling: Telling
    bring: Bring
    addresses: dict[str, str]
    """Ids of holdings by their addresses."""

    def read(self, arrival: NumberedArrival) -> _Fresh | None:
        """Bring a document and read it."""
        number = arrival.number
        self.telling.document(number, state="reading")
        brought = self.bring(arrival)
        if brought is None:
            return None
        arrival = brought.arrival
        path = _path(self.place, arrival)
        media_type = detect(path, arrival.name, arrival.media_type)
        handed_in = brought.source == DEPOSIT
        document_id = (own_id(path, media_type) if handed_in else "") or arrival.document_id
        original = self.place.originals.original(
            arrival.content_hash, document_id, arrival.name, media_type, arrival.url
        )
        tell = partial(self.telling.pages, number)
        documents = self.place.originals.parsed(
            original, self.place.limits, tell, cancelled=self.telling.is_interrupted
        )
        if handed_in and len(documents) == 1:
            document_id = known_by_address(documents[0], self.addresses) or document_id
        pages = max((document.pages for document in documents), default=0)
        self.telling.document(number, state="cleaning", document_id=document_id, pages=pages, pages_done=pages)
        return _Fresh(brought, _holding(brought, document_id, media_type))


def _path(place: Workplace, arrival: NumberedArrival) -> Path:
    try:
        return place.originals.path(arrival.content_hash)
    except KeyError as error:
        reason = "The file is no longer kept."
        raise DocumentRefusedError("unreadable", reason, "Hand it in again.", arrival.name) from error


def _holding(brought: Brought, document_id: str, media_type: str) -> Holding:
    arrival, moment = brought.arrival, now()
    return Holding(
        document_id=document_id,
        source=brought.source,
        name=arrival.name,
        url=arrival.url,
        content_hash=arrival.content_hash,
        media_type=media_type,
        size=arrival.size,
        added=moment,
        seen=moment,
        etag=arrival.etag,
        last_modified=arrival.last_modified,
        labels=brought.labels,
        aliases=brought.aliases,
    )


def _kept(telling: Telling, read: Iterable[_Fresh], held: dict[str, Holding]) -> list[Read]:
    """Keep what is known of documents that were there before, and refuse another file with the id of one."""
    kept: list[Read] = []
    hashes: dict[str, str] = {}
    for one in read:
        holding, number = one.holding, one.brought.arrival.number
        if hashes.setdefault(holding.document_id, holding.content_hash) != holding.content_hash:
            refuse(telling, number, refuse_second(holding.document_id, holding.name))
            continue
        before = held.get(holding.document_id)
        kept.append(Read(number, following(before, holding) if before else holding, before))
    return kept


def following(before: Holding, holding: Holding) -> Holding:
    """Give a holding with the history of the one that it takes the place of."""
    addresses = (*before.aliases, before.url, *holding.aliases)
    aliases = tuple(url for url in dict.fromkeys(addresses) if url and url != holding.url)
    return replace(holding, added=before.added, labels={**before.labels, **holding.labels}, aliases=aliases)


def refuse(telling: Telling, number: int, error: DocumentRefusedError) -> None:
    """Tell that a document is refused, and why."""
    telling.document(number, state="refused", code=error.code, reason=error.reason, remedy=error.remedy)
