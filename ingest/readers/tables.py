"""Tables in CSV and XLSX, as the rows of text that people see in them."""

import csv
import datetime
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from openpyxl import load_workbook  # type: ignore[import-untyped]

from assistant.documents import Document
from ingest.readers.archives import opened, refusing_damage
from ingest.readers.cases import Row, Table, documents_of
from ingest.readers.decoding import decode
from ingest.readers.original import Original, Tell
from ingest.readers.trees import damaged
from ingest.report import DocumentRefusedError

_DELIMITERS: Final = ";,\t|"
_SAMPLE: Final = 50
"""Rows by which a delimiter is judged."""
_LONGEST_CELL: Final = 10_000_000
_MOST_ROWS: Final = 50_000
_MOST_CELLS: Final = 2_000_000
_MOST_EMPTY: Final = 50_000
"""Rows: what stands below as many empty ones got there by a slip."""
_VISIBLE: Final = "visible"


def read_csv(original: Original, tell: Tell) -> list[Document]:
    """Read a table in CSV, whatever it separates its cells with; see `Reader` and `documents_of`."""
    csv.field_size_limit(_LONGEST_CELL)
    text = decode(original.path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    told, _, rest = text.partition("\n")
    if told.lower().startswith("sep=") and len(told) == len("sep=;"):  # a note that Excel leaves to itself
        text, delimiter = rest, told[-1]
    else:
        delimiter = max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))
    try:
        table = Table(original.name, _within_limits(_rows(text, delimiter)))
    except csv.Error as error:
        raise damaged(f"its rows can't be told apart ({error})") from error
    return documents_of(original, [table] if table.rows else [], tell)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _evenness(text: str, delimiter: str) -> float:
    """Tell how well a delimiter cuts the first rows into as many cells as the first has."""
    try:
        rows = [len(row) for row in islice(filter(any, _rows(text, delimiter)), _SAMPLE)]
    except csv.Error:
        return 0
    widths = [width for width in rows if width > 1]
    if not widths:
        return 0
    usual = max(set(widths), key=widths.count)
    return widths.count(usual) / len(rows) + min(usual, 50) / 1000


def read_xlsx(original: Original, tell: Tell) -> list[Document]:
    """Read the sheets of a workbook that aren't hidden; see `Reader` and `documents_of`.

    Formulas count with the values that they had when the file was saved.
    """
    with opened(original.path) as archive:
        for name in archive.names:
            if name.startswith("xl/") and name.endswith(".xml"):
                archive.check(name)
    tables = [table for table in _sheets(original.path) if table.rows]
    return documents_of(original, tables, tell)


def _sheets(path: Path) -> Iterator[Table]:
    with path.open("rb") as file, _refusing_damage(), refusing_damage():
        book = _book(file)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == _VISIBLE:
                    sheet.reset_dimensions()  # what a sheet says of its size is often wrong, and may be a million rows
                    rows = ([_text(cell) for cell in row] for row in sheet.iter_rows())
                    yield Table(sheet.title, _within_limits(rows))
        finally:
            book.close()


@contextmanager
def _refusing_damage() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise damaged(f"its sheets can't be read ({type(error).__name__})") from error


def _book(file: BinaryIO) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about validations and styles that have no place in a text
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _text(cell: Any) -> str:
    """Give what people see in a cell."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, int | float):
        percent = "%" in (cell.number_format or "")
        return f"{value * 100 if percent else value:.12g}".replace(".", ",") + ("\u00a0%" if percent else "")
    return str(value)


def _within_limits(rows: Iterable[Row]) -> list[Row]:
    """Give the rows that aren't empty."""
    kept: list[Row] = []
    cells = empty = 0
    for row in rows:
        filled = sum(1 for cell in row if cell and cell.strip())
        cells += filled
        empty = 0 if filled else empty + 1
        if filled:
            kept.append(row)
        if len(kept) > _MOST_ROWS or cells > _MOST_CELLS:
            reason = f"The table has more than {_MOST_ROWS:,} rows, or {_MOST_CELLS:,} cells."
            raise DocumentRefusedError("too-large", reason, "Cut it into several files.", str(len(kept)))
        if empty > _MOST_EMPTY:
            break
    return kept
