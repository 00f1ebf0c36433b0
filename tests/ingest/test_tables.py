import datetime
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from assistant.documents import Document, Link, Partner, Section
from ingest.readers.tables import read_csv, read_xlsx
from ingest.report import DocumentRefusedError

Read = Callable[..., list[Document]]
Refusal = Callable[..., DocumentRefusedError]

CASES = """Titre;Année;Thèmes;Partenaires;Territoire;Régions;ODD;Type d’alliance;Lien;Le défi;Les résultats
Un toit;2019;Logement, Jeunesse;Emmaüs (association), SNCF (entreprise);Nantes;Pays de la Loire;ODD 1 et 11;arbre;\
https://a.fr/toit;"Loger les jeunes ;
à Nantes";Cent jeunes logés.
Un toit;en cours;Santé;;;;;;;Soigner;
;;;;;;;;;;
;2020;Santé;;;;;;;Sans titre;
"""


def workbook(*sheets: tuple[str, list[list[Any]]]) -> Any:
    """Make a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: Any) -> bytes:
    """Give the bytes of a workbook."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_cases(read: Read, encoding: str) -> None:
    """Each row is a case with its labels, and other columns are its sections, in any encoding."""
    first, second = read(read_csv, CASES.encode(encoding), "cas.csv", "https://a.fr/cas.csv")
    assert first == Document(
        "documents/x/un-toit",
        "Un toit",
        "étude de cas",
        "https://a.fr/toit",
        year=2019,
        themes=("Logement", "Jeunesse"),
        partners=(Partner("Emmaüs", "association"), Partner("SNCF", "entreprise")),
        territory="Nantes",
        regions=("Pays de la Loire",),
        sdgs=(1, 11),
        alliance_type="arbre",
        media_type="type/of-it",
        sections=(
            Section(("Le défi",), "Loger les jeunes ;\nà Nantes"),
            Section(("Les résultats",), "Cent jeunes logés."),
        ),
    )
    assert (second.id, second.title, second.year) == ("documents/x/un-toit-2", "Un toit", None)
    assert second.url == "https://a.fr/cas.csv"
    assert second.sections == (Section(("Année",), "en cours"), Section(("Le défi",), "Soigner"))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(read: Read, delimiter: str) -> None:
    """Whatever separates the cells, they are told apart, even when their text holds other signs."""
    rows = [["title", "year", "text"], ["A, b", "2019", '"x; y, z"'], ["B", "2020", "un"]]
    quoted = "\n".join(delimiter.join(f'"{cell.strip(chr(34))}"' for cell in row) for row in rows)
    documents = read(read_csv, quoted.encode(), "cas.csv")
    assert [(document.title, document.year) for document in documents] == [("A, b", 2019), ("B", 2020)]
    assert documents[0].sections[0].text == "x; y, z"


def test_note_of_excel(read: Read) -> None:
    """The note in which Excel tells its delimiter is no row."""
    [document] = read(read_csv, b"sep=,\r\ntitle,year\r\nA,2019\r\n", "cas.csv")
    assert (document.title, document.year) == ("A", 2019)


def test_workbook(read: Read) -> None:
    """Dates, numbers and percentages are those that people see; banners above the names of columns are passed over."""
    book = workbook(
        ("Lisez-moi", [["Base tenue par Le RAMEAU"]]),
        (
            "Cas",
            [
                ["Base IMPACT"],
                [],
                ["title", "date", "Taux", "Budget", "Suivi", "Calcul", "Site"],
                ["Un cas", datetime.datetime(2020, 3, 1), 0.355, 12.5, True, "=1/0", "voir https://a.fr/x."],
            ],
        ),
    )
    book["Cas"]["C4"].number_format = "0.0%"
    [document] = read(read_xlsx, saved(book), "cas.xlsx")
    assert (document.published, document.year, document.kind) == ("2020-03-01", 2020, "étude de cas")
    assert document.sections == (
        Section(("Taux",), "35,5\u00a0%"),
        Section(("Budget",), "12,5"),
        Section(("Suivi",), "oui"),
        Section(("Site",), "voir https://a.fr/x."),
    )
    assert document.links == (Link("https://a.fr/x", "https://a.fr/x"),)


def test_hidden_sheet(read: Read) -> None:
    """A hidden sheet is not read."""
    book = workbook(("Cas", [["title", "year"], ["Un cas", 2020]]), ("Secret", [["title", "year"], ["PIÈGE", 2020]]))
    book["Secret"].sheet_state = "veryHidden"
    assert [document.title for document in read(read_xlsx, saved(book), "cas.xlsx")] == ["Un cas"]


