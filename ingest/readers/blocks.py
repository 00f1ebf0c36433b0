"""Headings, paragraphs and table rows in the order in which they are read, as a document of sections."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from assistant.documents import Document, Section
from assistant.language import detect_language, fold
from ingest.cleaning import clean, unwrap
from ingest.readers.original import Original
from ingest.report import DocumentRefusedError

_MOST_LINKS: Final = 2000
_FEW_WORDS: Final = 20
"""Below this many words, the language that a file declares counts for more than its words."""
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2}(?=$|[-_])")
_NO_TITLES: Final = re.compile(
    r"(?:power ?point presentation|presentation ?power ?point|presentation|document|microsoft (?:word|powerpoint).*"
    r"|sans titre|sans nom|untitled|titre|title|diapositive|slide|classeur|nouveau document)[ -]*\d*"
    r"|.*\.(?:docx?|pptx?|odt|pdf|indd|xlsx?|html?)"
)
"""What programs write where an author left the title out."""
_NO_HEADING: Final = re.compile(r"^\||@|https?:|www\.")
_LONGEST_HEADING: Final = 12
"""Words of a paragraph in bold that may be a heading."""
_MOST_COLUMNS: Final = 200
_TOP: Final = 3
"""Blocks among which the title stands: a date or a name may come before it."""
_BOLD_LEVEL: Final = 8
"""Paragraphs in bold rank below every heading that has a style."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list or a row of a table.

    A heading without words only ends what was said under the last one of its level.
    """

    text: str
    level: int = 0
    """1 for the highest headings; 0 for what is no heading."""
    page: int | None = None
    bold: bool = False
    """Whether every word of it is in bold."""


def document_of(
    original: Original,
    blocks: Iterable[Block],
    *,
    titles: Iterable[str] = (),
    declared: str = "",
    language: str = "",
    **labels: Any,
) -> Document:
    """Build a document of what was read.

    Args:
        original: the file.
        blocks: what is in it.
        titles: what people see as its title, the best first; its opening heading comes next.
        declared: the title in its properties, which often is that of an older file; the file's name comes last.
        language: the one that it declares.
        labels: further fields of `Document`.

    Raises:
        DocumentRefusedError: when it holds no text.
    """
    cleaned = list(_cleaned(blocks))
    opening = _opening(cleaned)
    seen = [*titles, opening.text if opening and _alone(opening, cleaned) else "", declared]
    title = next(filter(None, map(_telling, seen)), "") or known_name(original)
    if opening is not None and fold(opening.text) == fold(title):
        cleaned.remove(opening)
    sections = tuple(sections_of(cleaned))
    if not sections:
        raise empty()
    labels["links"] = tuple(dict.fromkeys(labels.get("links", ())))[:_MOST_LINKS]
    published = labels.get("published", "")
    return Document(
        original.document_id,
        title,
        sections=sections,
        language=language_of(sections, language),
        media_type=original.media_type,
        **{"kind": "document", "url": original.url, "year": int(published[:4]) if published else None, **labels},
    )


def empty(reason: str = "The document holds no text.") -> DocumentRefusedError:
    """Give the refusal of a file in which there is nothing to read."""
    return DocumentRefusedError("empty", reason, "Check that it opens and shows text; a picture of text needs OCR.")


def known_name(original: Original) -> str:
    """Give the name that people know the file by, as a title."""
    return re.sub(r"[-_\s]+", " ", re.sub(r"\.\w{1,5}$", "", original.name)).strip() or original.document_id


def sections_of(blocks: Iterable[Block]) -> Iterator[Section]:
    """Cut blocks at their headings, and where a page ends."""
    path: tuple[Block, ...] = ()
    lines: list[str] = []
    page: int | None = None
    waiting: Block | None = None
    for block in blocks:
        if lines and (block.level or block.page != page):
            yield _section(path, lines, page)
            lines = []
        if block.level:
            if waiting and waiting.level >= block.level:
                yield _section(path[:-1], [waiting.text], waiting.page)
            path = tuple(above for above in path if above.level < block.level)
            waiting = block if block.text else None
            path = (*path, block) if block.text else path
        else:
            page, waiting = block.page, None
            lines.append(block.text)
    if lines:
        yield _section(path, lines, page)
    elif waiting:
        yield _section(path[:-1], [waiting.text], waiting.page)


def _section(path: tuple[Block, ...], lines: list[str], page: int | None) -> Section:
    return Section(tuple(heading.text for heading in path), "\n".join(lines), page)


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Give the rows of a table as lines `| a | b |`; what stands in one column alone gives plain lines."""
    cells = [{at: text for at, cell in enumerate(row) if cell and (text := unwrap(clean(cell)))} for row in rows]
    full = [row for row in cells if row]
    used = sorted({at for row in full for at in row})
    if len(used) == 1:
        return [row[used[0]] for row in full]
    if len(used) > _MOST_COLUMNS:  # a sheet of scattered notes
        return ["| " + " | ".join(map(_escaped, row.values())) + " |" for row in full]
    return ["| " + " | ".join(_escaped(row.get(at, "")) for at in used) + " |" for row in full]


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


def promote_bold(blocks: Sequence[Block]) -> list[Block]:
    """Make headings of the short paragraphs in bold that stand above text in plain letters."""
    return [
        replace(block, level=_BOLD_LEVEL) if _heads(block, after) else block
        for block, after in zip(blocks, [*blocks[1:], None], strict=False)
    ]


def _heads(block: Block, after: Block | None) -> bool:
    if not block.bold or block.level or after is None or after.level or after.bold:
        return False
    text = block.text.strip()
    short = 0 < len(text.split()) <= _LONGEST_HEADING and "\n" not in text
    return short and text[-1] not in ".,;" and not _NO_HEADING.search(text) and bool(re.search(r"[^\W\d_]{2}", text))


def _cleaned(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        text = clean(block.text)
        if block.level:
            heading = unwrap(text)
            yield replace(block, text=heading.rstrip(" :\u00a0") if block.level == _BOLD_LEVEL else heading)
        else:
            yield from (replace(block, text=line) for line in text.split("\n") if line)


def _opening(blocks: list[Block]) -> Block | None:
    """Find the heading at the top of a document, where its title may be; one in bold alone must come first of all."""
    top = [
        block for place, block in enumerate(blocks[:_TOP]) if block.level and (place == 0 or block.level < _BOLD_LEVEL)
    ]
    return next((block for block in top if block.text), None)


def _alone(opening: Block, blocks: list[Block]) -> bool:
    """Tell whether all other headings rank below the first."""
    return sum(0 < block.level <= opening.level and bool(block.text) for block in blocks) == 1


def _telling(title: str) -> str:
    """Give a title that was declared, or nothing where it is only a program's."""
    title = unwrap(clean(title))
    return "" if _NO_TITLES.fullmatch(fold(title)) else title


def language_of(sections: Iterable[Section], declared: str = "") -> str:
    """Tell the language of a text, by its words or, where they are few, by what its file declares."""
    text = " ".join(section.text for section in sections)[:5000]
    told = _LANGUAGE.match(declared)
    code = told.group().lower() if told else ""
    if code and (code not in {"fr", "en"} or len(text.split()) < _FEW_WORDS):
        return code
    return detect_language(text)
