import gzip
import itertools
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from ingest.fetching import Fetched, Fetcher, FetchError, Network
from tests.ingest.web_site import ARTICLE, LOGIN, PDF, Answer, Request, WebSite, web_site

MakeFetcher = Callable[..., Fetcher]
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as one:
        yield one


@pytest.fixture
def make_fetcher(tmp_path: Path, site: WebSite) -> MakeFetcher:
    """Make fetchers that may go to the site; they neither pause nor wait unless told to."""

    def make(**changes: object) -> Fetcher:
        usual: dict[str, object] = {"seconds": 10, "allow": site.place, "rate": 0, "backoff": 0}
        return Fetcher(tmp_path / "fetched", **{**usual, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture
def fetcher(make_fetcher: MakeFetcher) -> Fetcher:
    return make_fetcher()


def refusal(fetcher: Fetcher, url: str, **arguments: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url, **arguments)  # type: ignore[arg-type]
    error = caught.value
    assert error.reason.endswith(".") and error.remedy.endswith(".")
    return error


def left_over(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "fetched").glob("*"))


def test_a_document_comes_with_what_the_site_says_of_it(site: WebSite, fetcher: Fetcher) -> None:
    """A PDF is fetched whole, with its name, its type and what is needed to ask for it again."""
    site.pdf(
        "/wp-content/uploads/2024/03/Etude%20socio.pdf", ETag='"v1"', Last_Modified="Fri, 15 Mar 2024 10:00:00 GMT"
    )
    fetched = fetcher.fetch(f"{site.url}/wp-content/uploads/2024/03/Etude socio.pdf")
    assert fetched.status == "fetched"
    assert fetched.read() == PDF
    assert (fetched.media_type, fetched.size) == ("application/pdf", len(PDF))
    assert fetched.name == "Etude socio.pdf"
    assert (fetched.etag, fetched.last_modified) == ('"v1"', "Fri, 15 Mar 2024 10:00:00 GMT")
    fetched.discard()
    assert fetched.path is not None and not fetched.path.exists()


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="rapport 2024.pdf"', "rapport 2024.pdf"),
        ("attachment; filename*=UTF-8''%C3%A9tude.pdf", "étude.pdf"),
        ('attachment; filename="../../etc/passwd"', "etc-passwd"),
        ('attachment; filename="a\\b\x01c.pdf"', "a-b-c.pdf"),
        (f'attachment; filename="{"a" * 400}.pdf"', "a" * 146 + ".pdf"),
        ("attachment; filename*=klingon''x.pdf", "x.pdf"),
        ("attachment", "telecharger"),
    ],
)
def test_the_name_that_the_site_gives_a_file_is_shown(header: str, name: str, site: WebSite, fetcher: Fetcher) -> None:
    """People see the name that the site gives a file, never a path in it."""
    site.pages["/telecharger"] = Answer(PDF, headers={"Content-Disposition": header})
    assert fetcher.fetch(f"{site.url}/telecharger").name == name


def test_the_program_says_who_it_is(site: WebSite, fetcher: Fetcher) -> None:
    """A site sees which program fetches, and gets its own name as the host."""
    site.page("/a")
    fetcher.fetch(f"{site.url}/a")
    headers = site.requests[0].headers
    assert headers["User-Agent"].startswith("rameau-assistant/")
    assert headers["Host"] == site.place


def test_what_did_not_change_is_not_fetched_again(site: WebSite, fetcher: Fetcher, tmp_path: Path) -> None:
    """A document that the site knows to be unchanged costs no download."""
    site.versioned("/a.pdf", PDF, etag='"v1"')
    site.versioned("/b.pdf", PDF, modified="Fri, 15 Mar 2024 10:00:00 GMT")
    first = fetcher.fetch(f"{site.url}/a.pdf")
    first.discard()
    again = fetcher.fetch(f"{site.url}/a.pdf", etag=first.etag)
    assert (again.status, again.etag, again.path) == ("unchanged", '"v1"', None)
    assert fetcher.fetch(f"{site.url}/b.pdf", last_modified="Fri, 15 Mar 2024 10:00:00 GMT").status == "unchanged"
    assert fetcher.fetch(f"{site.url}/a.pdf", etag='"v0"').status == "fetched"
    assert len(left_over(tmp_path)) == 1


