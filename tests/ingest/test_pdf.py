from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.documents import Document, Link
from ingest.readers.original import Original
from ingest.readers.pdf import read_pdf
from ingest.report import DocumentRefusedError
from tests.ingest.pdf_files import TABLES, Text, cells_of, column, write_pages, write_report, write_table

LEFT = [
    "Une alliance naît rarement d’un",
    "contrat. Elle naît d’une rencontre,",
    "puis d’un besoin que personne ne",
    "peut satisfaire seul.",
]
RIGHT = [
    "Le territoire est la bonne échelle :",
    "chacun y connaît les autres, et les",
    "résultats se voient au bout de",
    "quelques mois.",
]


def read(path: Path, name: str = "") -> Document:
    documents = read_pdf(Original(path, "doc", name or path.name, "application/pdf"), lambda done, count: None)
    assert len(documents) == 1
    return documents[0]


def texts(document: Document) -> list[str]:
    return [line for section in document.sections for line in section.text.splitlines()]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Document]:
    def write(*pages: list[Text], **properties: str) -> Document:
        return read(write_pages(tmp_path / "some-file.pdf", pages, **properties))

    return write


def test_two_columns_are_read_one_after_the_other(written: Callable[..., Document]) -> None:
    """A sentence of the left column is never mixed with one of the right."""
    head = [(72, 780.0, "Deux colonnes sous un titre", "Helvetica-Bold", 20)]
    document = written([*head, *column(72, 700, LEFT), *column(320, 700, RIGHT)])
    assert document.title == "Deux colonnes sous un titre"
    assert texts(document) == [" ".join(LEFT), " ".join(RIGHT)]


def test_columns_are_read_in_order_though_drawn_line_by_line(written: Callable[..., Document]) -> None:
    """The order in which a program drew the lines doesn't matter."""
    across = [line for pair in zip(column(320, 700, RIGHT), column(72, 700, LEFT), strict=True) for line in pair]
    assert texts(written(across)) == [" ".join(LEFT), " ".join(RIGHT)]


def test_three_columns_under_a_line_that_spans_them(written: Callable[..., Document]) -> None:
    """A line across all columns is read before them, and what stands below them after."""
    lines = ["Premier mot", "de la colonne", "numéro {}."]
    columns = [text for n in range(3) for text in column(60 + 170 * n, 700, [line.format(n) for line in lines])]
    above = column(
        60, 740, ["Une phrase qui court d’un bord à l’autre de la page, au-dessus des trois colonnes de texte."]
    )
    below = column(
        60, 600, ["Une autre phrase qui court d’un bord à l’autre de la page, au-dessous des trois colonnes."]
    )
    spans = [f"Premier mot de la colonne numéro {n}." for n in range(3)]
    assert texts(written([*below, *columns, *above])) == [above[0][2], *spans, below[0][2]]


def test_words_without_spaces_between_them_are_apart(tmp_path: Path) -> None:
    """Programs such as LaTeX draw no spaces, only gaps; words are words nonetheless."""
    path = tmp_path / "gaps.pdf"
    lines = ["Chaque partenaire apporte ce qu’il sait faire, et", "le collectif décide ensemble des étapes suivantes."]
    canvas = Canvas(str(path), pagesize=A4)
    for number, line in enumerate(lines):
        left = 72.0
        for word in line.split():
            canvas.drawString(left, 700 - 14 * number, word)
            left += canvas.stringWidth(word) + 1.7
    canvas.save()
    assert texts(read(path)) == [" ".join(lines)]


