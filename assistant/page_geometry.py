"""From a PDF's own coordinates and codes to those of the page as it is shown."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from assistant.page_content import Area

_BULLETS: Final = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF0A8, 0xF0E0, 0xF076, 0xF02D), "•")
"""Of the symbol fonts of office programs."""
_SPACES: Final = frozenset({9, 10, 13})
_LINE_END_HYPHEN: Final = 2
"""PDFium's mark."""
_STRAIGHT: Final = 1.0
"""Points by which a straight line may lean."""

Point = tuple[float, float]


class Frame(NamedTuple):
    """The part of the file's plane that a page shows, y upwards, and by how many quarters it is then turned."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def point(self, x: float, y: float) -> Point:
        """Give a point of the file's plane in points from the top left corner of the page as shown."""
        right, up = x - self.left, y - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        return ((right, height - up), (up, right), (width - right, up), (height - up, width - right))[self.turn]

    def area(self, left: float, bottom: float, right: float, top: float) -> Area:
        """Give a rectangle of the file's plane as it is shown."""
        if not self.turn:  # most pages; this is done for each letter
            return Area(left - self.left, self.top - top, right - self.left, self.top - bottom)
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return Area(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def direction(self, x: float, y: float) -> Point:
        """Give a direction of the file's plane as it is shown: to the right, and down."""
        return ((x, -y), (y, x), (-x, y), (-y, -x))[self.turn]


def around(areas: Sequence[Area]) -> Area:
    """Give the rectangle around rectangles."""
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return Area(min(lefts), min(tops), max(rights), max(bottoms))


def letter_of(code: int) -> str:
    """Give the letter of a code; empty where there is none."""
    if 0x20 <= code < 0x7F:
        return chr(code)
    if code == _LINE_END_HYPHEN:
        return "\u00ad"
    if code in _SPACES:
        return " "
    if code in _BULLETS:
        return _BULLETS[code]
    control = code < 0x20 or 0x7F <= code < 0xA0
    private = 0xD800 <= code < 0xF900 or code >= 0xF0000 or code in {0xFFFD, 0xFFFE, 0xFFFF}
    return "" if control or private else chr(code)


def straight_areas(corners: Sequence[Point], filled: bool, stroked: bool) -> Iterator[Area]:
    """Give the rectangle around corners that is filled, and the straight lines that are drawn between them."""
    if len(corners) < 2 or not (filled or stroked):
        return
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    around = Area(min(xs), min(ys), max(xs), max(ys))
    if filled or around.is_thin:
        yield around
    if stroked and not around.is_thin:
        for (x1, y1), (x2, y2) in pairwise(corners):
            if abs(x1 - x2) < _STRAIGHT or abs(y1 - y2) < _STRAIGHT:
                yield Area(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
