from pathlib import PurePosixPath

import pytest

from assistant.errors import SettingsError
from ingest.addresses import Twins, canonical, join, parse_address
from ingest.fetch_errors import FetchError
from ingest.fetching.guard import Allowed, closed
from ingest.identities import document_id_of, file_id_of
from ingest.sources import load_sources
from tests.conftest import ROOT

CATALOGUE = ROOT / "corpus" / "sources.yaml"


@pytest.mark.parametrize(
    "twins",
    [
        ("https://www.lerameau.fr/slug", "http://www.lerameau.fr/slug", "https://WWW.LeRameau.fr:443/slug/",
         "http://www.lerameau.fr:80/slug/#haut", "https://www.lerameau.fr//slug/?utm_source=x&utm_campaign=y&fbclid=1",
         "https://www.lerameau.fr/autre/../slug/./", "https://www.lerameau.fr/%73lug", "  https://www.lerameau.fr/slug\n",
         "https://www.lerameau.fr./slug", "https://lerameau.fr/slug/"),
        ("https://a.fr/", "https://a.fr", "http://a.fr/index.php", "https://a.fr/index.html", "https://a.fr/?", "https://a.fr/#a"),
        ("https://a.fr/x?a=1&b=2", "https://a.fr/x/?b=2&a=1", "http://a.fr/x?gclid=9&b=2&&a=1&mc_eid=1#z"),
        ("https://a.fr/%C3%A9t%C3%A9", "https://a.fr/%c3%a9t%c3%a9/", "https://a.fr/été"),
        ("https://xn--9caa.fr/", "https://éé.fr/", "http://ÉÉ.fr"),
        ("https://www.carenews.com/le-rameau/news/abc-def", "http://www.carenews.com/fr/news/abc-def/",
         "https://www.carenews.com/fr/news/9876-abc-def", "https://carenews.com/index.php/fr/news/abc-def",
         "https://www.carenews.com/index.php/fr/news/10234-abc-def?utm_medium=mail"),
        ("https://[2a01::1]/x", "https://[2A01:0:0:0::1]:443/x/"),
    ],
)  # fmt: skip
def test_every_form_of_an_address_is_one_document(twins: tuple[str, ...]) -> None:
    """A page that people know by several addresses is in the base once."""
    rules = load_sources(CATALOGUE)[0].twins
    assert {canonical(url, rules) for url in twins} == {canonical(twins[0], rules)}
    assert len({document_id_of(url, rules) for url in twins}) == 1


def test_different_documents_keep_different_ids() -> None:
    """Two pages whose addresses differ in a way that a short id can't show are still two documents."""
    urls = [
        "https://a.fr/x", "https://www.a.fr/x", "https://a.fr/X", "https://a.fr/x?p=1", "https://a.fr/x?p=2",
        "https://a.fr/%C3%A9", "https://a.fr/e", "https://a.fr/x.pdf", "https://a.fr/x/y", "https://a.fr/x-y", "https://a.fr/x_y",
        "http://a.fr:8080/x", "https://a.fr:8443/x", "https://a.fr/" + "a" * 300, "https://a.fr/" + "a" * 301,
        "https://a.fr/%E4%BD%A0", "https://a.fr/%E5%A5%BD", "https://a.fr/x%2Fy", "https://a.fr/-", "https://a.fr/--",
    ]  # fmt: skip
    ids = [document_id_of(url) for url in urls]
    assert len(set(ids)) == len(urls)
    assert all(len(one) < 180 and "#" not in one and "//" not in one and not one.endswith("/") for one in ids)


def test_ids_are_readable() -> None:
    """An id says where its document is from."""
    assert document_id_of("http://www.lerameau.fr/11804-2/") == "sites/www.lerameau.fr/11804-2"
    assert document_id_of("https://odd17.org/") == "sites/odd17.org"
    assert document_id_of("https://a.fr/wp-content/uploads/etude.pdf") == "sites/a.fr/wp-content/uploads/etude.pdf"
    assert document_id_of("https://a.fr/%C3%89tude 2024.pdf").startswith("sites/a.fr/etude-2024.pdf-")
    assert file_id_of("etudes", PurePosixPath("2024/rapport.pdf")) == "dossiers/etudes/2024/rapport.pdf"
    assert file_id_of("etudes", PurePosixPath("Été.pdf")) == file_id_of("etudes", PurePosixPath("E\u0301te\u0301.pdf"))
    assert file_id_of("etudes", PurePosixPath("Été.pdf")) != file_id_of("etudes", PurePosixPath("ete.pdf"))


def test_a_canonical_address_stays_what_it_is() -> None:
    """Bringing an address to its form twice changes nothing."""
    for url in (
        "https://a.fr/été/?b=%2f&a=%7e",
        "http://a.fr:8080/x//y/",
        "https://a.fr/index.php/fr/?x",
        "https://a.fr/a;b=1",
    ):
        once = canonical(url)
        assert canonical(once) == once


