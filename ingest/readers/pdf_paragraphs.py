"""The paragraphs of a column: where one ends and the next begins."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from assistant.page_content import Area, PageContent, Style
from assistant.page_geometry import around
from ingest.readers.pdf_lines import BULLET, Fragment, Span, prevailing, rows_of
from ingest.readers.pdf_tables import Table

_LOOSE: Final = 1.25
"""Times the usual distance between lines: what stands further apart are two paragraphs."""
_OTHER_SIZE: Final = 1.1
_ITEM: Final = re.compile(rf"{BULLET.pattern}|\(?(?:\d{{1,2}}|[a-z])[.)]\s")
_LABEL_END: Final = re.compile(r"[:?]\s*$")
_OPENS: Final = re.compile(r"[A-ZÀ-ÖØ-Þ«“\"(\d]")
_AMID: Final = re.compile(
    r"(?:^|[\s’'])(?:à|au|aux|avec|ce|ces|cette|d|dans|de|des|du|en|et|l|la|le|les|leur|leurs|ou|où|par|pour|qu|que|qui"
    r"|sa|ses|son|sous|sur|un|une|vers|the|of|and|to|in|for|a)[’']?$",
    re.IGNORECASE,
)
"""Words with which no paragraph ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column."""

    spans: tuple[Span, ...]
    left: float
    right: float
    baseline: float
    style: Style
    """Of most letters."""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.spans)

    @property
    def bold(self) -> bool:
        """Tell whether every letter is bold."""
        return all(style.bold for text, style in self.spans if any(map(str.isalnum, text)))

    @property
    def area(self) -> Area:
        """Where it is, from about its capitals' top to its descenders' end."""
        size = self.style.size
        return Area(self.left, self.baseline - 0.8 * size, self.right, self.baseline + 0.22 * size)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that follow each other, or a table."""

    page: int
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    framed: bool = False
    """Whether it stands in a box of its own."""
    gap: float = 0.0
    """Points between it and what is above it in its column."""

    @property
    def text(self) -> str:
        """Its lines as they stand."""
        return "\n".join(line.text for line in self.lines)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its words with their styles."""
        return tuple(span for line in self.lines for span in line.spans)

    @property
    def style(self) -> Style:
        """The style of most of its letters."""
        return prevailing(self.spans)

    @property
    def bold(self) -> bool:
        """Tell whether every letter is bold."""
        return bool(self.lines) and all(line.bold for line in self.lines)

    @property
    def is_item(self) -> bool:
        """Tell whether it begins with a bullet or a number."""
        return bool(self.lines) and bool(_ITEM.match(self.lines[0].text))

    @property
    def area(self) -> Area:
        """Where it is on its page."""
        return around([line.area for line in self.lines]) if self.table is None else self.table.area


def lines_of(words: Iterable[Fragment]) -> list[Line]:
    """Give the lines that fragments of one column make."""
    return [line_of(row) for row in rows_of(words)]


def line_of(row: Sequence[Fragment]) -> Line:
    """Give the line that fragments make which stand side by side, from left to right."""
    spans: list[Span] = []
    for word in row:
        if spans:
            spans.append((" ", spans[-1][1]))
        spans.extend(word.spans)
    style = prevailing(spans)
    main = max(row, key=lambda word: word.style.size)
    return Line(tuple(spans), min(w.left for w in row), max(w.right for w in row), main.baseline, style)


def paragraphs_of(page: PageContent, lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Cut the lines of a column where a paragraph ends."""
    usual = _usual_steps(lines)
    right = max((line.right for line in lines), default=0.0)
    run: list[Line] = []
    gap = 0.0
    for line in lines:
        if run and _parted(run, line, usual.get(_size(line), 1.2 * line.style.size), right):
            yield _paragraph(page, run, gap)
            gap, run = line.baseline - run[-1].baseline, []
        run.append(line)
    if run:
        yield _paragraph(page, run, gap)


def _paragraph(page: PageContent, lines: Sequence[Line], gap: float) -> Paragraph:
    middle, y = (lines[0].left + lines[0].right) / 2, lines[0].baseline
    surface = page.width * page.height
    framed = any(
        p.left < middle < p.right and p.top < y < p.bottom and (p.right - p.left) * (p.bottom - p.top) < 0.5 * surface
        for p in page.panels
    )
    return Paragraph(page.number, tuple(lines), framed=framed, gap=gap)


def _size(line: Line) -> float:
    return round(line.style.size * 2) / 2


def _usual_steps(lines: Sequence[Line]) -> dict[float, float]:
    """Give the usual distance between lines of each size of letters: the lower quartile, as paragraphs part some."""
    steps: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        step = below.baseline - above.baseline
        if _size(above) == _size(below) and 0.8 * below.style.size < step < 2.2 * below.style.size:
            steps.setdefault(_size(below), []).append(step)
    return {size: sorted(found)[len(found) // 4] for size, found in steps.items()}


def _parted(run: Sequence[Line], line: Line, step: float, right: float) -> bool:
    """Tell whether a line begins another paragraph."""
    last = run[-1]
    larger, smaller = max(last.style.size, line.style.size), min(last.style.size, line.style.size)
    if larger > _OTHER_SIZE * smaller or line.baseline - last.baseline > _LOOSE * step:
        return True
    if last.bold and not line.bold and last.text.rstrip().endswith(":"):
        return False
    if _ITEM.match(line.text) and (line.left < run[0].left + 0.5 * line.style.size or not _ITEM.match(run[0].text)):
        return True
    if BULLET.match(line.text):
        return True
    if last.bold and not line.bold and not line.spans[0][1].bold and _ends(run):
        return True
    if line.bold and not last.bold and not last.spans[-1][1].bold and _OPENS.match(line.text):
        return True
    return _indented(run, line) or _was_last(last, line, right)


def _ends(run: Sequence[Line]) -> bool:
    """Tell whether lines in bold are a heading, not the words with which a sentence begins."""
    return not run[-1].text.rstrip().endswith((",", ":", "-", "‑", "\u00ad"))


def _indented(run: Sequence[Line], line: Line) -> bool:
    """Tell whether a line starts further in than the ones above, where those start alike."""
    size = line.style.size
    if _ITEM.match(run[0].text) or abs(run[-1].right - line.right) < 0.5 * size < abs(run[-1].left - line.left):
        # The lines of an item hang; those that end alike may be centred or aligned on the right.
        return _ITEM.match(run[0].text) is not None and len(run) > 1 and line.left < run[-1].left - 0.7 * size
    centred = abs((run[-1].left + run[-1].right) - (line.left + line.right)) < size
    deeper = 0.9 * size < line.left - run[-1].left < 4 * size
    return (
        deeper
        and not centred
        and bool(_OPENS.match(line.text))
        and run[-1].text.rstrip().endswith((".", ":", "!", "?"))
    )


def _was_last(last: Line, line: Line, right: float) -> bool:
    """Tell whether a line was left short though the next word had room, and that word begins a sentence."""
    if (
        not _OPENS.match(line.text)
        or (line.text.isupper() and last.text.isupper())
        or last.text.rstrip().endswith((",", "-", "‑", "\u00ad"))
    ):
        return False
    first = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * (len(first) + 1) / max(1, len(line.text))
    ended = last.text.rstrip().endswith((".", "!", "?", ":", ";", "…", "»", ")"))
    room = right - last.right - width
    return room > (1.0 if ended else 1.5) * line.style.size and (ended or not line.text.startswith("("))