def test_words_of_a_line_that_was_squeezed_are_apart(tmp_path: Path) -> None:
    """Where a justified line left next to no room between its words, they are not glued."""
    path = tmp_path / "squeezed.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    left = 72.0
    sentence = "les textes applicables en matière de communication"
    for word in sentence.split():
        canvas.drawString(left, 700, word)
        left += canvas.stringWidth(word, "Helvetica", 10) + 1.4
    canvas.save()
    assert texts(read(path)) == [sentence]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Les habi-", "tants", "habitants"),
        ("Les habi\u2010", "tants", "habitants"),
        ("Les habi\u2011", "tants", "habitants"),
        ("Les habi\u00ad", "tants", "habitants"),
        ("Le socio-", "économique", "socio-économique"),
        ("Peut-", "être", "Peut-être"),
        ("C’est-à-", "dire", "C’est-à-dire"),
        ("En 2019-", "2020", "2019-2020"),
        ("Lire https://exemple.fr/un-", "guide", "https://exemple.fr/un-guide"),
    ],
)
def test_words_cut_at_the_end_of_a_line_are_whole(tmp_path: Path, first: str, second: str, whole: str) -> None:
    """A word is found by a search though the page cuts it, and a real hyphen stays."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    if not Path(font).is_file():
        pytest.skip("no font with every hyphen")
    pdfmetrics.registerFont(TTFont("DejaVu", font))
    lines = [f"Une ligne entière de texte, {first}", f"{second} du quartier sont venus."]
    document = read(write_pages(tmp_path / "cut.pdf", [column(72, 700, lines, font="DejaVu")]))
    assert f"{whole} du quartier" in texts(document)[0]


def test_a_hyphen_stays_where_the_document_writes_the_word_with_one(written: Callable[..., Document]) -> None:
    """The document itself tells how its words are written."""
    lines = ["Le mécénat-relais est né ici. Un autre mécénat-", "relais a suivi dans la ville."]
    assert texts(written(column(72, 700, lines))) == [" ".join(lines).replace("mécénat- relais", "mécénat-relais")]


def test_headings_make_the_path_of_what_is_under_them(tmp_path: Path) -> None:
    """A passage knows its chapter and its section, and the page that it is on."""
    path = tmp_path / "report.pdf"
    write_report(path, pages=4)
    document = read(path)
    paths = [section.heading_path for section in document.sections]
    for number in range(2, 5):
        chapter = f"{number}. Chapitre sur le thème {number}"
        for part in (1, 2):
            assert (chapter, f"{number}.{part} Constat {number * 10 + part}") in paths
    pages = {section.heading_path[-1]: section.page for section in document.sections}
    assert len(set(pages.values())) > 3


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    """What stands on every page is no one's answer."""
    path = tmp_path / "report.pdf"
    write_report(path, pages=4)
    document = read(path)
    assert not any("Rapport d’activité" in text for text in texts(document))
    assert not any(text.strip().isdigit() for text in texts(document))


def test_a_table_of_contents_is_left_out(written: Callable[..., Document]) -> None:
    """Dots and page numbers answer no question."""
    entries = [f"{n}. Chapitre {n} {'. ' * 30}{n * 4}" for n in range(1, 7)]
    document = written(
        [(72, 760.0, "Table des matières", "Helvetica-Bold", 14), *column(72, 700, entries)], column(72, 700, LEFT)
    )
    assert texts(document) == [" ".join(LEFT)]


def test_a_paragraph_goes_on_over_the_end_of_a_page(written: Callable[..., Document]) -> None:
    """A sentence that a page cuts in two is one, on the page where it begins."""
    first = column(72, 100, ["Cette phrase commence en bas de la première page, où elle est", "coupée au milieu de sa"])
    second = column(72, 780, ["course, et elle finit sur la seconde.", "Elle est finie."])
    document = written(first, second)
    assert texts(document)[0].startswith("Cette phrase commence")
    assert "au milieu de sa course, et elle finit" in texts(document)[0]
    assert document.sections[0].page == 1


def test_pages_make_sections(written: Callable[..., Document]) -> None:
    """Each passage can be cited with its page."""
    document = written(column(72, 700, LEFT), [], column(72, 700, RIGHT))
    assert [(section.page, section.text) for section in document.sections] == [
        (1, " ".join(LEFT)),
        (3, " ".join(RIGHT)),
    ]
    assert document.pages == 3


def test_each_line_of_a_section_has_its_box(tmp_path: Path) -> None:
    """Every line of text knows where it stands on its page, rows of tables too."""
    path = tmp_path / "table.pdf"
    write_table(path, "plain")
    document = read(path)
    for section in document.sections:
        assert len(section.boxes) == section.text.count("\n") + 1
        assert all(box.page == section.page for box in section.boxes)
        assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in section.boxes)
    boxes = [box for section in document.sections for box in section.boxes]
    assert [box.top for box in boxes] == sorted(box.top for box in boxes)


