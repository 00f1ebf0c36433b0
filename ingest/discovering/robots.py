"""What robots.txt asks of programs; the only module that imports protego."""

from typing import Final

from protego import Protego

from ingest.addresses import Address
from ingest.fetch_errors import FetchError
from ingest.fetching import ROBOT, Fetcher

_MOST: Final = 512 * 1024
"""Bytes that are read, as RFC 9309 asks for."""
_CLOSED: Final = "User-agent: *\nDisallow: /"


class Robots:
    """The rules of the sites that one discovery meets, each asked for once.

    Args:
        fetcher: fetches them; it slows down where a site asks for pauses.
        home: where the discovery begins; that another site is down doesn't end it.
    """

    def __init__(self, fetcher: Fetcher, home: Address) -> None:
        self.notes: list[str] = []
        """Why the rules of other sites aren't known; nothing is fetched there."""
        self._fetcher = fetcher
        self._home = _place(home)
        self._rules: dict[str, Protego] = {}

    def allows(self, address: Address) -> bool:
        """Tell whether programs may fetch an address.

        Raises:
            FetchError: the site where the discovery begins is down, so that nobody knows.
        """
        return bool(self._of(address).can_fetch(address.url, ROBOT))

    def require(self, address: Address) -> None:
        """Insist on an address being open to programs.

        Raises:
            FetchError: `robots`, when it isn't; others when the site is down.
        """
        if not self.allows(address):
            remedy = "Ask the site's owner, or download the documents and hand in the files."
            raise FetchError("robots", f"The site asks programs not to fetch {address.url}.", remedy, address.url)

    def sitemaps(self, address: Address) -> list[str]:
        """Give the sitemaps that a site names."""
        return list(self._of(address).sitemaps)

    def _of(self, address: Address) -> Protego:
        place = _place(address)
        if place not in self._rules:
            self._rules[place] = self._known(place)
            if delay := self._rules[place].crawl_delay(ROBOT):
                self._fetcher.slow_down(address.host, float(delay))
        return self._rules[place]

    def _known(self, place: str) -> Protego:
        try:
            return self._fetch(f"{place}/robots.txt")
        except FetchError as error:
            if place == self._home:
                raise
            self.notes.append(error.reason)
            return Protego.parse(_CLOSED)

    def _fetch(self, url: str) -> Protego:
        try:
            fetched = self._fetcher.fetch(url, max_bytes=_MOST, document=False)
        except FetchError as error:
            # RFC 9309: a refusal to show the rules means that there are none; a site that is down may have some.
            if error.code == "login" or (error.code == "http" and error.detail.startswith("4") and not error.transient):
                return Protego.parse("")
            if error.code in {"too-large", "redirects"}:
                return Protego.parse("")
            raise
        try:
            # Sites that answer everything with a page have no rules.
            readable = fetched.status == "fetched" and fetched.page is None
            return Protego.parse(fetched.read().decode("utf-8", "replace") if readable else "")
        finally:
            fetched.discard()


def _place(address: Address) -> str:
    return f"{address.scheme}://{address.place}"
