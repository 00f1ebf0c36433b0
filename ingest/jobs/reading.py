"""The documents of a job, read two at a time; one that can't be costs only itself."""

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from assistant.jobs import Holding
from assistant.state.holdings import DEPOSIT
from assistant.state.orders import NumberedArrival, now
from ingest.detecting import detect
from ingest.jobs.naming import Names, addresses_of, known_by_address, own_id, refuse_second
from ingest.jobs.telling import InterruptedJobError, Telling
from ingest.jobs.workplace import Workplace
from ingest.listening import ReadingCancelledError
from ingest.report import DocumentRefusedError

_LOG: Final = logging.getLogger(__name__)
_AT_ONCE: Final = 2
"""Files read side by side, each in a process of its own."""
FAILURE: Final = ("error", "Something went wrong on our side.", "Try again; if it goes on, look at the worker's log.")


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read, as it will be held."""

    number: int
    holding: Holding
    before: Holding | None = None
    """What was held under its id."""


def read_all(place: Workplace, telling: Telling, arrivals: Sequence[NumberedArrival], source: str) -> list[Read]:
    """Read the documents of a job, telling of each; those that can't be read are told to be refused.

    Args:
        place: where their files are.
        telling: told of each.
        arrivals: the documents; those refused already are passed over.
        source: where they come from.

    Raises:
        InterruptedJobError: the job may not go on.
    """
    # What waits to be published counts too: another file must not take the id of one that is there already.
    there = (*place.holdings.holdings(), *place.holdings.contents(place.jobs.ready()).holdings)
    held = {one.document_id: one for one in there}
    names = Names(held.values())
    going = [one for one in arrivals if one.state not in {"refused", "failed"}]
    going = [one if one.document_id else replace(one, document_id=names.id_of(one.name)) for one in going]
    telling.expect(tuple(one.number for one in going))
    addresses = addresses_of(held.values())
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reading") as threads:
        read = list(threads.map(partial(_attempt, place, telling, addresses, source), going))
    telling.check()
    return _held(telling, [one for one in read if one], held)


def _attempt(
    place: Workplace, telling: Telling, addresses: dict[str, str], source: str, arrival: NumberedArrival
) -> Read | None:
    if telling.is_interrupted():
        return None
    try:
        return _read(place, telling, addresses, source, arrival)
    except (ReadingCancelledError, InterruptedJobError):
        return None
    except DocumentRefusedError as error:
        refuse(telling, arrival.number, error)
    except Exception:
        _LOG.exception("Document %d (%s) could not be read", arrival.number, arrival.content_hash)
        code, reason, remedy = FAILURE
        telling.document(arrival.number, state="failed", code=code, reason=reason, remedy=remedy)
    telling.read(arrival.number)
    return None


def _read(place: Workplace, telling: Telling, addresses: dict[str, str], source: str, arrival: NumberedArrival) -> Read:
    number = arrival.number
    telling.document(number, state="reading")
    path = _path(place, arrival)
    media_type = detect(path, arrival.name, arrival.media_type)
    document_id = (own_id(path, media_type) if source == DEPOSIT else "") or arrival.document_id
    original = place.originals.original(arrival.content_hash, document_id, arrival.name, media_type, arrival.url)
    tell = partial(telling.pages, number)
    documents = place.originals.parsed(original, place.limits, tell, cancelled=telling.is_interrupted)
    if source == DEPOSIT and len(documents) == 1:
        document_id = known_by_address(documents[0], addresses) or document_id
    pages = max((document.pages for document in documents), default=0)
    telling.document(number, state="cleaning", document_id=document_id, pages=pages, pages_done=pages)
    telling.read(number)
    return Read(number, _holding(arrival, document_id, source, media_type))


def _path(place: Workplace, arrival: NumberedArrival) -> Path:
    try:
        return place.originals.path(arrival.content_hash)
    except KeyError as error:
        reason = "The file is no longer kept."
        raise DocumentRefusedError("unreadable", reason, "Hand it in again.", arrival.name) from error


def _holding(arrival: NumberedArrival, document_id: str, source: str, media_type: str) -> Holding:
    moment = now()
    return Holding(
        document_id=document_id,
        source=source,
        name=arrival.name,
        url=arrival.url,
        content_hash=arrival.content_hash,
        media_type=media_type,
        size=arrival.size,
        added=moment,
        seen=moment,
        etag=arrival.etag,
        last_modified=arrival.last_modified,
    )


def _held(telling: Telling, read: Iterable[Read], held: dict[str, Holding]) -> list[Read]:
    """Keep what is known of documents that were there before, and refuse another file with the id of one."""
    kept: list[Read] = []
    hashes: dict[str, str] = {}
    for one in read:
        holding = one.holding
        if hashes.setdefault(holding.document_id, holding.content_hash) != holding.content_hash:
            refuse(telling, one.number, refuse_second(holding.document_id, holding.name))
            continue
        before = held.get(holding.document_id)
        if before:
            holding = replace(holding, added=before.added, labels=before.labels, aliases=before.aliases)
        kept.append(replace(one, holding=holding, before=before))
    return kept


def refuse(telling: Telling, number: int, error: DocumentRefusedError) -> None:
    """Tell that a document is refused, and why."""
    telling.document(number, state="refused", code=error.code, reason=error.reason, remedy=error.remedy)
