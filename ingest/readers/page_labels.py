"""What a web page says of itself: its title, its date, its language, the address that it wants to be known by."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from ingest.readers.dates import iso_date
from ingest.readers.trees import Element

_TITLES: Final = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_DATES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "dcterms.issued", "dc.date.issued",
    "dcterms.date", "dc.date", "dcterms.created", "citation_publication_date", "publication_date", "date", "pubdate",
)  # fmt: skip
_SEPARATOR: Final = re.compile(r"\s+[|–—·•»-]\s+")
_MOST_JSON: Final = 500_000


class Labels:
    """What the head of a page declares."""

    def __init__(self, root: Element, address: str) -> None:
        """Read the labels of a page.

        Args:
            root: the whole page.
            address: where it was fetched from; empty when it was handed in.
        """
        self._root = root
        self._address = address
        self._metas = dict(reversed(list(_metas(root))))

    @property
    def shared_title(self) -> str:
        """Give the title under which the page is shared, without the name of its site."""
        return self._without_site(next((self._metas[name] for name in _TITLES if self._metas.get(name)), ""))

    @property
    def headings(self) -> list[str]:
        """Give its only heading of the highest level; none where there are several."""
        headings = [" ".join(node.text_content().split()) for node in self._root.iter("h1")]
        return headings if len(headings) == 1 else []

    @property
    def window_title(self) -> str:
        """Give the title of its window, without the name of its site."""
        return self._without_site("".join(self._root.xpath("string(//title)")))

    def _without_site(self, title: str) -> str:
        parts = _SEPARATOR.split(" ".join(title.split()))
        site = self._metas.get("og:site_name", "").casefold()
        host = (urlsplit(self._address or self.canonical).hostname or "").removeprefix("www.")
        for end in (0, -1):
            if len(parts) > 1 and parts[end].casefold() in {site, host, host.partition(".")[0]} - {""}:
                return title.replace(parts[end], "", 1).strip(" |–—·•»-") if end == 0 else _before(title, parts[end])
        return title

    @property
    def published(self) -> str:
        """Give the date of publication that the page declares; the words of its text are no declaration."""
        told = [self._metas[name] for name in _DATES if name in self._metas]
        told += [value for data in self._linked_data() for value in _values(data, "datePublished")]
        told += self._root.xpath("//*[@itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content")
        told += self._root.xpath("//time[contains(@class, 'published') or @pubdate]/@datetime")
        return next(filter(None, map(iso_date, told)), "")

    @property
    def language(self) -> str:
        """Give the language that the page declares."""
        return self._root.get("lang") or self._root.get("xml:lang") or self._metas.get("og:locale", "")

    @property
    def canonical(self) -> str:
        """Give the address that the page wants to be known by, on the site that it was fetched from."""
        links = self._root.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
        for href in (*links, self._metas.get("og:url", "")):
            url = _address(href, self._address)
            if url and (not self._address or _site(url) == _site(self._address)):
                return url
        return self._address

    @property
    def base(self) -> str:
        """Give the address that the links of the page are relative to."""
        bases = self._root.xpath("//base/@href")
        page = self._address or self.canonical
        return (_address(bases[0], page) if bases else "") or page

    def _linked_data(self) -> Iterator[Any]:
        for script in self._root.xpath("//script[@type='application/ld+json']"):
            try:
                yield json.loads((script.text or "")[:_MOST_JSON])
            except (ValueError, RecursionError):  # many sites write it wrongly; it is only one way to tell the date
                continue


def _metas(root: Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and (content := (meta.get("content") or "").strip()):
            yield name, content


def _values(data: Any, name: str) -> Iterator[str]:
    if isinstance(data, list):
        for item in data:
            yield from _values(item, name)
    elif isinstance(data, dict):
        if isinstance(data.get(name), str):
            yield data[name]
        for value in data.values():
            yield from _values(value, name)


def _address(href: str, page: str) -> str:
    try:
        url = urljoin(page, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc and href.strip() else ""


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _before(title: str, end: str) -> str:
    return title.rstrip()[: -len(end)].strip(" |–—·•»-")
