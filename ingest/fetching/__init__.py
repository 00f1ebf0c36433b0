"""Fetching from the web: one guarded way for documents, sitemaps, feeds and pages."""

from ingest.fetch_errors import FetchError
from ingest.fetching.connecting import Network
from ingest.fetching.fetched import Fetched, Hop
from ingest.fetching.fetcher import ROBOT, USER_AGENT, Fetcher

__all__ = ["ROBOT", "USER_AGENT", "FetchError", "Fetched", "Fetcher", "Hop", "Network"]