def test_an_etag_from_an_attacker_breaks_no_request(site: WebSite, fetcher: Fetcher) -> None:
    """What a site once said is not put into a request when it holds line ends."""
    site.pdf("/a.pdf")
    fetcher.fetch(f"{site.url}/a.pdf", etag='"v1"\r\nX-Evil: 1', last_modified="é")
    assert not {"X-Evil", "If-None-Match", "If-Modified-Since"} & set(site.requests[0].headers)


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_said_to_be_gone(status: int, site: WebSite, fetcher: Fetcher) -> None:
    """A 404 or 410 tells that the document is gone; asking for its content says why there is none."""
    site.pages["/old"] = Answer(b"gone", status)
    fetched = fetcher.fetch(f"{site.url}/old")
    assert (fetched.status, fetched.http_status) == ("gone", status)
    with pytest.raises(FetchError, match="nothing at"):
        fetched.read()


def test_a_moved_document_is_known_by_its_new_address(site: WebSite, fetcher: Fetcher) -> None:
    """A document that moved for good takes its new address, and the old ones still lead to it."""
    site.redirect("/11804-2/", "/ancien", 308)
    site.redirect("/ancien", f"{site.url}/nouveau/")
    site.page("/nouveau/", "Nouveau")
    fetched = fetcher.fetch(f"{site.url}/11804-2/")
    assert fetched.moved
    assert fetched.url == f"{site.url}/nouveau"
    assert fetched.aliases == (f"{site.url}/11804-2/", f"{site.url}/ancien")


def test_a_detour_does_not_change_an_address(site: WebSite, fetcher: Fetcher) -> None:
    """A document that is elsewhere for the moment keeps its address."""
    site.redirect("/doc", "/doc-v1", 301)
    site.redirect("/doc-v1", "/miroir", 302)
    site.page("/miroir")
    fetched = fetcher.fetch(f"{site.url}/doc")
    assert (fetched.url, fetched.moved) == (f"{site.url}/doc-v1", False)


def test_a_page_may_name_its_own_address_but_not_that_of_another_site(site: WebSite, fetcher: Fetcher) -> None:
    """A page shown under two addresses is one document; no page takes the place of another site's."""
    site.page("/print/etude", "Étude", head=f'<link rel="canonical" href="{site.url}/etude/">')
    site.page("/vol", "Vol", head='<link rel="canonical" href="https://www.lerameau.fr/etude/">')
    site.page("/erreur", "Erreur", head='<link rel="canonical" href="/">')
    assert fetcher.fetch(f"{site.url}/print/etude").url == f"{site.url}/etude"
    assert fetcher.fetch(f"{site.url}/vol").url == f"{site.url}/vol"
    assert fetcher.fetch(f"{site.url}/erreur").url == f"{site.url}/erreur"


def test_redirects_have_an_end(site: WebSite, fetcher: Fetcher) -> None:
    """A circle of redirects, or a long chain, is refused after few requests; five hops are followed."""
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    assert refusal(fetcher, f"{site.url}/a").code == "redirects"
    for number in range(6):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/6")
    before = len(site.requests)
    assert refusal(fetcher, f"{site.url}/0").code == "redirects"
    assert len(site.requests) - before == 6
    assert fetcher.fetch(f"{site.url}/1").status == "fetched"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "http://a@b/", "\\\\a"]
)
def test_a_redirect_out_of_the_web_is_refused(target: str, site: WebSite, fetcher: Fetcher) -> None:
    """A site can't make the program read a file of its own machine."""
    site.redirect("/a", target, 302)
    assert refusal(fetcher, f"{site.url}/a").code == "address"


def test_a_page_that_sends_to_the_home_page_is_not_taken_for_it(site: WebSite, fetcher: Fetcher) -> None:
    """A site that sends every lost page to its home page doesn't fill the base with copies of it."""
    site.redirect("/etude-2019/", "/", 302)
    site.page("/", "Accueil")
    assert refusal(fetcher, f"{site.url}/etude-2019/").code == "redirects"
    assert fetcher.fetch(site.url).status == "fetched"


def test_a_busy_site_is_asked_again(site: WebSite, make_fetcher: MakeFetcher) -> None:
    """A site that is busy for a moment gives its document all the same, after the pause that it asked for."""
    waits: list[float] = []
    fetcher = make_fetcher(backoff=1.0, sleep=waits.append)
    site.busy("/a", 1, Answer(PDF), Retry_After="7")
    site.busy("/b", 2, Answer(PDF), status=429)
    site.busy("/c", 1, Answer(PDF), status=500)
    assert [fetcher.fetch(f"{site.url}/{name}").status for name in "abc"] == ["fetched"] * 3
    assert waits[0] == 7
    assert 1 <= waits[1] <= 1.5 and 2 <= waits[2] <= 2.5


