from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assistant.documents import Document, Link, Section
from ingest.readers.docx import read_docx
from ingest.report import DocumentRefusedError

Read = Callable[..., list[Document]]
Refusal = Callable[..., DocumentRefusedError]

W = nsdecls("w")


def saved(file: Any) -> bytes:
    """Give the bytes of a Word file."""
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def with_body(*paragraphs: str) -> bytes:
    """Make a file whose body is this XML."""
    file = docx.Document()
    for place, xml in enumerate(paragraphs):
        file.element.body.insert(place, parse_xml(xml))
    return saved(file)


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change a part of a file."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return buffer.getvalue()


def text_of(document: Document) -> str:
    """Give all that a document says."""
    return "\n".join("\n".join((*section.heading_path, section.text)) for section in document.sections)


def test_headings_lists_and_tables(read: Read) -> None:
    """Headings, lists and tables of a report come out in order, under its title."""
    file = docx.Document()
    file.add_paragraph("Rapport d'activité", style="Title")
    file.add_paragraph("Ce rapport dit ce que nous avons fait.")
    file.add_heading("Le défi", 1)
    file.add_paragraph("Loger les jeunes.")
    file.add_paragraph("À Nantes", style="List Bullet")
    file.add_heading("Les résultats", 2)
    table = file.add_table(2, 3)
    for cell, text in zip(table._cells, ["Année", "Cas", "Lieu", "2019", "120", "Nantes|Rezé"], strict=True):
        cell.text = text
    file.add_paragraph("Fin.")
    file.core_properties.created = datetime(2023, 5, 2, tzinfo=UTC)
    file.core_properties.modified = datetime(2023, 6, 2, tzinfo=UTC)
    [document] = read(read_docx, saved(file), "rapport.docx")
    assert (document.title, document.published, document.year) == ("Rapport d’activité", "2023-05-02", 2023)
    assert document.sections == (
        Section((), "Ce rapport dit ce que nous avons fait."),
        Section(("Le défi",), "Loger les jeunes.\nÀ Nantes"),
        Section(("Le défi", "Les résultats"), "| Année | Cas | Lieu |\n| 2019 | 120 | Nantes\\|Rezé |\nFin."),
    )


def test_title_and_date_of_an_older_file(read: Read) -> None:
    """What people see beats the title of the file that this one was made from; its old date says nothing."""
    file = docx.Document()
    file.add_heading("Bilan 2024", 1)
    file.add_paragraph("Une bonne année.")
    file.core_properties.title = "Bilan 2017"
    file.core_properties.created = datetime(2017, 5, 2, tzinfo=UTC)
    file.core_properties.modified = datetime(2024, 6, 2, tzinfo=UTC)
    [document] = read(read_docx, saved(file), "bilan.docx")
    assert (document.title, document.published, document.year) == ("Bilan 2024", "", None)


def test_french_styles(read: Read) -> None:
    """Styles are headings by their French names too, and when they are based on a heading."""
    file = docx.Document()
    own = file.styles.add_style("Chapitre RAMEAU", 1)
    own.base_style = file.styles["Heading 1"]
    french = file.styles.add_style("Titre 2 perso", 1)
    assert french.base_style is None or french.base_style.name == "Normal"
    file.add_paragraph("Chapitre", style=own)
    file.add_paragraph("Un.")
    file.add_paragraph("Partie", style=french)
    file.add_paragraph("Deux.")
    file.add_paragraph("Autre chapitre", style=own)
    file.add_paragraph("Trois.")
    [document] = read(read_docx, saved(file), "x.docx")
    paths = [section.heading_path for section in document.sections]
    assert paths == [("Chapitre",), ("Chapitre", "Partie"), ("Autre chapitre",)]


