"""PDF files as documents: text in reading order under its headings, with page numbers, boxes, tables and links."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.documents import Box, Document, Link, Section
from assistant.language import detect_language, fold
from assistant.page_content import Area, PageContent, PdfError
from assistant.pdfium import Pdf, open_pdf
from ingest.cleaning import clean
from ingest.readers.blocks import empty, known_name
from ingest.readers.original import Original, Tell
from ingest.readers.pdf_blocks import blocks_of
from ingest.readers.pdf_furniture import running, without_contents, without_running
from ingest.readers.pdf_headings import with_headings
from ingest.readers.pdf_labels import published, title_of
from ingest.readers.pdf_lines import Fragment, fragments_of
from ingest.readers.pdf_paragraphs import Paragraph
from ingest.readers.pdf_text import Run, Vocabulary, runs_of
from ingest.report import DocumentRefusedError

_FEW: Final = 50
"""Characters: a page with fewer and a picture is a picture of text."""
_PICTURED: Final = 0.3
"""The share of a page that a picture covers which may be one of text."""
_DPI: Final = 300
"""At which pictures of text are recognised best."""
_MOST_LINKS: Final = 2000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is kept of a page once it is read."""

    page: PageContent
    fragments: tuple[Fragment, ...]
    is_picture: bool
    is_recognised: bool
    """Whether another program recognised its text before."""


def read_pdf(original: Original, tell: Tell) -> list[Document]:
    """Read a PDF file; pages that are pictures are recognised.

    `tell` is called with 0 pages and their number before any page is read: a limit may be set there.

    Raises:
        DocumentRefusedError: `password`, `damaged`, or `empty`.
    """
    try:
        with open_pdf(original.path) as pdf:
            return [_read(pdf, original, tell)]
    except PdfError as error:
        raise DocumentRefusedError(error.code, error.reason, error.remedy) from error


def _read(pdf: Pdf, original: Original, tell: Tell) -> Document:
    sheets = list(_sheets(pdf, tell))
    runs = list(runs_of(with_headings(_paragraphs(sheets), pdf.bookmarks())))
    vocabulary = Vocabulary(line.text for run in runs for part in run.parts for line in part.lines)
    title = title_of(pdf, runs, vocabulary)
    kept = {sheet.page.number: sheet for sheet in sheets}
    # Where there is nothing but the title, that is the text.
    written = list(_Sections(vocabulary, kept, title).of(runs)) or list(_Sections(vocabulary, kept, "").of(runs))
    recognised = list(_recognised(pdf, sheets, written, tell))
    sections = tuple(sorted((*written, *recognised), key=lambda section: section.page or 0))
    if not sections:
        raise empty("No page of the PDF holds any text.")
    date = published(pdf, runs, vocabulary)
    return Document(
        original.document_id,
        title or _recognised_title(sections) or known_name(original),
        kind="document",
        url=original.url,
        language=detect_language(" ".join(section.text for section in sections)[:20_000]),
        year=int(date[:4]) if date else None,
        published=date,
        media_type=original.media_type,
        pages=pdf.page_count,
        links=tuple(dict.fromkeys(link for sheet in sheets for link in _links(sheet)))[:_MOST_LINKS],
        sections=sections,
    )


def _sheets(pdf: Pdf, tell: Tell) -> Iterator[_Sheet]:
    """Read the pages one by one, and keep of each only what is needed of it."""
    count = pdf.page_count
    tell(0, count)
    done = 0
    for number in range(1, count + 1):
        page = pdf.read(number)
        unreadable = page.unreadable > page.characters
        is_picture = unreadable or (page.characters < _FEW and page.pictured > _PICTURED)
        fragments = () if is_picture else tuple(fragments_of(page))
        yield _Sheet(replace(page, runs=()), fragments, is_picture, page.is_recognised)
        done += not is_picture
        tell(done, count)


def _paragraphs(sheets: Sequence[_Sheet]) -> Iterator[Paragraph]:
    pages = [(sheet.page, sheet.fragments) for sheet in sheets]
    known = running(pages)
    for page, fragments in pages:
        own = without_contents(without_running((page, fragments), known))
        yield from blocks_of(page, own)


