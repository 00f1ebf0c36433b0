"""The documents that can be reached from a page, a bounded number of links away."""

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.addresses import Address, canonical, parse_address
from ingest.discovering.listing import Collection, Listing
from ingest.discovering.robots import Robots
from ingest.fetch_errors import FetchError
from ingest.fetching import Fetched, Fetcher
from ingest.fetching.web_pages import WebPage, is_file
from ingest.readers.original import Tell
from ingest.sources import Source

_DIGITS: Final = re.compile(r"\d+")
_ALIKE: Final = 40
"""Pages whose addresses differ by their numbers only: a calendar has no end, a list of publications has."""
_DEEPEST: Final = 12
"""Segments of a path; links that are relative by mistake grow for ever."""
_FAILURES: Final = 5
"""In a row: the site is down."""


@dataclass(frozen=True, slots=True)
class _Visit:
    address: Address
    links: int
    """How many links lead here from the start."""
    title: str = ""


class Crawler:
    """Opens pages and takes the documents among them, with the files that they link to.

    Args:
        source: bounds it: depth, pages, patterns, hosts.
        fetcher: fetches the pages.
        robots: what the sites ask of programs.
        tell: told how many pages are opened, and how many are known.
    """

    def __init__(self, source: Source, fetcher: Fetcher, robots: Robots, tell: Tell) -> None:
        self._source = source
        self._fetcher = fetcher
        self._robots = robots
        self._tell = tell
        self._found = Collection(source)
        self._waiting: deque[_Visit] = deque()
        self._seen: set[str] = set()
        self._alike: Counter[str] = Counter()
        self._opened = self._in_a_row = self._failures = 0

    @property
    def failures(self) -> int:
        """Count the pages that couldn't be opened."""
        return self._failures

    def crawl(self, starts: Iterable[Address], depth: int) -> Listing:
        """List what can be reached. A crawl may always have missed something: it never says that a document is gone.

        Raises:
            FetchError: the only page to start from doesn't answer.
        """
        for address in starts:
            self._meet(_Visit(address, 0))
        only = len(self._waiting) == 1
        while self._waiting and self._opened < self._source.max_pages and self._in_a_row < _FAILURES:
            visit = self._waiting.popleft()
            self._tell(self._opened, self._opened + len(self._waiting) + 1)
            try:
                self._open(visit, depth)
            except FetchError as error:
                if only and not self._opened:
                    raise
                self._failed(error)
            self._opened += 1
        if self._waiting:
            self._found.notes.append(f"{len(self._waiting)} pages were not opened.")
        return self._found.listing(complete=False)

    def _failed(self, error: FetchError) -> None:
        self._found.notes.append(error.reason)
        self._failures += 1
        self._in_a_row += error.code in {"unreachable", "timeout"} or error.transient

    def _open(self, visit: _Visit, depth: int) -> None:
        fetched = self._fetcher.fetch(visit.address.url)
        try:
            fetched.require()
            self._in_a_row = 0
            kept = self._keep(visit, fetched)
        except BaseException:
            fetched.discard()
            raise
        if not kept:
            fetched.discard()
        if fetched.page is not None and fetched.page.followed:
            self._follow(fetched.page, visit, depth)

    def _keep(self, visit: _Visit, fetched: Fetched) -> bool:
        final = parse_address(fetched.url)
        self._seen.add(fetched.url)
        # A redirect may leave the site, or lead where programs are not welcome.
        if not self._source.opens(final) or not self._robots.allows(final):
            return False
        page = fetched.page
        if page is not None and not page.indexed:
            return False
        return self._found.add(visit.address, page.title if page else visit.title, fetched=fetched)

    def _follow(self, page: WebPage, visit: _Visit, depth: int) -> None:
        for link in page.links:
            address = link.address
            if not is_file(address):
                if visit.links < depth:
                    self._meet(_Visit(address, visit.links + 1, link.text))
            elif self._source.wants(address) and self._is_new(address) and self._robots.allows(address):
                self._found.add(address, link.text)

    def _meet(self, visit: _Visit) -> None:
        address = visit.address
        if not self._source.opens(address) or address.path.count("/") > _DEEPEST or _repeats(address.path):
            return
        if not self._is_new(address) or not self._robots.allows(address):
            return
        shape = _DIGITS.sub("0", address.target)
        self._alike[shape] += shape != address.target
        if self._alike[shape] <= _ALIKE:
            self._waiting.append(visit)

    def _is_new(self, address: Address) -> bool:
        known = canonical(address.url, self._source.twins)
        new = known not in self._seen
        self._seen.add(known)
        return new


def _repeats(path: str) -> bool:
    """Tell whether a segment comes three times, as in the endless `/a/b/a/b/a/b`."""
    return any(times > 2 for segment, times in Counter(path.split("/")).items() if segment)