def test_a_declared_address_counts_on_its_own_site_only() -> None:
    """A page may name its canonical address, but not take another site's, nor the home page's."""
    assert canonical("https://a.fr/print/x", declared="/x/") == "https://a.fr/x"
    assert canonical("https://a.fr/x", declared="https://www.a.fr/x") == "https://www.a.fr/x"
    for declared in (
        "https://b.fr/x",
        "https://a.fr.b.fr/x",
        "/",
        "javascript:x",
        "http://user@a.fr/y",
        "https://a.fr:8443/y",
    ):
        assert canonical("https://a.fr/x", declared=declared) == "https://a.fr/x"


def test_carenews_years_are_not_numbers_of_articles() -> None:
    """An article whose title begins with a year keeps it."""
    rules = load_sources(CATALOGUE)[0].twins
    assert canonical("https://www.carenews.com/fr/news/2024-bilan", rules).endswith("/le-rameau/news/2024-bilan")
    assert canonical("https://www.carenews.com/fr/news/9876-2024-bilan", rules).endswith("/le-rameau/news/2024-bilan")


@pytest.mark.parametrize(
    "url",
    ["", "lerameau.fr", "www.lerameau.fr/x", "http://", "https:///x", "http:x", "mailto:a@b.fr", "file:///x",
     "http://a b.fr/",
     "http://a_.-b/", "http://-a.fr/", "http://a..fr/", "http://.fr/", "http://a.fr:0/", "http://a.fr:70000/", "http://a.fr:x/",
     "http://u@a.fr/", "http://u:p@a.fr/", "http://a.fr\\b/", "http://a.fr/\x00", "http://a.fr/\u200b", "http://1/",
     "http://1.2.3/",
     "http://0x1.fr.0x2/", "http://256.1.1.1/", "http://[1.2.3.4]/", "http://[::1/", "http://[fe80::1%25lo]/",
     "http://" + "a" * 64 + ".fr/", "http://" + "a." * 130 + "fr/", "http://a.fr/" + "x" * 3000],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    """An address that can be read in two ways, or not at all, is refused with its text and a remedy."""
    with pytest.raises(FetchError) as caught:
        parse_address(url)
    assert caught.value.code == "address"
    assert caught.value.remedy
    assert len(caught.value.reason) < 400


def test_links_are_read_as_on_the_page() -> None:
    """Relative links, links with blanks and links without a scheme lead where a browser goes."""
    base = parse_address("https://a.fr/dossier/page")
    expected = {
        "autre": "https://a.fr/dossier/autre",
        "../x/mon fichier.pdf": "https://a.fr/x/mon%20fichier.pdf",
        "//b.fr/y": "https://b.fr/y",
        "?p=2": "https://a.fr/dossier/page?p=2",
        "\n /z \n": "https://a.fr/z",
        "été.pdf#page=3": "https://a.fr/dossier/%C3%A9t%C3%A9.pdf",
    }
    assert {reference: join(base, reference).url for reference in expected} == expected


@pytest.mark.parametrize("ip", ["93.184.216.34", "1.1.1.1", "2a01:e0a::1", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_open(ip: str) -> None:
    """Sites of the public internet can be reached, by IPv4, IPv6 and through the translator of an IPv6 network."""
    assert closed(ip) == ""


@pytest.mark.parametrize(
    ("text", "place", "allowed"),
    [
        ("intranet.example:8080", "http://intranet.example:8080/x", True),
        ("Intranet.Example", "https://intranet.example/x", True),
        (" a.fr , 10.0.0.7 ", "http://10.0.0.7:9000/", True),
        ("[fd00::1]:80", "http://[fd00::1]/", True),
        ("[fd00::1]", "http://[fd00::1]:81/", True),
        ("intranet.example:80", "https://intranet.example/", False),
        ("intranet.example", "http://a.intranet.example/", False),
        ("", "http://10.0.0.7/", False),
    ],
)
def test_hosts_of_the_internal_network_are_allowed_by_name(text: str, place: str, allowed: bool) -> None:
    """An administrator opens single hosts of the internal network, with their port where it is given."""
    assert (parse_address(place) in Allowed.parse(text)) is allowed


def test_a_wrong_setting_says_what_to_write() -> None:
    """An allowed host that can't be read is named, with an example."""
    with pytest.raises(SettingsError, match=r"'http://a\.fr'.*intranet\.example:8080"):
        Allowed.parse("http://a.fr")


def test_twins_of_one_site_leave_others_alone() -> None:
    """A rule for one site changes no address of another."""
    rules = (Twins("a.fr", ("www.a.fr",), (("/old/(?P<slug>.+)", "/new/{slug}"),)),)
    assert canonical("https://www.a.fr/old/x", rules) == "https://a.fr/new/x"
    assert canonical("https://b.fr/old/x", rules) == "https://b.fr/old/x"


def test_a_user_name_before_the_host_is_named_as_the_reason() -> None:
    """Somebody who pastes an address with a user name in it learns that this is what is wrong."""
    with pytest.raises(FetchError, match="names a user"):
        parse_address("https://example.org@a.fr/")