class _Sections:
    """Builds sections: one for each heading, and for each page under it."""

    def __init__(self, vocabulary: Vocabulary, sheets: dict[int, _Sheet], title: str) -> None:
        self._vocabulary, self._sheets, self._title = vocabulary, sheets, fold(title)
        self._path: list[tuple[float, str]] = []
        self._lines: list[str] = []
        self._boxes: list[Box] = []

    def of(self, runs: Iterable[Run]) -> Iterator[Section]:
        waiting: Run | None = None
        for run in runs:
            lines = run.lines(self._vocabulary)
            if not any(map(str.isalnum, "".join(lines))) or self._repeats_title(run, lines):
                continue
            if self._lines and (run.level is not None or run.first.page != self._boxes[0].page):
                yield self._section()
            if run.level is None:
                waiting = None
                self._add(run, lines)
                continue
            if waiting is not None and run.level <= (waiting.level or 0):
                yield self._bare(waiting)
            waiting = self._enter(run, lines[0])
        if self._lines:
            yield self._section()
        elif waiting is not None:
            yield self._bare(waiting)

    def _repeats_title(self, run: Run, lines: Sequence[str]) -> bool:
        """Tell whether a run is the document's own title, or a line of it on the first page."""
        text = fold(lines[0])
        return text == self._title or (run.first.page == 1 and len(text) > 3 and text in self._title)

    def _enter(self, run: Run, text: str) -> Run:
        """Begin a heading."""
        level = run.level or 0
        self._path = [above for above in self._path if above[0] < level]
        self._path.append((level, text))
        return run

    def _bare(self, heading: Run) -> Section:
        """Give a heading with nothing under it as text, lest its words be lost."""
        path = [above for above in self._path if above[0] < (heading.level or 0)]
        text = heading.lines(self._vocabulary)[0]
        box = self._box(heading.first.page, heading.first.area)
        return self._made(tuple(words for _, words in path), text, (box,))

    def _add(self, run: Run, lines: Sequence[str]) -> None:
        table = run.first.table
        areas = [run.first.area] if table is None else table.areas
        self._lines.extend(lines)
        self._boxes.extend(self._box(run.first.page, area) for area in areas)

    def _section(self) -> Section:
        text, boxes = "\n".join(self._lines), tuple(self._boxes)
        self._lines, self._boxes = [], []
        return self._made(tuple(words for _, words in self._path), text, boxes)

    def _made(self, path: tuple[str, ...], text: str, boxes: tuple[Box, ...]) -> Section:
        page = boxes[0].page
        return Section(path, text, page, boxes, recognition="ocr" if self._sheets[page].is_recognised else "")

    def _box(self, page: int, area: Area) -> Box:
        width, height = self._sheets[page].page.width, self._sheets[page].page.height
        edges = (area.left / width, area.top / height, area.right / width, area.bottom / height)
        left, top, right, bottom = (round(min(1.0, max(0.0, edge)), 4) for edge in edges)
        return Box(page, left, top, right, bottom)


def _recognised(pdf: Pdf, sheets: Sequence[_Sheet], written: Sequence[Section], tell: Tell) -> Iterator[Section]:
    """Recognise the pages that are pictures; one that can't be is left out where the document has other text."""
    pictures = [sheet.page.number for sheet in sheets if sheet.is_picture]
    if not pictures:
        return
    from ingest.readers.ocr import recognise  # brings an engine that few files need

    for done, number in enumerate(pictures, len(sheets) - len(pictures) + 1):
        try:
            yield from recognise(pdf.render(number, _DPI), number)
        except DocumentRefusedError:
            if not written:
                raise
        tell(done, len(sheets))


def _recognised_title(sections: Sequence[Section]) -> str:
    """Give the first heading of the first page, where it was recognised with confidence."""
    first = [s for s in sections if s.page == sections[0].page and s.recognition == "ocr" and s.heading_path]
    return first[0].heading_path[0] if first else ""


def _links(sheet: _Sheet) -> Iterator[Link]:
    """Give the links of a page with the words that they are on; a link over several lines is one."""
    texts: dict[str, list[str]] = {}
    for link in sheet.page.links:
        url = "".join(link.url.split())
        if url.startswith(("http://", "https://", "mailto:")):
            texts.setdefault(url, []).append(_words_on(link.area, sheet.fragments))
    for url, words in texts.items():
        parts = dict.fromkeys(part.strip(" .,;:()[]") for part in words)
        yield Link(clean(" ".join(filter(None, parts))), url, sheet.page.number)


def _words_on(area: Area, fragments: Iterable[Fragment]) -> str:
    words = [
        _within(fragment, area)
        for fragment in fragments
        if area.top < fragment.baseline - 0.3 * fragment.style.size < area.bottom
        and fragment.left < area.right
        and fragment.right > area.left
    ]
    return " ".join(words)


def _within(fragment: Fragment, area: Area) -> str:
    """Give the words of a fragment that stand in an area; letters are taken to be of one width."""
    text, width = fragment.text, fragment.right - fragment.left
    start = round((area.left - fragment.left) / width * len(text)) if width else 0
    end = round((area.right - fragment.left) / width * len(text)) if width else len(text)
    start, end = max(0, start), min(len(text), end)
    start = text.rfind(" ", 0, start + 1) + 1
    following = text.find(" ", max(start, end - 1))
    return text[start : following if following >= 0 else len(text)]
