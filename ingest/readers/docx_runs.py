"""The words of a paragraph of a Word file, without what was deleted or hidden in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from assistant.documents import Link
from ingest.readers.docx_styles import Styles, W, switch, value
from ingest.readers.links import web_link
from ingest.readers.trees import Element, name_of, number

R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DELETED: Final = frozenset({"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "rt", "sdtPr", "sdtEndPr"})
_BOXES: Final = frozenset({"drawing", "pict", "object"})
_FIELD: Final = re.compile(r"""\s*HYPERLINK\s+(?:\\\w\s+)*"([^"]+)\"""")
_WHITE: Final = frozenset({"FFFFFF", "FEFEFE"})
_SMALLEST: Final = 2
"""Half points: letters of one point are not meant to be read."""


@dataclass(slots=True)
class Line:
    """What a paragraph says, and what is anchored to it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """Drawings, which may hold text boxes."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """`footnote` or `endnote`, and its id."""
    links: list[Link] = field(default_factory=list)
    plain: bool = False
    """Whether some of it isn't in bold."""


class Runs:
    """Reads paragraphs by the styles and addresses of their file."""

    def __init__(self, styles: Styles, relations: dict[str, tuple[str, str]]) -> None:
        self._styles = styles
        self._relations = relations

    def read(self, paragraph: Element) -> Line:
        """Give what a paragraph says."""
        line = Line()
        properties = paragraph.find(f"{W}pPr")
        style = self._styles[value(None if properties is None else properties.find(f"{W}pStyle"))]
        self._walk(paragraph, line, style.bold, style.hidden)
        line.links += _field_links(paragraph)
        return line

    def _walk(self, node: Element, line: Line, bold: bool, hidden: bool) -> None:
        for child in chosen(node):
            name = name_of(child)
            if name == "r":
                self._run(child, line, bold, hidden)
            elif name == "hyperlink":
                start = len(line.text)
                self._walk(child, line, bold, hidden)
                self._link("".join(line.text[start:]), child, line)
            elif name in _BOXES:
                line.boxes.append(child)
            elif name == "t" and not hidden:  # the text of an equation
                line.text.append(child.text or "")
            elif name not in _DELETED:
                self._walk(child, line, bold, hidden)

    def _run(self, run: Element, line: Line, bold: bool, hidden: bool) -> None:
        properties = run.find(f"{W}rPr")
        style = self._styles[value(None if properties is None else properties.find(f"{W}rStyle"))]
        vanishes = switch(properties, "vanish")
        if (hidden or style.hidden) if vanishes is None else vanishes:
            return
        if _is_invisible(run, properties):
            return
        told = switch(properties, "b")
        before = len(line.text)
        for child in chosen(run):
            self._piece(child, line)
        if any(map(str.strip, line.text[before:])) and not ((bold or style.bold) if told is None else told):
            line.plain = True

    def _piece(self, piece: Element, line: Line) -> None:
        name = name_of(piece)
        if name == "t":
            line.text.append(piece.text or "")
        elif name in {"tab", "ptab"}:
            line.text.append(" ")
        elif name in {"br", "cr"}:
            line.text.append("\n")
        elif name == "noBreakHyphen":
            line.text.append("-")
        elif name in _BOXES:
            line.boxes.append(piece)
        elif name in {"footnoteReference", "endnoteReference"}:
            line.notes.append((name.removesuffix("Reference"), piece.get(f"{W}id", "")))
        elif name == "ruby":
            self._walk(piece, line, bold=False, hidden=False)

    def _link(self, text: str, node: Element, line: Line) -> None:
        _, target = self._relations.get(node.get(f"{R}id", ""), ("", ""))
        if target and (link := web_link(text, target)):
            line.links.append(link)


def chosen(node: Element) -> Iterator[Element]:
    """Give the children of an element; of alternatives for programs old and new, those for new ones alone."""
    for child in node:
        if name_of(child) != "AlternateContent":
            yield child
        elif len(child):
            choice = next((part for part in child if name_of(part) == "Choice"), child[0])
            yield from chosen(choice)


def _is_invisible(run: Element, properties: Element | None) -> bool:
    """Tell letters that are white on a page that is white too, or too small to be seen."""
    if properties is None:
        return False
    size = value(properties.find(f"{W}sz"))
    if number(size, _SMALLEST + 1, 100) <= _SMALLEST:
        return True
    if value(properties.find(f"{W}color")).upper() not in _WHITE or properties.find(f"{W}highlight") is not None:
        return False
    return not any(_is_coloured(above) for above in (run, *run.iterancestors()))


def _is_coloured(node: Element) -> bool:
    """Tell whether an element may lie on another colour than white."""
    if name_of(node) in {"txbxContent", "tbl"}:  # their shapes and styles may fill them
        return name_of(node) == "txbxContent" or node.find(f"{W}tblPr/{W}tblStyle") is not None
    shades = (node.find(f"{W}{kind}/{W}shd") for kind in ("rPr", "pPr", "tcPr"))
    fills = [shade.get(f"{W}fill", "auto").upper() for shade in shades if shade is not None]
    return any(fill not in {"AUTO", *_WHITE} for fill in fills)


def _field_links(paragraph: Element) -> Iterator[Link]:
    """Give the links that are written as fields, as older programs do."""
    for code in paragraph.iter(f"{W}instrText"):
        found = _FIELD.match(code.text or "")
        if found and (link := web_link("", found[1])):
            yield link