def test_a_site_that_stays_busy_is_left_alone(site: WebSite, make_fetcher: MakeFetcher, tmp_path: Path) -> None:
    """After three tries, or when a site asks for a longer pause than there is, the program gives up and says why."""
    waits: list[float] = []
    fetcher = make_fetcher(backoff=0.1, sleep=waits.append)
    site.busy("/a", 99, Answer(PDF))
    error = refusal(fetcher, f"{site.url}/a")
    assert (error.code, error.detail, error.transient) == ("http", "503", True)
    assert len(site.requests) == 3
    site.busy("/b", 99, Answer(PDF), Retry_After="3600")
    error = refusal(fetcher, f"{site.url}/b")
    assert error.retry_after == 3600
    assert len(site.requests) == 4
    assert not left_over(tmp_path)


def test_a_refusal_for_good_is_not_asked_again(site: WebSite, fetcher: Fetcher) -> None:
    """A page that is forbidden is asked for once."""
    site.pages["/a"] = Answer(b"no", 403)
    error = refusal(fetcher, f"{site.url}/a")
    assert (error.code, error.detail, error.transient) == ("http", "403", False)
    assert len(site.requests) == 1


def test_a_login_page_is_no_document(site: WebSite, fetcher: Fetcher, tmp_path: Path) -> None:
    """A page that asks for a password is refused, whether it comes with success, by redirect or as a file."""
    site.pages["/wp-login.php"] = Answer(LOGIN.encode(), headers=HTML)
    site.pages["/reserve"] = Answer(LOGIN.encode(), headers=HTML)
    site.pages["/401"] = Answer(b"", 401)
    site.redirect("/membres/etude", "/wp-login.php?redirect_to=x", 302)
    site.redirect("/etude.pdf", "/wp-login.php", 302)
    long = f"<input type=password><p>{'mot ' * 300}</p>"
    site.redirect("/membres/note", "/connexion", 302)
    site.page("/connexion", "Bienvenue", body=long)
    site.page("/note.pdf", "Bienvenue", body=long)
    for path in ("/reserve", "/401", "/membres/etude", "/etude.pdf", "/membres/note", "/note.pdf"):
        assert refusal(fetcher, f"{site.url}{path}").code == "login"
    assert not left_over(tmp_path)


def test_a_page_with_a_login_box_beside_its_text_is_a_document(site: WebSite, fetcher: Fetcher) -> None:
    """A long page with a small login form in its margin is read all the same."""
    site.page("/article", "Une étude", body=f"<aside><form><input type=password></form></aside><p>{'mot ' * 300}</p>")
    assert fetcher.fetch(f"{site.url}/article").status == "fetched"


def test_an_empty_answer_is_no_document(site: WebSite, fetcher: Fetcher, tmp_path: Path) -> None:
    """A site that answers with nothing, or with blanks, doesn't empty a document."""
    site.pages["/vide"] = Answer(b"", headers=HTML)
    site.pages["/blanc"] = Answer(b" \r\n\t ", headers=HTML)
    site.pages["/204"] = Answer(b"", 204)
    for path in ("/vide", "/blanc", "/204"):
        assert refusal(fetcher, f"{site.url}{path}").code == "empty"
    assert not left_over(tmp_path)


def test_a_page_in_place_of_a_file_is_refused(site: WebSite, fetcher: Fetcher) -> None:
    """A page of apologies in place of a PDF doesn't take the PDF's place."""
    site.pages["/etude.pdf"] = Answer(ARTICLE.format(title="Oups", head="", body="").encode(), headers=HTML)
    assert refusal(fetcher, f"{site.url}/etude.pdf").code == "not-a-document"


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_larger_than_allowed_is_cut_off(
    declared: bool, site: WebSite, make_fetcher: MakeFetcher, tmp_path: Path
) -> None:
    """A file above the limit is refused at once, and nothing stays on the disk."""
    headers = {} if declared else {"Transfer-Encoding": "chunked"}
    body = b"%x\r\n%b\r\n" % (5_000_000, b"0" * 5_000_000) + b"0\r\n\r\n"
    site.pages["/a"] = Answer(b"0" * 5_000_000 if declared else body, headers=headers)
    error = refusal(make_fetcher(max_bytes=1_000_000), f"{site.url}/a")
    assert (error.code, error.detail) == ("too-large", "1000000")
    assert not left_over(tmp_path)


