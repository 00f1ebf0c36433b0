"""Texts of LibreOffice as documents: headings, paragraphs, lists, tables, text boxes and notes."""

from collections.abc import Iterator
from typing import Final

from assistant.documents import Document, Link
from ingest.readers.archives import Archive, locked, opened
from ingest.readers.blocks import Block, document_of, promote_bold, table_lines
from ingest.readers.dates import iso_date
from ingest.readers.links import web_link
from ingest.readers.odt_styles import OFFICE, TABLE, TEXT, XLINK, Styles
from ingest.readers.original import Original, Tell
from ingest.readers.trees import Element, damaged, name_of, number

_GONE_NAMES: Final = (
    "tracked-changes annotation annotation-end table-of-content alphabetical-index illustration-index "
    "table-index user-index object-index ruby-text sequence-decls variable-decls forms tab-stop title desc "
    "note-citation event-listeners hidden-text bibliography-configuration"
)
_GONE: Final = frozenset(_GONE_NAMES.split())
_BLOCKS: Final = frozenset({"p", "h", "list", "table", "section", "text-box"})
_MOST_SPACES: Final = 100
_MOST_REPEATS: Final = 50
"""Cells; sheets repeat an empty one to their right end."""


def read_odt(original: Original, tell: Tell) -> list[Document]:
    """Read a text of LibreOffice; see `Reader`. It has no pages; hidden, deleted text and comments are left out."""
    with opened(original.path) as archive:
        _check_readable(archive)
        body = _Body(archive.xml("content.xml"), archive.optional("styles.xml"))
        meta = _meta(archive)
    tell(1, 1)
    document = document_of(
        original,
        promote_bold(body.blocks),
        titles=body.titles,
        declared=meta.get("title", ""),
        language=meta.get("language", "") or body.language,
        published=iso_date(meta.get("creation-date", "")),
        links=body.links,
    )
    return [document]


def _check_readable(archive: Archive) -> None:
    manifest = archive.optional("META-INF/manifest.xml")
    if manifest is not None and any(name_of(node) == "encryption-data" for node in manifest.iter()):
        raise locked()


def _meta(archive: Archive) -> dict[str, str]:
    tree = archive.optional("meta.xml")
    return {} if tree is None else {name_of(node): (node.text or "").strip() for node in tree.iter() if node.text}


class _Body:
    """What is read of a text."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self.titles: list[str] = []
        self.links: list[Link] = []
        self._styles = Styles([tree for tree in (styles, content) if tree is not None])
        self.language = self._styles.language
        text = content.find(f"{OFFICE}body/{OFFICE}text")
        if text is None:
            raise damaged("it holds no text of LibreOffice")
        self.blocks = list(self._blocks(text))

    def _blocks(self, node: Element) -> Iterator[Block]:
        for child in node:
            name = name_of(child)
            if name in {"p", "h"}:
                yield from self._paragraph(child, name)
            elif name == "table":
                yield from self._table(child)
            elif name not in _GONE and not _is_hidden(child):
                yield from self._blocks(child)

    def _paragraph(self, node: Element, name: str) -> Iterator[Block]:
        style = self._styles[node.get(f"{TEXT}style-name", "")]
        if style.hidden:
            return
        pieces = _Pieces(self._styles, plain=not style.bold)
        pieces.read(node)
        text = "".join(pieces.text).strip()
        level = number(node.get(f"{TEXT}outline-level", ""), 1, 9) if name == "h" else style.level
        if style.is_title and text and not self.titles:
            self.titles.append(text)
        elif text:
            yield Block(text, level, bold=not pieces.plain and node.getparent().tag != f"{TEXT}list-item")
        self.links += pieces.links
        for frame in pieces.anchored:
            yield from self._anchored(frame)

    def _anchored(self, node: Element) -> Iterator[Block]:
        blocks = list(self._blocks(node))
        if name_of(node) == "note":
            text = " ".join(block.text for block in blocks)
            blocks = [Block(f"Note : {text}")] if text else []
        yield from blocks

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [list(self._cells(row)) for row in table.iter(f"{TABLE}table-row") if _table_of(row) is table]
        if all(len(row) < 2 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell) if cell is not None else ()
        else:
            lines = [[" ".join(b.text for b in self._blocks(c)) if c is not None else "" for c in row] for row in rows]
            yield from map(Block, table_lines(lines))

    @staticmethod
    def _cells(row: Element) -> Iterator[Element | None]:
        for cell in row:
            count = number(cell.get(f"{TABLE}number-columns-repeated", ""), 1, _MOST_REPEATS)
            yield cell if name_of(cell) == "table-cell" else None
            yield from [None] * (count - 1)


def _table_of(row: Element) -> Element:
    return next(row.iterancestors(f"{TABLE}table"))


def _is_hidden(node: Element) -> bool:
    return node.get(f"{TEXT}display") in {"none", "condition"}


class _Pieces:
    """The words of a paragraph, and what is anchored to it."""

    def __init__(self, styles: Styles, *, plain: bool) -> None:
        self.text: list[str] = []
        self.links: list[Link] = []
        self.anchored: list[Element] = []
        self.plain = False
        """Whether some of it isn't in bold."""
        self._styles = styles
        self._plain = plain

    def read(self, node: Element) -> None:
        self._read(node, self._plain)

    def _read(self, node: Element, plain: bool) -> None:
        self._say(node.text, plain)
        for child in node:
            name = name_of(child)
            start = len(self.text)
            if name in {"note", "frame", "text-box", "custom-shape", "g", "rect", "table"}:
                self.anchored.append(child)
            elif name == "s":
                self.text.append(" " * number(child.get(f"{TEXT}c", ""), 1, _MOST_SPACES))
            elif name in {"tab", "line-break"}:
                self.text.append(" " if name == "tab" else "\n")
            elif name not in _GONE:
                self._inner(child, plain)
            if name == "a" and (link := web_link("".join(self.text[start:]), child.get(f"{XLINK}href", ""))):
                self.links.append(link)
            self._say(child.tail, plain)

    def _inner(self, node: Element, plain: bool) -> None:
        name = node.get(f"{TEXT}style-name")
        style = self._styles[name] if name and name_of(node) == "span" else None
        if style is None:
            self._read(node, plain)
        elif not style.hidden:
            self._read(node, plain if style.weight is None else not style.bold)

    def _say(self, text: str | None, plain: bool) -> None:
        if text:
            self.text.append(" ".join(text.split("\n")))
            self.plain = self.plain or (plain and bool(text.strip()))
