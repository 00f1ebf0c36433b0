"""Tables as documents: a case study a row, or one document of a table of something else."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.documents import Document, Section
from assistant.language import fold
from ingest.cleaning import clean, unwrap
from ingest.readers.blocks import Block, document_of, empty, known_name, language_of, table_lines
from ingest.readers.case_columns import UNSURE_TITLES, column_name, expected, label_of, labels_of, read_label
from ingest.readers.links import written_links
from ingest.readers.original import Original, Tell
from ingest.report import DocumentRefusedError

Row = Sequence[str]
_TOP: Final = 15
"""Rows among which the names of the columns stand."""
_TELLING: Final = 3
"""A table with as many columns of cases is one of cases, even where it has no titles."""
_LONGEST_LABEL: Final = 2000
"""Characters; a longer cell is text, whatever its column is called."""
_LONGEST_SLUG: Final = 80
_TITLE: Final = "title"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet."""

    name: str
    rows: list[Row]
    """Without empty rows."""


def documents_of(original: Original, tables: Sequence[Table], tell: Tell) -> list[Document]:
    """Read tables.

    A workbook with a sheet of case studies gives these; its other sheets are notes and lists to choose from.

    Raises:
        DocumentRefusedError: `empty`, or `columns` for cases without titles.
    """
    cases = [cases for table in tables if (cases := _Cases.of(table)) is not None]
    if not cases:
        return [_whole(original, tables, tell)]
    numbers: Counter[str] = Counter()
    total = sum(len(found.rows) for found in cases)
    documents: list[Document] = []
    for found in cases:
        for row in found.rows:
            tell(len(documents) + 1, total)
            if (document := found.document(original, row, numbers)) is not None:
                documents.append(document)
    if not documents:
        raise _untitled([header for found in cases for header in found.headers])
    return documents


class _Cases:
    """A table whose rows are case studies."""

    def __init__(self, headers: Row, rows: list[Row]) -> None:
        self.headers: Final = [unwrap(clean(header)) for header in headers]
        self.rows: Final = rows
        self._labels: Final = _labels(self.headers)

    @classmethod
    def of(cls, table: Table) -> "_Cases | None":
        """Find the names of the columns; nothing where the table is of something else."""
        known = [len({label for cell in row if (label := label_of(cell))}) for row in table.rows[:_TOP]]
        if not known or max(known) == 0:
            return None
        place = known.index(max(known))
        headers = table.rows[place]
        titled = any(label_of(cell) == _TITLE and column_name(cell) not in UNSURE_TITLES for cell in headers)
        filled = sum(bool(cell.strip()) for cell in headers)
        if filled < 2 or not (titled or max(known) >= _TELLING):
            return None
        return cls(headers, table.rows[place + 1 :])

    def document(self, original: Original, row: Row, numbers: Counter[str]) -> Document | None:
        """Give a case; nothing where it has no title."""
        values, sections = {}, []
        for header, label, cell in zip(self.headers, self._labels, row, strict=False):
            text = "\n".join(line for line in clean(cell).split("\n") if line)
            value = read_label(label, text) if label and 0 < len(text) <= _LONGEST_LABEL else None
            if value is not None:
                values[label] = value
            elif text:
                sections.append(Section((header,) if header else (), text))
        title = unwrap(str(values.pop(_TITLE, "")))
        if not title:
            return None
        return self._document(original, title, values, sections, numbers)

    @staticmethod
    def _document(
        original: Original, title: str, values: dict[str, object], sections: list[Section], numbers: Counter[str]
    ) -> Document:
        labels = labels_of(values)
        slug = re.sub(r"[^a-z0-9]+", "-", fold(title))[:_LONGEST_SLUG].strip("-") or "cas"
        numbers[slug] += 1
        last = slug if numbers[slug] == 1 else f"{slug}-{numbers[slug]}"
        language = labels["language"] if "language" in values else language_of(sections)
        links = [link for section in sections for link in written_links(section.text)]
        return Document(
            f"{original.document_id}/{last}",
            title,
            sections=tuple(sections) or (Section((), title),),
            links=tuple(dict.fromkeys(links)),
            media_type=original.media_type,
            **{**labels, "url": labels["url"] or original.url, "language": language},
        )


def _labels(headers: Sequence[str]) -> list[str]:
    """Give the label of each column; of two with the same, the second is text, or the one less surely of titles."""
    sure = any(label_of(header) == _TITLE and column_name(header) not in UNSURE_TITLES for header in headers)
    labels: list[str] = []
    for header in headers:
        label = label_of(header)
        unsure = sure and column_name(header) in UNSURE_TITLES
        labels.append("" if label in labels or unsure else label)
    return labels


def _whole(original: Original, tables: Sequence[Table], tell: Tell) -> Document:
    """Give a table that is not of cases as it stands."""
    blocks = [block for table in tables for block in _blocks(table, len(tables) > 1)]
    if not blocks:
        raise empty("The table holds nothing.")
    tell(1, 1)
    links = written_links("\n".join(block.text for block in blocks))
    return document_of(original, blocks, titles=[known_name(original)], links=links)


def _blocks(table: Table, named: bool) -> Iterator[Block]:
    if named:
        yield Block(table.name, 1)
    yield from map(Block, table_lines(table.rows))


def _untitled(headers: list[str]) -> DocumentRefusedError:
    found = ", ".join(filter(None, headers))
    return DocumentRefusedError(
        "columns",
        f"No row of the table has a title; its columns are: {found}.",
        f"Name the columns in the first row: {expected()}. Any other column is text.",
        found,
    )
