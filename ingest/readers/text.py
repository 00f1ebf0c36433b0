"""Plain text as documents: its paragraphs made whole again, its headings found where they are clear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from assistant.documents import Document
from ingest.cleaning import unwrap
from ingest.readers.blocks import Block, document_of
from ingest.readers.decoding import decode
from ingest.readers.links import written_links
from ingest.readers.original import Original, Tell

_UNDERLINE: Final = re.compile(r"\s*(?:={3,}|-{3,}|\*{3,}|_{3,}|~{3,})\s*")
_ITEM: Final = re.compile(r"\s*(?:[-–—•◦▪■●*»«·]|\d{1,2}[.)]|[a-z]\)|\(\d\))\s+\S")
_NUMBERED: Final = re.compile(
    r"\s*(?P<number>(?:\d{1,2}\.)*\d{1,2}|[IVX]{1,5})(?:[.)]|\s*[-–]|(?<=\.\d)|(?<=\.\d\d))\s+[A-ZÀ-ÝŒ]"
)
_CUT: Final = re.compile(r"[^\W\d_][-‐‑\u00ad]$")
_LONGEST_HEADING: Final = 14
_LONGEST_TITLE: Final = 20
_WIDEST: Final = 160
"""Characters: in a text with longer lines, each line is a paragraph."""
_NARROWEST: Final = 40
"""Characters: shorter lines are those of an address or a poem."""
_SLACK: Final = 3
_PAIR: Final = 2
"""Of two lines, the first may be the longer for no reason: where a sentence ends with it, it is a paragraph."""
_UNDER: Final = 15
"""Words under a line that stands alone for it to be a heading."""
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines without an empty one between them."""

    lines: tuple[str, ...]
    page: int | None

    @property
    def words(self) -> int:
        return sum(len(line.split()) for line in self.lines)


def read_text(original: Original, tell: Tell) -> list[Document]:
    """Read a plain text; see `Reader`. Form feeds end pages; what recognition of letters garbled is repaired."""
    from ingest.repair import repair_sections

    text = decode(original.path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    pages = text.rstrip("\f\n ").split("\f")
    paragraphs = [
        paragraph
        for number, page in enumerate(pages, 1)
        for paragraph in _paragraphs(page, number if len(pages) > 1 else None)
    ]
    blocks = _with_title(list(_blocks(paragraphs)))
    tell(len(pages), len(pages))
    document = document_of(original, blocks, links=written_links(text), pages=len(pages) if len(pages) > 1 else 0)
    return [replace(document, sections=repair_sections(document.sections))]


def _paragraphs(page: str, number: int | None) -> Iterator[_Paragraph]:
    for part in re.split(r"\n[ \t]*\n", page):
        if lines := tuple(line.rstrip() for line in part.split("\n") if line.strip()):
            yield _Paragraph(lines, number)


def _blocks(paragraphs: list[_Paragraph]) -> Iterator[Block]:
    for place, paragraph in enumerate(paragraphs):
        after = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        first, rest = paragraph.lines[0], paragraph.lines[1:]
        if rest and _UNDERLINE.fullmatch(rest[0]):
            yield Block(first, 1 if "=" in rest[0] else 2, paragraph.page)
            rest = rest[1:]
        elif level := _level(paragraph, after):
            yield Block(first, level, paragraph.page)
        elif rest and _is_capitals(first):
            yield Block(first, 2, paragraph.page)
        else:
            rest = paragraph.lines
        yield from (Block(line, page=paragraph.page) for line in _unwrapped(rest))


def _level(paragraph: _Paragraph, after: _Paragraph | None) -> int:
    """Tell how high a line that stands alone ranks as a heading; 0 when it is none."""
    if len(paragraph.lines) > 1 or not 0 < paragraph.words <= _LONGEST_HEADING or after is None:
        return 0
    line = paragraph.lines[0].strip()
    if line[-1] in ".,;" or not re.search(r"[^\W\d_]{2}", line):
        return 0
    if _is_capitals(line):
        return 2
    followed = after.words >= _UNDER and not _level_of_number(after.lines[0])
    if number := _level_of_number(line):
        return number if followed or (_level_of_number(after.lines[0]) or 0) > number else 0
    return _DEEPEST if followed and line[0].isupper() and line[-1] != ":" and paragraph.words > 1 else 0


def _level_of_number(line: str) -> int:
    found = _NUMBERED.match(line)
    return min(3 + found["number"].count("."), _DEEPEST - 1) if found else 0


def _is_capitals(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    words = re.findall(r"[^\W\d_]{3,}", line)
    return len(words) > 1 and len(line.split()) <= _LONGEST_HEADING and all(map(str.isupper, letters))


def _unwrapped(lines: tuple[str, ...]) -> Iterator[str]:
    """Give each paragraph and each item of a list on one line."""
    widest = max(map(len, lines), default=0)
    run = ""
    for line in lines:
        last = run.rpartition("\n")[2]
        ends = len(lines) == _PAIR and last.endswith((".", "!", "?", ":"))
        if run and (_ITEM.match(line) or ends or not _goes_on(last, line.strip(), widest)):
            yield unwrap(run)
            run = line.strip()
        else:
            run = f"{run}\n{line.strip()}" if run else line.strip()
    if run:
        yield unwrap(run)


def _goes_on(line: str, after: str, widest: int) -> bool:
    """Tell whether a line was broken because it was full: the next word had no room on it."""
    if _CUT.search(line):
        return True
    full = len(line) + 1 + len(after.partition(" ")[0]) > widest - _SLACK
    return _NARROWEST <= widest <= _WIDEST and (full or (after[0].islower() and line[-1] not in ".:;!?"))


def _with_title(blocks: list[Block]) -> list[Block]:
    """Make the first line the title, if it looks like one."""
    first = blocks[0] if blocks else None
    if first is None or first.level == 1 or len(first.text.split()) > _LONGEST_TITLE:
        return blocks
    if not first.level and (first.text.rstrip()[-1] in ".,;:" or len(blocks) == 1 or _ITEM.match(first.text)):
        return blocks
    return [
        replace(first, level=1),
        *(replace(block, level=block.level + 1) if block.level else block for block in blocks[1:]),
    ]
