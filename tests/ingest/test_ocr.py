import shutil
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from assistant.documents import Box, Section
from ingest.readers import tesseract
from ingest.readers.ocr import recognise
from ingest.report import DocumentRefusedError
from tests.ingest.scans import FONT, PARAGRAPHS, draw_page, spoil, truth

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs apt-get install tesseract-ocr-fra"),
]


def error_of(sections: list[Section], expected: str) -> float:
    """Give the share of characters that are wrong."""
    read = " ".join(part for section in sections for part in (*section.heading_path[-1:], section.text))
    return Levenshtein.normalized_distance(" ".join(read.split()), expected)


def pixels(box: Box, page: Image.Image) -> tuple[int, int, int, int]:
    """Give a box in pixels of its page."""
    width, height = page.size
    return round(box.left * width), round(box.top * height), round(box.right * width), round(box.bottom * height)


def inked(picture: Image.Image) -> bool:
    """Tell whether a picture has ink."""
    return picture.getextrema()[0] < 128


def test_a_scanned_page_is_read_letter_by_letter() -> None:
    """A clean scan is read with its accents and ligatures, in paragraphs under their headings, without doubt."""
    sections = recognise(draw_page(), 3, ("Rapport",))
    assert [section.heading_path for section in sections] == [
        ("Rapport", "Le modèle des coopérations"),
        ("Rapport", "Le modèle des coopérations", "Trois leçons à retenir"),
    ]
    assert {section.recognition for section in sections} == {"ocr"}
    assert sections[0].text.split("\n") == [PARAGRAPHS[1][0], PARAGRAPHS[2][0]]
    assert sections[1].text.split("\n") == [text for text, _ in PARAGRAPHS[4:]]
    assert {section.raw for section in sections} == {""}


def test_each_line_has_its_place() -> None:
    """Each paragraph has one box that holds its ink, so that it can be framed on the picture of the page."""
    page = draw_page()
    [first, second] = recognise(page, 3)
    boxes = [*first.boxes, *second.boxes]
    assert len(first.boxes) == len(first.text.split("\n"))
    assert [box.page for box in boxes] == [3] * 5
    assert all(above.bottom <= below.top for above, below in pairwise(boxes))
    rest = page.copy()
    for box in boxes:
        assert inked(page.crop(pixels(box, page))), "no ink within a box"
        rest.paste(255, pixels(box, page))
    below = pixels(boxes[2], page)[1]
    assert not inked(rest.crop((0, below, *page.size))), "ink outside the boxes"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read(turn: int) -> None:
    """However a page lay on the glass, it is read, and its boxes are those of the picture as it is."""
    page = draw_page().rotate(turn, expand=True)
    sections = recognise(page, 1)
    assert error_of(sections, truth()) < 0.02
    part = page.crop(pixels(sections[0].boxes[0], page)).rotate(-turn, expand=True)
    assert part.width > part.height
    assert inked(part)


def test_small_letters_are_enlarged() -> None:
    """A screenshot of a page, in letters of seven pixels, is read."""
    small = draw_page(dpi=300).resize((420, 594), Image.Resampling.LANCZOS)
    assert error_of(recognise(small, 1), truth()) < 0.02


def test_large_letters_beside_a_picture_are_reduced() -> None:
    """The large letters of a slide are read, and the photograph beside them isn't."""
    lines = ["Les profils recherchés", "- Un scientifique", "- Un designer", "- Curiosité", "- Autonomie", "- Écoute"]
    slide = draw_page([(line, 28.0) for line in lines], dpi=300, size=(10, 7.5))
    photograph, at = photographed(), 1500
    slide.paste(photograph, (at, (slide.height - photograph.height) // 2))
    assert error_of(recognise(slide, 1), " ".join(lines)) < 0.1


def photographed() -> Image.Image:
    """Give something like a photograph of letters: noughts and ones of every size and shade."""
    random = Random(0)
    picture = Image.new("L", (1350, 1100), 20)
    pen = ImageDraw.Draw(picture)
    for _ in range(2500):
        font = ImageFont.truetype(FONT, random.randint(14, 60))
        place = (random.randint(0, 1320), random.randint(0, 1060))
        pen.text(place, random.choice("01"), fill=random.randint(60, 255), font=font)
    return picture


def test_a_grainy_page_is_softened() -> None:
    """The grain of a bad scan isn't taken for letters."""
    assert error_of(recognise(spoil(draw_page(dpi=300), grain=40, blur=2, quality=40), 1), truth()) < 0.01


def test_a_page_that_can_hardly_be_read_is_doubtful() -> None:
    """What was read with little confidence says so."""
    sections = recognise(spoil(draw_page(), grain=25, blur=2.6, quality=30), 1)
    assert {section.recognition for section in sections} == {"ocr-doubtful"}


def test_a_blank_page_is_no_section() -> None:
    """A page without ink gives nothing, and no error."""
    assert recognise(Image.new("RGB", (1654, 2339), "white"), 1) == []


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine on which nothing is installed but what a test puts in a folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    tesseract._require.cache_clear()
    return tmp_path


def test_without_the_engine_the_remedy_is_named(no_engine: Path) -> None:
    """Where Tesseract isn't installed, the refusal tells what to install."""
    with pytest.raises(DocumentRefusedError) as caught:
        recognise(draw_page(dpi=60), 1)
    assert caught.value.code == "ocr-missing"
    assert "apt-get install tesseract-ocr tesseract-ocr-fra" in caught.value.remedy


def test_without_french_the_remedy_is_named(no_engine: Path) -> None:
    """Where Tesseract knows no French, the page isn't read in English."""
    program = no_engine / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of available languages (1):'\necho eng\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(DocumentRefusedError) as caught:
        recognise(draw_page(dpi=60), 1)
    assert (caught.value.code, caught.value.detail) == ("ocr-missing", "fra")
