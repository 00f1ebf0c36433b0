from pathlib import Path

import pytest

from assistant.errors import SettingsError
from ingest.addresses import parse_address
from ingest.readers.front_matter import FrontMatter
from ingest.sources import Labels, Source, load_sources
from tests.conftest import ROOT

ENTRY = "- {{name: {name}, title: Le site, kind: {kind}, address: '{address}'{more}}}\n"


def write(folder: Path, *entries: str, head: str = "") -> Path:
    path = folder / "sources.yaml"
    path.write_text(f"{head}sources:\n" + "".join(entries), encoding="utf-8")
    return path


def entry(name: str = "site", kind: str = "sitemap", address: str = "https://www.example.org/", more: str = "") -> str:
    return ENTRY.format(name=name, kind=kind, address=address, more=more and f", {more}")


def source(**values: object) -> Source:
    usual = {"name": "site", "title": "Le site", "kind": "crawl", "address": "https://www.example.org/"}
    return Source.model_validate({**usual, **values})


def test_the_catalogue_of_known_sites_is_in_order() -> None:
    """Every site of Le RAMEAU is there under https, filtered, with a name and a title, each once."""
    sources = load_sources(ROOT / "corpus" / "sources.yaml")
    hosts = {source.start.host for source in sources}
    assert {
        "www.lerameau.fr", "observatoire-des-partenariats.fr", "modeles-socio-economiques.plateformecapitalisation.org",
        "investissement-societal.plateformecapitalisation.org", "co-construisonsdemain.org", "www.odd17.org",
        "numerique-et-innovation-societale.plateformecapitalisation.org", "catalyseurs-territoriaux.org",
        "engagement-des-salaries.plateformecapitalisation.org", "innovationterritoriale.plateformecapitalisation.org",
        "cooperer-efficacement.odd17.org", "trajectoire-socioeco.crdlae.org", "www.carenews.com",
    } == hosts  # fmt: skip
    assert all(source.address.startswith("https://") for source in sources)
    assert all(source.publish == "preview" for source in sources)
    assert not any("coursera" in source.address for source in sources)


@pytest.mark.parametrize(
    ("name", "url", "wanted"),
    [
        ("lerameau", "https://www.lerameau.fr/11804-2/", True),
        ("lerameau", "http://lerameau.fr/quest-ce-quun-catalyseur-territorial/", True),
        ("lerameau", "https://www.lerameau.fr/wp-content/uploads/2024/03/etude.pdf", True),
        ("lerameau", "https://www.lerameau.fr/author/charles/", False),
        ("lerameau", "https://www.lerameau.fr/wp-content/uploads/2024/03/photo.jpg", False),
        ("lerameau", "https://www.lerameau.fr/", False),
        ("lerameau", "https://www.lerameau.fr/slug/feed/", False),
        ("lerameau", "https://www.lerameau.fr/wp-json/wp/v2/posts", False),
        ("lerameau", "https://www.odd17.org/x", False),
        ("co-construisons-demain", "https://co-construisonsdemain.org/310-2", True),
        ("co-construisons-demain", "https://co-construisonsdemain.org/category/uncategorized/page/2", False),
        ("odd17-cooperer", "https://cooperer-efficacement.odd17.org/parcours-experientiel/etape-1/", True),
        ("odd17-cooperer", "https://cooperer-efficacement.odd17.org/boutique/", False),
        ("carenews", "https://www.carenews.com/le-rameau/news/odd-17-alliance-engagement", True),
        ("carenews", "https://www.carenews.com/autre-association/news/x", False),
        ("trajectoire-socioeco", "https://trajectoire-socioeco.crdlae.org/", True),
    ],
)
def test_the_filters_of_the_catalogue_keep_what_is_worth_reading(name: str, url: str, wanted: bool) -> None:
    """Publications of the known sites are wanted; lists of authors, pictures and technical pages are not."""
    known = {source.name: source for source in load_sources(ROOT / "corpus" / "sources.yaml")}
    assert known[name].wants(parse_address(url)) is wanted


def test_pages_that_only_lead_somewhere_are_opened_but_not_kept() -> None:
    """A crawl goes through a list of articles without taking the list for a document."""
    known = {source.name: source for source in load_sources(ROOT / "corpus" / "sources.yaml")}
    address = parse_address("https://co-construisonsdemain.org/category/uncategorized/page/2")
    assert known["co-construisons-demain"].opens(address)
    assert not known["carenews"].opens(parse_address("https://www.carenews.com/autre-association"))
    assert known["carenews"].opens(parse_address("https://www.carenews.com/le-rameau"))


