"""More than 300 forms of addresses that lead into the internal network, against a listener that counts visitors."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore2
import pytest

from ingest.addresses import parse_address
from ingest.discovering import discover
from ingest.fetching import Fetcher, FetchError, Network
from ingest.sources import Source
from tests.ingest.web_site import Trap, WebSite, trap, web_site

_REFUSED = {"address", "forbidden-address", "unreachable"}
_PROXIES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")

LOOPBACK = (
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "0177.0.0.1", "0177.0.0.01", "127.0.0.01", "0x7f.0.0.1", "0x7f.1",
    "0x7f000001", "0X7F000001", "2130706433", "017700000001", "127.0.0.2", "127.255.255.254", "0.0.0.0", "0", "0x0",
    "00000000", "localhost", "LOCALHOST", "localhost.", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1",
    "ｌｏｃａｌｈｏｓｔ", "%31%32%37.0.0.1", "127.0.0.1%00.example.org", "127.0.0.1%2eexample.org", "[::1]", "[::]",
    "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:1::1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[::ffff:0:127.0.0.1]", "[2a01::5efe:127.0.0.1]", "[2a01::200:5efe:7f00:1]", "[::1%25lo]", "[::1%lo]",
    "[127.0.0.1]",
)  # fmt: skip
INTERNAL = (
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE", "0251.0376.0251.0376", "169.254.43518",
    "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::169.254.169.254]", "[2002:a9fe:a9fe::]",
    "[fd00:ec2::254]", "10.0.0.1", "10.255.255.255", "167772161", "012.0.0.1", "10.1", "172.16.0.1", "172.31.255.254",
    "192.168.0.1", "192.168.1", "3232235777", "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.0.8", "192.0.0.170",
    "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.254", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fe80::1%25eth0]", "[febf::1]", "[fec0::1]",
    "[fc00::1]", "[fdff::1]", "[ff02::1]", "[ff0e::1]", "[100::1]", "[2001::1]", "[2001:10::1]", "[2001:20::1]",
    "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[::ffff:10.0.0.1]", "[::ffff:192.168.0.1]", "[64:ff9b::10.0.0.1]",
)  # fmt: skip
TRICKS = (
    "http://example.org@127.0.0.1:{port}/", "http://user:word@127.0.0.1:{port}/", "http://127.0.0.1:{port}@127.0.0.1/",
    "http://127.0.0.1:{port}\\@example.org/", "http://example.org\\@127.0.0.1:{port}/", "http:\\\\127.0.0.1:{port}\\",
    "http:/\\127.0.0.1:{port}/", "\\\\127.0.0.1:{port}\\share", "http:///127.0.0.1:{port}/", "http:127.0.0.1:{port}/",
    "http:/127.0.0.1:{port}/", "//127.0.0.1:{port}/", "http://127.0.0.1:{port}#@example.org/",
    "http://127.0.0.1:{port}?@example.org/", "http://127.0.0.1:{port};@example.org/", "http://127.0.0.1\t:{port}/",
    "http://127.0.0\n.1:{port}/", "ht\ttp://127.0.0.1:{port}/", "http://127.0.0.1 :{port}/",
    "http:// 127.0.0.1:{port}/",
    "http://127.0.0.1\x00:{port}/", "http://127.0.0.1\u200b:{port}/", "http://127.0.0.1\u00ad:{port}/",
    "http://\u202e127.0.0.1:{port}/", "http://127.0.0.1:{port}\r\nHost: example.org/", "http://127.0.0.1:0{port}/",
    "http://127.0.0.1:+{port}/", "http://127.0.0.1:-{port}/", "http://127.0.0.1:{port}:80/", "http://127.0.0.1:99999/",
    "http://127.0.0.1:0/", "http://[::1]:{port}.example.org/", "http://[::1/", "http://::1:{port}/",
    "HTTP://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "  http://127.0.0.1:{port}/  ", "file:///etc/passwd",
    "file://127.0.0.1:{port}/etc/passwd", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_GET", "ws://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/", "ldap://127.0.0.1:{port}/", "jar:http://127.0.0.1:{port}!/", "unix:/run/docker.sock",
    "http+unix://%2Frun%2Fdocker.sock/", "view-source:http://127.0.0.1:{port}/", "data:text/html,hello",
    "javascript:fetch('http://127.0.0.1:{port}')", "url:http://127.0.0.1:{port}/", "http://127.0.0.1:{port}/..;/admin",
    "http://127.0.0.1:{port}/%0d%0aX:1", "http://127.0.0.1:{port}/?url=http://example.org",
)  # fmt: skip
# What a name may stand for, as in 127.0.0.1.nip.example.
NAMES = {
    f"name-{number}.example.org": ip
    for number, ip in enumerate((
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.5", "172.20.1.1", "192.168.0.10", "169.254.169.254",
        "100.100.100.200",
        "198.18.5.5", "224.0.0.251", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "fe80::1%lo", "fd00:ec2::254",
        "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "::127.0.0.1",
    ))
}  # fmt: skip


class Opened:
    """Every address that this process connects a socket to, as Python's audit events tell."""

    def __init__(self) -> None:
        self.places: list[Any] = []
        self.watching = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.watching and event == "socket.connect":
            self.places.append(arguments[1])


