"""Slides as documents: one section a slide, its title as heading, its notes beneath."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from assistant.documents import Document, Link
from ingest.readers.archives import Archive, opened, refusing_damage
from ingest.readers.blocks import Block, document_of, table_lines
from ingest.readers.links import web_link
from ingest.readers.office import Properties, diagram_lines
from ingest.readers.original import Original, Tell
from ingest.readers.trees import damaged

_TITLES: Final = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE})
_MARGINS: Final = frozenset(
    {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER}
)
_ROW: Final = 36 * 12_700
"""Half an inch, in the units of slides: shapes whose tops are nearer stand side by side."""
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_PART: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_MOST_VALUES: Final = 200


def read_pptx(original: Original, tell: Tell) -> list[Document]:
    """Read slides; see `Reader`.

    A slide's number is its place in the file. Hidden slides are left out: the audience never saw them, and they are
    mostly what an author no longer stands by.
    """
    blocks: list[Block] = []
    links: list[Link] = []
    with opened(original.path) as archive, original.path.open("rb") as file, _refusing_damage(), refusing_damage():
        slides = list(Presentation(file).slides)
        for number, slide in enumerate(slides, 1):
            if slide._element.get("show") not in {"0", "false"}:
                read = _Slide(slide, number, archive)
                blocks += read.blocks()
                links += read.links
            tell(number, len(slides))
        properties = Properties(archive)
    opening = [block.text for block in blocks[:1] if block.level == 1]
    document = document_of(
        original,
        blocks,
        titles=opening,
        declared=properties.title,
        language=properties.language,
        published=properties.created,
        links=links,
        pages=len(slides),
    )
    return [document]


@contextmanager
def _refusing_damage() -> Iterator[None]:
    try:
        yield
    except (PythonPptxError, KeyError, ValueError, AttributeError, SyntaxError) as error:
        raise damaged(f"its slides can't be read ({type(error).__name__})") from error


class _Slide:
    """What is read of a slide."""

    def __init__(self, slide: Any, number: int, archive: Archive) -> None:
        self.links: list[Link] = []
        self._slide = slide
        self._number = number
        self._archive = archive
        size = slide.part.package.presentation_part.presentation
        self._edges = (size.slide_width or 0, size.slide_height or 0)

    def blocks(self) -> Iterator[Block]:
        """Give its title, what is on it, then what its speaker says."""
        title = next((shape for shape in self._slide.placeholders if shape.placeholder_format.type in _TITLES), None)
        yield Block(" ".join(title.text_frame.text.split()) if title is not None else "", 1, self._number)
        for line in self._lines(shape for shape in self._slide.shapes if title is None or shape != title):
            yield Block(line, page=self._number)
        notes = self._slide.notes_slide.notes_text_frame if self._slide.has_notes_slide else None
        if notes is not None and notes.text.strip():
            yield Block("Notes", 2, self._number)
            yield Block(notes.text, page=self._number)

    def _lines(self, shapes: Iterable[Any]) -> Iterator[str]:
        for shape in _in_order(shape for shape in shapes if self._is_seen(shape)):
            if hasattr(shape, "shapes"):
                yield from self._lines(shape.shapes)
            elif shape.has_text_frame:
                yield from self._paragraphs(shape.text_frame)
            elif getattr(shape, "has_table", False):
                yield from table_lines([[self._cell(cell) for cell in row.cells] for row in shape.table.rows])
            elif getattr(shape, "has_chart", False):
                yield from _chart_lines(shape.chart)
            else:
                yield from self._diagram(shape)

    def _is_seen(self, shape: Any) -> bool:
        """Tell whether an audience sees a shape: not hidden, not beside the slide, not in its margins."""
        if shape._element.xpath("boolean(./*/p:cNvPr[@hidden='1' or @hidden='true'])"):
            return False
        if shape.is_placeholder and shape.placeholder_format.type in _MARGINS:
            return False
        left, top, width, height = (shape.left or 0, shape.top or 0, shape.width or 0, shape.height or 0)
        if not width or not all(self._edges) or shape._element.getparent().tag.endswith("}grpSp"):
            return True
        return left < self._edges[0] and top < self._edges[1] and left + width > 0 and top + height > 0

    def _paragraphs(self, frame: Any) -> Iterator[str]:
        for paragraph in frame.paragraphs:
            yield paragraph.text
            for run in paragraph.runs:
                address = run.hyperlink.address
                if address and (link := web_link(run.text, address, page=self._number)):
                    self.links.append(link)

    def _cell(self, cell: Any) -> str:
        return "" if cell.is_spanned else " ".join(self._paragraphs(cell.text_frame))

    def _diagram(self, shape: Any) -> Iterator[str]:
        for node in shape._element.iter(_DIAGRAM):
            part = shape.part.related_part(node.get(_PART))
            yield from diagram_lines(self._archive, part.partname.lstrip("/"))


def _in_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """Give shapes from top to bottom, and from left to right where they stand side by side."""
    row: list[Any] = []
    for shape in sorted(shapes, key=lambda shape: shape.top or 0):
        if row and (shape.top or 0) - (row[0].top or 0) > _ROW:
            yield from sorted(row, key=lambda shape: shape.left or 0)
            row = []
        row.append(shape)
    yield from sorted(row, key=lambda shape: shape.left or 0)


def _chart_lines(chart: Any) -> Iterator[str]:
    """Give the title of a chart, then its values as a table."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield chart.chart_title.text_frame.text
    for plot in chart.plots:
        categories = [str(category) for category in plot.categories][:_MOST_VALUES]
        series = [(row.name, [*row.values]) for row in plot.series]
        if categories and all(len(values) >= len(categories) for _, values in series):
            head = ["", *(name for name, _ in series)]
            rows = [[name, *(_figure(values[at]) for _, values in series)] for at, name in enumerate(categories)]
            yield from table_lines([head, *rows])


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}".replace(".", ",")
