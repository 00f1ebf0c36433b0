"""Pages that are pictures as text: paragraphs under their headings, where each stands, and how far to trust it."""

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageStat

from assistant.documents import Box, Recognition, Section
from ingest.cleaning import clean, unwrap
from ingest.readers.tesseract import Line, read_words
from ingest.repair import repair_sections

_LARGEST: Final = 5000
"""Pixels a side: more takes time and tells nothing."""
_SURE: Final = 85.0
"""Mean confidence of the letters of a page: clean scans have 87 and more, one with 8 % of wrong letters has 83."""
_WRONG_WAY: Final = 60.0
"""Mean confidence below which a page may lie on its side or upside down: such pages have 20 to 30."""
_UNSURE: Final = 40.0
"""Confidence of a line below which it is a drawing taken for letters."""
_SMALL: Final = 25.0
"""Pixels: lower lines are read better enlarged."""
_ENLARGED: Final = 2
_LARGE: Final = 60.0
"""Pixels: higher lines, such as those of slides, are told better from pictures when they are reduced."""
_USUAL: Final = 36.0
"""Pixels: the height to which they are reduced."""
_GRAINY: Final = 7.0
"""Grey levels: with more grain, a page is read much better softened, and ten times as fast."""
_BLUR: Final = 1.5
_SAMPLE: Final = 1000
"""Pixels a side, where grain is measured."""
_LARGER: Final = 1.2
"""How much larger than the body of the page a heading is at least."""
_SAME: Final = 0.9
"""Sizes nearer than this are one level of heading."""
_MOST_WORDS: Final = 16
_MOST_LINES: Final = 3
_ITEM: Final = re.compile(r"(?:[-–—•◦▪■●*=»«·]|\d{1,2}[.)]|[a-z]\))\s+\S")
_TWO_LETTERS: Final = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read on a picture of a page."""

    picture: Image.Image
    groups: list[list[Line]]
    """The lines of each paragraph."""

    @property
    def confidence(self) -> float:
        """Give the mean confidence of its letters; 0 when there are none."""
        words = [word for lines in self.groups for line in lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0

    @property
    def size(self) -> float:
        """Give the usual height of its lines, in pixels."""
        return statistics.median([line.size for lines in self.groups for line in lines] or [0.0])


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
    reading = _read(_prepared(image))
    if reading.confidence < _SURE:
        reading = max([reading, *_again(reading)], key=lambda known: known.confidence)
    recognition: Recognition = "ocr" if reading.confidence >= _SURE else "ocr-doubtful"
    sections = _sections(list(_paragraphs(reading, page)), heading_path)
    return list(repair_sections([replace(section, recognition=recognition) for section in sections]))


def _prepared(image: Image.Image) -> Image.Image:
    """Give a page in grey, of a size to be read, without the grain of a bad scan."""
    picture = image.convert("L")
    picture.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS)
    return picture.filter(ImageFilter.GaussianBlur(_BLUR)) if _grain(picture) > _GRAINY else picture


def _grain(picture: Image.Image) -> float:
    """Tell by how many grey levels, of 256, pixels in the middle of a page differ from those around them."""
    width, height = picture.size
    left, top = (width - _SAMPLE) // 2, (height - _SAMPLE) // 2
    middle = picture.crop((max(0, left), max(0, top), min(width, left + _SAMPLE), min(height, top + _SAMPLE)))
    return ImageStat.Stat(ImageChops.difference(middle, middle.filter(ImageFilter.MedianFilter(3)))).median[0]


def _read(picture: Image.Image, *, any_way_up: bool = False) -> _Reading:
    return _Reading(picture, read_words(picture, any_way_up=any_way_up))


def _again(reading: _Reading) -> Iterator[_Reading]:
    """Read a page that gave little again: with letters of a usual size, and turned."""
    scale = _ENLARGED if reading.size < _SMALL else _USUAL / reading.size if reading.size > _LARGE else 1
    width, height = (round(side * scale) for side in reading.picture.size)
    if scale != 1 and min(width, height) >= 1 and max(width, height) <= _LARGEST:
        resized = _read(reading.picture.resize((width, height), Image.Resampling.LANCZOS))
        yield resized
        reading = max(reading, resized, key=lambda known: known.confidence)
    if reading.confidence < _WRONG_WAY:
        yield _read(reading.picture, any_way_up=True)


def _is_text(line: Line) -> bool:
    """Tell whether a line is no drawing that was taken for letters."""
    confidence = statistics.fmean(word.confidence for word in line.words)
    characters = line.text.replace(" ", "")
    return confidence >= _UNSURE and 2 * sum(map(str.isalnum, characters)) >= len(characters)


def _is_full(line: Line, after: Line, others: Sequence[Line]) -> bool:
    """Tell whether the first word of the line below had no room on a line, in the column that begins where it does."""
    slack = 2 * line.size
    edge = max((other.right for other in others if abs(other.left - line.left) < slack), default=line.right)
    return line.right + len(after.words[0].text) * line.size / 3 > edge - slack


def _paragraphs(reading: _Reading, page: int) -> Iterator[_Paragraph]:
    """Make whole lines of what was broken; each item of a list is one, and each of two headings."""
    groups = [[line for line in lines if _is_text(line)] for lines in reading.groups]
    every = [line for lines in groups for line in lines]
    for lines in filter(None, groups):
        run = lines[:1]
        for line in lines[1:]:
            last = run[-1]
            if _ITEM.match(line.text) or (line.text[0].isupper() and not _is_full(last, line, every)):
                yield _paragraph(run, reading.picture.size, page)
                run = []
            run.append(line)
        yield _paragraph(run, reading.picture.size, page)


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
