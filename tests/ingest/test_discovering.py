from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.jobs import Holding
from ingest.discovering import Candidate, Listing, Plan, discover, refresh_plan
from ingest.fetching import Fetcher, FetchError
from ingest.sources import Source, load_sources
from tests.conftest import ROOT
from tests.ingest.web_site import LOGIN, PDF, Answer, WebSite, web_site

MakeSource = Callable[..., Source]
HTML = {"Content-Type": "text/html"}


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as one:
        yield one


@pytest.fixture
def fetcher(tmp_path: Path, site: WebSite) -> Fetcher:
    return Fetcher(tmp_path / "fetched", seconds=5, allow=site.place, rate=0, attempts=2, backoff=0)


@pytest.fixture
def make_source(site: WebSite) -> MakeSource:
    """Make sources that begin at a path of the site."""

    def make(kind: str, path: str = "/", **values: object) -> Source:
        usual = {"name": "site", "title": "Le site", "kind": kind, "address": f"{site.url}{path}", "exclude": ["/"]}
        return Source.model_validate({**usual, **values})

    return make


def paths(listing: Listing, site: WebSite) -> list[str]:
    return [candidate.url.removeprefix(site.url) for candidate in listing]


def refusal(source: Source, fetcher: Fetcher) -> FetchError:
    with pytest.raises(FetchError) as caught:
        discover(source, fetcher)
    return caught.value


def wordpress(site: WebSite) -> None:
    """Make the site one of WordPress: a sitemap of sitemaps, one of them packed, one of authors."""
    url = site.url
    site.text("/robots.txt", f"User-agent: *\nDisallow: /prive/\n\nSitemap: {url}/wp-sitemap.xml\n", "text/plain")
    site.sitemap_index("/wp-sitemap.xml", f"{url}/posts-1.xml", f"{url}/pages-1.xml.gz", f"{url}/users-1.xml")
    site.sitemap(
        "/posts-1.xml", f"{url}/11804-2/", f"{url}/faire-alliance/", f"{url}/faire-alliance", f"{url}/prive/a/"
    )
    site.sitemap("/pages-1.xml.gz", f"{url}/", f"{url}/a-propos/", packed=True)
    site.sitemap("/users-1.xml", f"{url}/author/charles/")