def test_a_bomb_is_cut_off_by_what_it_becomes(site: WebSite, make_fetcher: MakeFetcher, tmp_path: Path) -> None:
    """A small file that unpacks to a huge one is refused by its unpacked size, in no time."""
    engine = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join(engine.compress(b"\0" * 10_000_000) for _ in range(30)) + engine.flush()
    site.pages["/bombe"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    begin = time.monotonic()
    assert refusal(make_fetcher(max_bytes=2_000_000), f"{site.url}/bombe").code == "too-large"
    assert len(bomb) < 400_000
    assert time.monotonic() - begin < 2
    assert not left_over(tmp_path)


def test_packed_bodies_are_unpacked(site: WebSite, fetcher: Fetcher) -> None:
    """A body that the server packs comes as it was, in one piece or in several."""
    site.pages["/gzip"] = Answer(gzip.compress(PDF), headers={"Content-Encoding": "gzip"})
    site.pages["/twice"] = Answer(gzip.compress(b"ab") + gzip.compress(b"cd"), headers={"Content-Encoding": "x-gzip"})
    site.pages["/deflate"] = Answer(zlib.compress(PDF), headers={"Content-Encoding": "deflate"})
    assert fetcher.fetch(f"{site.url}/gzip").read() == PDF
    assert fetcher.fetch(f"{site.url}/twice").read() == b"abcd"
    assert fetcher.fetch(f"{site.url}/deflate").read() == PDF


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(PDF, length=len(PDF) + 10), "unreachable"),
        (Answer(gzip.compress(PDF)[:-9], headers={"Content-Encoding": "gzip"}), "unreachable"),
        (Answer(b"not gzip", headers={"Content-Encoding": "gzip"}), "unreachable"),
        (Answer(PDF, headers={"Content-Encoding": "br"}), "http"),
        (Answer(PDF, 206), "http"),
        (Answer(b"", 304), "http"),
    ],
)
def test_half_a_document_is_no_document(
    answer: Answer, code: str, site: WebSite, fetcher: Fetcher, tmp_path: Path
) -> None:
    """A body that breaks off, or that can't be decoded, never replaces the whole one."""
    site.pages["/a"] = answer
    assert refusal(fetcher, f"{site.url}/a").code == code
    assert not left_over(tmp_path)


def test_a_slow_drip_ends_at_the_deadline(site: WebSite, make_fetcher: MakeFetcher, tmp_path: Path) -> None:
    """A site that sends a byte now and then, for ever, holds the program up no longer than the setting says."""
    site.pages["/goutte"] = Answer(b"x" * 1000, pause=0.1)
    begin = time.monotonic()
    error = refusal(make_fetcher(seconds=0.7), f"{site.url}/goutte")
    assert (error.code, error.detail) == ("timeout", "0.7")
    assert 0.6 < time.monotonic() - begin < 1.5
    assert len(site.requests) == 1
    assert not left_over(tmp_path)


def test_a_site_that_is_down_says_so(site: WebSite, make_fetcher: MakeFetcher) -> None:
    """An address where nothing listens, or a host that doesn't exist, is named in the reason."""
    port = site.port
    site.close()
    assert refusal(make_fetcher(), f"http://127.0.0.1:{port}/a").code == "unreachable"
    error = refusal(make_fetcher(), "http://nowhere.invalid/a")
    assert (error.code, error.detail) == ("unreachable", "nowhere.invalid")
    with web_site():  # the fixture closes a site too
        pass


def test_a_name_server_that_hangs_does_not_hang_the_program(make_fetcher: MakeFetcher) -> None:
    """A name server without an answer costs no more than the time of the fetch."""

    class Hung(Network):
        def resolve(self, host: str, port: int) -> list[str]:
            """Take too long."""
            time.sleep(3)
            return ["198.41.0.4"]

    begin = time.monotonic()
    error = refusal(make_fetcher(seconds=0.4, attempts=1, network=Hung()), "http://slow.example.org/")
    assert error.code in {"timeout", "unreachable"}
    assert time.monotonic() - begin < 1.5


def test_requests_to_one_site_keep_their_distance(site: WebSite, make_fetcher: MakeFetcher) -> None:
    """A site gets one request after the other, with a pause that it may ask to be longer."""
    fetcher = make_fetcher(rate=10)
    site.page("/a")
    for _ in range(3):
        fetcher.fetch(f"{site.url}/a")
    fetcher.slow_down("127.0.0.1", 0.3)
    fetcher.fetch(f"{site.url}/a")
    fetcher.fetch(f"{site.url}/a")
    times = [request.at for request in site.requests]
    pauses = [later - sooner for sooner, later in itertools.pairwise(times)]
    assert min(pauses) > 0.08
    assert pauses[-1] > 0.28


