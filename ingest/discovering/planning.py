"""What a refresh has to do: what to fetch, and what is no longer there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.jobs import Holding
from ingest.addresses import canonical
from ingest.discovering.listing import Candidate, Listing
from ingest.fetch_errors import FetchError, broken_listing
from ingest.sources import Source

MOST_MISSING: Final = 0.1
"""The share of a source that one refresh may miss; one document may always be missing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A document to fetch, with what is held of it."""

    candidate: Candidate
    holding: Holding | None
    """Nothing for a new one. Its `etag` and `last_modified` go into the request."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a refresh of a source has to do."""

    source: str
    visits: tuple[Visit, ...]
    """What to fetch, new and known."""
    missing: tuple[Holding, ...]
    """What the source no longer has: a person confirms before it goes."""
    held: int
    """How many documents of the source were there before."""
    force: bool = False
    notes: tuple[str, ...] = ()
    undecided: int = 0
    """How many went missing before, about which nobody decided yet: a tenth a day would soon be everything."""

    @property
    def blocked(self) -> bool:
        """Tell whether so much is missing that the source itself may be broken: then nothing is marked missing."""
        most = max(1, int((self.held + self.undecided) * MOST_MISSING))
        return bool(self.missing) and not self.force and len(self.missing) + self.undecided > most

    @property
    def confirmed_missing(self) -> tuple[Holding, ...]:
        """Give what may be marked missing: nothing when blocked."""
        return () if self.blocked else self.missing

    @property
    def blocked_reason(self) -> str:
        """Say why nothing is marked missing."""
        return f"{len(self.missing)} of {self.held} documents are no longer at the source." if self.blocked else ""

    def with_gone(self, gone: Iterable[Holding]) -> "Plan":
        """Add what turned out to be gone (404, 410) while it was fetched."""
        known = {holding.document_id for holding in self.missing}
        new = (one for one in gone if one.document_id not in known and one.state == "present")
        return replace(self, missing=(*self.missing, *new))


def refresh_plan(
    source: Source, listing: Listing | Sequence[Candidate], known: Sequence[Holding], *, force: bool = False
) -> Plan:
    """Compare what a source lists with what is held of it.

    What a complete listing leaves out is missing. What an incomplete one leaves out (a feed, a crawl) is visited again:
    only a 404 or 410 makes it missing.

    Args:
        source: the source.
        listing: what `discover` gave; a plain sequence counts as incomplete.
        known: its holdings; removed ones are passed over.
        force: whether any number may be missing.

    Raises:
        FetchError: `listing`, when a source that had documents lists none.
    """
    held = [holding for holding in known if holding.source == source.name and holding.state != "removed"]
    present = sum(holding.state == "present" for holding in held)
    if present and not len(listing):
        raise broken_listing(source.address, "it lists nothing any more")
    index = _Index(source, held)
    visits = [Visit(candidate, index.take(candidate)) for candidate in listing]
    complete = isinstance(listing, Listing) and listing.complete
    rest = index.rest
    if not complete:
        visits += [Visit(_again(holding), holding) for holding in rest if holding.url]
    missing = tuple(holding for holding in rest if holding.state == "present") if complete else ()
    notes = listing.notes if isinstance(listing, Listing) else ()
    return Plan(source.name, tuple(visits), missing, present, force, notes, len(held) - present)


class _Index:
    """Holdings by each id and address that they are or were known by."""

    def __init__(self, source: Source, holdings: Sequence[Holding]) -> None:
        self._twins = source.twins
        self._holdings = {holding.document_id: holding for holding in holdings}
        self._ids = {self._form(url): one.document_id for one in holdings for url in (*one.aliases, one.url) if url}

    @property
    def rest(self) -> list[Holding]:
        """Give those that no candidate took."""
        return list(self._holdings.values())

    def take(self, candidate: Candidate) -> Holding | None:
        """Give, once, the holding that a candidate is."""
        urls = (candidate.url, candidate.fetched.url if candidate.fetched else "")
        known = (self._ids.get(self._form(url), "") for url in urls if url)
        for document_id in (candidate.document_id, *known):
            if document_id in self._holdings:
                return self._holdings.pop(document_id)
        return None

    def _form(self, url: str) -> str:
        try:
            return canonical(url, self._twins)
        except FetchError:
            return url


def _again(holding: Holding) -> Candidate:
    return Candidate(holding.document_id, holding.url, holding.name)
