import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from ingest.detecting import detect
from ingest.readers.original import Original
from ingest.report import DocumentRefusedError
from ingest.sandbox import Limits, read_original
from tests.ingest import malformed as bad

pytestmark = pytest.mark.slow  # each file starts a process that loads the engine of its format

LIMITS: Final = Limits(seconds=8, memory_mb=512, output_bytes=20_000_000, pages=3000)
NOUNS: Final = ("association", "coopération", "fondation", "commune", "mécénat", "bénévole", "territoire", "rapport")
GUIDE: Final = bad.pdf(
    *[
        "\n".join(f"Chaque {noun} du chapitre {page} porte un projet avec {other}." for other in NOUNS)
        for page, noun in enumerate(NOUNS)
    ]
)
READ: Final = "read"


def verdict(path: Path, content: bytes, name: str) -> tuple[str, str]:
    """Give `read` with the text, or the code of the refusal."""
    path.write_bytes(content)
    try:
        media_type = detect(path, name)
        documents = read_original(Original(path, "depot/x", name, media_type), LIMITS, lambda _done, _total: None)
    except DocumentRefusedError as error:
        assert error.reason
        assert error.remedy
        return error.code, ""
    return READ, "\n".join(section.text for document in documents for section in document.sections)


BOMBS: Final[dict[str, tuple[Callable[[], bytes], str, set[str]]]] = {
    "words of a PDF": (lambda: bad.pdf_bomb(120), "a.pdf", {"too-large", "too-slow", "damaged"}),
    "PDF packed twice": (lambda: bad.pdf_twice_packed(600), "a.pdf", {"too-large", "empty", "damaged", "crashed"}),
    "PDF of 100,000 pages": (lambda: bad.many_pages(100_000), "a.pdf", {"too-many-pages"}),
    "Word file": (lambda: bad.docx(bad.paragraph("mot " * 25) * 1_000_000), "a.docx", {"too-large"}),
    "Word file that lies": (
        lambda: bad.lying_about_size(bad.docx(bad.paragraph("mot " * 25) * 1_000_000), b"word/document.xml", 40_000),
        "a.docx",
        {"damaged", "too-large"},
    ),
    "nested archives": (
        lambda: bad.zipped({"a.zip": bad.zipped({"b.zip": bad.zipped({"c": bytes(90_000_000)})})}),
        "a.docx",
        {"format"},
    ),
    "list of 500,000 members": (lambda: bad.endless_list(500_000), "a.docx", {"too-large"}),
    "sheet of a million rows": (
        lambda: bad.xlsx(b"".join(b'<row r="%d"/>' % row for row in range(1, 1_048_577))),
        "a.xlsx",
        {"too-large", "too-many-pages", "too-slow", "empty", "cases"},
    ),
    "image of 900 million points": (
        lambda: bad.png_header(30_000, 30_000),
        "a.png",
        {"too-large", "empty", "damaged"},
    ),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_costs_one_document(tmp_path: Path, kind: str) -> None:
    """A file made to fill memory or time is refused within ten seconds, and the next one is read."""
    build, name, codes = BOMBS[kind]
    content = build()
    assert len(content) < 40_000_000
    before, started = _own_peak(), time.monotonic()
    code, text = verdict(tmp_path / "file", content, name)
    assert time.monotonic() - started < 10
    assert _own_peak() - before < 100_000
    assert code in codes, text[:200]
    assert verdict(tmp_path / "next", b"# Un titre\n\nBonjour", "a.md") == (READ, "Bonjour")


def _own_peak() -> int:
    """Give the most memory that this process ever held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(GUIDE[: len(GUIDE) // 2], {"damaged", READ}, id="cut in the middle"),
        pytest.param(GUIDE[:40], {"damaged"}, id="cut at the beginning"),
        pytest.param(GUIDE.replace(b"startxref", b"startxxxx"), {READ}, id="without an index"),
        pytest.param(GUIDE, {READ}, id="not broken"),
        pytest.param(bad.endless_pages(), {"damaged", "empty"}, id="list of pages that holds itself"),
        pytest.param(bad.drawing_itself(), {"empty", "damaged", "too-large"}, id="drawing that draws itself"),
        pytest.param(bad.locked_pdf("secret", "other"), {"password"}, id="password"),
        pytest.param(bad.pdf(""), {"empty"}, id="empty page"),
        pytest.param(bad.pdf_objects([b"<</Type/Catalog>>"]), {"damaged", "empty"}, id="no pages at all"),
    ],
)
def test_a_broken_pdf_has_its_verdict(tmp_path: Path, content: bytes, code: set[str]) -> None:
    """A PDF that is cut, locked or circular is refused with its reason, or read as far as it goes."""
    assert verdict(tmp_path / "file", content, "rapport.pdf")[0] in code


def test_a_pdf_that_only_forbids_copying_is_read(tmp_path: Path) -> None:
    """A publication that opens without a password can be read, as by any person."""
    code, text = verdict(tmp_path / "file", bad.locked_pdf("", "owner"), "rapport.pdf")
    assert (code, "texte secret de plusieurs mots" in text) == (READ, True)


def test_a_page_named_pdf_is_read_as_the_page_that_it_is(tmp_path: Path) -> None:
    """A site that answers with a page where a PDF should be gives a page."""
    page = b"<html><body><h1>Guide</h1><p>Trois axes structurent le mod\xc3\xa8le de l'association.</p></body></html>"
    code, text = verdict(tmp_path / "file", page, "rapport.pdf")
    assert (code, "Trois axes structurent" in text) == (READ, True)


def test_a_login_page_of_a_few_words_is_no_crash(tmp_path: Path) -> None:
    """A page with next to nothing on it is read or refused like another."""
    assert verdict(tmp_path / "file", b"<html>not a pdf</html>\n", "rapport.pdf")[0] in {READ, "empty"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(bad.docx(bad.paragraph("&l9;"), bad.LAUGHS), "a.docx", id="docx"),
        pytest.param(bad.xlsx(b"<row>" + bad.cell("A1", "&l9;") + b"</row>", bad.LAUGHS), "a.xlsx", id="xlsx"),
        pytest.param(bad.odt(f"{bad.LAUGHS}<a>&l9;</a>"), "a.odt", id="odt"),
        pytest.param(bad.epub(f"{bad.LAUGHS}<html><body><p>&l9;</p></body></html>"), "a.epub", id="epub"),
        pytest.param(f"{bad.LAUGHS}<html><body><p>&l9; fin</p></body></html>".encode(), "a.html", id="html"),
    ],
)
def test_a_billion_laughs_are_not_laughed(tmp_path: Path, content: bytes, name: str) -> None:
    """A few lines that stand for a billion words cost no memory."""
    code, text = verdict(tmp_path / "file", content, name)
    assert len(text) < 10_000
    assert code in {READ, "damaged", "empty", "too-large", "format", "cases"}


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.odt", "a.epub", "a.html"])
def test_no_document_reads_a_file_of_the_server(tmp_path: Path, name: str) -> None:
    """What lies on the server never becomes the text of a document."""
    (tmp_path / "secret").write_text("CANARY", "utf-8")
    steal = f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{tmp_path / "secret"}">]>'
    content = {
        "a.docx": bad.docx(bad.paragraph("Texte &s;"), steal),
        "a.xlsx": bad.xlsx(b"<row>" + bad.cell("A1", "Texte &s;") + b"</row>", steal),
        "a.odt": bad.odt(f"{steal}<a>Texte &s;</a>"),
        "a.epub": bad.epub(f"{steal}<html><body><p>Texte &s;</p></body></html>"),
        "a.html": f"{steal}<html><body><p>Texte &s;</p></body></html>".encode(),
    }[name]
    assert "CANARY" not in verdict(tmp_path / "file", content, name)[1]


def test_a_pdf_starts_no_program(tmp_path: Path) -> None:
    """A table of letters that is a program in disguise, handed in beside the PDF that names it, is never run."""
    verdict(tmp_path / "file", bad.pdf_naming_a_pickle(tmp_path, tmp_path / "canary"), "a.pdf")
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD1"])
def test_a_sheet_with_a_cell_at_its_far_end_is_no_bomb(tmp_path: Path, place: str) -> None:
    """A workbook with one stray cell at the end of the world is read, or refused, at once."""
    row = int(place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    first = bad.cell("A1", "title") + bad.cell("B1", "kind")
    rows = b'<row r="1">%b</row><row r="2">%b</row>' % (first, bad.cell("A2", "Solifap") + bad.cell("B2", "rapport"))
    far = b'<row r="%d">%b</row>' % (max(row, 3), bad.cell(place if row > 2 else f"XFD{max(row, 3)}", "perdu"))
    started = time.monotonic()
    verdict(tmp_path / "file", bad.xlsx(rows + far), "a.xlsx")
    assert time.monotonic() - started < 8


@pytest.mark.parametrize("depth", [3_000, 100_000])
@pytest.mark.parametrize("mark", ["div", "ul><li", "table><tr><td", "b"])
def test_depth_without_end_is_no_crash(tmp_path: Path, depth: int, mark: str) -> None:
    """A page of a hundred thousand boxes in each other is read or refused, not a broken worker."""
    content = f"<html><body>{f'<{mark}>' * depth}Bonjour le monde".encode()
    assert verdict(tmp_path / "file", content, "a.html")[0] in {READ, "damaged", "empty", "too-large"}