def test_a_sitemap_gives_the_documents_of_a_site(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A WordPress site is listed whole from its address alone, each page once, without what nobody may read."""
    wordpress(site)
    told: list[tuple[int, int]] = []
    source = make_source("sitemap", exclude=["/", "/author/*"])
    listing = discover(source, fetcher, lambda done, total: told.append((done, total)))
    assert paths(listing, site) == ["/11804-2/", "/faire-alliance/", "/a-propos/"]
    assert listing.complete
    assert {candidate.lastmod for candidate in listing} == {"2024-03-15"}
    assert listing.candidates[0].document_id.endswith("/11804-2" + listing.candidates[0].document_id[-9:])
    assert told == [(0, 1), (1, 2), (2, 3), (3, 4)]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml"])
def test_a_sitemap_is_found_where_sites_have_it(
    path: str, site: WebSite, fetcher: Fetcher, make_source: MakeSource
) -> None:
    """An editor who only knows the site's address gets its documents too."""
    site.sitemap(path, f"{site.url}/a/")
    assert paths(discover(make_source("sitemap"), fetcher), site) == ["/a/"]
    assert paths(discover(make_source("sitemap", path), fetcher), site) == ["/a/"]


def test_documents_of_other_sites_stay_out(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A sitemap lists its own site's documents; others are left out, unless the source names their host."""
    site.sitemap("/sitemap.xml", f"{site.url}/a", "https://www.other.example/b", "mailto:x", "https://user@a.fr/")
    assert paths(discover(make_source("sitemap"), fetcher), site) == ["/a"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"busy", 503), Answer(b"error", 500), Answer(b""), Answer(LOGIN.encode(), headers=HTML),
        Answer(b"<urlset></urlset>"), Answer(b"<urlset><url><loc>http://a.fr/</loc>"), Answer(b"gone", 410),
        Answer(b"<rss/>"), Answer(b"\x1f\x8bbroken"), Answer(b'<!DOCTYPE a [<!ENTITY b "c">]><urlset>&b;</urlset>'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/sitemap.xml"])
def test_an_outage_is_no_empty_site(
    path: str, answer: Answer, site: WebSite, fetcher: Fetcher, make_source: MakeSource
) -> None:
    """A site that is down, or that answers with an empty or damaged sitemap, says nothing about its documents."""
    site.pages["/sitemap.xml"] = answer
    error = refusal(make_source("sitemap", path), fetcher)
    assert error.code in {"http", "listing", "gone", "unreachable"}
    assert error.reason and error.remedy


def test_a_site_whose_rules_are_unknown_is_left_alone(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """While robots.txt can't be read because the site is down, nothing is fetched; a missing one allows everything."""
    site.sitemap("/sitemap.xml", f"{site.url}/a")
    site.pages["/robots.txt"] = Answer(b"", 503)
    assert refusal(make_source("sitemap"), fetcher).detail == "503"
    for answer in (Answer(b"", 404), Answer(b"", 403), Answer(b"", 401), Answer(b"<html><p>Accueil", headers=HTML)):
        site.pages["/robots.txt"] = answer
        assert len(discover(make_source("sitemap"), fetcher)) == 1


@pytest.mark.parametrize("kind", ["page", "feed", "crawl", "sitemap"])
def test_a_source_that_is_closed_to_programs_is_refused(
    kind: str, site: WebSite, fetcher: Fetcher, make_source: MakeSource
) -> None:
    """A site that doesn't want programs isn't read by this one."""
    site.text("/robots.txt", "User-agent: rameau-assistant\nDisallow: /\n", "text/plain")
    site.page("/sitemap.xml")
    assert refusal(make_source(kind, "/sitemap.xml"), fetcher).code == "robots"
    assert site.paths == ["/robots.txt"]


def test_half_a_sitemap_makes_nothing_vanish(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """When one of several sitemaps can't be read, what the others list is taken and nothing counts as gone."""
    wordpress(site)
    site.pages["/posts-1.xml"] = Answer(b"busy", 503)
    listing = discover(make_source("sitemap"), fetcher)
    assert "/a-propos/" in paths(listing, site)
    assert not listing.complete
    assert any("503" in note for note in listing.notes)


def test_sitemaps_that_name_each_other_have_an_end(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """Sitemaps in a circle, or nested without end, cost few requests."""
    url = site.url
    site.sitemap_index("/sitemap.xml", f"{url}/sitemap.xml", f"{url}/deep-1.xml", f"{url}/a.xml")
    for level in range(1, 9):
        site.sitemap_index(f"/deep-{level}.xml", f"{url}/deep-{level + 1}.xml", f"{url}/sitemap.xml")
    site.sitemap("/a.xml", f"{url}/a/")
    listing = discover(make_source("sitemap"), fetcher)
    assert paths(listing, site) == ["/a/"]
    assert not listing.complete
    assert len(site.requests) < 8


def test_a_huge_sitemap_is_cut(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A source takes no more documents than its limit, says so, and lets nothing vanish."""
    site.sitemap("/sitemap.xml", *(f"{site.url}/{number}/" for number in range(500)))
    listing = discover(make_source("sitemap", max_pages=100), fetcher)
    assert len(listing) == 100
    assert not listing.complete
    assert listing.notes == ("More than 100 documents: the others are left out.",)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_gives_what_is_new(form: str, site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """RSS and Atom feeds give their articles with title and date; what they no longer show isn't gone."""
    getattr(site, form)("/feed.xml", f"{site.url}/a/", "/b/?utm_source=rss", "https://other.example/c", f"{site.url}/a")
    listing = discover(make_source("feed", "/feed.xml"), fetcher)
    assert paths(listing, site) == ["/a/", "/b/?utm_source=rss"]
    assert listing.candidates[0].title.startswith("Article")
    assert "2024" in listing.candidates[0].lastmod
    assert not listing.complete


def test_a_feed_that_is_none_says_so(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A page in place of a feed, an empty feed or a bomb in one is an outage."""
    bomb = '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><item>'
    site.page("/page")
    site.text("/empty", '<rss version="2.0"><channel></channel></rss>')
    site.text("/bomb", f"{bomb}<title>&b;&b;&b;</title></item></channel></rss>")
    assert refusal(make_source("feed", "/page"), fetcher).code == "listing"
    assert refusal(make_source("feed", "/empty"), fetcher).code == "listing"
    assert len(discover(make_source("feed", "/bomb"), fetcher)) == 0
    outside = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
    site.text("/file", f"{outside}<title>&a;</title><link>{site.url}/x</link></item></channel></rss>")
    assert "root" not in "".join(candidate.title for candidate in discover(make_source("feed", "/file"), fetcher))


def test_a_crawl_goes_as_far_as_it_is_told(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A crawl takes the pages so many links away, with the files that they link to, and nothing further."""
    site.page("/", "Accueil", "/un/", "/etude.pdf", "https://other.example/x", "mailto:a@b.fr", "#haut")
    site.page("/un/", "Un", "/deux/", "/", "/un/?utm_source=menu", "../note.docx")
    site.page("/deux/", "Deux", "/trois/")
    site.page("/trois/", "Trois")
    source = make_source("crawl", depth=1)
    listing = discover(source, fetcher)
    assert paths(listing, site) == ["/etude.pdf", "/un/", "/note.docx"]
    assert "/deux/" not in site.paths
    listing.discard()
    listing = discover(make_source("crawl", depth=2), fetcher)
    assert paths(listing, site) == ["/etude.pdf", "/un/", "/note.docx", "/deux/"]
    assert not listing.complete


def test_what_a_crawl_fetched_is_not_fetched_again(
    site: WebSite, fetcher: Fetcher, make_source: MakeSource, tmp_path: Path
) -> None:
    """A page that was opened for its links comes along with its content; files are left for later."""
    site.page("/", "Accueil", "/un/", "/etude.pdf", "/telecharger/7")
    site.page("/un/", "Un")
    site.pdf("/telecharger/7")
    listing = discover(make_source("crawl", depth=1), fetcher)
    fetched = {candidate.url.removeprefix(site.url): candidate.fetched for candidate in listing}
    assert fetched["/etude.pdf"] is None
    assert fetched["/un/"] is not None and b"<h1>Un</h1>" in fetched["/un/"].read()
    assert fetched["/telecharger/7"] is not None and fetched["/telecharger/7"].read() == PDF
    assert "/etude.pdf" not in site.paths
    listing.discard()
    assert not list((tmp_path / "fetched").glob("*"))


def test_an_endless_calendar_has_an_end(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A calendar with a page a day, for ever, costs a few dozen requests, however deep the crawl may go."""
    site.calendar("/agenda/")
    site.page("/", "Accueil", "/agenda/", "/un/")
    site.page("/un/", "Un")
    listing = discover(make_source("crawl", depth=10, max_pages=1000), fetcher)
    listing.discard()
    assert "/un/" in paths(listing, site)
    assert len(site.requests) < 60
    site.requests.clear()
    many = [f"/agenda/{year}-{month}/" for year in range(2000, 2020) for month in range(12)]
    site.page("/", "Accueil", *many, *(f"/a{'/b' * depth}/" for depth in range(30)))
    discover(make_source("crawl", depth=10, max_pages=1000), fetcher).discard()
    assert len(site.requests) < 100


def test_addresses_that_grow_for_ever_are_left(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """Links that are relative by mistake, and make ever longer addresses, are not followed far."""
    deep = "".join(f"/{letter}" for letter in "abcdefghijkl")
    site.page("/", "Accueil", "/en/fr/en/fr/en/", f"{deep}/", f"{deep[:-2]}/", "/en/fr/en/")
    site.fallback = lambda request: Answer(b"<html><body>" + b"mot " * 50, headers=HTML)
    discover(make_source("crawl"), fetcher).discard()
    assert site.paths[2:] == [f"{deep[:-2]}/", "/en/fr/en/"]


def test_a_crawl_stops_at_its_number_of_pages(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A site of thousands of pages costs no more requests than the source allows."""
    site.page("/", "Accueil", *(f"/page-{letter}{other}/" for letter in "abcdefgh" for other in "abcdefgh"))
    site.fallback = lambda request: Answer(b"<html><body>" + b"mot " * 50, headers=HTML)
    listing = discover(make_source("crawl", max_pages=10), fetcher)
    listing.discard()
    assert len(site.requests) == 11  # robots.txt is one of them
    assert any("not opened" in note for note in listing.notes)


def test_a_crawl_does_what_pages_ask(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """Links and pages that programs should not follow or keep, and what robots.txt closes, are respected."""
    site.text("/robots.txt", "User-agent: *\nDisallow: /prive\n", "text/plain")
    nofollow = '<a rel="nofollow" href="/cache/">x</a>'
    site.page("/", "Accueil", "/noindex/", "/nofollow/", "/prive/a/", "/prive/a.pdf", body=nofollow)
    site.page("/noindex/", "", "/derriere/", head='<meta name="robots" content="noindex">')
    site.page("/nofollow/", "", "/perdu/", head='<meta name="ROBOTS" content="nofollow">')
    for path in ("/derriere/", "/perdu/", "/prive/a/", "/cache/"):
        site.page(path)
    listing = discover(make_source("crawl", depth=5), fetcher)
    listing.discard()
    assert paths(listing, site) == ["/nofollow/", "/derriere/"]
    assert not {"/cache/", "/perdu/", "/prive/a/"} & set(site.paths)


def test_a_site_may_ask_for_pauses(site: WebSite, tmp_path: Path, make_source: MakeSource) -> None:
    """The pause that robots.txt asks for is kept, up to ten seconds."""
    waits: list[float] = []
    fetcher = Fetcher(tmp_path, allow=site.place, rate=1000, sleep=waits.append)
    site.text("/robots.txt", "User-agent: *\nCrawl-delay: 3600\n", "text/plain")
    site.page("/", "Accueil", "/un/", "/deux/")
    site.page("/un/")
    site.page("/deux/")
    discover(make_source("crawl"), fetcher).discard()
    assert 9 < max(waits) < 40


def test_a_crawl_of_a_site_that_is_down_fails(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A crawl whose first page doesn't answer, or asks for a password, is an outage; a dead link within is not."""
    site.pages["/"] = Answer(b"", 503)
    assert refusal(make_source("crawl"), fetcher).detail == "503"
    site.pages["/"] = Answer(LOGIN.encode(), headers=HTML)
    assert refusal(make_source("crawl"), fetcher).code == "login"
    site.page("/", "Accueil", "/mort/", "/un/")
    site.page("/un/")
    listing = discover(make_source("crawl"), fetcher)
    listing.discard()
    assert paths(listing, site) == ["/un/"]
    assert any("/mort/" in note for note in listing.notes)


def test_a_crawl_leaves_a_site_that_breaks_down_alone(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """When page after page fails, the crawl ends with what it has."""
    site.page("/", "Accueil", "/un/", *(f"/page-{letter}/" for letter in "abcdefghijklmnop"))
    site.page("/un/")
    site.fallback = lambda request: Answer(b"", 503)
    site.pages["/robots.txt"] = Answer(b"", 404)
    listing = discover(make_source("crawl"), fetcher)
    listing.discard()
    assert paths(listing, site) == ["/un/"]
    assert len(site.requests) == 3 + 5 * 2


def test_a_redirect_does_not_lead_a_crawl_away(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A page that redirects to one that is closed to programs, or that is known already, isn't taken."""
    site.text("/robots.txt", "User-agent: *\nDisallow: /prive\n", "text/plain")
    site.page("/", "Accueil", "/vers-prive/", "/vers-un/", "/un/")
    site.redirect("/vers-prive/", "/prive/", 301)
    site.redirect("/vers-un/", "/un/", 301)
    site.page("/un/")
    site.page("/prive/")
    listing = discover(make_source("crawl"), fetcher)
    listing.discard()
    assert paths(listing, site) == ["/vers-un/"]
    assert listing.candidates[0].fetched is not None
    assert listing.candidates[0].fetched.url == f"{site.url}/un"


def test_a_sitemap_gives_the_files_of_its_pages_too(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A site whose studies are PDF files that only pages link to is read with its files."""
    site.sitemap("/sitemap.xml", f"{site.url}/a/", f"{site.url}/b/")
    site.page("/a/", "A", "/wp-content/uploads/a.pdf", "/c/")
    site.page("/b/", "B", "/wp-content/uploads/a.pdf", "/wp-content/uploads/b.pdf")
    site.page("/c/", "C")
    listing = discover(make_source("sitemap", attachments=True), fetcher)
    listing.discard()
    assert paths(listing, site) == ["/a/", "/wp-content/uploads/a.pdf", "/b/", "/wp-content/uploads/b.pdf"]
    assert listing.complete
    site.pages["/b/"] = Answer(b"", 503)
    listing = discover(make_source("sitemap", attachments=True), fetcher)
    listing.discard()
    assert not listing.complete


def test_a_single_page_is_a_source(site: WebSite, fetcher: Fetcher, make_source: MakeSource) -> None:
    """A page or a file is a source of one document."""
    assert paths(discover(make_source("page", "/etude.pdf"), fetcher), site) == ["/etude.pdf"]


def test_a_folder_is_a_source(tmp_path: Path, fetcher: Fetcher) -> None:
    """Files of a folder are found, but not hidden ones, nor links out of it; a missing folder is an outage."""
    folder = tmp_path / "etudes"
    (folder / "2024").mkdir(parents=True)
    for name in ("a.pdf", "2024/b.docx", ".cache", "_brouillon.pdf", "~$b.docx", "notes.tmp"):
        (folder / name).write_bytes(b"x")
    (tmp_path / "secret.pdf").write_bytes(b"x")
    Path(folder / "lien.pdf").symlink_to(tmp_path / "secret.pdf")
    (tmp_path / "sources.yaml").write_text(
        "sources:\n- {name: etudes, title: É, kind: folder, address: etudes, exclude: ['*.tmp']}\n"
        "- {name: une, title: U, kind: file, address: etudes/a.pdf}\n"
        "- {name: non, title: N, kind: folder, address: absent}\n"
    )
    folder_source, file_source, absent = load_sources(tmp_path / "sources.yaml")
    listing = discover(folder_source, fetcher)
    assert [candidate.document_id for candidate in listing] == ["dossiers/etudes/2024/b.docx", "dossiers/etudes/a.pdf"]
    assert listing.complete
    assert listing.candidates[1].path == folder / "a.pdf"
    assert [candidate.document_id for candidate in discover(file_source, fetcher)] == ["dossiers/une/a.pdf"]
    assert refusal(absent, fetcher).code == "listing"


SITE = Source.model_validate({"name": "site", "title": "Le site", "kind": "sitemap", "address": "https://a.fr/"})


def holding(number: int, **values: object) -> Holding:
    one = Holding(
        f"sites/a.fr/{number}", "site", f"Page {number}", f"https://a.fr/{number}", "h", "text/html", 1, "", ""
    )
    return replace(one, **values)  # type: ignore[arg-type]


def listed(*numbers: int, complete: bool = True) -> Listing:
    found = tuple(Candidate(f"sites/a.fr/{number}", f"https://a.fr/{number}/") for number in numbers)
    return Listing(found, complete)


def plan(listing: Listing, known: list[Holding], *, force: bool = False) -> Plan:
    return refresh_plan(SITE, listing, known, force=force)


def test_a_refresh_fetches_what_is_new_and_what_is_known() -> None:
    """Known documents are asked for again with what their site said of them; new ones are fetched."""
    made = plan(listed(1, 2, 3), [holding(1, etag='"v1"'), holding(2), holding(9, source="autre")])
    assert [(visit.candidate.document_id[-1], visit.holding is not None) for visit in made.visits] == [
        ("1", True), ("2", True), ("3", False),
    ]  # fmt: skip
    assert made.visits[0].holding is not None and made.visits[0].holding.etag == '"v1"'
    assert (made.missing, made.blocked) == ((), False)


def test_what_a_whole_list_leaves_out_is_missing() -> None:
    """A document that its site no longer lists waits for somebody to confirm that it goes."""
    made = plan(listed(*range(2, 21)), [holding(number) for number in range(1, 21)])
    assert [one.document_id for one in made.confirmed_missing] == ["sites/a.fr/1"]
    assert not made.blocked


@pytest.mark.parametrize(
    ("held", "gone", "blocked"),
    [(20, 2, False), (20, 3, True), (100, 10, False), (100, 11, True), (5, 1, False), (5, 2, True)],
)
def test_no_more_than_a_tenth_of_a_source_goes_at_once(held: int, gone: int, blocked: bool) -> None:
    """When much of a site seems gone, nothing is marked and the reason is said; somebody may insist."""
    known = [holding(number) for number in range(held)]
    made = plan(listed(*range(gone, held)), known)
    assert made.blocked is blocked
    assert len(made.confirmed_missing) == (0 if blocked else gone)
    assert (f"{gone} of {held}" in made.blocked_reason) is blocked
    forced = plan(listed(*range(gone, held)), known, force=True)
    assert len(forced.confirmed_missing) == gone


def test_a_source_does_not_go_a_tenth_a_day() -> None:
    """What went missing before and waits for a decision counts: two refreshes can't take more than one may."""
    known = [holding(number, state="missing" if number < 2 else "present") for number in range(20)]
    assert plan(listed(*range(3, 20)), known).blocked
    decided = [one for one in known if one.state == "present"]
    assert not plan(listed(*range(3, 20)), decided).blocked


def test_an_unfinished_list_makes_nothing_vanish_but_asks() -> None:
    """What a feed no longer shows is asked for by its address; only a 404 or 410 makes it missing."""
    known = [holding(number) for number in range(20)]
    made = plan(listed(0, 1, complete=False), known)
    assert made.missing == ()
    assert len(made.visits) == 20
    made = made.with_gone([known[7], known[8]]).with_gone([known[8]])
    assert made.confirmed_missing == (known[7], known[8])
    assert made.with_gone([known[9]]).blocked


def test_an_empty_list_of_a_source_that_had_documents_is_an_outage() -> None:
    """A list without anything removes nothing; for a source that never had documents it is no failure."""
    with pytest.raises(FetchError) as caught:
        plan(listed(), [holding(1)])
    assert caught.value.code == "listing"
    assert plan(listed(), []).visits == ()
    assert plan(listed(), [holding(1, state="removed")]).visits == ()


def test_a_document_is_recognised_by_each_of_its_addresses() -> None:
    """A document that moved, or that is listed under an older address, isn't taken for a new one."""
    moved = holding(1, document_id="sites/a.fr/autre", url="https://a.fr/nouveau", aliases=("http://a.fr/1/",))
    made = plan(listed(1), [moved])
    assert [visit.holding for visit in made.visits] == [moved]
    assert made.missing == ()


def test_a_missing_document_that_comes_back_is_fetched() -> None:
    """A document that was missing and is listed again is fetched as a known one, and isn't counted as held."""
    back, still = holding(1, state="missing"), holding(2, state="missing")
    made = plan(listed(1, 3), [back, still, holding(3)])
    assert [visit.holding for visit in made.visits] == [back, holding(3)]
    assert (made.missing, made.held) == ((), 1)
    assert made.with_gone([still]).missing == ()


def test_the_known_sites_of_le_rameau_are_read_as_they_are(tmp_path: Path) -> None:
    """A site that behaves like www.lerameau.fr is read with the source of the catalogue."""
    with web_site() as site:
        known = {source.name: source for source in load_sources(ROOT / "corpus" / "sources.yaml")}
        source = known["lerameau"].model_copy(update={"address": f"{site.url}/"})
        wordpress(site)
        site.page("/11804-2/", "Une étude", "/wp-content/uploads/2024/03/etude.pdf", "/author/charles/")
        site.redirect("/faire-alliance/", "/a-la-racine/", 301)
        site.page("/a-la-racine/", "À la racine")
        site.page("/a-propos/", "À propos")
        fetcher = Fetcher(tmp_path, allow=site.place, rate=0, backoff=0, twins=source.twins)
        listing = discover(source, fetcher)
        listing.discard()
        assert paths(listing, site) == [
            "/11804-2/", "/wp-content/uploads/2024/03/etude.pdf", "/faire-alliance/", "/a-propos/",
        ]  # fmt: skip
