"""An honest double of a web site: a real HTTP server on loopback that does what sites do, well or badly."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

ARTICLE = (
    "<!doctype html><html lang=fr><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>"
    "<p>Une alliance réunit des associations et des entreprises d’un territoire.</p>{body}</main></body></html>"
)
LOGIN = (
    "<!doctype html><html><head><title>Se connecter ‹ Le RAMEAU</title></head><body><form method=post>"
    "<input name=log><input type=password name=pwd><button>Se connecter</button></form></body></html>"
)
PDF = b"%PDF-1.7\n" + b"0" * 2000 + b"\n%%EOF\n"


@dataclass
class Answer:
    """What the site says at one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds between two bytes."""
    length: int | None = None
    """What `Content-Length` says, whatever the truth is."""


@dataclass
class Request:
    """What the site was asked."""

    path: str
    headers: Mapping[str, str]
    at: float


Route = Answer | Callable[[Request], Answer]


class WebSite:
    """A site on a port of its own; `pages` may be changed while it runs."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Route] = {}
        self.fallback: Callable[[Request], Answer] | None = None
        self.requests: list[Request] = []
        site = self

        class Server(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the parameter
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Clients go away in the middle; that is what is tested."""

        self._server = Quiet(("127.0.0.1", 0), Server)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.scheme = "http" if tls is None else "https"
        self.port = self._server.server_port
        self.place = f"127.0.0.1:{self.port}"
        self.url = f"{self.scheme}://{self.place}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.requests]

    def page(self, path: str, title: str = "", *links: str, head: str = "", body: str = "") -> None:
        """Put a page of HTML there, with links."""
        anchors = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
        text = ARTICLE.format(title=title or path, head=head, body=body + anchors)
        self.pages[path] = Answer(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})

    def text(self, path: str, text: str, media_type: str = "text/xml") -> None:
        """Put a text there."""
        self.pages[path] = Answer(text.encode(), headers={"Content-Type": media_type})

    def redirect(self, path: str, target: str, status: int = 301) -> None:
        """Lead elsewhere."""
        self.pages[path] = Answer(status=status, headers={"Location": target})

    def pdf(self, path: str, **headers: str) -> None:
        """Put a PDF there."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(PDF, headers={"Content-Type": "application/pdf", **named})

    def versioned(self, path: str, body: bytes, etag: str = "", modified: str = "") -> None:
        """Put something there that answers 304 to those who have it."""

        def answer(request: Request) -> Answer:
            headers = {k: v for k, v in (("ETag", etag), ("Last-Modified", modified)) if v}
            has_tag = etag and request.headers.get("If-None-Match") == etag
            has_date = modified and request.headers.get("If-Modified-Since") == modified
            if has_tag or has_date:
                return Answer(status=304, headers=headers)
            return Answer(body, headers={"Content-Type": "application/pdf", **headers})

        self.pages[path] = answer

    def busy(self, path: str, times: int, then: Answer, status: int = 503, **headers: str) -> None:
        """Be busy the first times."""
        left = [times]

        def answer(request: Request) -> Answer:
            left[0] -= 1
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return Answer(b"busy", status, named) if left[0] >= 0 else then

        self.pages[path] = answer

    def sitemap(self, path: str, *places: str, packed: bool = False, lastmod: str = "2024-03-15") -> None:
        """Put a sitemap of pages there."""
        entries = "".join(f"<url><loc>{place}</loc><lastmod>{lastmod}</lastmod></url>" for place in places)
        self._xml(path, f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>', packed)

    def sitemap_index(self, path: str, *places: str) -> None:
        """Put a sitemap of sitemaps there."""
        entries = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
        self._xml(path, f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>')

    def rss(self, path: str, *places: str) -> None:
        """Put an RSS feed there."""
        items = "".join(
            f"<item><title>Article {place}</title><link>{place}</link>"
            "<pubDate>Fri, 15 Mar 2024 10:00:00 +0000</pubDate></item>"
            for place in places
        )
        self.text(path, f'<rss version="2.0"><channel><title>Le RAMEAU</title>{items}</channel></rss>')

    def atom(self, path: str, *places: str) -> None:
        """Put an Atom feed there."""
        items = "".join(
            f'<entry><title>Article</title><link href="{place}"/><updated>2024-03-15T10:00:00Z</updated></entry>'
            for place in places
        )
        self.text(path, f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Le RAMEAU</title>{items}</feed>')

    def calendar(self, root: str = "/agenda/") -> None:
        """Serve a page a day, each of which leads to the next one, for ever."""

        def answer(request: Request) -> Answer:
            day = int("".join(filter(str.isdecimal, request.path)) or 0)
            text = ARTICLE.format(title=f"Jour {day}", head="", body=f'<a href="{root}{day + 1}/">demain</a>')
            return Answer(text.encode(), headers={"Content-Type": "text/html"})

        self.fallback = lambda request: answer(request) if request.path.startswith(root) else Answer(status=404)

    def _xml(self, path: str, text: str, packed: bool = False) -> None:
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
        kind = "application/gzip" if packed else "application/xml"
        self.pages[path] = Answer(gzip.compress(body) if packed else body, headers={"Content-Type": kind})

    def _answer(self, server: BaseHTTPRequestHandler) -> None:
        request = Request(server.path, dict(server.headers.items()), time.monotonic())
        self.requests.append(request)
        route = self.pages.get(server.path) or self.pages.get(urlsplit(server.path).path) or self.fallback
        answer = route(request) if callable(route) else route or Answer(b"nothing here", 404)
        server.send_response(answer.status)
        for name, value in answer.headers.items():
            server.send_header(name, value)
        if answer.status != 304 and "Transfer-Encoding" not in answer.headers:
            server.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
        server.send_header("Connection", "close")
        server.end_headers()
        server.close_connection = True
        if not answer.pause:
            server.wfile.write(answer.body)
        for byte in answer.body if answer.pause else b"":
            server.wfile.write(bytes([byte]))
            server.wfile.flush()
            time.sleep(answer.pause)


class Trap:
    """Listens on loopback, v4 and v6, on one port, and counts who comes."""

    def __init__(self) -> None:
        self.visitors = 0
        self._open = True
        self._sockets = [self._listen(socket.AF_INET, "127.0.0.1", 0)]
        self.port: int = self._sockets[0].getsockname()[1]
        if socket.has_ipv6:
            self._sockets.append(self._listen(socket.AF_INET6, "::1", self.port))
        self._threads = [threading.Thread(target=self._count, args=(one,), daemon=True) for one in self._sockets]
        for thread in self._threads:
            thread.start()

    @staticmethod
    def _listen(family: int, host: str, port: int) -> socket.socket:
        one = socket.socket(family, socket.SOCK_STREAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((host, port))
        one.listen(50)
        one.settimeout(0.05)
        return one

    def _count(self, one: socket.socket) -> None:
        while self._open:
            try:
                connection, _ = one.accept()
            except TimeoutError:
                continue
            self.visitors += 1
            connection.close()

    def close(self) -> None:
        """Stop."""
        self._open = False
        for thread in self._threads:
            thread.join()
        for one in self._sockets:
            one.close()


@contextmanager
def web_site(tls: ssl.SSLContext | None = None) -> Iterator[WebSite]:
    """Run a site for the length of a block."""
    site = WebSite(tls)
    try:
        yield site
    finally:
        site.close()


@contextmanager
def trap() -> Iterator[Trap]:
    """Run a trap for the length of a block."""
    one = Trap()
    try:
        yield one
    finally:
        one.close()
