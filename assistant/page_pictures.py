"""The picture of a page of any original that has some: a PDF file, a scan, an image of several pages."""

from itertools import accumulate
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, ImageSequence

from assistant.documents import Box, Document, Section
from assistant.language import fold
from assistant.pages import find_quotation, frame, render_page

PDF: Final = "application/pdf"
_IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/tiff"})
_LARGEST_SIDE: Final = 1600
"""In pixels: enough to read a page, and no more to send."""


def picture_of(path: Path, document: Document, page: int, quote: str = "") -> bytes:
    """Draw a page as PNG, with the quotation framed where it stands on it.

    Args:
        path: the file that the document was read from.
        document: what was read.
        page: the first is 1.
        quote: words of the page; nothing is framed where it doesn't hold them.

    Raises:
        IndexError: the file has no such page, or no pages at all.
        PdfError: it can't be opened.
    """
    if document.media_type == PDF:
        boxes = find_quotation(path, page, quote) if quote else ()
        return render_page(path, page, boxes or boxes_of(document, page, quote))
    if document.media_type in _IMAGES:
        return frame(_image(path, page), boxes_of(document, page, quote))
    raise IndexError(f"A file of the kind {document.media_type!r} has no pages to draw.")


def _image(path: Path, page: int) -> Image.Image:
    try:
        # By a handle: opened by name, Pillow garbles plain TIFF files that say how they are turned.
        with path.open("rb") as handle, Image.open(handle) as file:
            for number, shown in enumerate(ImageSequence.Iterator(file), 1):
                if number == page:
                    shown.load()
                    picture = ImageOps.exif_transpose(shown).convert("RGB")
                    picture.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
                    return picture
    except (OSError, Image.DecompressionBombError) as error:
        raise IndexError(f"Page {page} of {path.name} can't be drawn: {error}.") from error
    raise IndexError(f"{path.name} has no page {page}.")


def boxes_of(document: Document, page: int, quote: str) -> tuple[Box, ...]:
    """Find a quotation among the lines that were recognised on a page; give the boxes of those that hold it."""
    wanted = _letters(quote)
    if not wanted:
        return ()
    for section in document.sections:
        if found := _lines_with(section, page, wanted):
            return found
    return ()


def _lines_with(section: Section, page: int, wanted: str) -> tuple[Box, ...]:
    lines = section.text.split("\n")
    if len(lines) != len(section.boxes):
        return ()
    letters = [_letters(line) for line in lines]
    start = "".join(letters).find(wanted)
    if start < 0:
        return ()
    ends = list(accumulate(map(len, letters)))
    spans = zip(section.boxes, [0, *ends], ends, strict=False)
    return tuple(box for box, begin, end in spans if box.page == page and begin < start + len(wanted) and end > start)


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
