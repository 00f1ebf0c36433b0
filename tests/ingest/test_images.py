import shutil
from collections.abc import Callable

import pytest
from PIL import Image

from assistant.documents import Document
from ingest.readers import images
from ingest.readers.images import read_image
from ingest.report import DocumentRefusedError
from tests.ingest.scans import PARAGRAPHS, draw_page, saved

Read = Callable[..., list[Document]]
Refusal = Callable[..., DocumentRefusedError]
needs_engine = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs apt-get install tesseract-ocr-fra")
PAGE = draw_page(PARAGRAPHS[:3], size=(8.27, 4.5))
ORIENTATION = 0x0112
LYING = 6
"""The camera was turned to the left: a program turns the picture to the right to show it."""


@needs_engine
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_a_document(read: Read, kind: str) -> None:
    """A scan of any usual format is a document of one page, titled by the heading at its top."""
    [document] = read(read_image, saved(PAGE, kind), "scan 12.png")
    assert (document.title, document.pages, document.language) == (PARAGRAPHS[0][0], 1, "fr")
    [section] = document.sections
    assert (section.page, section.heading_path, section.recognition) == (1, (), "ocr")
    assert section.text.split("\n") == [PARAGRAPHS[1][0], PARAGRAPHS[2][0]]


@needs_engine
@pytest.mark.slow
def test_each_page_of_a_file_is_a_page(read: Read) -> None:
    """A TIFF file of several pages is one document; blank pages count."""
    pages = [PAGE, Image.new("L", PAGE.size, 255), draw_page(PARAGRAPHS[3:], size=(8.27, 4.5))]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    [document] = read(read_image, content, "rapport.tiff")
    assert document.pages == 3
    assert [section.page for section in document.sections] == [1, 3]
    assert [box.page for box in document.sections[1].boxes] == [3, 3, 3]


@needs_engine
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_photograph_stands_upright(read: Read, kind: str) -> None:
    """A photograph is read the way the camera was held, and its boxes are those of the picture as it is shown."""
    exif = Image.Exif()
    exif[ORIENTATION] = LYING
    [document] = read(read_image, saved(PAGE.rotate(90, expand=True), kind, exif=exif), "photo.jpg")
    [section] = document.sections
    assert section.text.startswith(PARAGRAPHS[1][0][:40])
    assert section.boxes[0].right - section.boxes[0].left > 0.6


@needs_engine
@pytest.mark.slow
@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_whatever_the_colours(read: Read, mode: str) -> None:
    """Black letters on a transparent ground, in sixteen bits or in printer's inks are read like any other."""
    if mode in {"LA", "RGBA"}:
        page = Image.new(mode, PAGE.size, (0, 0) if mode == "LA" else (0, 0, 0, 0))
        page.putalpha(PAGE.point(lambda value: 255 - value))
    elif mode == "I;16":
        page = Image.frombytes("I;16", PAGE.size, b"".join(bytes((0, value)) for value in PAGE.tobytes()))
    else:
        page = PAGE.convert(mode)
    [document] = read(read_image, saved(page, "TIFF" if mode == "CMYK" else "PNG"), "scan.png")
    assert document.title == PARAGRAPHS[0][0]


@needs_engine
def test_a_blank_picture_is_refused(refusal: Refusal) -> None:
    """A picture without text is refused as empty."""
    assert refusal(read_image, saved(Image.new("L", (800, 600), 255)), "vide.png").code == "empty"


def test_huge_pictures_are_refused(refusal: Refusal) -> None:
    """A small file that unfolds to billions of pixels is refused before it takes any memory."""
    bomb = saved(Image.new("1", (30_000, 30_000)), "PNG")
    assert len(bomb) < 1_000_000
    error = refusal(read_image, bomb, "grand.png")
    assert error.code == "too-large"
    assert "300" in error.remedy


def test_a_large_page_within_a_file_is_refused(refusal: Refusal) -> None:
    """The second page is held to the same limit as the first."""
    pages = [Image.new("1", (10, 10)), Image.new("1", (9_100, 9_000))]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    assert images.MOST_PIXELS < 9_100 * 9_000
    assert refusal(read_image, content, "grand.tiff").code == "too-large"


@pytest.mark.parametrize("end", [8, 60, 3_000])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_damaged_pictures_are_refused(refusal: Refusal, kind: str, end: int) -> None:
    """A file that was cut short is refused with the reason."""
    assert refusal(read_image, saved(PAGE, kind)[:end], "scan.png").code == "damaged"
