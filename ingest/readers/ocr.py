"""Pages that are pictures as text: paragraphs under their headings, where each stands, and how far to trust it."""

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from assistant.documents import Box, Recognition, Section
from ingest.cleaning import clean, unwrap
from ingest.readers.tesseract import Line, read_words
from ingest.repair import repair_sections

_LARGEST: Final = 5000
"""Pixels a side: more takes time and tells nothing."""
_LOW: Final = 82.0
"""Mean confidence of the words of a page; clean scans have 90 and more."""
_UNSURE: Final = 30.0
"""Confidence of a line below which it is a drawing taken for letters."""
_LARGER: Final = 1.2
"""How much larger than the body of the page a heading is at least."""
_SAME: Final = 0.9
"""Sizes nearer than this are one level of heading."""
_MOST_WORDS: Final = 16
_MOST_LINES: Final = 3
_ITEM: Final = re.compile(r"(?:[-–—•◦▪■●*=»«·]|\d{1,2}[.)]|[a-z]\))\s+\S")
_TWO_LETTERS: Final = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    box: Box
    size: float
    lines: int


def recognise(image: Image.Image, page: int, heading_path: tuple[str, ...] = ()) -> list[Section]:
    """Read a picture of a page of French text.

    Args:
        image: the page, upright, best at 300 dots an inch.
        page: its number; the first is 1.
        heading_path: the headings that its text stands under.

    Returns:
        Sections with a box for each line of their text; none for a blank page. All are `ocr-doubtful` where the words
        of the page are uncertain, and those that had to be repaired.

    Raises:
        DocumentRefusedError: `ocr-missing`, `too-slow` or `ocr-failed`.
    """
    picture = _prepared(image)
    groups = [[line for line in lines if _is_text(line)] for lines in read_words(picture)]
    confidences = [(word.confidence, len(word.text)) for lines in groups for line in lines for word in line.words]
    letters = sum(length for _, length in confidences)
    if not letters:
        return []
    mean = sum(confidence * length for confidence, length in confidences) / letters
    recognition: Recognition = "ocr" if mean >= _LOW else "ocr-doubtful"
    paragraphs = [paragraph for lines in groups for paragraph in _paragraphs(lines, picture.size, page)]
    sections = _sections(paragraphs, heading_path)
    return list(repair_sections([replace(section, recognition=recognition) for section in sections]))


def _prepared(image: Image.Image) -> Image.Image:
    picture = image.convert("L")
    picture.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS)
    return picture


def _is_text(line: Line) -> bool:
    confidence = statistics.fmean(word.confidence for word in line.words)
    return confidence >= _UNSURE and any(map(str.isalnum, line.text))


def _paragraphs(lines: Sequence[Line], size: tuple[int, int], page: int) -> Iterator[_Paragraph]:
    """Make whole lines of what was broken; each item of a list is one."""
    run: list[Line] = []
    for line in lines:
        if run and _ITEM.match(line.text):
            yield _paragraph(run, size, page)
            run = []
        run.append(line)
    if run:
        yield _paragraph(run, size, page)


def _paragraph(lines: Sequence[Line], size: tuple[int, int], page: int) -> _Paragraph:
    width, height = size
    box = Box(
        page,
        round(min(line.left for line in lines) / width, 4),
        round(min(line.top for line in lines) / height, 4),
        round(max(line.right for line in lines) / width, 4),
        round(max(line.bottom for line in lines) / height, 4),
    )
    text = unwrap(clean("\n".join(line.text for line in lines)))
    return _Paragraph(text, box, statistics.median(line.size for line in lines), len(lines))


def _sections(paragraphs: Sequence[_Paragraph], heading_path: tuple[str, ...]) -> Iterator[Section]:
    body = _body(paragraphs)
    levels = _levels(paragraph.size for paragraph in paragraphs if _heads(paragraph, body))
    path: list[tuple[int, _Paragraph]] = []
    held: list[_Paragraph] = []
    bare = False
    for paragraph in paragraphs:
        if not _heads(paragraph, body):
            held.append(paragraph)
            bare = False
            continue
        level = next(place for place, least in enumerate(levels) if paragraph.size >= least)
        if held:
            yield _section(heading_path, path, held)
        elif bare and path[-1][0] >= level:
            yield _section(heading_path, path[:-1], [path[-1][1]])
        path = [*(above for above in path if above[0] < level), (level, paragraph)]
        held, bare = [], True
    if held:
        yield _section(heading_path, path, held)
    elif bare:
        yield _section(heading_path, path[:-1], [path[-1][1]])


def _section(
    heading_path: tuple[str, ...], path: Iterable[tuple[int, _Paragraph]], held: Sequence[_Paragraph]
) -> Section:
    headings = (*heading_path, *(heading.text for _, heading in path))
    boxes = tuple(paragraph.box for paragraph in held)
    return Section(headings, "\n".join(paragraph.text for paragraph in held), boxes[0].page, boxes)


def _body(paragraphs: Sequence[_Paragraph]) -> float:
    """Give the size of most letters of the page."""
    sizes = sorted((paragraph.size, len(paragraph.text)) for paragraph in paragraphs)
    half, seen = sum(length for _, length in sizes) / 2, 0
    for size, length in sizes:
        seen += length
        if seen >= half:
            return size
    return 0.0


def _heads(paragraph: _Paragraph, body: float) -> bool:
    text = paragraph.text
    short = paragraph.lines <= _MOST_LINES and len(text.split()) <= _MOST_WORDS and text[-1] not in ".,;"
    return short and paragraph.size >= _LARGER * body and bool(_TWO_LETTERS.search(text)) and not _ITEM.match(text)


def _levels(sizes: Iterable[float]) -> list[float]:
    """Give the smallest size of each level of heading, the highest level first."""
    levels: list[float] = []
    largest = 0.0
    for size in sorted(sizes, reverse=True):
        if levels and size >= _SAME * largest:
            levels[-1] = size
        else:
            levels.append(size)
            largest = size
    return levels