def test_encryption_is_checked_and_never_given_up(tmp_path: Path) -> None:
    """The certificate must be that of the named host; a redirect to an address without encryption is refused."""
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("www.example.org").configure_cert(server)
    authority.configure_trust(client)
    asked: list[str | None] = []
    server.sni_callback = lambda connection, name, context: asked.append(name)

    class Loopback(Network):
        def resolve(self, host: str, port: int) -> list[str]:
            """Know every host as this machine."""
            return ["127.0.0.1"]

    with web_site(server) as site:
        allow = f"www.example.org:{site.port}, other.example.org:{site.port}"
        fetcher = Fetcher(tmp_path, seconds=5, allow=allow, rate=0, backoff=0, network=Loopback(), tls=client)
        site.page("/a")
        site.redirect("/b", f"http://www.example.org:{site.port}/a")
        fetched = fetcher.fetch(f"https://www.example.org:{site.port}/a")
        assert fetched.url == f"https://www.example.org:{site.port}/a"
        assert asked == ["www.example.org"]
        assert site.requests[0].headers["Host"] == f"www.example.org:{site.port}"
        assert refusal(fetcher, f"https://www.example.org:{site.port}/b").code == "redirects"
        error = refusal(fetcher, f"https://other.example.org:{site.port}/a")
        assert error.code == "unreachable" and not error.transient
        assert len(site.requests) == 2


def test_an_allowed_host_is_allowed_on_its_port_only(site: WebSite, make_fetcher: MakeFetcher) -> None:
    """The setting opens one host of the internal network, not its neighbours."""
    site.page("/a")
    assert make_fetcher(allow="127.0.0.1").fetch(f"{site.url}/a").status == "fetched"
    assert refusal(make_fetcher(allow="127.0.0.1:1"), f"{site.url}/a").code == "forbidden-address"
    assert refusal(make_fetcher(allow=""), f"{site.url}/a").code == "forbidden-address"
    assert refusal(make_fetcher(), f"http://localhost:{site.port}/a").code == "forbidden-address"


def test_a_fetch_can_be_stopped(site: WebSite, make_fetcher: MakeFetcher) -> None:
    """Somebody who cancels a job doesn't wait for the pauses between requests."""

    class StopError(Exception):
        pass

    def stop(seconds: float) -> None:
        raise StopError

    site.busy("/a", 9, Answer(PDF))
    with pytest.raises(StopError):
        make_fetcher(backoff=5.0, sleep=stop).fetch(f"{site.url}/a")


def test_what_is_not_expected_to_be_a_document_is_taken_as_it_is(site: WebSite, fetcher: Fetcher) -> None:
    """robots.txt and sitemaps may be empty, or look like anything."""
    site.pages["/robots.txt"] = Answer(b"")
    assert fetcher.fetch(f"{site.url}/robots.txt", document=False).read() == b""


def test_a_server_that_speaks_no_http_is_refused(make_fetcher: MakeFetcher, site: WebSite) -> None:
    """A port where something else listens is told apart from a web site."""

    def odd(request: Request) -> Answer:
        return Answer(headers={"Content-Length": "12x"})

    site.pages["/a"] = odd
    assert refusal(make_fetcher(), f"{site.url}/a").code == "unreachable"


def test_what_came_tells_programs_what_the_page_asks_of_them(site: WebSite, fetcher: Fetcher) -> None:
    """A page's wish not to be kept or followed is known, whether it stands in its head or in its headers."""
    site.page("/a", head='<meta name="robots" content="NOINDEX, follow">')
    site.pages["/b"] = Answer(
        ARTICLE.format(title="b", head="", body="").encode(), headers={**HTML, "X-Robots-Tag": "none"}
    )
    pages = [fetcher.fetch(f"{site.url}/{name}").page for name in "ab"]
    assert [(page.indexed, page.followed) for page in pages if page] == [(False, True), (False, False)]


def test_fetched_says_nothing_twice() -> None:
    """The addresses that led to a document are listed once each, without its own."""
    fetched = Fetched("fetched", "https://a.fr/x", "https://a.fr/x", 200)
    assert fetched.aliases == ()
