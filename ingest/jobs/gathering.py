"""Files brought to a job: handed in already, or fetched from addresses, or from a folder of a source."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from assistant.errors import SettingsError
from assistant.jobs import Holding
from assistant.state.holdings import ADDRESS
from assistant.state.orders import NumberedArrival, now
from ingest.addresses import Twins, canonical
from ingest.discovering import Candidate
from ingest.fetch_errors import FetchError, gone
from ingest.fetching import Fetched, Fetcher
from ingest.identities import document_id_of
from ingest.jobs.naming import Names
from ingest.jobs.reading import Bring, Brought
from ingest.jobs.telling import Telling
from ingest.jobs.workplace import Workplace
from ingest.sources import Source, load_sources

FETCHED: Final = "fetched"
"""The folder of a home folder where files land until they are kept."""
SOURCES_FILE: Final = "sources.yaml"
_STEP_SECONDS: Final = 0.2


def handed_in(held: Iterable[Holding], arrivals: Sequence[NumberedArrival]) -> Bring:
    """Bring files that were handed in: they are there, each only needs its id, given in their order."""
    names = Names(held)
    ids = {one.number: one.document_id or names.id_of(one.name) for one in arrivals}
    return lambda arrival: Brought(replace(arrival, document_id=ids[arrival.number]))


def listed_sources(place: Workplace) -> tuple[Source, ...]:
    """Give the sources of the corpus folder's file.

    Raises:
        SettingsError: the file has mistakes.
    """
    return load_sources(place.settings.corpus_dir / SOURCES_FILE)


def listed_source(place: Workplace, name: str) -> Source:
    """Give one source.

    Raises:
        SettingsError: the file has mistakes, or no such source.
    """
    for source in listed_sources(place):
        if source.name == name:
            return source
    raise SettingsError(f"{place.settings.corpus_dir / SOURCES_FILE} has no source {name!r}. Add it there.")


def twins_of(place: Workplace) -> tuple[Twins, ...]:
    """Give what single sites do with their addresses, as the file of sources says."""
    try:
        return next((source.twins for source in listed_sources(place)), ())
    except SettingsError:  # a single address must not fail because of it
        return ()


def build_fetcher(place: Workplace, telling: Telling, twins: Sequence[Twins]) -> Fetcher:
    """Build a fetcher that ends when the job may not go on."""
    settings = place.settings
    return Fetcher(
        settings.home / FETCHED,
        seconds=settings.fetch_seconds,
        max_bytes=settings.upload_max_bytes,
        allow=settings.fetch_allow,
        twins=twins,
        sleep=_sleeping(telling),
    )


def _sleeping(telling: Telling) -> Callable[[float], None]:
    def sleep(seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            telling.check()
            time.sleep(min(left, _STEP_SECONDS))

    return sleep


@dataclass(slots=True)
class Fetching:
    """Brings documents from their addresses, or from a folder, and remembers what is as it was, and what is gone.

    Args:
        place: keeps the files.
        telling: told of those that need no reading.
        fetcher: fetches.
        held: what is held, by id.
        source: the name of the source.
        labels: what the source says of its documents.
        candidates: what the source says of each document, by the document's number; none for single addresses.
        force: fetch and read whatever the site says.
    """

    place: Workplace
    telling: Telling
    fetcher: Fetcher
    held: dict[str, Holding]
    source: str = ADDRESS
    labels: dict[str, Any] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)
    force: bool = False
    gone: list[Holding] = field(default_factory=list)
    """Held documents that their source no longer has."""
    _ids: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Note the ids of what is held by the canonical forms of its addresses."""
        urls = ((url, one.document_id) for one in self.held.values() for url in (*one.aliases, one.url) if url)
        self._ids = {self._form(url): document_id for url, document_id in urls}

    def bring(self, arrival: NumberedArrival) -> Brought | None:
        """Bring one document; several threads may.

        Raises:
            DocumentRefusedError: it can't be had, or is gone.
        """
        candidate = self.candidates.get(arrival.number)
        if candidate and candidate.path:
            kept = self.place.originals.keep(candidate.path)
            arrival = replace(arrival, content_hash=kept.content_hash, size=kept.size)
            return self._unless_known(
                Brought(arrival, self.source, (), self.labels), self.held.get(arrival.document_id)
            )
        held = self._held(arrival)
        fetched = candidate.fetched if candidate else None
        return self._take(arrival, held, fetched or self._fetch(arrival, held))

    def _fetch(self, arrival: NumberedArrival, held: Holding | None) -> Fetched:
        known = held if held and held.state != "removed" and not self.force and self._says_the_same(held) else None
        return self.fetcher.fetch(
            arrival.url, etag=known.etag if known else "", last_modified=known.last_modified if known else ""
        )

    def _take(self, arrival: NumberedArrival, held: Holding | None, fetched: Fetched) -> Brought | None:
        # It may have moved to the address of a document that is held under that.
        held = held or self._by_address(fetched.url)
        try:
            if fetched.status == "gone":
                if held:
                    self.gone.append(held)
                raise gone(arrival.url, fetched.http_status)
            if fetched.status == "unchanged" and held:
                self._same(arrival, held, fetched)
                return None
            fetched.require()
            assert fetched.path
            kept = self.place.originals.keep(fetched.path)
        finally:
            fetched.discard()
        arrival = replace(
            arrival,
            name=fetched.name or arrival.name,
            document_id=held.document_id if held else document_id_of(fetched.url, self.fetcher.twins),
            content_hash=kept.content_hash,
            media_type=fetched.media_type,
            size=kept.size,
            url=fetched.url,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
        )
        return self._unless_known(Brought(arrival, self._owner(held), fetched.aliases, self.labels), held, fetched)

    def _owner(self, held: Holding | None) -> str:
        """Give the source of a document: that which had it first, but any source comes before a single address."""
        return held.source if held and held.state != "removed" and held.source != ADDRESS else self.source

    def _unless_known(self, brought: Brought, held: Holding | None, fetched: Fetched | None = None) -> Brought | None:
        arrival = brought.arrival
        same = held is not None and held.content_hash == arrival.content_hash and held.state != "removed"
        if not (held and same) or self.force or held.url != arrival.url or not self._says_the_same(held):
            return brought
        self._same(arrival, held, fetched)
        return None

    def _says_the_same(self, held: Holding) -> bool:
        """Tell whether the source still says of its own document what it said before."""
        if held.source != self.source or self.source == ADDRESS:
            return True
        before, now_said = (json.dumps(labels, sort_keys=True, default=list) for labels in (held.labels, self.labels))
        return before == now_said

    def _same(self, arrival: NumberedArrival, held: Holding, fetched: Fetched | None) -> None:
        self.telling.document(arrival.number, state="done", outcome="unchanged", document_id=held.document_id)
        told = {"etag": fetched.etag, "last_modified": fetched.last_modified} if fetched else {}
        owner = self._owner(held)
        self.place.holdings.refresh((held.document_id,), seen=now(), state="present", source=owner, **told)

    def _held(self, arrival: NumberedArrival) -> Holding | None:
        return self.held.get(arrival.document_id) or self._by_address(arrival.url)

    def _by_address(self, url: str) -> Holding | None:
        return self.held.get(self._ids.get(self._form(url), ""))

    def _form(self, url: str) -> str:
        try:
            return canonical(url, self.fetcher.twins)
        except FetchError:
            return url
