"""The pages of a PDF for people to look at: a picture of each, with a quotation framed on it."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from assistant.documents import Box
from assistant.page_content import PdfError
from assistant.pdfium import Pdf, open_pdf
from assistant.quotations import locate

__all__ = ["Pdf", "PdfError", "find_quotation", "frame", "open_pdf", "render_page"]

_LINE: Final = (214, 92, 0)
_SHADE: Final = (255, 234, 160)


def render_page(path: Path, number: int, boxes: Iterable[Box] = (), dpi: int = 110) -> bytes:
    """Give a page as a PNG picture, with frames around the boxes that are on it.

    Raises:
        PdfError: the file can't be opened.
        IndexError: there is no such page.
    """
    with open_pdf(path) as pdf:
        if not 1 <= number <= pdf.page_count:
            raise IndexError(f"Page {number} was asked for; there are {pdf.page_count}.")
        picture = pdf.render(number, dpi)
    return frame(picture, [box for box in boxes if box.page == number])


def frame(picture: Image.Image, boxes: Sequence[Box]) -> bytes:
    """Give a picture as PNG, with the boxes shaded and framed."""
    width, height = picture.size
    pad = max(2, height // 400)
    areas = [
        (b.left * width - pad, b.top * height - pad, b.right * width + pad, b.bottom * height + pad) for b in boxes
    ]
    shade = Image.new("RGB", picture.size, "white")
    for area in areas:
        ImageDraw.Draw(shade).rectangle(area, fill=_SHADE)
    framed = ImageChops.multiply(picture.convert("RGB"), shade)
    for area in areas:
        ImageDraw.Draw(framed).rectangle(area, outline=_LINE, width=max(2, height // 500))
    target = io.BytesIO()
    framed.save(target, "PNG")
    return target.getvalue()


def find_quotation(path: Path, number: int, quotation: str) -> tuple[Box, ...]:
    """Find where a quotation stands on a page, whatever its line breaks, hyphens and typography: a box a line.

    Nothing where the page doesn't hold it.

    Raises:
        PdfError: the file can't be opened.
    """
    with open_pdf(path) as pdf:
        return locate(quotation, pdf.read(number)) if 1 <= number <= pdf.page_count else ()
