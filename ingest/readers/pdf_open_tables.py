"""Tables ruled across only, as books and LaTeX set them: their columns are those of their head."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from assistant.page_content import Area
from ingest.readers.pdf_lines import Fragment
from ingest.readers.pdf_tables import Table

_SAME_WIDTH: Final = 4.0
"""Points by which the rules of a table may differ."""
_SHORTEST_RULE: Final = 60.0
_HIGHEST_HEAD: Final = 5.0
"""Times the size of the letters."""
_STICKS_OUT: Final = 3.0
"""Points by which words may reach into the next column."""
_ROW_GAP: Final = 1.25
"""Times the distance between lines: what stands further apart are two rows."""
_FULL: Final = 0.75
"""The share of the cells of a line that is filled where each line is a row."""


def open_tables_of(rules: Iterable[Area], fragments: Sequence[Fragment]) -> list[Table]:
    """Find the tables of a page that have rules above and below their head, and no upright ones."""
    across = sorted({r for r in rules if r.right - r.left > _SHORTEST_RULE and r.bottom - r.top < 2}, key=_height)
    tables: list[Table] = []
    end = 0.0
    for number, rule in enumerate(across):
        alike = [other for other in across[number + 1 :] if _alike(rule, other) and _height(other) > _height(rule) + 4]
        if alike and _height(rule) >= end and (table := _table([rule, *alike], fragments)):
            tables.append(table)
            end = table.bottom
    return tables


def _height(rule: Area) -> float:
    return (rule.top + rule.bottom) / 2


def _alike(one: Area, other: Area) -> bool:
    return abs(one.left - other.left) < _SAME_WIDTH and abs(one.right - other.right) < _SAME_WIDTH


def _table(rules: Sequence[Area], fragments: Sequence[Fragment]) -> Table | None:
    left, right = rules[0].left - _STICKS_OUT, rules[0].right + _STICKS_OUT
    below = sorted((f for f in fragments if f.upright and f.baseline > _height(rules[0])), key=lambda f: f.baseline)
    head = [f for f in below if f.baseline < _height(rules[1])]
    starts = _columns(head)
    if len(starts) < 2 or _height(rules[1]) - _height(rules[0]) > _HIGHEST_HEAD * head[0].style.size:
        return None
    if any(f.left < left or f.right > right or not _fits(f, starts) for f in head):
        return None
    ends = [_height(rule) for rule in rules[1:]]
    body = list(_body(below[len(head) :], starts, (left, right)))
    ends = [end for end in ends if not body or end < body[-1].baseline + 40]
    body = [f for f in body if len(ends) < 2 or f.baseline < ends[-1]]
    if not body:
        return None
    rows = [head, *_rows(body, ends, starts)]
    cells = [_cells(row, starts) for row in rows]
    tops = [min(f.top for f in row) for row in rows]
    bottoms = [max(f.bottom for f in row) for row in rows]
    return Table(
        Area(rules[0].left, _height(rules[0]), rules[0].right, max(bottoms)),
        tuple(cells),
        tuple(Area(rules[0].left, top, rules[0].right, bottom) for top, bottom in zip(tops, bottoms, strict=True)),
        min(f.order for f in head),
    )


def _columns(head: Iterable[Fragment]) -> list[float]:
    """Give where the columns begin: where words of the head begin, on as many lines as it has."""
    starts: list[float] = []
    right = float("-inf")
    for fragment in sorted(head, key=lambda f: f.left):
        if fragment.left > right + 2:
            starts.append(fragment.left)
        right = max(right, fragment.right)
    return starts


def _column(fragment: Fragment, starts: Sequence[float]) -> int:
    return max((n for n, start in enumerate(starts) if fragment.left >= start - _STICKS_OUT), default=0)


def _fits(fragment: Fragment, starts: Sequence[float]) -> bool:
    after = _column(fragment, starts) + 1
    return after == len(starts) or fragment.right < starts[after] + _STICKS_OUT


def _body(below: Iterable[Fragment], starts: Sequence[float], edges: tuple[float, float]) -> Iterator[Fragment]:
    """Give the words under the head as far as they keep to its columns."""
    baseline: float | None = None
    for fragment in below:
        far = baseline is not None and fragment.baseline - baseline > 5 * fragment.style.size
        if far or fragment.left < edges[0] or fragment.right > edges[1] or not _fits(fragment, starts):
            return
        yield fragment
        baseline = fragment.baseline


def _cells(row: Sequence[Fragment], starts: Sequence[float]) -> tuple[tuple[Fragment, ...], ...]:
    return tuple(tuple(f for f in row if _column(f, starts) == number) for number in range(len(starts)))


def _rows(body: Sequence[Fragment], ends: Sequence[float], starts: Sequence[float]) -> list[list[Fragment]]:
    """Part the rows: at the rules between them, else where the first column goes on after a gap."""
    inner = [end for end in ends if body[0].baseline < end < body[-1].baseline]
    marks = inner if len(inner) > 1 else list(_row_tops(body, starts))
    rows: list[list[Fragment]] = [[] for _ in range(len(marks) + 1)]
    for fragment in body:
        rows[sum(fragment.baseline - 0.3 * fragment.style.size > mark for mark in marks)].append(fragment)
    return [row for row in rows if row]


def _row_tops(body: Sequence[Fragment], starts: Sequence[float]) -> Iterator[float]:
    """Give the heights above which another row begins."""
    lines = sorted({round(f.baseline) for f in body})
    step = min((low - high for high, low in pairwise(lines) if low - high > 4), default=0.0)
    dense = len(body) > _FULL * len(lines) * len(starts)
    before: float | None = None
    for fragment in body:
        if _column(fragment, starts):
            continue
        beside = [f for f in body if _column(f, starts) and abs(f.baseline - fragment.baseline) < 2]
        begins = any(not _goes_on(f, body, starts, step) for f in beside)
        if dense or before is None or fragment.baseline - before > _ROW_GAP * step or begins:
            yield fragment.baseline - 0.8 * fragment.style.size
        before = fragment.baseline


def _goes_on(fragment: Fragment, body: Sequence[Fragment], starts: Sequence[float], step: float) -> bool:
    column = _column(fragment, starts)
    return any(
        _column(f, starts) == column and 0.5 * step < fragment.baseline - f.baseline < _ROW_GAP * step for f in body
    )
