import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from ingest.detecting import detect
from ingest.readers import MEDIA_TYPES, READER_NAMES, SUFFIXES
from ingest.report import DocumentRefusedError

OOXML: Final = "application/vnd.openxmlformats-officedocument."
ODF: Final = "application/vnd.oasis.opendocument."
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(main_part: str) -> bytes:
    types = f'<Types><Default Extension="xlsx" ContentType="{OOXML}spreadsheetml.sheet"/>'
    types += f'<Override PartName="/main.xml" ContentType="{main_part}"/></Types>'
    return zipped({"[Content_Types].xml": types, "main.xml": "<a/>"})


def detected(tmp_path: Path, content: bytes, name: str, declared: str = "") -> str:
    path = tmp_path / "file"
    path.write_bytes(content)
    return detect(path, name, declared)


def refusal(tmp_path: Path, content: bytes, name: str, declared: str = "") -> DocumentRefusedError:
    with pytest.raises(DocumentRefusedError) as caught:
        detected(tmp_path, content, name, declared)
    assert caught.value.reason
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\n<< printed by a machine >>\n%PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
        (office(f"{OOXML}wordprocessingml.document.main+xml"), f"{OOXML}wordprocessingml.document"),
        (office(f"{OOXML}presentationml.presentation.main+xml"), f"{OOXML}presentationml.presentation"),
        (office(f"{OOXML}spreadsheetml.sheet.main+xml"), f"{OOXML}spreadsheetml.sheet"),
        (zipped({"mimetype": f"{ODF}text", "content.xml": "<a/>"}), f"{ODF}text"),
        (zipped({"mimetype": "application/epub+zip", "a.xhtml": "<a/>"}), "application/epub+zip"),
        (b"<!DOCTYPE html><title>Une page</title>", "text/html"),
        (b"\xef\xbb\xbf\n<!-- made by hand -->\n<HTML lang=fr>", "text/html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "text/html"),
        ("<!DOCTYPE html><p>À l’œuvre".encode("utf-16"), "text/html"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("name", ["rapport.pdf", "rapport.docx", "rapport.txt", "rapport"])
def test_content_decides_whatever_the_name_says(tmp_path: Path, content: bytes, media_type: str, name: str) -> None:
    """A page saved under the name of a PDF is read as the page that it is, and so is every other format."""
    assert detected(tmp_path, content, name) == media_type


@pytest.mark.parametrize(
    ("name", "declared", "media_type"),
    [
        ("notes.md", "", "text/markdown"),
        ("NOTES.MARKDOWN", "text/plain", "text/markdown"),
        ("cas.csv", "", "text/csv"),
        ("cas.tsv", "", "text/csv"),
        ("notes.txt", "text/csv", "text/plain"),
        ("notes", "", "text/plain"),
        ("export", "text/csv; charset=utf-8", "text/csv"),
        ("export.php", "text/tab-separated-values", "text/csv"),
        ("page", "text/markdown", "text/markdown"),
        ("page.pdf", "application/pdf", "text/plain"),
        ("fragment.html", "", "text/html"),
    ],
)
def test_the_name_tells_one_kind_of_text_from_another(
    tmp_path: Path, name: str, declared: str, media_type: str
) -> None:
    """A table of cases is read as a table and a Markdown file as Markdown, though all of them are plain characters."""
    assert (
        detected(tmp_path, "nom;thème\nSolifap;logement « durable »\n".encode("cp1252"), name, declared) == media_type
    )


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b'<div align="center">\n\n# Notes\n', "notes.md", "text/markdown"),
        (b"<!DOCTYPE html><h1>Notes</h1>", "notes.md", "text/html"),
        (b"<p>Un paragraphe</p>", "", "text/html"),
        (b"<p>1;2\n", "cas.csv", "text/csv"),
        (b"MBA et formation continue\n", "notes.txt", "text/plain"),
        (b"BM Partenaires, rapport\n", "notes.txt", "text/plain"),
        (b"MZ comme Marie Zimmer\n", "notes.txt", "text/plain"),
        (b"[1] Une note de bas de page\n", "notes.txt", "text/plain"),
        (b"<!DOCTYPE html><p>Le format %PDF-1.7 d\xc3\xa9crit.", "page", "text/html"),
    ],
)
def test_doubtful_beginnings(tmp_path: Path, content: bytes, name: str, media_type: str) -> None:
    """A text that happens to begin like something else is still read as what it is."""
    assert detected(tmp_path, content, name) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"#!/bin/sh\nrm -rf /\n",
        b"Rar!\x1a\x07\x01\x00",
        b"7z\xbc\xaf\x27\x1c\x00\x04",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
        b"{\\rtf1\\ansi Bonjour}",
        b"GIF89a\x01\x00",
        b"BM\x36\x00\x0c\x00\x00\x00",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        b"ID3\x04\x00\x00\x00\x00",
        b"\x00\x00\x00\x20ftypmp42\x00\x00",
        b"\x00\x00\x00\x18ftypheic\x00\x00",
        b"SQLite format 3\x00\x10\x00",
        b"\x00\x01\x02\x03 of no kind",
        b"text that turns into\x00\x00\x00binary",
        b'<?xml version="1.0"?><rss version="2.0"></rss>',
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        OLE + "WordDocument".encode("utf-16-le"),
        zipped({"lu.txt": "un", "vu.txt": "deux"}),
        zipped({"interne.zip": zipped({"a.docx": b"PK"})}),
        zipped({"mimetype": f"{ODF}presentation"}),
        office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        office(f"{OOXML}wordprocessingml.template.main+xml"),
    ],
)
@pytest.mark.parametrize("name", ["rapport.pdf", "rapport"])
def test_what_no_reader_knows_is_refused_with_a_remedy(tmp_path: Path, content: bytes, name: str) -> None:
    """Who hands in a program, an archive, a film or an old .doc is told what to hand in instead."""
    assert refusal(tmp_path, content, name).code == "format"


