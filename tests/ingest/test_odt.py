from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from odf.draw import Frame, TextBox
from odf.opendocument import OpenDocumentText
from odf.style import Style, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import A, H, LineBreak, List, ListItem, Note, NoteBody, NoteCitation, P, S, Section, Span

from assistant import documents
from ingest.readers.odt import read_odt
from ingest.report import DocumentRefusedError

Read = Callable[..., list[documents.Document]]
Refusal = Callable[..., DocumentRefusedError]


def saved(*nodes: Any, styles: tuple[Any, ...] = ()) -> bytes:
    """Make a text of LibreOffice."""
    file = OpenDocumentText()
    for style in styles:
        file.automaticstyles.addElement(style)
    for node in nodes:
        file.text.addElement(node)
    buffer = BytesIO()
    file.write(buffer)
    return buffer.getvalue()


def filled(node: Any, *children: Any) -> Any:
    """Put texts and elements into an element."""
    for child in children:
        node.addText(child) if isinstance(child, str) else node.addElement(child)
    return node


def with_content(content: bytes, change: Callable[[str], str], part: str = "content.xml") -> bytes:
    """Change a part of a file."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return buffer.getvalue()


def test_text(read: Read) -> None:
    """Headings, lists, tables, text boxes and notes come out once and in order."""
    note = filled(Note(noteclass="footnote"), NoteCitation(text="1"), filled(NoteBody(), P(text="Lu en 2024.")))
    link = A(href="https://www.lerameau.fr/", text="le site")
    items = [filled(ListItem(), P(text=text)) for text in ("un", "deux")]
    rows = [
        filled(TableRow(), *(filled(TableCell(), P(text=text)) for text in row))
        for row in (["Année", "Cas", "Lieu"], ["2019", "120", "Nantes"])
    ]
    wide = filled(TableCell(numbercolumnsspanned=2), P(text="large"))
    merged = filled(TableRow(), wide, CoveredTableCell(), filled(TableCell(), P(text="fin")))
    frame = filled(Frame(), filled(TextBox(), P(text="Dans la zone.")))
    content = saved(
        H(outlinelevel=1, text="Rapport"),
        H(outlinelevel=2, text="Le défi"),
        filled(P(), "Voir", S(c=3), link, note, LineBreak(), "ici."),
        filled(List(), *items),
        filled(Table(), *rows, merged),
        filled(P(), frame),
    )
    [document] = read(read_odt, content, "rapport.odt")
    assert document.title == "Rapport"
    assert document.sections == (
        documents.Section(
            ("Le défi",),
            "Voir le site\nici.\nNote : Lu en 2024.\nun\ndeux\n| Année | Cas | Lieu |\n| 2019 | 120 | Nantes |\n"
            "| large | | fin |\nDans la zone.",
        ),
    )
    assert document.links == (documents.Link("le site", "https://www.lerameau.fr/"),)


def test_bold_headings(read: Read) -> None:
    """A short line in bold above plain text is a heading, whether its style or its words are in bold."""
    bold = filled(Style(name="P1", family="paragraph"), TextProperties(fontweight="bold"))
    strong = filled(Style(name="T1", family="text"), TextProperties(fontweight="bold"))
    content = saved(
        P(text="Une note écrite pour le conseil."),
        P(stylename=bold, text="Les enjeux"),
        P(text="Ils sont grands."),
        filled(P(), Span(stylename=strong, text="Les suites")),
        filled(P(), Span(stylename=strong, text="Vite"), ", agir."),
        styles=(bold, strong),
    )
    [document] = read(read_odt, content, "note.odt")
    assert [section.heading_path for section in document.sections] == [(), ("Les enjeux",), ("Les suites",)]


def test_hidden(read: Read) -> None:
    """Hidden text, hidden sections, deleted text and comments never reach an answer."""
    hidden = filled(Style(name="T9", family="text"), TextProperties(display="none"))
    content = saved(
        filled(P(), "Le texte", Span(stylename=hidden, text="PIÈGE"), " reste."),
        filled(Section(name="s", display="none"), P(text="PIÈGE")),
        styles=(hidden,),
    )
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>PIÈGE</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    comment = "<office:annotation><text:p>PIÈGE</text:p></office:annotation>"
    content = with_content(content, lambda xml: xml.replace("<office:text>", f"<office:text>{deleted}"))
    content = with_content(content, lambda xml: xml.replace("Le texte", f"Le {comment}texte"))
    [document] = read(read_odt, content, "x.odt")
    assert document.sections == (documents.Section((), "Le texte reste."),)


def test_declared_labels(read: Read) -> None:
    """The date on which the text was made is its date."""
    content = with_content(
        saved(P(text="Un texte.")),
        lambda xml: xml.replace(
            "</office:meta>", "<meta:creation-date>2022-03-04T10:00</meta:creation-date></office:meta>"
        ),
        "meta.xml",
    )
    [document] = read(read_odt, content, "x.odt")
    assert (document.published, document.year) == ("2022-03-04", 2022)


def test_password(refusal: Refusal) -> None:
    """A text that a password locks is refused as such."""
    content = with_content(
        saved(P(text="Un texte.")),
        lambda xml: xml.replace("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>"),
        "META-INF/manifest.xml",
    )
    assert refusal(read_odt, content, "x.odt").code == "password"


def test_entities(refusal: Refusal) -> None:
    """A text that declares entities is refused."""
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><office:document-content'
    content = with_content(saved(P(text="Un.")), lambda xml: xml.replace("<office:document-content", entity, 1))
    assert refusal(read_odt, content, "x.odt").code == "damaged"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", saved(P(text="Un texte."))[:900]])
def test_truncated(refusal: Refusal, content: bytes) -> None:
    """A file whose end is missing is refused as damaged."""
    assert refusal(read_odt, content, "x.odt").code == "damaged"


def test_empty(refusal: Refusal) -> None:
    """A text without a word is refused."""
    assert refusal(read_odt, saved(P(text=" ")), "x.odt").code == "empty"
