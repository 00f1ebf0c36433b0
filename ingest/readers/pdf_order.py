"""The order in which a page is read: columns from left to right, each from top to bottom (recursive X-Y cut)."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final, Protocol, TypeVar

_GUTTER: Final = 1.0
"""Times the size of the letters: the narrowest gap between two columns."""
_WIDE_GUTTER: Final = 1.8
"""The same where one of the columns is of one line only."""
_LONE_GUTTER: Final = 5.0
"""The same where both are."""
_HEAD_GAP: Final = 3.5
"""Times the size of the letters: the gap under the head of a page."""
_HIGHEST_HEAD: Final = 0.25
"""The share of the height that a head may take."""
_DEEPEST: Final = 30


class Placed(Protocol):
    """Something on a page."""

    @property
    def left(self) -> float: ...  # noqa: D102
    @property
    def right(self) -> float: ...  # noqa: D102
    @property
    def top(self) -> float: ...  # noqa: D102
    @property
    def bottom(self) -> float: ...  # noqa: D102
    @property
    def order(self) -> int:
        """In which it was drawn."""
        ...


Item = TypeVar("Item", bound=Placed)
Gap = tuple[float, float]


def columns_of(items: Sequence[Item], size: float, depth: int = 0) -> Iterator[list[Item]]:
    """Give the things on a page as runs that are read from top to bottom, in order.

    Args:
        items: words, or whole tables.
        size: of most letters, in points.
        depth: how many cuts led here.
    """
    if len(items) < 2 or depth > _DEEPEST:
        if items:
            yield list(items)
        return
    gaps = _gaps(items, size)
    if gaps:
        parts = _head_apart(items, gaps, size) or _parts(items, gaps)
        for part in parts:
            yield from columns_of(part, size, depth + 1)
        return
    run = _columned(_bands(items), size)
    if run is None:
        yield list(items)
        return
    for part in run:
        yield from columns_of(part, size, depth + 1)


def _head_apart(items: Sequence[Item], gaps: Sequence[Gap], size: float) -> list[list[Item]] | None:
    """Part the head of a page from the columns under it, where a gap far wider than the gutters lies between."""
    bands = _bands(items)
    whole = max(item.bottom for item in items) - min(item.top for item in items)
    bottom = 0.0
    for number, band in enumerate(bands[:-1], 1):
        bottom = max(bottom, *(item.bottom for item in band))
        gap = min(item.top for item in bands[number]) - bottom
        if bottom - bands[0][0].top > _HIGHEST_HEAD * whole:
            return None
        if gap > _HEAD_GAP * size and gap > 2 * min(high - low for low, high in gaps):
            return [_joined(bands[:number]), _joined(bands[number:])]
    return None


def _gaps(items: Iterable[Placed], size: float) -> list[Gap]:
    """Give the gaps between columns that go all the way down."""
    items = list(items)
    gaps: list[Gap] = []
    end: float | None = None
    for item in sorted(items, key=lambda item: item.left):
        if end is not None and item.left - end > _GUTTER * size:
            gaps.append((end, item.left))
        end = item.right if end is None else max(end, item.right)
    return [gap for gap in gaps if _parts_columns(items, gap, size)]


def _parts_columns(items: Sequence[Placed], gap: Gap, size: float) -> bool:
    """Tell whether a gap parts columns, not just words of one line."""
    middle = sum(gap) / 2
    before = [item for item in items if item.right <= middle]
    after = [item for item in items if item.left >= middle]
    if not before or not after:
        return False
    if gap[1] - gap[0] > _LONE_GUTTER * size:
        return True
    tall = [max(i.bottom for i in side) - min(i.top for i in side) > 1.6 * size for side in (before, after)]
    return all(tall) or (any(tall) and gap[1] - gap[0] > _WIDE_GUTTER * size)


def _parts(items: Iterable[Item], gaps: Sequence[Gap]) -> list[list[Item]]:
    parts: list[list[Item]] = [[] for _ in range(len(gaps) + 1)]
    for item in items:
        parts[sum(item.left >= gap[1] - 0.01 for gap in gaps)].append(item)
    return parts


def _bands(items: Iterable[Item]) -> list[list[Item]]:
    """Give the things on a page in bands, between which a straight line goes right across."""
    bands: list[list[Item]] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: item.top):
        # Letters of one line may reach a little into the next.
        if bands and item.top < bottom - 0.05 * (item.bottom - item.top):
            bands[-1].append(item)
            bottom = max(bottom, item.bottom)
        else:
            bands.append([item])
            bottom = item.bottom
    return bands


def _columned(bands: Sequence[list[Item]], size: float) -> tuple[list[Item], list[Item], list[Item]] | None:
    """Find the tallest run of bands with a gap between columns; give what is above it, the run, what is below."""
    best: tuple[float, int, int] | None = None
    seen: set[tuple[int, int]] = set()
    for start, band in enumerate(bands):
        for gap in _inner_gaps(band, size):
            first, last = _extent(bands, start, gap, size)
            if (first, last) in seen:
                continue
            seen.add((first, last))
            run = [item for one in bands[first : last + 1] for item in one]
            if (first, last) != (0, len(bands) - 1) and _gaps(run, size):
                height = max(item.bottom for item in run) - min(item.top for item in run)
                if best is None or height > best[0]:
                    best = height, first, last
    if best is None:
        return None
    _, first, last = best
    return _joined(bands[:first]), _joined(bands[first : last + 1]), _joined(bands[last + 1 :])


def _joined(bands: Iterable[list[Item]]) -> list[Item]:
    return [item for band in bands for item in band]


def _inner_gaps(band: Sequence[Placed], size: float) -> Iterator[Gap]:
    end: float | None = None
    for item in sorted(band, key=lambda item: item.left):
        if end is not None and item.left - end > _GUTTER * size:
            yield end, item.left
        end = item.right if end is None else max(end, item.right)


def _extent(bands: Sequence[Sequence[Placed]], start: int, gap: Gap, size: float) -> tuple[int, int]:
    """Tell how far up and down a gap goes on, as long as it is wide enough and something stands on either side."""
    first = last = start
    low, high = gap
    both = [start]
    for step, end in ((-1, -1), (1, len(bands))):
        for number in range(start + step, end, step):
            narrowed = _narrowed(bands[number], (low, high))
            if narrowed is None or narrowed[1] - narrowed[0] <= _GUTTER * size:
                break
            low, high = narrowed
            if _sides(bands[number], (low, high)) == (True, True):
                both.append(number)
            first, last = min(first, number), max(last, number)
    return _trimmed(bands, first, last, (low, high), both, size)


def _narrowed(band: Sequence[Placed], gap: Gap) -> Gap | None:
    """Give what a band leaves of a gap; None where something stands across it."""
    low, high = gap
    middle = (low + high) / 2
    for item in band:
        if item.left < high and item.right > low:
            if item.left < middle < item.right:
                return None
            low, high = (max(low, item.right), high) if item.right <= middle else (low, min(high, item.left))
    return (low, high) if low < high else None


def _sides(band: Sequence[Placed], gap: Gap) -> tuple[bool, bool]:
    middle = sum(gap) / 2
    return any(item.right <= middle for item in band), any(item.left >= middle for item in band)


def _trimmed(
    bands: Sequence[Sequence[Placed]], first: int, last: int, gap: Gap, both: Sequence[int], size: float
) -> tuple[int, int]:
    """Leave out what stands on the left alone: above, as it is read first anyway; below, unless the column goes on."""
    top, bottom = min(both), max(both)
    while first < top and not _sides(bands[first], gap)[1]:
        first += 1
    right = [item.order for band in bands[top : bottom + 1] for item in band if item.left >= sum(gap) / 2]
    edge = min(item.left for band in bands[top : bottom + 1] for item in band)
    for number in range(bottom + 1, last + 1):
        band = bands[number]
        if _sides(band, gap)[1]:
            continue
        if min(item.left for item in band) < edge - size:
            return first, number - 1
        near = min(i.top for i in band) - max(i.bottom for i in bands[number - 1]) < 0.8 * size
        if not near and median(item.order for item in band) > min(right):
            return first, number - 1
    return first, last
