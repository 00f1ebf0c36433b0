import pytest

from assistant.documents import Link
from ingest.readers.links import web_link, written_links


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "ftp://a.fr/x",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@a.fr/",
        "#partie",
        "https://[x",
        "https://a.fr/" + "x" * 3000,
    ],
)
def test_no_links(href: str) -> None:
    """What is no address of the web or of a mailbox is never shown as a link."""
    assert web_link("ici", href, "https://a.fr/page") is None


def test_whole_addresses() -> None:
    """A link is made whole by the address of its page; without words, it is called by its address."""
    assert web_link("le\n rapport", "../x.pdf", "https://a.fr/b/c") == Link("le rapport", "https://a.fr/x.pdf")
    assert web_link("", "mailto:contact@a.fr", "https://a.fr/") == Link("mailto:contact@a.fr", "mailto:contact@a.fr")
    assert web_link("x", "sans-page.html") is None


def test_written_links() -> None:
    """Addresses in a sentence go without its punctuation, but keep their own brackets."""
    text = "Voir (https://a.fr/x), « https://b.fr/y_(z) » ou http://c.fr. Pas ftp://d.fr"
    assert [link.url for link in written_links(text, 2)] == ["https://a.fr/x", "https://b.fr/y_(z)", "http://c.fr"]
    assert written_links(text, 2)[0].page == 2