@pytest.mark.parametrize("name", TABLES)
def test_ruled_tables_are_rows_of_cells(tmp_path: Path, name: str) -> None:
    """A row of a table stays together, each cell in its column."""
    path = tmp_path / "table.pdf"
    wanted = write_table(path, name)
    rows = [cells_of(line) for line in texts(read(path)) if line.startswith("|")]
    assert [[" ".join(cell.split()) for cell in row] for row in rows] == wanted


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    """Text in a box is read as text."""
    path = tmp_path / "frame.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rect(60, 620, 300, 110)
    for left, bottom, line, font, size in column(72, 700, LEFT):
        canvas.setFont(font, size)
        canvas.drawString(left, bottom, line)
    canvas.save()
    assert texts(read(path)) == [" ".join(LEFT)]


def test_items_of_a_list_are_lines(written: Callable[..., Document]) -> None:
    """Each item of a list can be quoted by itself, with the lines that hang under it."""
    lines = [
        "Les étapes sont les suivantes :",
        "• écouter les habitants et",
        "  les associations ;",
        "• décider ;",
        "• agir.",
    ]
    assert texts(written(column(72, 700, lines))) == [
        "Les étapes sont les suivantes :",
        "• écouter les habitants et les associations ;",
        "• décider ;",
        "• agir.",
    ]


def test_the_title_of_the_file_counts_only_where_the_pages_have_it(written: Callable[..., Document]) -> None:
    """A title left over from another file is not believed."""
    page = [(72, 760.0, "Guide des alliances", "Helvetica-Bold", 24), *column(72, 700, LEFT)]
    assert written(page, title="Modèle de note v3").title == "Guide des alliances"
    assert written(
        [*page, *column(72, 500, ["Le mode d’emploi complet."])], title="Guide des alliances : mode d’emploi complet"
    ).title == ("Guide des alliances : mode d’emploi complet")


def test_a_file_without_title_is_called_by_its_name(tmp_path: Path) -> None:
    """People find it by the name that they gave it."""
    path = write_pages(tmp_path / "kept-under-a-hash", [column(72, 700, [f"{n} {n} {n}" for n in range(9)])])
    assert read(path, "bilan_2023-annuel.pdf").title == "bilan 2023 annuel"


@pytest.mark.parametrize(
    ("cover", "date", "year"),
    [
        ("Publié le 15 mars 2021", "2021-03-15", 2021),
        ("Édition de mars 2021", "2021-03", 2021),
        ("Le 03/02/2020", "2020-02-03", 2020),
        ("Rapport annuel 2019", "2019", 2019),
    ],
)
def test_the_date_is_that_of_the_cover(written: Callable[..., Document], cover: str, date: str, year: int) -> None:
    """The year printed on the cover counts before the day on which the file was made."""
    document = written([(72, 760.0, "Guide", "Helvetica-Bold", 24), *column(72, 700, [cover, "", *LEFT])])
    assert (document.published, document.year) == (date, year)


def test_links_are_kept_with_their_words(tmp_path: Path) -> None:
    """A link of the page can be followed from the answer."""
    path = tmp_path / "link.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(72, 700, "Voir le guide complet en ligne.")
    left = 72 + canvas.stringWidth("Voir ")
    canvas.linkURL("https://exemple.fr/guide", (left, 697, left + canvas.stringWidth("le guide"), 710))
    canvas.linkURL("javascript:alert(1)", (72, 600, 100, 610))
    canvas.save()
    assert read(path).links == (Link("le guide", "https://exemple.fr/guide", 1),)


def test_ornaments_and_hidden_characters_are_left_out(tmp_path: Path) -> None:
    """No control character of a font reaches the text."""
    path = write_pages(tmp_path / "odd.pdf", [column(72, 700, ["Un texte\x07 net\x02 et lisible."])])
    assert all(character.isprintable() for text in texts(read(path)) for character in text)


