"""The body of a page of HTML or XHTML as blocks: what a reader sees of it, in order."""

import re
from collections.abc import Iterator
from typing import Final

from assistant.documents import Link
from ingest.readers.blocks import Block, table_lines
from ingest.readers.links import web_link
from ingest.readers.trees import Element, number, walk

_LEVELS: Final = {**{f"h{level}": level for level in range(1, 7)}, "summary": 7}
"""What a click opens ranks below every heading of the page, and ends where it is closed."""
_APART_NAMES: Final = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form header hr legend li main menu nav ol optgroup option p pre section summary table "
    "tbody td tfoot th thead tr ul"
)
_APART: Final = frozenset(_APART_NAMES.split())
"""Elements that begin a line of their own."""
_UNREAD_NAMES: Final = (
    "audio button canvas colgroup datalist embed head iframe input link map math meta noscript object "
    "progress rp rt script select source style svg template textarea title track video"
)
_UNREAD: Final = frozenset(_UNREAD_NAMES.split())
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_WIDEST: Final = 50
_LINE: Final = "\v"


class Page:
    """The blocks and links of a page, once it is walked through."""

    def __init__(self, root: Element, base: str = "", shift: int = 0) -> None:
        """Walk through a page.

        Args:
            root: its body, with plain names.
            base: the address that its links are relative to.
            shift: how much lower than on the page its headings rank.
        """
        self.blocks: Final[list[Block]] = []
        self.homes: Final[list[Element]] = []
        """The element that each block stands in."""
        self.links: Final[list[Link]] = []
        self._base = base
        self._shift = shift
        self._run: list[str] = []
        self._heading = 0
        self._anchors: list[tuple[str, int]] = []
        self._read(root)

    def _read(self, root: Element) -> None:
        steps = walk(root)
        for event, node in steps:
            if event == "end":
                self._close(node)
                if node is not root:
                    self._say(node, node.tail)
            elif node.tag in _UNREAD:
                steps.skip_subtree()
            elif node.tag == "table" and _is_of_data(node):
                self._table(node)
                steps.skip_subtree()
            else:
                self._open(node)
        self._flush(root)

    def _open(self, node: Element) -> None:
        if node.tag in _LEVELS:
            self._flush(node.getparent())
            self._heading = _LEVELS[node.tag] + self._shift
        elif node.tag in _APART:
            self._break(node)
        elif node.tag == "br":
            self._run.append(_LINE)
        elif node.tag == "a":
            self._anchors.append((node.get("href") or "", len(self._run)))
        self._say(node, node.text)

    def _close(self, node: Element) -> None:
        if node.tag in _LEVELS:
            self._flush(node.getparent())
        elif node.tag in _APART:
            self._break(node)
            if node.tag == "details":
                self._add(Block("", _LEVELS["summary"]), node)
        elif node.tag == "a" and self._anchors:
            href, start = self._anchors.pop()
            self._link("".join(self._run[start:]), href)

    def _say(self, node: Element, text: str | None) -> None:
        if text and node.tag == "pre":
            self._run.append(text.replace("\n", _LINE))
        elif text:
            self._run.append(_SPACES.sub(" ", text))

    def _break(self, node: Element) -> None:
        """End a line; a heading stays one, whatever is in it."""
        if self._heading:
            self._run.append(" ")
        else:
            self._flush(node.getparent())

    def _add(self, block: Block, home: Element) -> None:
        self.blocks.append(block)
        self.homes.append(home)

    def _flush(self, home: Element) -> None:
        text = "".join(self._run)
        for line in [text.replace(_LINE, " ")] if self._heading else text.split(_LINE):
            if line := _SPACES.sub(" ", line).strip():
                self._add(Block(line, self._heading), home)
        self._run = []
        self._heading = 0

    def _table(self, table: Element) -> None:
        home = table.getparent()
        self._flush(home)
        caption = table.find("caption")
        lines = [] if caption is None else [_words(caption)]
        for line in (*lines, *table_lines([list(_cells(row)) for row in table.iter("tr")])):
            self._add(Block(line), home)
        for anchor in table.iter("a"):
            self._link(_words(anchor), anchor.get("href") or "")

    def _link(self, text: str, href: str) -> None:
        if href and (link := web_link(text.replace(_LINE, " "), href, self._base)):
            self.links.append(link)


def _is_of_data(table: Element) -> bool:
    """Tell a table of rows and columns from one that only places things on the page."""
    if table.get("role") in {"presentation", "none"}:
        return False
    placed = any(node is not table for node in table.iter("table", *_LEVELS))
    return not placed and any(len(row) > 1 for row in table.iter("tr"))


def _cells(row: Element) -> Iterator[str]:
    for cell in row.iterchildren("td", "th"):
        yield _words(cell)
        yield from [""] * (_span(cell) - 1)


def _span(cell: Element) -> int:
    return max(number(cell.get("colspan") or "", 1, _WIDEST), 1)


def _words(node: Element) -> str:
    """Give the text of an element on one line."""
    if not len(node):
        return node.text or ""
    inner = Page(node)
    return " ".join(block.text for block in inner.blocks)
