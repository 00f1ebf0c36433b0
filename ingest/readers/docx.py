"""Word files as documents: paragraphs, lists, tables, text boxes and notes, each once."""

from collections.abc import Iterator
from typing import Final

from assistant.documents import Document, Link
from ingest.readers.archives import Archive, opened
from ingest.readers.blocks import Block, document_of, promote_bold, table_lines
from ingest.readers.docx_runs import Line, R, Runs, chosen
from ingest.readers.docx_styles import Styles, W, outline, value
from ingest.readers.office import Properties, diagram_lines, main_part
from ingest.readers.original import Original, Tell
from ingest.readers.trees import Element, name_of, number

_GONE: Final = frozenset({"del", "moveFrom", "sectPr", "sdtPr", "sdtEndPr", "pPr", "tblPr", "tcPr", "trPr"})
_CONTENTS: Final = frozenset({"Table of Contents", "Table des matières"})
_WIDEST: Final = 60
"""Columns of a table; Word itself allows 63."""


def read_docx(original: Original, tell: Tell) -> list[Document]:
    """Read a Word file; see `Reader`.

    It has no pages: where they end is settled by the program that shows it. Heads and feet of pages, comments, the
    table of contents, hidden and deleted text are left out.
    """
    with opened(original.path) as archive:
        body = _Body(archive, main_part(archive, "word/document.xml"))
        blocks = promote_bold(body.blocks)
        properties = Properties(archive)
    tell(1, 1)
    document = document_of(
        original,
        blocks,
        titles=body.titles,
        declared=properties.title,
        language=properties.language,
        published=properties.created,
        links=body.links,
    )
    return [document]


class _Body:
    """What is read of a file's main part."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.titles: list[str] = []
        self.links: list[Link] = []
        self._archive = archive
        self._relations = archive.relations(name)
        self._styles = Styles(archive.optional(self._related("styles")))
        self._runs = Runs(self._styles, self._relations)
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        tree = archive.xml(name)
        self.blocks = [block for body in tree.iterchildren(f"{W}body") for block in self._blocks(body)]

    def _related(self, kind: str) -> str:
        return next((target for told, target in self._relations.values() if told == kind), "")

    def _read_notes(self, kind: str) -> dict[str, Element]:
        tree = self._archive.optional(self._related(f"{kind}s"))
        rows = [] if tree is None else tree.findall(f"{W}{kind}")
        return {row.get(f"{W}id", ""): row for row in rows if row.get(f"{W}type") in {None, "normal"}}

    def _blocks(self, node: Element) -> Iterator[Block]:
        """Give what is in an element that holds paragraphs."""
        for child in chosen(node):
            name = name_of(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name not in _GONE and not _is_contents(child):
                yield from self._blocks(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles[value(None if properties is None else properties.find(f"{W}pStyle"))]
        if style.is_contents:
            return
        line = self._runs.read(paragraph)
        text = "".join(line.text).strip()
        level = outline(properties) or style.level
        if style.is_title and text and not self.titles:
            self.titles.append(text)
        elif text:
            in_list = properties is not None and properties.find(f"{W}numPr") is not None
            yield Block(text, level, bold=not line.plain and not in_list)
        self.links += line.links
        yield from self._anchored(line)

    def _anchored(self, line: Line) -> Iterator[Block]:
        """Give the text boxes, diagrams and notes that belong to a paragraph."""
        for box in line.boxes:
            yield from self._box(box)
        for kind, note_id in line.notes:
            note = self._notes[kind].get(note_id)
            text = " ".join(block.text for block in self._blocks(note)) if note is not None else ""
            if text:
                yield Block(f"Note : {text}")

    def _box(self, node: Element) -> Iterator[Block]:
        for child in chosen(node):
            name = name_of(child)
            if name == "txbxContent":
                yield from self._blocks(child)
            elif name == "relIds":
                _, part = self._relations.get(child.get(f"{R}dm", ""), ("", ""))
                yield from map(Block, diagram_lines(self._archive, part))
            else:
                yield from self._box(child)

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [list(self._cells(row)) for row in _rows(table)]
        if all(len(row) < 2 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell) if cell is not None else ()
        else:
            yield from map(Block, table_lines([[self._cell(cell) for cell in row] for row in rows]))

    def _cells(self, row: Element) -> Iterator[Element | None]:
        """Give the cells of a row; nothing where one that began further left or above goes on."""
        before = value(row.find(f"{W}trPr/{W}gridBefore"))
        yield from [None] * number(before, 0, _WIDEST)
        for cell in row.iter(f"{W}tc"):
            if _owner(cell) is not row:
                continue
            properties = cell.find(f"{W}tcPr")
            merge = None if properties is None else properties.find(f"{W}vMerge")
            yield None if merge is not None and value(merge) != "restart" else cell
            span = "" if properties is None else value(properties.find(f"{W}gridSpan"))
            yield from [None] * (number(span, 1, _WIDEST) - 1)

    def _cell(self, cell: Element | None) -> str:
        return "" if cell is None else " ".join(block.text for block in self._blocks(cell))


def _rows(table: Element) -> Iterator[Element]:
    for row in table.iter(f"{W}tr"):
        deleted = row.find(f"{W}trPr/{W}del") is not None
        if next(row.iterancestors(f"{W}tbl")) is table and not deleted:
            yield row


def _owner(cell: Element) -> Element:
    return next(cell.iterancestors(f"{W}tr"))


def _is_contents(node: Element) -> bool:
    gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return value(gallery) in _CONTENTS