@pytest.mark.parametrize(
    ("every", "seconds"),
    [("1 day", 86_400), ("6 hours", 21_600), ("1 semaine", 604_800), ("2 jours", 172_800), ("3 mois", 7_776_000),
     ("15 minutes", 900), ("12h", None), ("1 jur", None), ("5 minutes", None), ("0 jours", None), ("-1 day", None),
     ("", 0), (None, 0), ("never", 0)],
)  # fmt: skip
def test_how_often_is_said_in_words(every: object, seconds: int | None) -> None:
    """People write `1 jour` or `6 hours`; what can't be meant is refused with an example."""
    if seconds is not None:
        assert source(every=every).every_seconds == seconds
    else:
        with pytest.raises(ValueError, match="every"):
            source(every=every)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (entry(more="every: 1 jur"), r"sources\.1\.every is '1 jur': write how often"),
        (entry(kind="site"), r"sources\.1\.kind is 'site': Input should be 'file'"),
        (entry(address="www.example.org"), r"doesn't begin with http.*https://www\.example\.org/page"),
        (entry(name="Le Site"), r"sources\.1\.name is 'Le Site'"),
        (entry(name="depot"), "the name 'depot' is taken"),
        (entry(more="dept: 3"), r"sources\.1\.dept is 3: Extra inputs are not permitted"),
        (entry(more="depth: 99"), r"depth is 99: Input should be less than or equal to 10"),
        (entry(more="include: ['publications']"), "a pattern begins with /"),
        (entry(more="labels: {theme: x}"), r"labels\.theme"),
        (entry(more="labels: {sdgs: [18]}"), r"sdgs\.1 is 18"),
        (entry() + entry(), "several sources of the name 'site'"),
        ("- {name: [", "not valid YAML"),
        ("- 3\n", r"sources\.1 is 3"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(bad: str, said: str, tmp_path: Path) -> None:
    """An editor who writes something wrong learns where it is, what it is, and what to write."""
    with pytest.raises(SettingsError, match=said):
        load_sources(write(tmp_path, bad))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """An editor needn't try again for each mistake."""
    with pytest.raises(SettingsError) as caught:
        load_sources(write(tmp_path, entry(more="every: x"), entry(name="b", kind="y")))
    assert "sources.1.every" in str(caught.value) and "sources.2.kind" in str(caught.value)


def test_a_wrong_rule_for_twins_is_refused(tmp_path: Path) -> None:
    """A rule that names a part which isn't there fails when it is read, not when a page is met."""
    head = "twins:\n- {host: a.fr, rewrite: [['/x/(?P<slug>.+)', '/y/{slog}']]}\n"
    with pytest.raises(SettingsError, match="slog"):
        load_sources(write(tmp_path, entry(), head=head))


def test_without_a_file_there_are_no_sources(tmp_path: Path) -> None:
    """The assistant works without any source; an empty file is one without sources."""
    assert load_sources(tmp_path / "sources.yaml") == ()
    (tmp_path / "sources.yaml").write_text("# rien\n")
    assert load_sources(tmp_path / "sources.yaml") == ()


def test_labels_are_fields_of_the_front_matter() -> None:
    """What an editor may say of a source's documents is what the front matter of a document can say."""
    assert set(Labels.model_fields) <= set(FrontMatter.model_fields)
    fields = source(labels={"publishers": ["Le RAMEAU"], "sdgs": [17], "partners": [{"name": "A"}]}).label_fields
    assert fields == {"publishers": ["Le RAMEAU"], "sdgs": [17], "partners": [{"name": "A"}]}
    assert FrontMatter.parse(fields).publishers == ("Le RAMEAU",)


def test_a_source_is_shown_before_its_first_refresh() -> None:
    """People see a source, its rhythm and whether it publishes by itself as soon as it is written down."""
    status = source(every="1 day", publish="auto", enabled=False).status
    assert (status.name, status.kind, status.every_seconds) == ("site", "crawl", 86_400)
    assert (status.publish, status.enabled) == (True, False)


@pytest.mark.parametrize(
    ("pattern", "target", "fits"),
    [
        ("/publications/*", "/publications/a/b", True),
        ("/publications/*", "/publications/", True),
        ("/publications/*", "/publications", True),
        ("*.pdf", "/a/b.pdf?x=1", True),
        ("*?p=*", "/a?p=3", True),
        ("/a", "/a/", True),
        ("/a/", "/a", True),
        ("/a[b]", "/ab", False),
        ("/a?c", "/abc", False),
        ("/a*c", "/ab", False),
    ],
)
def test_patterns_know_the_star_only(pattern: str, target: str, fits: bool) -> None:
    """A pattern is a path with stars; a final slash makes no difference."""
    assert source(include=[pattern]).wants(parse_address(f"https://www.example.org{target}")) is fits


def test_documents_stay_on_the_hosts_of_their_source() -> None:
    """A site that links elsewhere doesn't bring other sites' pages into the base, unless they are named."""
    own, more = source(), source(hosts=["files.example.net"])
    assert own.wants(parse_address("https://example.org/x"))
    assert own.wants(parse_address("http://www.example.org/x"))
    assert not own.wants(parse_address("https://example.org.evil.net/x"))
    assert not own.wants(parse_address("https://www.example.org:8443/x"))
    assert not own.wants(parse_address("https://files.example.net/x.pdf"))
    assert more.wants(parse_address("https://files.example.net/x.pdf"))
