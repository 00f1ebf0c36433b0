"""PDF files opened, read as they were drawn, and rendered: PDFium does the work, and nothing else imports it."""

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from assistant.page_content import Area, Bookmark, PageContent, PageLink, PdfError, Run, Style
from assistant.page_geometry import Frame, around, letter_of, straight_areas

_LOCK: Final = RLock()  # PDFium may be called from one thread at a time only.
_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.I)
_PLAIN: Final = re.compile(r"regular|roman|book|light|medium|thin|ital|obli", re.I)
_HEAVY: Final = 600
_MOST_SHAPES: Final = 4000
"""Drawn shapes of a page that are looked at; a page with more is a drawing."""
_MOST_OBJECTS: Final = 200_000
_DRAWING: Final = 150
"""Drawn shapes of a page that is a drawing, in which letters may be outlines."""
_MOST_SEGMENTS: Final = 400
_MOST_PIXELS: Final = 25_000_000


@contextmanager
def open_pdf(path: Path) -> Iterator["Pdf"]:
    """Open a PDF file; one that only its owner may change is opened too.

    Raises:
        PdfError: it needs a password, or is damaged.
    """
    with _LOCK:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_PASSWORD:
                remedy = "Save it without a password, and give it again."
                raise PdfError("password", "The PDF file opens with a password only.", remedy) from error
            remedy = "Get it again from where it came, or print it anew as a PDF."
            raise PdfError("damaged", "The file is no PDF, or only a part of one.", remedy) from error
        try:
            yield Pdf(document)
        finally:
            document.close()


