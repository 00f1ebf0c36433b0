"""What the styles of a LibreOffice text say of its paragraphs."""

import re
from dataclasses import dataclass
from typing import Final

from assistant.language import fold
from ingest.readers.trees import Element

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{_NAMES}office:1.0}}"
TEXT: Final = f"{_NAMES}text:1.0}}"
TABLE: Final = f"{_NAMES}table:1.0}}"
STYLE: Final = f"{_NAMES}style:1.0}}"
FO: Final = f"{_NAMES}xsl-fo-compatible:1.0}}"
XLINK: Final = "{http://www.w3.org/1999/xlink}"
_HEADING: Final = re.compile(r"(?:heading|titre)(?:_20_|\s)*(?P<level>[1-9])")
_TITLES: Final = frozenset({"title", "titre", "titre principal"})
_DEEPEST: Final = 10
_INVISIBLE: Final = re.compile(r"[01](?:\.\d+)?pt|0(?:\.0+)?\w+")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it takes over from its parents."""

    level: int = 0
    is_title: bool = False
    weight: str | None = None
    hidden: bool = False

    @property
    def bold(self) -> bool:
        """Tell whether letters are in bold."""
        return (self.weight or "") in {"bold", "600", "700", "800", "900"}


class Styles:
    """The styles of a text, by name."""

    def __init__(self, trees: list[Element]) -> None:
        rows = [row for tree in trees for row in tree.iter(f"{STYLE}style")]
        self._rows: Final = {row.get(f"{STYLE}name", ""): row for row in rows}
        defaults = [node for tree in trees for node in tree.iter(f"{STYLE}default-style")]
        told = [node.get(f"{FO}language", "") for row in defaults for node in row]
        self.language: Final = next((language for language in told if language not in {"", "none"}), "")

    def __getitem__(self, name: str) -> Style:
        """Give a style; the plain one where there is none of that name."""
        chain: list[Element] = []
        while name in self._rows and len(chain) < _DEEPEST:
            chain.append(self._rows[name])
            name = chain[-1].get(f"{STYLE}parent-style-name", "")
        names = [fold(row.get(f"{STYLE}display-name") or row.get(f"{STYLE}name", "")) for row in chain]
        headings = [found for name in names if (found := _HEADING.match(name))]
        fonts = [row.find(f"{STYLE}text-properties") for row in chain]
        told = [font.get(f"{FO}font-weight") for font in fonts if font is not None]
        return Style(
            level=int(headings[0]["level"]) if headings else 0,
            is_title=any(name in _TITLES for name in names),
            weight=next((weight for weight in told if weight), None),
            hidden=any(_hides(font) for font in fonts if font is not None),
        )


def _hides(font: Element) -> bool:
    return font.get(f"{TEXT}display") == "none" or bool(_INVISIBLE.fullmatch(font.get(f"{FO}font-size", "")))
