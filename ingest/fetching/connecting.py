"""One HTTP request over a connection whose IP address was checked; the only module that imports httpcore2.

The name is resolved once, every address it has is checked, and the connection goes to one of those very addresses, so
that a second answer of a name server (DNS rebinding) changes nothing. Proxies of the environment are never looked at.
"""

import queue
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final

import httpcore2

from ingest.addresses import Address
from ingest.fetch_errors import FetchError
from ingest.fetching.deadline import LATER, Deadline
from ingest.fetching.guard import Allowed, closed, forbidden

_CONNECT: Final = 10.0
"""Seconds to reach one IP address."""
_SILENCE: Final = 20.0
"""Seconds without a byte after which a site counts as hung."""
_ADDRESSES: Final = 4
"""How many IP addresses of a host are tried."""


class Network:
    """The way out: names to IP addresses, IP addresses to connections. Tests give one of their own."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Give the IP addresses of a host.

        Raises:
            OSError: the host isn't known.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def connect(self, ip: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        """Open a connection.

        Raises:
            httpcore2.ConnectError: nothing listens there.
            httpcore2.ConnectTimeout: no answer in time.
        """
        return httpcore2.SyncBackend().connect_tcp(ip, port, timeout=seconds)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site answered."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    chunks: Iterator[bytes]
    """Its body as it comes, still encoded."""


@dataclass(frozen=True, slots=True)
class Requester:
    """Sends requests to checked addresses only.

    Args:
        network: the way out.
        allowed: hosts that may be on an internal network.
        tls: which certificates are trusted; nothing for those of the system.
    """

    network: Network
    allowed: Allowed
    tls: ssl.SSLContext | None = None

    @contextmanager
    def get(self, address: Address, headers: Mapping[str, str], deadline: Deadline) -> Iterator[Reply]:
        """Request an address; the connection ends with the block.

        Raises:
            FetchError: `forbidden-address`, `unreachable` or `timeout`; also out of the block, while the body is read.
        """
        url = httpcore2.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        sent = [(b"Host", address.place.encode()), *((k.encode(), v.encode("latin-1")) for k, v in headers.items())]
        backend = _Backend(self, address, deadline)
        with (
            _explained(address, deadline),
            httpcore2.ConnectionPool(self.tls or _usual_tls(), network_backend=backend, http2=False) as pool,
            pool.stream("GET", url, headers=sent) as response,
        ):
            yield Reply(response.status, _plain(response.headers), response.iter_stream())

    def reach(self, address: Address, deadline: Deadline) -> httpcore2.NetworkStream:
        """Connect to a host at an address that was checked."""
        failure: Exception | None = None
        for ip in self._checked(address, deadline)[:_ADDRESSES]:
            try:
                return self.network.connect(ip, address.port, deadline.left(_CONNECT))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError("no IP address")

    def _checked(self, address: Address, deadline: Deadline) -> list[str]:
        ips = _resolved(self.network, address, deadline)
        if address not in self.allowed:
            for ip in ips:
                # One closed address among open ones is a trick too.
                if kind := closed(ip):
                    raise forbidden(address, ip, kind)
        return ips


@lru_cache(1)
def _usual_tls() -> ssl.SSLContext:
    # Reading the system's certificates takes longer than most requests.
    return httpcore2.default_ssl_context()


def _resolved(network: Network, address: Address, deadline: Deadline) -> list[str]:
    try:
        return [str(ip_address(address.host))]
    except ValueError:
        pass
    answers: queue.Queue[list[str] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(network.resolve(address.host, address.port))
        except Exception as error:  # given to the thread that waits
            answers.put(error)

    # The system's resolver knows no time limit.
    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        answer = answers.get(timeout=deadline.left(_SILENCE))
    except queue.Empty:
        answer = TimeoutError("the name server doesn't answer")
    if isinstance(answer, (OSError, UnicodeError)):
        lasting = isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_NONAME
        reason = f"The host {address.host} can't be found: {answer}."
        remedy = "Check how the host is spelled, and the connection of this machine."
        raise FetchError("unreachable", reason, remedy, address.host, transient=not lasting) from answer
    if isinstance(answer, Exception):
        raise answer
    return answer


class _Backend(httpcore2.NetworkBackend):
    """Lets httpcore2 connect where `Requester.reach` does, and nowhere else."""

    def __init__(self, requester: Requester, address: Address, deadline: Deadline) -> None:
        self._requester = requester
        self._address = address
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        return _Stream(self._requester.reach(self._address, self._deadline), self._deadline)


class _Stream(httpcore2.NetworkStream):
    """A connection that keeps to the deadline of the whole fetch."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(_SILENCE))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(_SILENCE))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(_CONNECT))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@contextmanager
def _explained(address: Address, deadline: Deadline) -> Iterator[None]:
    """Turn what goes wrong on the wire into words."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        deadline.left(_SILENCE)
        raise FetchError("timeout", f"{address.place} doesn't answer.", LATER, address.place, transient=True) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        certificate = _cause(error, ssl.SSLCertVerificationError)
        reason = f"{address.place} can't be reached: {certificate or error}."
        raise FetchError("unreachable", reason, LATER, address.place, transient=certificate is None) from error


def _cause(error: BaseException | None, kind: type[Exception]) -> BaseException | None:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or (error.args[0] if error.args and isinstance(error.args[0], Exception) else None)
    return error


def _plain(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    plain: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), _text(value)
        plain[key] = f"{plain[key]}, {text}" if key in plain else text
    return plain


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
