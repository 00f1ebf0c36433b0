"""The one way to fetch from the web, for documents, sitemaps, feeds and pages alike."""

import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity import wait_exponential_jitter as exponential

from ingest.addresses import Address, Twins, canonical, join, parse_address
from ingest.fetch_errors import FetchError
from ingest.fetching.bodies import decoded, save, too_large
from ingest.fetching.connecting import Network, Reply, Requester
from ingest.fetching.deadline import Deadline
from ingest.fetching.fetched import Fetched, Hop, file_name, media_type_of
from ingest.fetching.guard import Allowed
from ingest.fetching.pace import Pace
from ingest.fetching.web_pages import check_document, read_page

USER_AGENT: Final = "rameau-assistant/0.1 (fills the open knowledge base of Le RAMEAU)"
ROBOT: Final = "rameau-assistant"
"""The name under which robots.txt may address this program."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 5
_TRANSIENT: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT: Final = 8.0
"""Seconds between two tries where the site doesn't say."""
_HOP_PAUSE: Final = 1.0
_ACCEPT: Final = "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for, and under which conditions."""

    asked: Address
    conditions: Mapping[str, str]
    limit: int
    document: bool


class Fetcher:
    """Fetches addresses of the public internet, politely and within limits.

    Args:
        folder: where files land until somebody takes them.
        seconds: how long one fetch may take in all, redirects and new tries included; its turn comes before.
        max_bytes: the largest body, decoded.
        allow: hosts that may be on an internal network, separated by commas: `intranet.example:8080`. Any port of a
            public host may be asked.
        rate: requests a second to one host; 0 for no pauses.
        attempts: how often an address is tried where the site is busy or breaks off.
        backoff: seconds before the second try; doubled before each further one.
        twins: what single sites do with their addresses.
        user_agent: how the program introduces itself.
        network: the way out.
        tls: which certificates are trusted; nothing for those of the system.
        sleep: how to wait; it may raise, which ends the fetch.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seconds: float = 60.0,
        max_bytes: int = 100_000_000,
        allow: str = "",
        rate: float = 1.0,
        attempts: int = 3,
        backoff: float = 1.0,
        twins: Sequence[Twins] = (),
        user_agent: str = USER_AGENT,
        network: Network | None = None,
        tls: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.twins = tuple(twins)
        self._folder = folder
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._attempts = attempts
        self._backoff = backoff
        self._headers = {"User-Agent": user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        self._requester = Requester(network or Network(), Allowed.parse(allow), tls)
        self._pace = Pace(1 / rate if rate else 0.0, sleep)
        self._sleep = sleep

    def fetch(
        self, url: str, *, etag: str = "", last_modified: str = "", max_bytes: int = 0, document: bool = True
    ) -> Fetched:
        """Fetch an address.

        Args:
            url: the address.
            etag: what came with it the last time.
            last_modified: the same.
            max_bytes: a smaller limit than the usual one.
            document: whether a document is expected, so that an empty page, a login page and the like are refused.

        Raises:
            FetchError: see its codes. A 404 or 410 is no error: `Fetched.status` says it.
        """
        asked = parse_address(url)
        limit = min(max_bytes or self._max_bytes, self._max_bytes)
        wish = _Wish(asked, _conditions(etag, last_modified), limit, document)
        self._pace.wait(asked.host)
        deadline = Deadline(self._seconds)
        tries = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, FetchError) and error.transient),
            stop=stop_after_attempt(self._attempts) | stop_before_delay(self._seconds),
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )
        return tries(self._follow, wish, deadline)

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep longer pauses on a host, as its robots.txt asks."""
        self._pace.slow_down(host, seconds)

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, FetchError) and error.retry_after is not None and self._backoff:
            return max(error.retry_after, 0.0)
        return float(exponential(multiplier=self._backoff, max=_LONGEST_WAIT, jitter=self._backoff / 2)(state))

    def _follow(self, wish: _Wish, deadline: Deadline) -> Fetched:
        address, hops = wish.asked, list[Hop]()
        while True:
            same_host = address.host == wish.asked.host
            headers = {**self._headers, **(wish.conditions if same_host else {})}
            with self._requester.get(address, headers, deadline) as reply:
                target = reply.headers.get("location", "") if reply.status in _REDIRECTS else ""
                if not target:
                    return self._receive(wish, address, tuple(hops), reply)
            hops.append(Hop(address.url, reply.status))
            address = _next(address, target, hops)
            self._pace.wait(address.host, _HOP_PAUSE)

    def _receive(self, wish: _Wish, address: Address, hops: tuple[Hop, ...], reply: Reply) -> Fetched:
        if reply.status in {404, 410}:
            return Fetched("gone", self._canonical(wish, address, hops), wish.asked.url, reply.status, hops)
        etag, modified = reply.headers.get("etag", ""), reply.headers.get("last-modified", "")
        if reply.status == 304 and wish.conditions:
            etag = etag or wish.conditions.get("If-None-Match", "")
            modified = modified or wish.conditions.get("If-Modified-Since", "")
            url = self._canonical(wish, address, hops)
            return Fetched("unchanged", url, wish.asked.url, 304, hops, etag=etag, last_modified=modified)
        if reply.status != 200:
            raise _failure(wish.asked, reply)
        if reply.headers.get("content-length", "").isdecimal() and int(reply.headers["content-length"]) > wish.limit:
            raise too_large(address.url, wish.limit)
        encoding = reply.headers.get("content-encoding", "").strip().lower()
        path, size = save(decoded(reply.chunks, encoding, address.url), self._folder, wish.limit, address.url)
        try:
            media_type, charset = media_type_of(reply.headers.get("content-type", ""))
            page = read_page(path, media_type, address, reply.headers)
            if wish.document:
                check_document(page, wish.asked, address, _filled(path, size))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Fetched(
            "fetched", self._canonical(wish, address, hops, page.canonical if page else ""), wish.asked.url, 200, hops,
            media_type, charset, file_name(reply.headers.get("content-disposition", ""), address), etag, modified,
            path, size, page,
        )  # fmt: skip

    def _canonical(self, wish: _Wish, address: Address, hops: Sequence[Hop], declared: str = "") -> str:
        """Give the address by which a document is known: as far as it moved for good, no further."""
        met = [*(parse_address(hop.url) for hop in hops), address]
        known = wish.asked
        for hop, target in zip(hops, met[1:], strict=True):
            if not hop.permanent:
                break
            known = target
        url = canonical(known.url, self.twins, declared)
        plain = known.scheme == address.scheme == "http" and url.startswith("https:")
        # The site answered without encryption; nothing says that it can do with.
        return f"http{url.removeprefix('https')}" if plain else url


