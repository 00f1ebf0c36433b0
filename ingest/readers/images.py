"""Pictures of pages as documents: photographs and scans, of one page or of several."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from PIL import Image, ImageOps, ImageSequence

from assistant.documents import Document, Section
from assistant.language import detect_language
from ingest.readers.blocks import known_name
from ingest.readers.ocr import recognise
from ingest.readers.original import Original, Tell
from ingest.report import DocumentRefusedError

_FORMATS: Final = ("PNG", "JPEG", "TIFF")
MOST_PIXELS: Final = 80_000_000
"""Of a page: A3 at 500 dots an inch, or the best telephones."""


def read_image(original: Original, tell: Tell) -> list[Document]:
    """Read a picture of text; a TIFF file may have several pages.

    `tell` is called with 0 pages and their number before any page is read: a limit may be set there.

    Raises:
        DocumentRefusedError: `damaged`, `too-large` (pixels), `empty`, and those of `recognise`.
    """
    try:
        pages = list(_pages(original, tell))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(str(error)) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow raises for damaged files
        reason = f"The picture is damaged, or made in a way that can't be read ({error})."
        raise DocumentRefusedError("damaged", reason, "Open it and save it again, as PNG or PDF.") from error
    sections = [section for page in pages for section in page]
    if not sections:
        raise DocumentRefusedError("empty", "The picture shows no text.", "Give a sharper or larger one, or the text.")
    title, sections = _titled(sections, known_name(original))
    return [
        Document(
            original.document_id,
            title,
            kind="document",
            url=original.url,
            language=detect_language(" ".join(section.text for section in sections)[:20_000]),
            media_type=original.media_type,
            pages=len(pages),
            sections=tuple(sections),
        )
    ]


def _pages(original: Original, tell: Tell) -> Iterator[list[Section]]:
    """Recognise each page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # told of small damages that can be lived with
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        # Opened by its name, a TIFF file that is to be turned comes out garbled (Pillow 13 maps it into memory).
        with original.path.open("rb") as content, Image.open(content, formats=_FORMATS) as file:
            count = getattr(file, "n_frames", 1)
            tell(0, count)
            for number, frame in enumerate(ImageSequence.Iterator(file), 1):
                yield recognise(_upright(frame), number)
                tell(number, count)


def _upright(frame: Image.Image) -> Image.Image:
    """Give a page in grey on white, turned as the camera was held."""
    if frame.width * frame.height > MOST_PIXELS:
        raise _too_large(f"{frame.width} × {frame.height} pixels")
    frame.load()  # TIFF pages turn themselves when they are loaded, and the others when they are told
    if frame.mode == "I;16":  # sixteen bits a pixel, of which Pillow would keep the lower eight
        frame = frame.point(lambda value: value / 256)
    picture = ImageOps.exif_transpose(frame)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return picture.convert("L")


def _too_large(detail: str) -> DocumentRefusedError:
    reason = f"The picture has more than {MOST_PIXELS:,} pixels a page."
    return DocumentRefusedError("too-large", reason, "Save it again at 300 dots an inch.", detail)


def _titled(sections: Sequence[Section], name: str) -> tuple[str, list[Section]]:
    """Give the heading that all begins with as the title, and the sections without it; else the file's name."""
    first = sections[0].heading_path[:1]
    if not first or sections[0].recognition != "ocr":
        return name, list(sections)
    return first[0], [
        replace(section, heading_path=section.heading_path[1:]) if section.heading_path[:1] == first else section
        for section in sections
    ]
