"""Which paragraphs are headings, and which heading stands above which."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from assistant.language import fold
from assistant.page_content import Bookmark
from ingest.readers.pdf_lines import BULLET
from ingest.readers.pdf_paragraphs import Paragraph

_LARGER: Final = 1.14
"""Times the size of the text on its page."""
_AS_LARGE: Final = 0.95
_CAPITALS: Final = 0.82
"""The same for capitals in bold, which are set smaller."""
_LONGEST: Final = 180
"""Characters."""
_LONGEST_COVER: Final = 700
"""Characters of a cover page."""
_MOST_LINES: Final = 5
_MOST_WORDS: Final = 28
_NUMBER: Final = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Z])(?:[.)°]|\s?[-–—:]|(?<=\d))\s+(?=\S)")
_DOTTED: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s")
_SENTENCES: Final = re.compile(r"[^\W\d_]{3,}[.;]\s+[A-ZÀ-Þ]")
_NO_HEADING: Final = re.compile(r"@|https?://|www\.")
_FEWEST_LETTERS: Final = 3
_FEW_CHARACTERS: Final = 200
"""A page with fewer says nothing of the size of its text."""
_STEP: Final = 1.06
"""Times: sizes that differ less are one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that is a heading."""

    paragraph: Paragraph
    level: float
    """The lower, the higher it stands."""


Entry = Paragraph | Heading


def with_headings(paragraphs: Iterable[Paragraph], bookmarks: Iterable[Bookmark]) -> list[Entry]:
    """Tell headings from text: by the size, weight and number of their letters, and by the file's own contents list."""
    parted = [part for paragraph in paragraphs for part in _run_in(paragraph)]
    contents = _Contents(bookmarks)
    bodies = _bodies(parted)
    found = {
        place: paragraph
        for place, paragraph in enumerate(parted)
        if _may_be(paragraph)
        and (contents.level(paragraph) is not None or _stands_out(paragraph, bodies[paragraph.page]))
    }
    if cover := _cover(parted):
        found = {place: paragraph for place, paragraph in found.items() if paragraph.page != cover}
    _withdraw_lists(found, parted)
    merged = list(_merged(parted, found))
    ranks = _Ranks([paragraph for paragraph, is_heading in merged if is_heading], contents, bodies)
    return [Heading(paragraph, ranks.level(paragraph)) if yes else paragraph for paragraph, yes in merged]


def _cover(paragraphs: Sequence[Paragraph]) -> int:
    """Give the number of the first page if it is a cover, on which nothing is a heading of what follows; else 0."""
    if not paragraphs:
        return 0
    first = paragraphs[0].page
    lines = [line for paragraph in paragraphs if paragraph.page == first for line in paragraph.lines]
    is_cover = sum(len(line.text) for line in lines) < _LONGEST_COVER and paragraphs[-1].page > first + 1
    longest = max((len(paragraph.text) for paragraph in paragraphs if paragraph.page == first), default=0)
    return first if is_cover and longest < _LONGEST else 0