def test_bold_headings(read: Read) -> None:
    """A short line in bold above plain text is a heading; a sentence in bold, a link or a bold list is not."""
    file = docx.Document()

    def bold(text: str) -> None:
        file.add_paragraph().add_run(text).bold = True

    file.add_paragraph("Note sur les alliances, écrite pour le conseil.")
    bold("Les enjeux :")
    file.add_paragraph("Ils sont grands.")
    bold("Il faut agir.")
    file.add_paragraph("Vite.")
    bold("https://www.lerameau.fr")
    file.add_paragraph("Notre site.")
    [document] = read(read_docx, saved(file), "note.docx")
    assert [section.heading_path for section in document.sections] == [(), ("Les enjeux",)]
    assert document.sections[1].text == "Ils sont grands.\nIl faut agir.\nVite.\nhttps://www.lerameau.fr\nNotre site."


TEXT_BOX = f"""<w:p {nsdecls("w", "wp", "a")}
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
 <w:r><w:t>Avant.</w:t></w:r><w:r><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>
 <w:p><w:r><w:t>Dans la zone.</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>
 </wp:anchor></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Dans la zone.</w:t></w:r></w:p>
 </w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def test_text_boxes(read: Read) -> None:
    """A text box is read exactly once, though the file holds it twice."""
    [document] = read(read_docx, with_body(TEXT_BOX), "x.docx")
    assert document.sections == (Section((), "Avant.\nDans la zone."),)


def test_merged_cells(read: Read) -> None:
    """The text of a merged cell is there once, and the columns stay in line."""
    file = docx.Document()
    table = file.add_table(3, 3)
    for number, cell in enumerate(table._cells):
        cell.text = f"c{number}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "large"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "haut"
    [document] = read(read_docx, saved(file), "x.docx")
    assert document.sections[0].text == "| c0 | large | |\n| haut | c4 | c5 |\n| | c7 | c8 |"


def test_frame(read: Read) -> None:
    """A table of one column is a frame around text: its headings are headings."""
    file = docx.Document()
    cell = file.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "En bref"
    cell.paragraphs[0].style = "Heading 2"
    cell.add_paragraph("Trois axes.")
    [document] = read(read_docx, saved(file), "x.docx")
    assert document.title == "En bref"
    assert document.sections == (Section((), "Trois axes."),)


def run(text: str, properties: str = "") -> str:
    """Give a run of text."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    "hidden",
    [
        run("PIÈGE", "<w:vanish/>"),
        run("PIÈGE", "<w:color w:val='FFFFFF'/>"),
        run("PIÈGE", "<w:sz w:val='2'/>"),
        "<w:del><w:r><w:delText>PIÈGE</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>PIÈGE</w:t></w:r></w:moveFrom>",
        "<w:r><w:instrText>PIÈGE</w:instrText></w:r>",
    ],
)
def test_hidden(read: Read, hidden: str) -> None:
    """Text that is hidden, white on white, tiny or deleted never reaches an answer."""
    [document] = read(read_docx, with_body(f"<w:p {W}>{run('Le texte')}{hidden}{run(' reste.')}</w:p>"), "x.docx")
    assert document.sections == (Section((), "Le texte reste."),)


@pytest.mark.parametrize(
    "shown",
    [
        run("PRÉSENT", "<w:vanish w:val='0'/>"),
        run("PRÉSENT", "<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='003366'/>"),
        f"<w:ins>{run('PRÉSENT')}</w:ins>",
        f"<w:moveTo>{run('PRÉSENT')}</w:moveTo>",
        f"<w:smartTag>{run('PRÉSENT')}</w:smartTag>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('PRÉSENT')}</w:sdtContent></w:sdt>",
        f"<w:fldSimple w:instr='REF x'>{run('PRÉSENT')}</w:fldSimple>",
    ],
)
def test_shown(read: Read, shown: str) -> None:
    """Text that was inserted, moved or set in a field is read."""
    [document] = read(read_docx, with_body(f"<w:p {W}>{run('Le texte est ')}{shown}</w:p>"), "x.docx")
    assert document.sections == (Section((), "Le texte est PRÉSENT"),)