def test_mail_is_refused(tmp_path: Path) -> None:
    """An e-mail or a page saved as a web archive does not become pages of letters that nobody can read."""
    mail = b"From: a@example.org\nSubject: Rapport\nMIME-Version: 1.0\n\nVGV4dGU="
    assert {refusal(tmp_path, mail, name).code for name in ("a.eml", "a.mhtml", "a")} == {"format"}
    assert detected(tmp_path, mail, "a.txt") == "text/plain"


def test_data_for_machines_is_refused(tmp_path: Path) -> None:
    """A file of JSON does not become an answer made of braces."""
    assert refusal(tmp_path, b'{"nom": "Solifap"}', "cas.json").code == "format"


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_nothing_is_refused_as_empty(tmp_path: Path, content: bytes) -> None:
    """A file that lost its content on the way is not taken for a document."""
    assert refusal(tmp_path, content, "rapport.pdf").code == "empty"


@pytest.mark.parametrize(
    "content",
    [
        OLE + "EncryptedPackage".encode("utf-16-le"),
        zipped(
            {
                "mimetype": f"{ODF}text",
                "META-INF/manifest.xml": "<manifest:encryption-data/>",
                "content.xml": b"\x12\x34",
            }
        ),
    ],
    ids=["docx", "odt"],
)
def test_a_password_is_told_from_other_reasons(tmp_path: Path, content: bytes) -> None:
    """Who hands in a protected document learns that the password is the reason."""
    assert refusal(tmp_path, content, "rapport.docx").code == "password"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_cut_archive_is_damaged(tmp_path: Path, kept: float) -> None:
    """A Word file that was cut off on its way is told from a format that nobody knows."""
    content = office(f"{OOXML}wordprocessingml.document.main+xml")
    assert (
        refusal(tmp_path, content[: int(kept if kept > 1 else kept * len(content))], "rapport.docx").code == "damaged"
    )


def test_every_format_has_a_reader_and_a_suffix() -> None:
    """No format is told that nothing reads."""
    assert set(SUFFIXES) == set(READER_NAMES) == set(MEDIA_TYPES.values())
    assert all(suffixes for suffixes in SUFFIXES.values())
