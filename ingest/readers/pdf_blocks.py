"""Paragraphs and tables of a page, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from assistant.page_content import PageContent
from ingest.readers.pdf_groups import Group, Item, blocks_joined, boxes_joined
from ingest.readers.pdf_lines import Fragment, with_labels
from ingest.readers.pdf_open_tables import open_tables_of
from ingest.readers.pdf_order import columns_of
from ingest.readers.pdf_paragraphs import Paragraph, line_of, lines_of, paragraphs_of
from ingest.readers.pdf_tables import Table, tables_of

_HUGE: Final = 5.0
"""Times the size of most letters: a lone letter or number as large is an ornament."""


def blocks_of(page: PageContent, fragments: Sequence[Fragment]) -> Iterator[Paragraph]:
    """Give the paragraphs and tables of a page in the order in which they are read.

    Args:
        page: where the rules and panels are.
        fragments: its words, without those that stand on every page.
    """
    tables = tables_of(page.rules, fragments)
    tables += open_tables_of(page.rules, _outside(fragments, tables))
    free = _outside(fragments, tables)
    size = median(fragment.style.size for fragment in free) if free else 10.0
    upright = with_labels([f for f in free if f.upright and not (len(f.text) < 3 and f.style.size > _HUGE * size)])
    askew = [fragment for fragment in free if not fragment.upright]
    items = boxes_joined([*blocks_joined([*upright]), *tables], page.panels, page.width * page.height)
    yield from _read(page, items, size)
    for fragment in askew:
        yield Paragraph(page.number, (line_of([fragment]),))


def _outside(fragments: Sequence[Fragment], tables: Sequence[Table]) -> list[Fragment]:
    held = {f.order for table in tables for row in table.rows for cell in row for f in cell}
    return [fragment for fragment in fragments if fragment.order not in held]


def _read(page: PageContent, items: Sequence[Item], size: float) -> Iterator[Paragraph]:
    for column in columns_of(items, size):
        words = [word for item in column if not _is_whole(item) for word in _words(item)]
        lines = lines_of(words)
        for item in sorted(filter(_is_whole, column), key=lambda item: item.top):
            above = [line for line in lines if line.baseline < item.bottom]
            yield from paragraphs_of(page, above)
            lines = lines[len(above) :]
            if isinstance(item, Table):
                yield Paragraph(page.number, table=item)
            elif isinstance(item, Group):
                yield from _read(page, item.items, size)
        yield from paragraphs_of(page, lines)


def _is_whole(item: Item) -> bool:
    return isinstance(item, Table) or (isinstance(item, Group) and item.boxed)


def _words(item: Item) -> Iterator[Fragment]:
    if isinstance(item, Group):
        for part in item.items:
            yield from _words(part)
    elif isinstance(item, Fragment):
        yield item
