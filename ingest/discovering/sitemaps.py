"""The documents that the sitemap of a site lists."""

from collections.abc import Iterator
from typing import Final

from ingest.addresses import Address, join
from ingest.discovering.listing import Collection, Listing
from ingest.discovering.robots import Robots
from ingest.fetch_errors import FetchError, broken_listing
from ingest.fetching import Fetcher
from ingest.fetching.bodies import inflated, within
from ingest.readers.original import Tell
from ingest.readers.trees import Element, name_of, parse_xml
from ingest.report import DocumentRefusedError
from ingest.sources import Source

_USUAL: Final = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
"""Where sites have it: the convention, the SEO extensions of WordPress, WordPress itself."""
_MOST_BYTES: Final = 20_000_000
_MOST_FILES: Final = 200
_MOST_ENTRIES: Final = 50_000
_DEEPEST: Final = 3
_GZIP: Final = b"\x1f\x8b"


class SitemapReader:
    """Reads the sitemap of a site, with those that it names.

    Args:
        source: its address is that of the sitemap, or of the site itself.
        fetcher: fetches the files.
        robots: what the site asks of programs.
        tell: told how many files are read, and how many there are.
    """

    def __init__(self, source: Source, fetcher: Fetcher, robots: Robots, tell: Tell) -> None:
        self._source = source
        self._fetcher = fetcher
        self._robots = robots
        self._tell = tell
        self._found = Collection(source)
        self._seen: set[str] = set()
        self._read = self._entries = 0
        self._complete = True
        self._failure: FetchError | None = None

    def read(self) -> Listing:
        """List the documents.

        Raises:
            FetchError: the site is down, or no sitemap lists anything.
        """
        for address in self._starts():
            try:
                self._file(address, 0)
                break
            except FetchError as error:
                if error.transient:
                    raise
                self._failure = self._failure or error
        if not self._entries:
            raise self._failure or broken_listing(self._source.address, "its sitemap is empty")
        return self._found.listing(complete=self._complete)

    def _starts(self) -> Iterator[Address]:
        start = self._source.start
        if start.path.lower().endswith((".xml", ".xml.gz", ".php")) or start.query:
            self._robots.require(start)
            yield start
            return
        named = self._robots.sitemaps(start)
        for reference in (*named, *_USUAL):
            address = join(start, reference)
            if self._source.opens(address):
                yield address

    def _file(self, address: Address, level: int) -> None:
        self._seen.add(address.url)
        self._tell(self._read, len(self._seen))
        root = self._fetch(address)
        self._read += 1
        for entry in root.iterchildren():
            kind, place = name_of(entry), _child(entry, "loc")
            if kind not in {"url", "sitemap"} or not place:
                continue
            self._entries += 1
            if self._entries > _MOST_ENTRIES:
                self._leave_out(f"{self._source.address} lists more than {_MOST_ENTRIES} addresses.")
                return
            if target := self._target(address, place):
                self._take(target, _child(entry, "lastmod")) if kind == "url" else self._nested(target, level + 1)

    def _target(self, address: Address, place: str) -> Address | None:
        try:
            return join(address, place)
        except FetchError as error:
            self._found.notes.append(error.reason)
            return None

    def _take(self, address: Address, lastmod: str) -> None:
        if self._source.wants(address) and self._robots.allows(address):
            self._found.add(address, lastmod=lastmod[:40])

    def _nested(self, address: Address, level: int) -> None:
        if address.url in self._seen or not self._source.opens(address):
            return
        if level > _DEEPEST or len(self._seen) >= _MOST_FILES:
            self._leave_out(f"{address.url} is one sitemap too many.")
            return
        try:
            self._file(address, level)
        except FetchError as error:
            self._failure = self._failure or error
            self._leave_out(error.reason)

    def _leave_out(self, note: str) -> None:
        self._complete = False
        self._found.notes.append(note)

    def _fetch(self, address: Address) -> Element:
        fetched = self._fetcher.fetch(address.url, max_bytes=_MOST_BYTES, document=False)
        try:
            content = fetched.read()
        finally:
            fetched.discard()
        if content.startswith(_GZIP):
            content = b"".join(within(inflated([content], address.url), _MOST_BYTES, address.url))
        try:
            root = parse_xml(content.lstrip())
        except DocumentRefusedError as error:
            raise broken_listing(address.url, error.reason.removesuffix(".")) from error
        if name_of(root) not in {"urlset", "sitemapindex"}:
            raise broken_listing(address.url, f"it holds <{name_of(root)}>, which is no sitemap")
        return root


def _child(entry: Element, name: str) -> str:
    return next(((node.text or "").strip() for node in entry.iterchildren() if name_of(node) == name), "")