def _next(address: Address, target: str, hops: Sequence[Hop]) -> Address:
    met = {hop.url for hop in hops}
    following = join(address, target)
    if following.url in met or len(hops) > _MOST_REDIRECTS:
        reason = f"{hops[0].url} redirects in a circle, or more than {_MOST_REDIRECTS} times."
        raise FetchError("redirects", reason, "Open it in a browser and give the address where it ends.", following.url)
    if (address.scheme, following.scheme) == ("https", "http"):
        reason = f"{address.url} redirects to an address without encryption, {following.url}."
        raise FetchError("redirects", reason, "Give that address itself if it is the right one.", following.url)
    return following


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def _filled(path: Path, size: int) -> int:
    return size if size > 4096 else len(path.read_bytes().strip())


def _failure(asked: Address, reply: Reply) -> FetchError:
    status = str(reply.status)
    if reply.status in {401, 407}:
        remedy = "Download the document in a browser where you are logged in, and hand in the file."
        return FetchError("login", f"{asked.url} is for people who are logged in.", remedy, status)
    if reply.status in {204, 205}:
        return FetchError("empty", f"{asked.url} is empty.", "Open it in a browser; try again later.", status)
    reason = f"The site answers {asked.url} with HTTP {status}."
    transient = reply.status in _TRANSIENT
    remedy = "Try again later." if transient else "Open the address in a browser to see what the site says."
    wait = _retry_after(reply.headers.get("retry-after", ""))
    return FetchError("http", reason, remedy, status, transient=transient, retry_after=wait)


def _retry_after(value: str) -> float | None:
    if value.strip().isdecimal():
        return float(value)
    try:
        return (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