_OPENED = Opened()


class Names(Network):
    """Knows the names above; another name server knows no more."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Look into the names first."""
        return [NAMES[host]] if host in NAMES else super().resolve(host, port)


class Rebinding(Network):
    """Gives a public address first and loopback ever after; the public host itself is down."""

    def __init__(self) -> None:
        self.answers = 0
        self.reached: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        """Change the answer after the first time."""
        self.answers += 1
        return ["198.41.0.4"] if self.answers == 1 else ["127.0.0.1"]

    def connect(self, ip: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        """Remember where to; only loopback answers."""
        self.reached.append(ip)
        if ip == "198.41.0.4":
            raise httpcore2.ConnectError("refused")
        return super().connect(ip, port, seconds)


@pytest.fixture
def listener() -> Iterator[Trap]:
    with trap() as one:
        _OPENED.places.clear()
        _OPENED.watching = True
        yield one
        _OPENED.watching = False


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as one:
        one.text("/robots.txt", "", "text/plain")
        yield one


@pytest.fixture
def fetcher(tmp_path: Path, site: WebSite, listener: Trap, monkeypatch: pytest.MonkeyPatch) -> Fetcher:
    """A fetcher that may go to the site, in an environment whose proxy is the trap."""
    for name in _PROXIES:
        monkeypatch.setenv(name, f"http://127.0.0.1:{listener.port}")
    return Fetcher(tmp_path, seconds=10, allow=site.place, rate=0, attempts=1, backoff=0, network=Names())


def forms(port: int) -> list[str]:
    hosts = (*LOOPBACK, *INTERNAL, *NAMES)
    return [*(f"http://{host}:{port}/x" for host in hosts), *(trick.format(port=port) for trick in TRICKS)]


def assert_nobody_came(listener: Trap, site: WebSite) -> None:
    assert listener.visitors == 0
    assert {place[:2] for place in _OPENED.places} <= {("127.0.0.1", site.port)}


def test_no_form_of_an_address_reaches_the_internal_network(fetcher: Fetcher, listener: Trap, site: WebSite) -> None:
    """Somebody who types an address of the internal network, in any spelling, gets nothing from there."""
    tried = forms(listener.port)
    for form in tried:
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(form)
        assert caught.value.code in _REFUSED, form
    assert len(tried) >= 150
    assert_nobody_came(listener, site)
    assert not _OPENED.places


@pytest.mark.parametrize("status", [301, 302, 307])
def test_no_redirect_reaches_the_internal_network(status: int, fetcher: Fetcher, listener: Trap, site: WebSite) -> None:
    """A public site that redirects into the internal network is not followed there."""
    tried = [form for form in forms(listener.port) if form.isascii() and form.isprintable()]
    for form in tried:
        site.redirect("/start", form, status)
        # Some forms are relative: they name a page of the site itself, which has none there.
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(f"{site.url}/start").require()
        assert caught.value.code in {*_REFUSED, "gone"}, form
    assert len(tried) >= 140
    assert_nobody_came(listener, site)


def _source(kind: str, site: WebSite, path: str, listener: Trap) -> Source:
    """Give a source that wants the documents of every host that is tried, so that no filter protects it."""
    hosts = set()
    for form in forms(listener.port):
        try:
            hosts.add(parse_address(form).host)
        except FetchError:
            continue
    return Source.model_validate(
        {"name": "piege", "title": "Piège", "kind": kind, "address": f"{site.url}{path}", "hosts": sorted(hosts),
         "max_pages": 1000, "attachments": True, "depth": 3}
    )  # fmt: skip


def _escaped(form: str) -> str:
    shown = "".join(character for character in form if character.isprintable() or character in "\t\n")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize("kind", ["sitemap", "feed", "crawl", "page"])
def test_no_listing_reaches_the_internal_network(kind: str, fetcher: Fetcher, listener: Trap, site: WebSite) -> None:
    """A sitemap, a feed or a page that lists addresses of the internal network leads nowhere."""
    tried = [_escaped(form) for form in forms(listener.port)]
    files = [form.removesuffix("/x") + "/x.pdf" for form in tried]
    path = {"sitemap": "/sitemap.xml", "feed": "/feed.xml"}.get(kind, "/")
    site.sitemap("/sitemap.xml", f"{site.url}/", *tried)
    site.rss("/feed.xml", f"{site.url}/", *tried)
    refresh = f'<meta http-equiv="refresh" content="0;url={tried[0]}"><link rel="canonical" href="{tried[0]}">'
    site.page("/", "Accueil", *tried, *files, head=refresh, body=f'<iframe src="{tried[0]}"></iframe>')
    listing = discover(_source(kind, site, path, listener), fetcher)
    for candidate in listing:
        if not candidate.url.startswith(site.url):
            with pytest.raises(FetchError):
                fetcher.fetch(candidate.url)
    listing.discard()
    assert any(candidate.url.startswith(site.url) for candidate in listing)
    assert_nobody_came(listener, site)


def test_robots_txt_can_not_name_an_internal_sitemap(fetcher: Fetcher, listener: Trap, site: WebSite) -> None:
    """A site can't send the program into the internal network through its robots.txt."""
    lines = "".join(f"Sitemap: http://{host}:{listener.port}/sitemap.xml\n" for host in LOOPBACK)
    site.text("/robots.txt", lines, "text/plain")
    site.sitemap_index("/sitemap.xml", *(f"http://{host}:{listener.port}/s.xml" for host in (*LOOPBACK, *NAMES)))
    with pytest.raises(FetchError):
        discover(_source("sitemap", site, "/", listener), fetcher)
    assert_nobody_came(listener, site)


def test_a_name_that_changes_its_address_is_not_followed(tmp_path: Path, listener: Trap) -> None:
    """A name server that says something else the second time doesn't lead into the internal network."""
    for url in (f"http://rebind.example.org:{listener.port}/", f"https://rebind.example.org:{listener.port}/a.pdf"):
        network = Rebinding()
        fetcher = Fetcher(tmp_path, seconds=10, rate=0, attempts=3, backoff=0, network=network)
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(url)
        assert caught.value.code == "forbidden-address"
        assert network.reached == ["198.41.0.4"]
    assert listener.visitors == 0


def test_one_internal_address_among_public_ones_is_enough_to_refuse(tmp_path: Path, listener: Trap) -> None:
    """A name that stands for a public and an internal address at once is refused before anything is connected."""

    class Mixed(Network):
        def resolve(self, host: str, port: int) -> list[str]:
            """Give both."""
            return ["198.41.0.4", "127.0.0.1"]

    with pytest.raises(FetchError) as caught:
        Fetcher(tmp_path, rate=0, network=Mixed()).fetch(f"http://mixed.example.org:{listener.port}/")
    assert caught.value.code == "forbidden-address"
    assert not _OPENED.places


def test_the_trap_would_notice(tmp_path: Path, listener: Trap) -> None:
    """The listener does count visitors: a host that the setting allows is reached."""
    with pytest.raises(FetchError):
        Fetcher(tmp_path, rate=0, attempts=1, allow=f"127.0.0.1:{listener.port}").fetch(
            f"http://127.0.0.1:{listener.port}/"
        )
    assert listener.visitors == 1
    assert _OPENED.places == [("127.0.0.1", listener.port)]
