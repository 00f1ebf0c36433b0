"""What a source has: the documents it lists, and whether the list is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.addresses import Address
from ingest.fetching import Fetched
from ingest.identities import document_id_of
from ingest.sources import Source


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a source has."""

    document_id: str
    url: str
    """The address to fetch it from, as the source gives it; empty for a file."""
    title: str = ""
    lastmod: str = ""
    """When it was last changed, as the source says it."""
    path: Path | None = None
    """The file, for sources on this machine."""
    fetched: Fetched | None = None
    """What came while looking for links, so that it isn't fetched twice; whoever takes it discards it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents of a source; iterating gives them."""

    candidates: tuple[Candidate, ...]
    complete: bool = False
    """Whether what isn't listed is gone: true for sitemaps and folders that were read to their end."""
    notes: tuple[str, ...] = ()
    """What was left out, and why."""

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)

    def __len__(self) -> int:
        return len(self.candidates)

    def discard(self) -> None:
        """Remove the files that came along."""
        for candidate in self.candidates:
            if candidate.fetched is not None:
                candidate.fetched.discard()


class Collection:
    """Candidates as they are found, each once.

    Args:
        source: where they come from; what it doesn't want isn't taken.
    """

    def __init__(self, source: Source) -> None:
        self.notes: list[str] = []
        self.full = False
        self._source = source
        self._found: dict[str, Candidate] = {}

    def add(self, address: Address, title: str = "", lastmod: str = "", fetched: Fetched | None = None) -> bool:
        """Take a document; false when it isn't wanted, is known, or is one too many."""
        # The document is known by its canonical address, which a page may declare itself.
        document_id = document_id_of(fetched.url if fetched else address.url, self._source.twins)
        if not self._source.wants(address) or document_id in self._found:
            return False
        if len(self._found) >= self._source.max_pages:
            if not self.full:
                self.notes.append(f"More than {self._source.max_pages} documents: the others are left out.")
            self.full = True
            return False
        self._found[document_id] = Candidate(document_id, address.url, title, lastmod, fetched=fetched)
        return True

    def listing(self, *, complete: bool) -> Listing:
        """Give what was found."""
        return Listing(tuple(self._found.values()), complete and not self.full, tuple(self.notes))
