import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from assistant.documents import Box
from assistant.pages import PdfError, find_quotation, open_pdf, render_page
from tests.ingest.pdf_files import column, write_pages

SENTENCE = "Le collectif a réuni des associations, des entreprises et des collectivités territoriales."


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page whose sentence goes over three lines and one cut word, beside a column of other text."""
    lines = ["Le collectif a réuni des asso-", "ciations, des entreprises et", "des collectivités territoriales."]
    other = ["Autre texte qui n’a rien", "à voir avec la phrase", "que l’on cherche ici."]
    return write_pages(tmp_path / "page.pdf", [[*column(72, 700, lines), *column(320, 700, other)]])


def framed(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_a_quotation_is_found_line_by_line_across_a_cut_word(page: Path) -> None:
    """A quotation is marked on the page though the page cuts its lines and a word of it elsewhere."""
    boxes = find_quotation(page, 1, SENTENCE)
    assert len(boxes) == 3
    assert [box.page for box in boxes] == [1, 1, 1]
    assert all(0.11 < box.left < 0.13 and box.right < 0.5 for box in boxes)
    tops = [box.top * 841.9 for box in boxes]
    assert tops == sorted(tops)
    # The first line stands 700 points from the bottom.
    assert boxes[0].top * 841.9 < 841.9 - 700 < boxes[0].bottom * 841.9


@pytest.mark.parametrize(
    "quotation",
    [
        "l’équipe — « un seul » cœur",
        "L'EQUIPE - un seul coeur",
        "l'équipe… un  seul cœur !",
    ],
)
def test_a_quotation_is_found_whatever_its_typography(tmp_path: Path, quotation: str) -> None:
    """Apostrophes, quotation marks, dashes, ligatures and capitals don't hide a quotation."""
    path = write_pages(tmp_path / "page.pdf", [column(72, 700, ['Pour l\'équipe - "un seul" coeur, un seul but.'])])
    assert len(find_quotation(path, 1, quotation)) == 1


def test_only_the_words_quoted_are_marked(page: Path) -> None:
    """The mark doesn't cover the words before and after the quotation."""
    (box,) = find_quotation(page, 1, "des entreprises")
    whole = find_quotation(page, 1, SENTENCE)[1]
    assert whole.left + 0.05 < box.left < box.right < whole.right - 0.01


def test_a_quotation_that_is_elsewhere_is_not_marked(page: Path) -> None:
    """Nothing is marked on a page that doesn't say it."""
    assert find_quotation(page, 1, "Les chiffres du chômage ont baissé de trois points en un an.") == ()
    assert find_quotation(page, 2, SENTENCE) == ()
    assert find_quotation(page, 1, "…") == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_the_mark_is_where_the_words_are_seen(tmp_path: Path, page: Path, turn: int, cropped: bool) -> None:
    """On pages that are turned or cropped too, the frame surrounds the words."""
    path = tmp_path / "turned.pdf"
    with pikepdf.open(page) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        if cropped:
            pdf.pages[0].cropbox = pikepdf.Array([50, 400, 560, 760])
        pdf.save(path)
    boxes = find_quotation(path, 1, "Le collectif a réuni")
    assert len(boxes) == 1
    plain = framed(render_page(path, 1))
    (box,) = boxes
    area = (box.left * plain.width, box.top * plain.height, box.right * plain.width, box.bottom * plain.height)
    inside = plain.crop(tuple(round(edge) for edge in area)).convert("L")
    assert inside.getextrema()[0] < 90, "no ink in the box"
    assert inside.width * inside.height < 0.03 * plain.width * plain.height


def test_the_frame_is_drawn_around_the_box_and_nowhere_else(page: Path) -> None:
    """The picture of a page differs from the plain one just where the quotation is."""
    boxes = (Box(1, 0.1, 0.1, 0.4, 0.2), Box(2, 0.6, 0.6, 0.8, 0.8))
    plain, marked = framed(render_page(page, 1)), framed(render_page(page, 1, boxes))
    assert plain.size == marked.size
    changed = [
        (x / plain.width, y / plain.height)
        for x in range(0, plain.width, 3)
        for y in range(0, plain.height, 3)
        if plain.getpixel((x, y)) != marked.getpixel((x, y))
    ]
    assert changed
    assert all(0.09 < x < 0.41 and 0.09 < y < 0.21 for x, y in changed)


def test_a_page_that_is_not_there_is_said_so(page: Path) -> None:
    """Who asks for page 7 of 1 is told."""
    with pytest.raises(IndexError, match=r"Page 7 .* 1"):
        render_page(page, 7)


def test_a_file_with_a_password_is_told_from_a_damaged_one(tmp_path: Path, page: Path) -> None:
    """A person is told to take the password away, or to get the file again."""
    locked, owned, broken = tmp_path / "locked.pdf", tmp_path / "owned.pdf", tmp_path / "broken.pdf"
    with pikepdf.open(page) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
        pdf.save(
            owned, encryption=pikepdf.Encryption(user="", owner="secret", allow=pikepdf.Permissions(extract=False))
        )
    broken.write_bytes(b"<html>Not found</html>")
    for path, code in ((locked, "password"), (broken, "damaged")):
        with pytest.raises(PdfError) as told, open_pdf(path):
            pass
        assert told.value.code == code
        assert told.value.remedy
    with open_pdf(owned) as pdf:
        assert "collectif" in "".join(run.text for run in pdf.read(1).runs)


def test_a_very_large_page_is_rendered_smaller(tmp_path: Path) -> None:
    """A poster of several metres doesn't take all of the memory."""
    path = tmp_path / "poster.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_000, 14_000))
        pdf.save(path)
    with open_pdf(path) as opened:
        width, height = opened.render(1, 300).size
    assert width * height <= 25_100_000


def test_each_run_knows_its_letters_places_and_style(page: Path) -> None:
    """Letters, their places, size and weight are read as they were drawn."""
    with open_pdf(page) as pdf:
        content = pdf.read(1)
    run = next(run for run in content.runs if run.text.startswith("Le collectif"))
    assert len(run.text) == len(run.lefts) == len(run.rights)
    assert run.lefts[0] == pytest.approx(72, abs=1)
    assert run.baseline == pytest.approx(841.9 - 700, abs=1)
    assert run.style.size == pytest.approx(10, abs=0.1)
    assert not run.style.bold
    assert content.characters == sum(len(run.text.replace(" ", "")) for run in content.runs)
