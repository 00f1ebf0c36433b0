"""What hangs together on a page before columns are looked for: lines of one block, and what stands in one box."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.page_content import Area
from ingest.readers.pdf_lines import Fragment
from ingest.readers.pdf_placed import Placed
from ingest.readers.pdf_tables import Table

_LEADING: Final = 1.5
"""Times the size of the letters: the widest step between lines of one block."""
_ALIGNED: Final = 0.6
"""Times the size of the letters by which edges or middles may differ."""
_LARGEST_BOX: Final = 0.6
"""Of the page; a larger box is its background."""
_INSIDE: Final = 3.0
"""Points by which words may stick out of their box."""


@dataclass(frozen=True, slots=True)
class Group(Placed):
    """Things on a page that are read together."""

    items: tuple["Item", ...]
    area: Area
    order: int
    boxed: bool = False
    """Whether a box is drawn around them."""


Item = Fragment | Table | Group


def blocks_joined(fragments: Sequence[Fragment]) -> list[Item]:
    """Join the lines of each block: one below the other at a usual distance, alike in size, left edge or middle."""
    ordered = sorted(fragments, key=lambda fragment: fragment.baseline)
    below: dict[int, int] = {}
    taken: set[int] = set()
    for number, upper in enumerate(ordered):
        found = _next_line(ordered, number, taken)
        if found is not None and not _stands_between(ordered, upper, ordered[found]):
            below[number] = found
            taken.add(found)
    blocks: list[Item] = []
    for number in range(len(ordered)):
        if number not in taken:
            chain = [number]
            while chain[-1] in below:
                chain.append(below[chain[-1]])
            lines = [ordered[n] for n in chain]
            blocks.append(lines[0] if len(lines) == 1 else _group(lines))
    return blocks


def _next_line(ordered: Sequence[Fragment], number: int, taken: Iterable[int]) -> int | None:
    upper, size = ordered[number], ordered[number].style.size
    for other in range(number + 1, len(ordered)):
        lower = ordered[other]
        step = lower.baseline - upper.baseline
        if step > _LEADING * size:
            return None
        if other in taken or step < 0.7 * size or not 0.92 < lower.style.size / size < 1.09:
            continue
        shared = min(upper.right, lower.right) - max(upper.left, lower.left)
        if shared > 0.5 * min(upper.right - upper.left, lower.right - lower.left) and _aligned(upper, lower, size):
            return other
    return None


def _aligned(upper: Fragment, lower: Fragment, size: float) -> bool:
    left, right = abs(upper.left - lower.left), abs(upper.right - lower.right)
    middle = abs((upper.left + upper.right) - (lower.left + lower.right)) / 2
    return min(left, right, middle) < _ALIGNED * size


def _stands_between(ordered: Sequence[Fragment], upper: Fragment, lower: Fragment) -> bool:
    """Tell whether other words on either line are nearer than a gutter: then these are cells of a row, not a block."""
    return any(
        other is not upper
        and upper.baseline + 0.2 * upper.style.size < other.baseline < lower.baseline - 0.2 * lower.style.size
        and other.left < min(upper.right, lower.right)
        and other.right > max(upper.left, lower.left)
        for other in ordered
    )


def _group(items: Sequence[Item], area: Area | None = None) -> Group:
    spread = Area(
        min(item.left for item in items),
        min(item.top for item in items),
        max(item.right for item in items),
        max(item.bottom for item in items),
    )
    if area is not None:  # the box as wide as it is drawn, as high as its words
        spread = Area(min(area.left, spread.left), spread.top, max(area.right, spread.right), spread.bottom)
    return Group(tuple(items), spread, min(item.order for item in items), boxed=area is not None)


def boxes_joined(items: Sequence[Item], panels: Iterable[Area], surface: float) -> list[Item]:
    """Join what stands in each box that is drawn on a page.

    Args:
        items: words, blocks and tables.
        panels: the boxes.
        surface: of the page, in square points.
    """
    left = list(items)
    for panel in sorted(panels, key=lambda panel: panel.surface):
        if panel.surface > _LARGEST_BOX * surface:
            break
        inside = [item for item in left if _touches(item, panel)]
        if len(inside) > 1 and all(_holds(panel, item) for item in inside):
            left = [item for item in left if item not in inside]
            left.append(_group(inside, panel))
    return left


def _touches(item: Item, panel: Area) -> bool:
    across = min(item.right, panel.right) - max(item.left, panel.left)
    down = min(item.bottom, panel.bottom) - max(item.top, panel.top)
    return across > _INSIDE and down > _INSIDE


def _holds(panel: Area, item: Item) -> bool:
    return (
        item.left > panel.left - _INSIDE
        and item.right < panel.right + _INSIDE
        and item.top > panel.top - _INSIDE
        and item.bottom < panel.bottom + _INSIDE
    )