class Pdf:
    """An open PDF file; its pages are numbered from 1."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def metadata(self, key: str) -> str:
        """Give what the file says of itself under a key such as `Title` or `CreationDate`; empty if nothing."""
        return str(self._document.get_metadata_value(key) or "").replace("\x00", "")

    def bookmarks(self) -> list[Bookmark]:
        """Give the table of contents that the file itself carries; one that can't be read is as good as none."""
        try:
            return [self._bookmark(entry) for entry in self._document.get_toc(max_depth=8)]
        except pdfium.PdfiumError:
            return []

    def _bookmark(self, entry: pdfium.PdfBookmark) -> Bookmark:
        target = entry.get_dest()
        index = target.get_index() if target else None
        return Bookmark(entry.level, entry.get_title(), 0 if index is None else index + 1)

    def read(self, number: int) -> PageContent:
        """Read a page; one that is damaged is empty."""
        try:
            page = self._document[number - 1]
        except pdfium.PdfiumError:
            return PageContent(number, 0, 0)
        try:
            return _PageReader(page, number).read()
        finally:
            page.close()

    def render(self, number: int, dpi: int = 300) -> Image.Image:
        """Give a page as a picture; a very large page has fewer dots an inch."""
        page = self._document[number - 1]
        try:
            width, height = page.get_size()
            scale = min(dpi / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
            bitmap = page.render(scale=scale, may_draw_forms=False)
            try:
                picture: Image.Image = bitmap.to_pil()
                return picture.convert("RGB")
            finally:
                bitmap.close()
        finally:
            page.close()


class _PageReader:
    """Reads one page; the file's coordinates become those of the page as shown."""

    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        self._page, self._number = page, number
        left, bottom, right, top = page.get_bbox()
        self._frame = Frame(left, bottom, right, top, page.get_rotation() // 90)
        self._width, self._height = page.get_size()
        self._unreadable = 0

    def read(self) -> PageContent:
        text_page = self._page.get_textpage()
        try:
            runs = tuple(self._runs(text_page.raw, text_page.count_chars()))
        finally:
            text_page.close()
        rules, panels, pictured = self._shapes()
        return PageContent(
            self._number,
            self._width,
            self._height,
            runs,
            rules,
            panels,
            tuple(self._links()),
            pictured,
            self._unreadable,
        )

    def _runs(self, text: Any, count: int) -> Iterator[Run]:
        """Give the characters drawn together as runs; PDFium adds spaces for gaps and line ends, which no one drew."""
        letters: list[str] = []
        spans: list[Area] = []
        drawn, first, broken = 0, 0, False
        area, get_area, get_owner = raw.FS_RECTF(), raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            pointer = get_owner(text, index)
            owner = ctypes.addressof(pointer.contents) if pointer else 0
            if letters and owner != drawn and (owner or code in {10, 13}):
                yield self._run(text, first, letters, spans, broken)
                letters, spans, broken = [], [], False
            if not owner and (code in {10, 13} or not letters):
                broken = broken or code in {10, 13}
                continue
            letter = letter_of(code)
            if not letter:
                self._unreadable += code > 0
                continue
            if not letters:
                first, drawn = index, owner
            get_area(text, index, area)
            letters.append(letter)
            spans.append(self._frame.area(area.left, area.bottom, area.right, area.top))
        if letters:
            yield self._run(text, first, letters, spans, broken)

    def _run(self, text: Any, first: int, letters: list[str], spans: list[Area], broken: bool) -> Run:
        matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetMatrix(text, first, matrix)
        raw.FPDFText_GetCharOrigin(text, first, x, y)
        along, down = self._frame.direction(matrix.a, matrix.b)
        size = raw.FPDFText_GetFontSize(text, first) * math.hypot(matrix.c, matrix.d)
        shown = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, first))
        return Run(
            text="".join(letters),
            lefts=tuple(box.left for box in spans),
            rights=tuple(box.right for box in spans),
            baseline=self._frame.point(x.value, y.value)[1],
            style=self._style(text, first, size, shown),
            area=around(spans),
            upright=along > 0 and abs(down) < 0.1 * along,
            visible=shown != raw.FPDF_TEXTRENDERMODE_INVISIBLE,
            broken=broken,
        )

    def _style(self, text: Any, first: int, size: float, shown: int) -> Style:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, first, name, len(name), flags)
        font = name.value.decode("utf-8", "replace").rpartition("+")[2]
        heavy = raw.FPDFText_GetFontWeight(text, first) >= _HEAVY and not _PLAIN.search(font)
        bold = bool(_BOLD.search(font)) or heavy or shown == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
        raw.FPDFText_GetFillColor(text, first, red, green, blue, opaque)
        return Style(round(size, 1), bold, red.value << 16 | green.value << 8 | blue.value, font)

    def _shapes(self) -> tuple[tuple[Area, ...], tuple[Area, ...], float]:
        """Give the thin lines, the rectangles, and the share of the page that pictures and drawings cover."""
        areas: list[Area] = []
        pictured, drawn = 0.0, 0
        for index in range(min(raw.FPDFPage_CountObjects(self._page), _MOST_OBJECTS)):
            shape = raw.FPDFPage_GetObject(self._page, index)
            kind = raw.FPDFPageObj_GetType(shape)
            if kind in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM}:
                pictured += self._bounds(shape).surface
            elif kind == raw.FPDF_PAGEOBJ_PATH and drawn < _MOST_SHAPES:
                drawn += 1
                areas.extend(self._path_areas(shape))
        share = 1.0 if drawn > _DRAWING else min(1.0, pictured / max(1.0, self._width * self._height))
        return tuple(a for a in areas if a.is_thin), tuple(a for a in areas if not a.is_thin), share

    def _bounds(self, shape: Any) -> Area:
        edges = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(shape, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        return self._frame.area(left, bottom, right, top)

    def _path_areas(self, shape: Any) -> Iterator[Area]:
        """Give the straight strokes and the rectangles of a drawn shape; curves are passed over."""
        count = raw.FPDFPath_CountSegments(shape)
        if count > _MOST_SEGMENTS:
            return
        fill, stroke, matrix = ctypes.c_int(), ctypes.c_int(), raw.FS_MATRIX()
        raw.FPDFPath_GetDrawMode(shape, fill, stroke)
        raw.FPDFPageObj_GetMatrix(shape, matrix)
        corners: list[tuple[float, float]] = []
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(shape, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO or kind == raw.FPDF_SEGMENT_BEZIERTO:
                yield from straight_areas(corners, bool(fill.value), bool(stroke.value))
                corners = []
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            a, b = x.value, y.value
            corners.append(
                self._frame.point(matrix.a * a + matrix.c * b + matrix.e, matrix.b * a + matrix.d * b + matrix.f)
            )
            if raw.FPDFPathSegment_GetClose(segment) and len(corners) > 2:
                corners.append(corners[0])
        yield from straight_areas(corners, bool(fill.value), bool(stroke.value))

    def _links(self) -> Iterator[PageLink]:
        place, link, area = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
        while raw.FPDFLink_Enumerate(self._page, place, link):
            action = raw.FPDFLink_GetAction(link)
            if not action or not raw.FPDFLink_GetAnnotRect(link, area):
                continue
            size = raw.FPDFAction_GetURIPath(self._page.pdf, action, None, 0)
            address = ctypes.create_string_buffer(size + 1)
            raw.FPDFAction_GetURIPath(self._page.pdf, action, address, size)
            if url := address.value.decode("utf-8", "replace"):
                yield PageLink(self._frame.area(area.left, area.bottom, area.right, area.top), url)
