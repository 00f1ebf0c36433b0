"""What stands on a page of a PDF, in points from the top left corner of the page as it is shown."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from assistant.errors import DocumentError

THIN: Final = 2.5
"""Points: a drawn shape that is thinner is a rule."""


class PdfError(DocumentError):
    """A PDF file can't be opened.

    Args:
        code: `password` or `damaged`.
        reason: what is wrong.
        remedy: what to do about it.
    """

    def __init__(self, code: Literal["password", "damaged"], reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.code = code


class Style(NamedTuple):
    """How a run of text looks."""

    size: float
    """Of the font, in points, as it is shown."""
    bold: bool
    colour: int
    """Red, green and blue, a byte each."""
    font: str


class Area(NamedTuple):
    """A rectangle; a rule has next to no height or no width."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def surface(self) -> float:
        """How large it is, in square points."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    @property
    def is_thin(self) -> bool:
        """Tell whether it is a rule."""
        return self.right - self.left < THIN or self.bottom - self.top < THIN


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that were drawn together, in one style, on one line.

    Spaces that the file only leaves as gaps are among them.
    """

    text: str
    lefts: tuple[float, ...]
    """Of each character; `rights` as well."""
    rights: tuple[float, ...]
    baseline: float
    style: Style
    area: Area
    """Around all of its letters, with room above and below."""
    upright: bool = True
    """False for text that runs up, down or askew."""
    visible: bool = True
    """False for the text that lies under a scanned picture."""
    broken: bool = False
    """True where the file starts another line with it."""

    @property
    def top(self) -> float:
        """Where a capital's top is, about."""
        return self.baseline - 0.8 * self.style.size

    @property
    def bottom(self) -> float:
        """Where a descender ends, about."""
        return self.baseline + 0.22 * self.style.size


class PageLink(NamedTuple):
    """A link to an address, and where a person clicks."""

    area: Area
    url: str


class Bookmark(NamedTuple):
    """An entry of the table of contents that the file itself carries."""

    level: int
    """0 is the highest."""
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that is read of a page."""

    number: int
    """The first is 1."""
    width: float
    height: float
    runs: tuple[Run, ...] = ()
    rules: tuple[Area, ...] = ()
    """Thin lines."""
    panels: tuple[Area, ...] = ()
    """Filled or framed rectangles that text may stand in, smaller than the page."""
    links: tuple[PageLink, ...] = ()
    pictured: float = 0.0
    """The share of the page that pictures cover; 1 for a drawing."""
    unreadable: int = 0
    """How many characters have no known letter."""

    @property
    def characters(self) -> int:
        """How many characters other than spaces can be read."""
        return sum(len(run.text) - run.text.count(" ") for run in self.runs)

    @property
    def is_recognised(self) -> bool:
        """Tell whether its text lies unseen under a picture of it: another program recognised it."""
        unseen = sum(len(run.text) for run in self.runs if not run.visible)
        return unseen > self.characters / 2
