"""The documents that an RSS or Atom feed announces; the only module that imports feedparser."""

from io import BytesIO
from typing import Final

import feedparser  # type: ignore[import-untyped]

from ingest.addresses import join
from ingest.discovering.listing import Collection, Listing
from ingest.discovering.robots import Robots
from ingest.fetch_errors import FetchError, broken_listing
from ingest.fetching import Fetcher
from ingest.readers.original import Tell
from ingest.sources import Source

_MOST_BYTES: Final = 10_000_000


def read_feed(source: Source, fetcher: Fetcher, robots: Robots, tell: Tell) -> Listing:
    """List what a feed announces. It shows the latest only, so it never says that a document is gone.

    Raises:
        FetchError: the site is down, or there is no feed that announces anything.
    """
    start = source.start
    robots.require(start)
    fetched = fetcher.fetch(source.address, max_bytes=_MOST_BYTES, document=False)
    try:
        content = fetched.read()
    finally:
        fetched.discard()
    # A stream, for feedparser takes text for an address, which it would fetch itself.
    feed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version or not feed.entries:
        raise broken_listing(source.address, "it is no feed" if not feed.version else "the feed is empty")
    found = Collection(source)
    for number, entry in enumerate(feed.entries, 1):
        tell(number, len(feed.entries))
        files = (file.get("href") for file in entry.get("enclosures", ()))
        for place in (entry.get("link"), *files):
            try:
                address = join(start, place or "")
            except FetchError as error:
                found.notes.append(error.reason)
                continue
            if place and source.wants(address) and robots.allows(address):
                # feedparser's own `get` takes the one for the other, with a warning.
                date = dict.get(entry, "updated") or dict.get(entry, "published") or ""
                found.add(address, " ".join(entry.get("title", "").split())[:300], date[:40])
    return found.listing(complete=False)
