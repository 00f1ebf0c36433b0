"""Which links of a document lead somewhere that a person may be sent to."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from assistant.documents import Link
from ingest.cleaning import clean, unwrap

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"«»|\\^`{}]{1,2000}")
_STOPS: Final = ".,;:!?'’\u00a0"
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_LONGEST: Final = 2000


def web_link(text: str, href: str, base: str = "", page: int | None = None) -> Link | None:
    """Give a link with its whole address, or nothing when it is no address of the web or of a mailbox."""
    try:
        url = urljoin(base, "".join(href.split()))
        parts = urlsplit(url)
    except ValueError:
        return None
    reachable = parts.scheme in _SCHEMES and (parts.netloc or parts.scheme == "mailto") and parts.username is None
    if not reachable or len(url) > _LONGEST or not url.isprintable() or _within_page(url, base):
        return None
    return Link(unwrap(clean(text)) or url, url, page)


def written_links(text: str, page: int | None = None) -> list[Link]:
    """Find the addresses that are written out in a text."""
    found = (_closed(match.group()) for match in _ADDRESS.finditer(text))
    return [link for url in found if (link := web_link(url, url, page=page))]


def _closed(url: str) -> str:
    """Give an address without the punctuation of the sentence around it."""
    url = url.rstrip(_STOPS)
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(_STOPS)
    return url


def _within_page(url: str, base: str) -> bool:
    return bool(base) and url.partition("#")[0] == base.partition("#")[0]
