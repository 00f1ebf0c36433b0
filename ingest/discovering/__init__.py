"""Finding the documents of a source, and what a refresh of it has to do."""

from ingest.addresses import parse_address
from ingest.discovering.crawling import Crawler
from ingest.discovering.feeds import read_feed
from ingest.discovering.folders import read_folder
from ingest.discovering.listing import Candidate, Collection, Listing
from ingest.discovering.planning import Plan, Visit, refresh_plan
from ingest.discovering.robots import Robots
from ingest.discovering.sitemaps import SitemapReader
from ingest.fetching import Fetcher
from ingest.readers.original import Tell
from ingest.sources import Source

__all__ = ["Candidate", "Listing", "Plan", "Visit", "discover", "refresh_plan"]


def discover(source: Source, fetcher: Fetcher, tell: Tell = lambda done, total: None) -> Listing:
    """List the documents that a source has now.

    Args:
        source: where to look.
        fetcher: how to get there.
        tell: told how many pages (or files of a sitemap) are read, and how many are known.

    Raises:
        FetchError: the source is down, hidden from programs, or lists nothing; it says nothing about its documents.
    """
    if source.is_local:
        return read_folder(source)
    robots = Robots(fetcher, source.start)
    listing = _listed(source, fetcher, robots, tell)
    if source.attachments and source.kind != "crawl":
        listing = _with_files(listing, source, fetcher, robots, tell)
    # Documents of a site that is down are left out, not gone.
    complete = listing.complete and not robots.notes
    return Listing(listing.candidates, complete, (*listing.notes, *robots.notes))


def _listed(source: Source, fetcher: Fetcher, robots: Robots, tell: Tell) -> Listing:
    if source.kind == "sitemap":
        return SitemapReader(source, fetcher, robots, tell).read()
    if source.kind == "feed":
        return read_feed(source, fetcher, robots, tell)
    robots.require(source.start)
    if source.kind == "crawl":
        return Crawler(source, fetcher, robots, tell).crawl([source.start], source.depth)
    found = Collection(source)
    found.add(source.start, source.title)
    return found.listing(complete=False)


def _with_files(listing: Listing, source: Source, fetcher: Fetcher, robots: Robots, tell: Tell) -> Listing:
    """Open the pages that are listed, for the files that they link to."""
    crawler = Crawler(source, fetcher, robots, tell)
    found = crawler.crawl([parse_address(candidate.url) for candidate in listing], 0)
    whole = listing.complete and not crawler.failures
    return Listing(found.candidates, whole, (*listing.notes, *found.notes))