def test_sparse_sheet(read: Read) -> None:
    """A sheet with a cell in its last row and column is read as fast as another."""
    book = workbook(("Cas", [["title", "year"], ["Un cas", 2020]]))
    book["Cas"]["XFD1048576"] = "loin"
    [document] = read(read_xlsx, saved(book), "cas.xlsx")
    assert document.title == "Un cas"


def test_other_table(read: Read) -> None:
    """A table of something else is one document, whose rows can be read."""
    book = workbook(("Chiffres", [["Région", "Cas"], ["Bretagne", 12], [None, None], ["Occitanie", 7]]), ("Vide", []))
    [document] = read(read_xlsx, saved(book), "chiffres-2020.xlsx")
    assert (document.id, document.title) == ("documents/x", "chiffres 2020")
    assert document.sections == (Section((), "| Région | Cas |\n| Bretagne | 12 |\n| Occitanie | 7 |"),)


def test_columns(refusal: Refusal) -> None:
    """Cases without titles are refused, and the names of columns that would do are told."""
    error = refusal(read_csv, "Thèmes;Partenaires;Région\nSanté;A;Bretagne\n".encode(), "cas.csv")
    assert error.code == "columns"
    assert "titre" in error.remedy
    assert "Thèmes, Partenaires, Région" in error.reason
    assert refusal(read_csv, "Titre;Année\n;2019\n".encode(), "cas.csv").code == "columns"


def test_many_rows(refusal: Refusal) -> None:
    """A table of tens of thousands of rows is refused."""
    assert refusal(read_csv, b"a;b\n" + b"1;2\n" * 60_000, "x.csv").code == "too-large"


@pytest.mark.parametrize("content", [b"", b"\n\n", b";;\n;;\n"])
def test_empty(refusal: Refusal, content: bytes) -> None:
    """A table without a word is refused."""
    assert refusal(read_csv, content, "x.csv").code == "empty"
    assert refusal(read_xlsx, saved(workbook(("Vide", []))), "x.xlsx").code == "empty"


def test_damaged_workbook(refusal: Refusal) -> None:
    """A workbook whose end is missing is refused as damaged, binary data as such."""
    assert refusal(read_xlsx, saved(workbook(("Cas", [["title"], ["A"]])))[:-300], "x.xlsx").code == "damaged"
    assert refusal(read_csv, b"a;b\n\x00\x01", "x.csv").code == "encoding"


def test_broken_bytes(read: Read) -> None:
    """Wherever a workbook is broken, it is either read or refused, never a crash."""
    content = saved(workbook(("Cas", [["title", "year", "Le défi"], ["Un cas", 2020, "Un texte"]])))
    for place in range(0, len(content), len(content) // 60):
        broken = content[:place] + bytes([content[place] ^ 0x5A]) + content[place + 1 :]
        try:
            read(read_xlsx, broken, "x.xlsx")
        except DocumentRefusedError as error:
            assert error.code in {"damaged", "empty", "password", "too-large", "columns"}


def test_two_title_columns(read: Read) -> None:
    """Where a column is surely of titles, one that might be is text."""
    [document] = read(read_csv, "Projet;Titre;Année\nPhase 2;Un toit;2019\n".encode(), "cas.csv")
    assert (document.title, document.sections) == ("Un toit", (Section(("Projet",), "Phase 2"),))


def test_language(read: Read) -> None:
    """A case is in the language of its words, unless a column says otherwise."""
    text = "The partnership between charities and companies began in 2006 and has grown since then in all the regions."
    documents = read(read_csv, f"title,year,text,langue\nA,2019,{text},\nB,2019,{text},français\n".encode(), "cas.csv")
    assert [document.language for document in documents] == ["en", "fr"]


def test_many_partners(read: Read) -> None:
    """Partners are told apart at semicolons or commas, but not within the brackets that say what they are."""
    table = "titre\tpartenaires\nA\tEmmaüs (association, loi 1901), SNCF\nB\tLa Ligue, section 44 ; SNCF (entreprise)\n"
    first, second = read(read_csv, table.encode(), "cas.tsv")
    assert first.partners == (Partner("Emmaüs", "association, loi 1901"), Partner("SNCF"))
    assert second.partners == (Partner("La Ligue, section 44"), Partner("SNCF", "entreprise"))
