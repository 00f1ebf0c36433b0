from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from assistant.documents import Document, Link, Section
from ingest.readers.epub import read_epub
from ingest.report import DocumentRefusedError

Read = Callable[..., list[Document]]
Refusal = Callable[..., DocumentRefusedError]

PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>L'innovation associative</dc:title>
 <dc:date>2017-05-01</dc:date><dc:language>fr</dc:language><dc:publisher>Le RAMEAU</dc:publisher></metadata>
 <manifest><item id="a" href="texte/un%20deux.xhtml" media-type="application/xhtml+xml"/>
 <item id="b" href="texte/b.xhtml" media-type="application/xhtml+xml"/>
 <item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
 <item id="i" href="i.png" media-type="image/png"/></manifest>
 <spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="b"/></spine></package>"""
FIRST = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script/></head><body><h1><a id="x"/>Les enjeux</h1>
<p>L'innovation&nbsp;associative <em>compte</em>.<span hidden="hidden">PIÈGE</span></p>
<table><tr><th>Année</th><th>Cas</th></tr><tr><td>2019</td><td>120</td></tr></table>
<p><a href="b.xhtml">La suite</a> ou <a href="https://www.lerameau.fr/">le site</a>.</p></body></html>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>
<li><a href="texte/un%20deux.xhtml">Les enjeux</a></li>
<li><a href="texte/b.xhtml#debut">Les suites</a></li></ol></nav></body></html>"""
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/c.opf"/></rootfiles></container>',
    "OEBPS/c.opf": PACKAGE,
    "OEBPS/texte/un deux.xhtml": FIRST,
    "OEBPS/texte/b.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Agir ensemble.</p></body></html>',
    "OEBPS/nav.xhtml": NAV,
}


def book(**changes: str | None) -> bytes:
    """Make an e-book, with some parts changed or left out."""
    buffer = BytesIO()
    names = {
        "container": "META-INF/container.xml",
        "encryption": "META-INF/encryption.xml",
        "first": "OEBPS/texte/un deux.xhtml",
    }
    parts = {**PARTS, **{names[name]: text for name, text in changes.items()}}
    with ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            if text is not None:
                archive.writestr(name, text)
    return buffer.getvalue()


def test_book(read: Read) -> None:
    """Chapters come in order under their headings, or else under their title in the table of contents."""
    [document] = read(read_epub, book(), "livre.epub")
    assert (document.title, document.published, document.year) == ("L’innovation associative", "2017-05-01", 2017)
    assert (document.language, document.publishers) == ("fr", ("Le RAMEAU",))
    assert document.sections == (
        Section(
            ("Les enjeux",),
            "L’innovation\u00a0associative compte.\n| Année | Cas |\n| 2019 | 120 |\nLa suite ou le site.",
        ),
        Section(("Les suites",), "Agir ensemble."),
    )
    assert document.links == (Link("le site", "https://www.lerameau.fr/"),)


def test_invalid_chapter(read: Read) -> None:
    """A chapter that is no valid XML is read as browsers read it."""
    [document] = read(read_epub, book(first="<html><body><h1>Un<p>Texte & suite<br>fin"), "livre.epub")
    assert "Texte & suite\nfin" in document.sections[0].text


def encryption(algorithm: str) -> str:
    """Declare that a part is encrypted."""
    return (
        '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/></enc:EncryptedData></encryption>'
    )


def test_licence(refusal: Refusal) -> None:
    """A book that a licence locks is refused as such."""
    content = book(encryption=encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
    assert refusal(read_epub, content, "livre.epub").code == "password"


def test_protected_fonts(read: Read) -> None:
    """A book whose fonts alone are protected is read."""
    [document] = read(read_epub, book(encryption=encryption("http://www.idpf.org/2008/embedding")), "livre.epub")
    assert len(document.sections) == 2


def test_paths(refusal: Refusal) -> None:
    """A book that points outside of itself finds nothing there."""
    outside = PARTS["META-INF/container.xml"].replace("OEBPS/c.opf", "../../../../etc/passwd")
    assert refusal(read_epub, book(container=outside), "livre.epub").code == "damaged"


@pytest.mark.parametrize("changes", [{"container": None}, {"first": None}, {"container": "<container/>"}])
def test_missing_parts(refusal: Refusal, changes: dict[str, str | None]) -> None:
    """A book without its package or a chapter is refused as damaged."""
    assert refusal(read_epub, book(**changes), "livre.epub").code == "damaged"
