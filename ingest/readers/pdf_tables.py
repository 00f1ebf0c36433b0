"""Tables that are ruled on a page, as rows of cells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from assistant.page_content import Area
from ingest.readers.pdf_lines import Fragment
from ingest.readers.pdf_placed import Placed

_NEAR: Final = 3.0
"""Points by which rules that meet may miss each other."""
_SHORTEST: Final = 6.0
_MOST_RULES: Final = 3000
"""A page with more is a drawing."""
_WORDED: Final = 0.2
"""The share of its cells that a table has text in, at least."""

Joiner = Callable[[Sequence[Fragment]], str]
"""Gives the text of the fragments of a cell."""


@dataclass(frozen=True, slots=True)
class Table(Placed):
    """A ruled table."""

    area: Area
    rows: tuple[tuple[tuple[Fragment, ...], ...], ...]
    """The fragments of each cell of each row."""
    areas: tuple[Area, ...]
    """Of each row."""
    order: int
    """Of its first fragment, as drawn."""

    def holds(self, fragment: Fragment) -> bool:
        """Tell whether words are in one of its cells."""
        return any(fragment in cell for row in self.rows for cell in row)

    def lines(self, text_of: Joiner) -> list[str]:
        """Give its rows as they are written in Markdown."""
        cells = [[text_of(cell).replace("|", "\\|") for cell in row] for row in self.rows]
        return ["| " + " | ".join(row) + " |" for row in cells]


class _Rule(NamedTuple):
    """A straight line: where it is on one axis, and from where to where it goes on the other."""

    at: float
    start: float
    end: float


def tables_of(rules: Sequence[Area], fragments: Sequence[Fragment]) -> list[Table]:
    """Find the tables of a page: cells of two columns or more between rules that meet."""
    if not 4 <= len(rules) <= _MOST_RULES:
        return []
    level = [r for r in rules if r.right - r.left > max(_SHORTEST, r.bottom - r.top)]
    upright = [r for r in rules if r.bottom - r.top > max(_SHORTEST, r.right - r.left)]
    across = _merged(_Rule((r.top + r.bottom) / 2, r.left, r.right) for r in level)
    down = _merged(_Rule((r.left + r.right) / 2, r.top, r.bottom) for r in upright)
    grids = [_Grid(*grid) for grid in _grids(across, down)]
    tables: list[Table] = []
    for grid in sorted(grids, key=lambda grid: grid.surface):  # one inside another comes first
        if table := grid.table(fragments):
            tables.append(table)
            fragments = [fragment for fragment in fragments if not table.holds(fragment)]
    return tables


def _merged(rules: Iterable[_Rule]) -> list[_Rule]:
    """Join rules that go on where another ends."""
    merged: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / _NEAR), rule.start)):
        last = merged[-1] if merged else None
        if last and abs(rule.at - last.at) < _NEAR and rule.start < last.end + _NEAR:
            merged[-1] = _Rule(last.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged


def _grids(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Give the rules that hang together, a group each."""
    left = set(range(len(down)))
    free = set(range(len(across)))
    while left:
        columns: list[int] = [left.pop()]
        rows: list[int] = []
        queue = [(True, columns[0])]
        while queue:
            upright, number = queue.pop()
            others = free if upright else left
            rule = down[number] if upright else across[number]
            met = {n for n in others if _meet(rule, across[n] if upright else down[n])}
            others -= met
            (rows if upright else columns).extend(met)
            queue.extend((not upright, n) for n in met)
        if len(columns) > 2 and len(rows) > 1:
            yield [across[n] for n in rows], [down[n] for n in columns]


def _meet(one: _Rule, other: _Rule) -> bool:
    return other.start - _NEAR <= one.at <= other.end + _NEAR and one.start - _NEAR <= other.at <= one.end + _NEAR


class _Grid:
    """Rules that meet, and the cells between them."""

    def __init__(self, across: Sequence[_Rule], down: Sequence[_Rule]) -> None:
        self._across, self._down = across, down
        self._ys, self._xs = _places(across), _places(down)

    @property
    def surface(self) -> float:
        return (self._ys[-1] - self._ys[0]) * (self._xs[-1] - self._xs[0])

    def table(self, fragments: Sequence[Fragment]) -> Table | None:
        """Fill the cells; None where this is a frame around text, or a drawing."""
        left, right, top, bottom = self._xs[0], self._xs[-1], self._ys[0], self._ys[-1]
        inside = [
            f
            for f in fragments
            if left - 1 < (f.left + f.right) / 2 < right + 1 and top - 1 < f.baseline - 0.3 * f.style.size < bottom + 1
        ]
        cells: dict[tuple[int, int], list[Fragment]] = {}
        for fragment in inside:
            row = _between(self._ys, fragment.baseline - 0.3 * fragment.style.size)
            cells.setdefault(self._first(row, _between(self._xs, fragment.left + 1)), []).append(fragment)
        rows = range(len(self._ys) - 1)
        columns = [c for c in range(len(self._xs) - 1) if any((row, c) in cells for row in rows)]
        filled = [row for row in rows if any((row, c) in cells for c in columns)]
        if len(columns) < 2 or len(cells) < _WORDED * len(columns) * len(rows):
            return None
        return Table(
            Area(left, top, right, bottom),
            tuple(tuple(tuple(cells.get((row, c), ())) for c in columns) for row in filled),
            tuple(Area(left, self._ys[row], right, self._ys[row + 1]) for row in filled),
            min(f.order for f in inside),
        )

    def _first(self, row: int, column: int) -> tuple[int, int]:
        """Give the top left one of the cells that a cell is joined with, where no rule stands between them."""
        while column and not self._ruled(self._down, self._xs[column], self._ys[row], self._ys[row + 1]):
            column -= 1
        while row and not self._ruled(self._across, self._ys[row], self._xs[column], self._xs[column + 1]):
            row -= 1
        return row, column

    @staticmethod
    def _ruled(rules: Sequence[_Rule], at: float, start: float, end: float) -> bool:
        middle = (start + end) / 2
        return any(abs(rule.at - at) < _NEAR and rule.start - 1 <= middle <= rule.end + 1 for rule in rules)


def _places(rules: Sequence[_Rule]) -> list[float]:
    places: list[float] = []
    for rule in sorted(rules):
        if not places or rule.at - places[-1] > _NEAR:
            places.append(rule.at)
    return places


def _between(places: Sequence[float], at: float) -> int:
    """Tell between which two places a point lies; the nearest ones, where it is outside."""
    for number, (_, end) in enumerate(pairwise(places)):
        if at < end:
            return number
    return len(places) - 2
