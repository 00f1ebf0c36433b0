"""What the styles of a Word file say of its paragraphs: which are headings, which are hidden or in bold."""

import re
from dataclasses import dataclass
from typing import Final

from assistant.language import fold
from ingest.readers.trees import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING: Final = re.compile(r"(?:heading|titre|rubrik|uberschrift|titulo|titolo)\s*(?P<level>[1-9])")
_TITLE: Final = frozenset({"title", "titre", "titre du document", "titre principal"})
_OFF: Final = frozenset({"0", "false", "off", "none"})
_DEEPEST: Final = 10
"""Styles that a style may be based on, one on another: a ring of them must end too."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it takes over from the one that it is based on."""

    level: int = 0
    """Of headings; 0 for text."""
    is_title: bool = False
    is_contents: bool = False
    bold: bool = False
    hidden: bool = False


class Styles:
    """The styles of a file, by their id."""

    def __init__(self, tree: Element | None) -> None:
        rows = [] if tree is None else tree.findall(f"{W}style")
        self._rows: Final = {row.get(f"{W}styleId", ""): row for row in rows}
        self._known: Final[dict[str, Style]] = {}

    def __getitem__(self, style_id: str) -> Style:
        """Give a style; the plain one where there is none of that id."""
        if style_id not in self._known:
            self._known[style_id] = self._read(style_id)
        return self._known[style_id]

    def _read(self, style_id: str) -> Style:
        chain: list[Element] = []
        while style_id in self._rows and len(chain) < _DEEPEST:
            row = self._rows[style_id]
            chain.append(row)
            style_id = value(row.find(f"{W}basedOn"))
        names = [fold(value(row.find(f"{W}name"))) for row in chain]
        return Style(
            level=next((level for row, name in zip(chain, names, strict=True) if (level := _level(row, name))), 0),
            is_title=any(name in _TITLE for name in names),
            is_contents=any(name.startswith(("toc ", "tm ", "table of figures")) for name in names),
            bold=_first(chain, "b"),
            hidden=_first(chain, "vanish"),
        )


def value(node: Element | None) -> str:
    """Give the `w:val` of an element."""
    return "" if node is None else node.get(f"{W}val", "")


def switch(properties: Element | None, name: str) -> bool | None:
    """Tell whether a property is on or off; nothing where it isn't given."""
    node = None if properties is None else properties.find(f"{W}{name}")
    return None if node is None else value(node).lower() not in _OFF


def outline(properties: Element | None) -> int:
    """Give the level that a paragraph has in the outline, 1 to 9; 0 for text."""
    told = "" if properties is None else value(properties.find(f"{W}outlineLvl"))
    return int(told) + 1 if told in set("012345678") else 0


def _level(row: Element, name: str) -> int:
    named = _HEADING.match(name)
    return int(named["level"]) if named else outline(row.find(f"{W}pPr"))


def _first(chain: list[Element], name: str) -> bool:
    told = (switch(row.find(f"{W}rPr"), name) for row in chain)
    return next((state for state in told if state is not None), False)