def _run_in(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Part a numbered heading in bold from the text that goes on behind it on the same line."""
    first = paragraph.lines[0] if paragraph.lines else None
    if first is None or first.bold or not first.spans[0][1].bold or not _DOTTED.match(first.text):
        yield paragraph
        return
    count = next(n for n, (text, style) in enumerate(first.spans) if not style.bold and text.strip())
    share = sum(len(text) for text, _ in first.spans[:count]) / len(first.text)
    middle = first.left + share * (first.right - first.left)
    head = replace(first, spans=first.spans[:count], right=middle, style=first.spans[0][1])
    rest = replace(first, spans=first.spans[count:], left=middle)
    yield replace(paragraph, lines=(head,))
    yield replace(paragraph, lines=(rest, *paragraph.lines[1:]))


def _bodies(paragraphs: Iterable[Paragraph]) -> dict[int, float]:
    """Give the size of the text on each page: that of most letters, those of long paragraphs before all."""
    sizes: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for paragraph in paragraphs:
        long = len(paragraph.lines) > 1 or len(paragraph.text) > _MOST_WORDS * 2
        for line in paragraph.lines:
            sizes[paragraph.page][line.style.size] += len(line.text) * (4 if long and not paragraph.bold else 1)
        _ = sizes[paragraph.page]
    everywhere: Counter[float] = Counter()
    for counts in sizes.values():
        everywhere.update(counts)
    usual = everywhere.most_common(1)[0][0] if everywhere else 10.0
    return {
        page: counts.most_common(1)[0][0] if counts.total() > 4 * _FEW_CHARACTERS else usual
        for page, counts in sizes.items()
    }


def _may_be(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph could be a heading by its words."""
    text = " ".join(paragraph.text.split())
    if not text or paragraph.table is not None or len(text) > _LONGEST or len(paragraph.lines) > _MOST_LINES:
        return False
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS or len(text.split()) > _MOST_WORDS or BULLET.match(text):
        return False
    ended = text.endswith((".", ",", ";")) and not text.endswith(("...", "etc."))
    return not ended and not _SENTENCES.search(text) and not _NO_HEADING.search(text)


def _stands_out(paragraph: Paragraph, body: float) -> bool:
    """Tell whether a paragraph looks like a heading beside the text of its page."""
    text, size = paragraph.text, paragraph.style.size
    if size >= _LARGER * body:
        return text[0].isupper() or not text[0].isalpha() or size >= 1.4 * body
    if not paragraph.bold or paragraph.framed or text.rstrip().endswith(":"):
        return False
    capitals = text.upper() == text
    return size >= (_CAPITALS if capitals else _AS_LARGE) * body and not text[0].islower()


def _withdraw_lists(found: dict[int, Paragraph], paragraphs: Sequence[Paragraph]) -> None:
    """Leave out lines in bold with nothing under them, such as lists: at the end, or many in a row."""
    for place in sorted(found, reverse=True):
        alike = 0
        while place + alike in found and found[place + alike].style[:2] == found[place].style[:2]:
            alike += 1
        if alike > 3 or (place + alike == len(paragraphs) and place > 0 and len(found) > 1):
            for number in range(place, place + alike):
                del found[number]


def _merged(paragraphs: Sequence[Paragraph], found: dict[int, Paragraph]) -> Iterator[tuple[Paragraph, bool]]:
    """Join the lines of headings that were taken for several."""
    held: Paragraph | None = None
    for place, paragraph in enumerate(paragraphs):
        if held is not None and place in found and _goes_on(held, paragraph):
            held = replace(held, lines=(*held.lines, *paragraph.lines))
            continue
        if held is not None:
            yield held, True
        held = paragraph if place in found else None
        if held is None:
            yield paragraph, False
    if held is not None:
        yield held, True


def _goes_on(heading: Paragraph, other: Paragraph) -> bool:
    first, last = other.lines[0], heading.lines[-1]
    near = 0 < first.baseline - last.baseline < 1.7 * first.style.size
    alike = heading.page == other.page and heading.style[:2] == other.style[:2]
    return near and alike and not _NUMBER.match(other.text) and len(heading.lines) + len(other.lines) <= _MOST_LINES


def _key(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


class _Contents:
    """The file's own contents list."""

    def __init__(self, bookmarks: Iterable[Bookmark]) -> None:
        self._levels: dict[tuple[int, str], int] = {}
        for bookmark in bookmarks:
            if key := _key(bookmark.title):
                self._levels[bookmark.page, key] = bookmark.level + 1

    def level(self, paragraph: Paragraph) -> int | None:
        """Give the level of a heading that is in the list: 1 is the highest."""
        if not self._levels:
            return None
        text = paragraph.text.replace("\n", " ")
        number = _NUMBER.match(text)
        keys = [_key(text), _key(text[number.end() :])] if number else [_key(text)]
        places = [(page, key) for page in (paragraph.page, paragraph.page - 1, paragraph.page + 1) for key in keys]
        return next((self._levels[place] for place in places if place in self._levels), None)


class _Ranks:
    """Which headings stand above which: the larger ones, and among those alike the ones with fewer numbers."""

    def __init__(self, headings: Sequence[Paragraph], contents: _Contents, bodies: dict[int, float]) -> None:
        self._contents, self._usual = contents, median(bodies.values()) if bodies else 0
        looks = sorted({self._look(heading) for heading in headings}, reverse=True)
        self._ranks: dict[tuple[float, bool], int] = {}
        rank, before = -1, (float("inf"), True)
        for look in looks:
            if before[0] > _STEP * look[0] or (before[1] and not look[1]):
                rank, before = rank + 1, look
            self._ranks[look] = rank
        self._depths: defaultdict[int, set[int]] = defaultdict(set)
        for heading in headings:
            if depth := self._depth(heading):
                self._depths[self._ranks[self._look(heading)]].add(depth)

    def level(self, heading: Paragraph) -> float:
        """Give the level of a heading."""
        rank = self._ranks[self._look(heading)]
        depths = self._depths[rank]
        if not depths:
            return rank
        larger = heading.style.size > _STEP * self._usual
        return rank + (self._depth(heading) or (min(depths) if larger else max(depths) + 1)) / 20

    def _depth(self, heading: Paragraph) -> int:
        if listed := self._contents.level(heading):
            return listed
        number = _NUMBER.match(heading.text)
        return number["number"].count(".") + 1 if number else 0

    @staticmethod
    def _look(heading: Paragraph) -> tuple[float, bool]:
        return heading.style.size, heading.style.bold
