import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest
from PIL import Image

from assistant.documents import Box, Document, Section
from assistant.drawing import Drawing, DrawingError, Limits, Shelf
from assistant.page_pictures import picture_of
from tests.assistant.slow_pages import save_pdf, slow_page

PDF = Document("a", "A", "rapport", "", media_type="application/pdf", pages=1)


def test_a_page_is_the_same_as_if_it_were_drawn_here(tmp_path: Path) -> None:
    """The words recognised on a scan are framed though another process draws them."""
    boxes = (Box(1, 0.1, 0.1, 0.9, 0.2), Box(2, 0.1, 0.1, 0.9, 0.2))
    section = Section((), "Dix cafés\nont rouvert", page=1, boxes=boxes, recognition="ocr")
    scan = Document("a", "A", "étude", "", media_type="image/png", pages=1, sections=(section,))
    path = tmp_path / "scan"
    Image.new("RGB", (300, 400), "white").save(path, "PNG")
    plain = Drawing(path, scan, 1, "", Limits()).run()
    framed = Drawing(path, scan, 1, "Dix cafés ont", Limits()).run()
    assert plain != framed
    assert framed == picture_of(path, scan, 1, "Dix cafés ont")
    assert Drawing(path, scan, 1, "rien \udcff de tel", Limits()).run() == plain


def test_a_page_that_is_not_there_is_told_from_one_that_fails(tmp_path: Path) -> None:
    """A page number that no page has, or a file that is none, is not taken for a failure."""
    path = save_pdf(tmp_path / "one.pdf", b"")
    for document, page in ((PDF, 2), (Document("a", "A", "note", ""), 1)):
        with pytest.raises(IndexError, match="no page"):
            Drawing(path, document, page, "", Limits()).run()
    path.write_bytes(b"<html>Not found</html>")
    with pytest.raises(IndexError):
        Drawing(path, PDF, 1, "", Limits()).run()


def test_a_drawing_ends_when_nobody_waits_any_more(tmp_path: Path) -> None:
    """Who closes the page frees its place for the next one, at once."""
    drawing = Drawing(save_pdf(tmp_path / "slow.pdf", slow_page()), PDF, 1, "", Limits(seconds=60, memory_mb=4096))
    begun = time.monotonic()
    Timer(0.5, drawing.stop).start()
    with pytest.raises(DrawingError):
        drawing.run()
    assert time.monotonic() - begun < 5
    with pytest.raises(DrawingError, match="nobody"):
        drawing.run()


def test_a_picture_is_bounded_too(tmp_path: Path) -> None:
    """A page that gives an immense picture fills nobody's memory."""
    with pytest.raises(DrawingError):
        Drawing(save_pdf(tmp_path / "one.pdf", b""), PDF, 1, "", Limits(picture_mb=0)).run()


def test_the_pictures_kept_have_a_bound() -> None:
    """Leafing through every document doesn't fill the memory; what was looked at last stays."""
    shelf = Shelf(largest=10)
    shelf.keep(("a", 1, ""), b"1234")
    shelf.keep(("b", 1, ""), b"1234")
    assert shelf.find(("a", 1, "")) == b"1234"
    shelf.keep(("c", 1, ""), b"1234")
    assert shelf.find(("b", 1, "")) is None
    assert shelf.find(("a", 1, "")) == shelf.find(("c", 1, "")) == b"1234"
    shelf.keep(("c", 1, ""), b"123456")
    assert shelf.find(("a", 1, "")) == b"1234"


def test_the_process_loads_what_drawing_needs_only() -> None:
    """A page is there in the blink of an eye: no search engine is loaded to draw it."""
    code = "import sys, assistant.drawing_child; print(*sys.modules)"
    known = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    loaded = subprocess.check_output([sys.executable, "-P", "-c", code], env=known, text=True).split()
    assert "pypdfium2" in loaded
    assert not {"chromadb", "streamlit", "torch", "numpy", "fastapi", "pydantic"} & set(loaded)
