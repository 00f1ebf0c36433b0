"""What a web page says of itself to programs, and where it leads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from ingest.addresses import Address, join
from ingest.fetch_errors import FetchError
from ingest.readers.decoding import decode
from ingest.readers.trees import Element, parse_html
from ingest.report import DocumentRefusedError

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_LOOKS: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_MOST: Final = 3_000_000
"""Bytes of a page that are looked at."""
_UNSEEN: Final = "script | .//style | .//noscript | .//template | .//head"
_FEW_WORDS: Final = 120
_LOGIN_PATH: Final = re.compile(
    r"(?:^|[/._-])(?:wp-login|login|log-in|signin|sign-in|connexion|se-connecter|identification|authentification|auth"
    r"|cas|sso|account|compte)(?:$|[/._?-])",
    re.IGNORECASE,
)
_LOGIN_TITLE: Final = re.compile(
    r"\b(?:se connecter|connexion|connectez-vous|identification|identifiez-vous|log ?in|sign ?in)\b", re.IGNORECASE
)
_FILE: Final = re.compile(r"\.(?:pdf|docx?|odt|pptx?|epub|xlsx?|csv|png|jpe?g|tiff?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page that programs may follow."""

    address: Address
    text: str


@dataclass(frozen=True, slots=True)
class WebPage:
    """A web page as programs see it."""

    title: str
    canonical: str
    """The address that it declares for itself; may be relative or wrong."""
    directives: frozenset[str]
    """`noindex`, `nofollow`, `none`… from its head and from its headers."""
    links: tuple[PageLink, ...]
    words: int
    asks_password: bool

    @property
    def followed(self) -> bool:
        """Tell whether programs may follow its links."""
        return self.directives.isdisjoint({"nofollow", "none"})

    @property
    def indexed(self) -> bool:
        """Tell whether programs may keep what it says."""
        return self.directives.isdisjoint({"noindex", "none"})


def is_file(address: Address) -> bool:
    """Tell whether an address names a file of a document, not a page, by its suffix."""
    return bool(_FILE.search(unquote(address.path)))


def read_page(path: Path, media_type: str, address: Address, headers: Mapping[str, str]) -> WebPage | None:
    """Read what was fetched as a web page; nothing when it is something else.

    Args:
        path: the file.
        media_type: what the site declared.
        address: where it came from.
        headers: the site's answer, by lower-case name.
    """
    with path.open("rb") as file:
        content = file.read(_MOST)
    if media_type not in _PAGES and not _LOOKS.match(content[:2048]):
        return None
    try:
        root = parse_html(decode(content))
    except DocumentRefusedError:
        return None
    named = root.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    robots = root.xpath("//meta[translate(@name, 'ROBTS', 'robts')='robots']/@content")
    return WebPage(
        title=" ".join((root.findtext(".//title") or "").split()),
        canonical=named[0].strip() if named else "",
        directives=frozenset(re.split(r"[\s,]+", ",".join((*robots, headers.get("x-robots-tag", ""))).lower())) - {""},
        links=tuple(_links(root, address)),
        words=_words(root),
        asks_password=bool(root.xpath("//input[translate(@type, 'PASWORD', 'pasword')='password']")),
    )


def _links(root: Element, address: Address) -> list[PageLink]:
    bases = root.xpath("//base/@href")
    base = _join(address, bases[0]) if bases else None
    found: dict[str, PageLink] = {}
    for anchor in root.iter("a", "area"):
        rel = (anchor.get("rel") or "").lower().split()
        if "nofollow" in rel or "sponsored" in rel:
            continue
        if target := _join(base or address, anchor.get("href") or ""):
            found.setdefault(target.url, PageLink(target, " ".join((anchor.text_content() or "").split())[:200]))
    return list(found.values())


def _join(base: Address, href: str) -> Address | None:
    if not href.strip() or href.lstrip().startswith("#"):
        return None
    try:
        return join(base, href)
    except FetchError:  # mailto:, javascript: and the like lead nowhere
        return None


def _words(root: Element) -> int:
    whole = len(" ".join(root.itertext()).split())
    unseen = root.xpath(f".//{_UNSEEN}")
    return whole - sum(len(" ".join(node.itertext()).split()) for node in unseen)


def check_document(page: WebPage | None, asked: Address, final: Address, size: int) -> None:
    """Refuse what a site gives with success in place of a document.

    Args:
        page: what came, if it is a web page.
        asked: the address that was asked for.
        final: the address that answered.
        size: bytes without the blanks around them.

    Raises:
        FetchError: `empty`, `login`, `not-a-document` or `redirects` (to the home page, as sites do with pages that
            they no longer have).
    """
    if not size:
        raise FetchError("empty", f"{final.url} is empty.", "Open it in a browser; try again later.", final.url)
    if page is None:
        return
    if _is_login(page, asked, final):
        remedy = "Download the document in a browser where you are logged in, and hand in the file."
        raise FetchError("login", f"{asked.url} is for people who are logged in.", remedy, final.url)
    if is_file(asked):
        reason = f"{asked.url} should be a file, but the site answers with a web page."
        remedy = "Open the address in a browser and look for the new address of the file."
        raise FetchError("not-a-document", reason, remedy, final.url)
    if final.target == "/" and len(asked.path.strip("/")) > len("fr-fr") and not asked.path.startswith("/index."):
        reason = f"{asked.url} leads to the home page: the site may no longer have the document."
        remedy = "Look for the new address of the document on the site, or give the home page itself."
        raise FetchError("redirects", reason, remedy, final.url)


def _is_login(page: WebPage, asked: Address, final: Address) -> bool:
    if not page.asks_password:
        return False
    sent_there = final != asked and bool(_LOGIN_PATH.search(final.path))
    return sent_there or is_file(asked) or page.words < _FEW_WORDS or bool(_LOGIN_TITLE.search(page.title))