def test_contents(read: Read) -> None:
    """The table of contents is left out: each heading is there once."""
    contents = (
        f"<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent><w:p>{run('Sommaire')}</w:p><w:p>{run('Le défi 3')}</w:p></w:sdtContent></w:sdt>"
    )
    [document] = read(read_docx, with_body(contents, f"<w:p {W}>{run('Le texte.')}</w:p>"), "x.docx")
    assert document.sections == (Section((), "Le texte."),)


def test_links_and_notes(read: Read) -> None:
    """Links keep their addresses, and a footnote follows the paragraph that calls it."""
    file = docx.Document()
    related = file.part.relate_to(
        "https://www.lerameau.fr/x",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    link = f'<w:hyperlink {nsdecls("r")} r:id="{related}">{run("le site")}</w:hyperlink>'
    field = '<w:r><w:instrText> HYPERLINK "https://a.fr/" </w:instrText></w:r>'
    call = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    file.element.body.insert(0, parse_xml(f"<w:p {W}>{run('Voir ')}{link}{field}{call}{run('.')}</w:p>"))
    content = saved(file)
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'><w:p>{run('___')}</w:p></w:footnote>"
        f"<w:footnote w:id='2'><w:p>{run('Lu en 2024.')}</w:p></w:footnote></w:footnotes>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    row = f'<Relationship Id="rN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    content = changed(content, "word/footnotes.xml", lambda _: notes.encode())
    content = changed(content, "word/_rels/document.xml.rels", lambda rels: rels.replace(b"</Relationships>", row))
    [document] = read(read_docx, content, "x.docx")
    assert document.sections == (Section((), "Voir le site.\nNote : Lu en 2024."),)
    assert document.links == (Link("le site", "https://www.lerameau.fr/x"), Link("https://a.fr/", "https://a.fr/"))


ENTITY = b'<!DOCTYPE x [<!ENTITY lol "secret"><!ENTITY file SYSTEM "file:///etc/passwd">]>'


def test_entities(refusal: Refusal) -> None:
    """A file that declares entities, to read other files or to swell, is refused."""
    content = changed(with_body(f"<w:p {W}>{run('Un.')}</w:p>"), "word/document.xml", lambda xml: _declared(xml))
    assert refusal(read_docx, content, "x.docx").code == "damaged"


def _declared(xml: bytes) -> bytes:
    head, _, rest = xml.partition(b"?>")
    return head + b"?>" + ENTITY + rest.replace(b"Un.", b"&file;&lol;")


def test_bomb(refusal: Refusal) -> None:
    """A small file that unpacks to a hundred times its size is refused before it is unpacked."""
    content = changed(with_body(f"<w:p {W}/>"), "word/document.xml", lambda _: b"<a>" + b" " * 50_000_000 + b"</a>")
    assert len(content) < 200_000
    assert refusal(read_docx, content, "x.docx").code == "too-large"


def test_password(refusal: Refusal) -> None:
    """A file that a password locks is told from one in the format of old programs."""
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refusal(read_docx, compound + "EncryptedPackage".encode("utf-16-le"), "x.docx").code == "password"
    assert refusal(read_docx, compound + "WordDocument".encode("utf-16-le"), "x.docx").code == "format"


@pytest.mark.parametrize("length", [0, 4, 200, 5000])
def test_truncated(refusal: Refusal, length: int) -> None:
    """A file whose end is missing is refused as damaged."""
    assert refusal(read_docx, with_body(f"<w:p {W}>{run('Un.')}</w:p>")[:length], "x.docx").code == "damaged"


def test_broken_bytes(read: Read) -> None:
    """Wherever a file is broken, it is either read or refused, never a crash."""
    content = with_body(f"<w:p {W}>{run('Un texte assez long.')}</w:p>")
    for place in range(0, len(content), len(content) // 60):
        broken = content[:place] + bytes([content[place] ^ 0x5A]) + content[place + 1 :]
        try:
            read(read_docx, broken, "x.docx")
        except DocumentRefusedError as error:
            assert error.code in {"damaged", "empty", "too-large", "password"}


def test_empty(refusal: Refusal) -> None:
    """A file without a word is refused."""
    assert refusal(read_docx, saved(docx.Document()), "x.docx").code == "empty"