def test_progress_is_told_from_the_number_of_pages_on(tmp_path: Path) -> None:
    """A person sees how far the reading is; a limit of pages can stop it before it begins."""
    path = write_pages(tmp_path / "three.pdf", [column(72, 700, LEFT)] * 3)
    told: list[tuple[int, int]] = []
    read_pdf(Original(path, "doc", "three.pdf", "application/pdf"), lambda done, count: told.append((done, count)))
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)
    assert told == sorted(told)

    def refuse(done: int, count: int) -> None:
        raise DocumentRefusedError("too-many-pages", f"It has {count} pages.", "Cut it.")

    with pytest.raises(DocumentRefusedError, match="3 pages"):
        read_pdf(Original(path, "doc", "three.pdf", "application/pdf"), refuse)


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    """A password, damage and an empty file are told apart, each with what to do."""
    good = write_pages(tmp_path / "good.pdf", [column(72, 700, LEFT)])
    locked, broken, blank = tmp_path / "locked.pdf", tmp_path / "broken.pdf", tmp_path / "blank.pdf"
    with pikepdf.open(good) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    broken.write_bytes(good.read_bytes()[:400])
    write_pages(blank, [[], []])
    for path, code in ((locked, "password"), (broken, "damaged"), (blank, "empty")):
        with pytest.raises(DocumentRefusedError) as refusal:
            read(path)
        assert refusal.value.code == code
        assert refusal.value.remedy


@pytest.mark.slow
def test_pages_that_are_pictures_are_recognised(tmp_path: Path) -> None:
    """A scanned page between two others is searched too, and said to be recognised."""
    picture = Image.new("RGB", (1240, 1754), "white")
    from PIL import ImageFont

    font = ImageFont.load_default(40)
    for number, line in enumerate(("Une alliance de territoire réunit", "des associations et des entreprises.")):
        ImageDraw.Draw(picture).text((150, 300 + 70 * number), line, fill="black", font=font)
    path = tmp_path / "mixed.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for left, bottom, line, name, size in column(72, 700, LEFT):
        canvas.setFont(name, size)
        canvas.drawString(left, bottom, line)
    canvas.showPage()
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    document = read(path)
    scanned = [section for section in document.sections if section.page == 2]
    assert scanned
    assert all(section.recognition for section in scanned)
    assert "alliance de territoire" in " ".join(section.text for section in scanned)
    assert document.sections[0].recognition == ""


def test_text_that_another_program_recognised_is_said_to_be_so(tmp_path: Path) -> None:
    """A scan that was made searchable is read at once, and its readers are told to check it."""
    path = tmp_path / "searchable.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("RGB", (600, 850), "white")), 0, 0, *A4)
    unseen = canvas.beginText(72, 700)
    unseen.setTextRenderMode(3)
    unseen.setFont("Helvetica", 10)
    unseen.textLines(LEFT)
    canvas.drawText(unseen)
    canvas.showPage()
    canvas.drawString(72, 700, "Une page ordinaire qui n’est pas un scan et qui se lit toute seule.")
    canvas.save()
    document = read(path)
    assert [section.recognition for section in document.sections] == ["ocr", ""]
    assert document.sections[0].text == " ".join(LEFT)


def test_a_large_sheet_with_a_rule_around_each_cell_is_a_table(tmp_path: Path) -> None:
    """An annex of thousands of cells keeps its rows, though its rules are drawn after its words."""
    path = tmp_path / "annex.pdf"
    canvas = Canvas(str(path), pagesize=(1200, 900))
    canvas.setFont("Helvetica", 5)
    for row in range(60):
        for place in range(40):
            canvas.drawString(20 + place * 28, 20 + row * 13, f"{row}.{place}")
    for row in range(61):
        canvas.line(18, 16 + row * 13, 18 + 40 * 28, 16 + row * 13)
    for place in range(41):
        canvas.line(18 + place * 28, 16, 18 + place * 28, 16 + 60 * 13)
    canvas.save()
    rows = [cells_of(line) for line in texts(read(path))]
    assert rows == [[f"{row}.{place}" for place in range(40)] for row in reversed(range(60))]
