"""Markdown files, with or without front matter, as documents of plain-text sections."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.documents import Document, Section
from assistant.language import fold
from ingest.cleaning import clean, unwrap
from ingest.readers.front_matter import split_front_matter
from ingest.report import DocumentRefusedError

# A comment that nothing closes hides the rest, as in a browser.
_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_HARD_BREAK: Final = "\v"
_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")


def read_markdown(content: bytes, document_id: str) -> Document:
    """Read a Markdown file.

    The title is the front matter's, else the first top-level heading, else the file's name.

    Args:
        content: the file, in UTF-8.
        document_id: its path without suffix.

    Raises:
        DocumentRefusedError: when it is in another encoding, holds no text, or has front matter that can't be read.
    """
    labels, body = split_front_matter(_decode(content))
    runs = list(_runs(body))
    heading = _title_heading(runs, labels.title)
    title = labels.title or (heading.text if heading else "") or _name(document_id)
    sections = tuple(_section(run, heading) for run in runs if run.lines)
    if not sections:
        raise DocumentRefusedError("empty", "The document holds no text.", "Write it, or remove the file.")
    return Document(document_id, title, sections=sections, **labels.document_fields())


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"The file is not in UTF-8: byte {error.start} is {content[error.start]:#04x}."
        raise DocumentRefusedError(
            "encoding", reason, "Save it again with the encoding UTF-8.", str(error.start)
        ) from error
    if "\x00" in text:
        raise DocumentRefusedError(
            "encoding", "The file holds binary data.", "Give the text as a Markdown file in UTF-8."
        )
    return text


def _name(document_id: str) -> str:
    return re.sub(r"[-_\s]+", " ", document_id.rpartition("/")[2]).strip()


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    place: int
    """Among the file's tokens: two headings may have the same words."""


@dataclass(frozen=True, slots=True)
class _Run:
    """The lines under a heading."""

    path: tuple[_Heading, ...]
    lines: list[str]


def _title_heading(runs: list[_Run], title: str) -> _Heading | None:
    """Find the heading that is the document's own title: a top-level one that opens it."""
    headings = [run.path[-1] for run in runs if run.path]
    if not headings or headings[0].level != 1:
        return None
    alone = sum(heading.level == 1 for heading in headings) == 1
    return headings[0] if alone or not title or fold(title) == fold(headings[0].text) else None


def _section(run: _Run, title: _Heading | None) -> Section:
    return Section(tuple(heading.text for heading in run.path if heading != title), "\n".join(run.lines))


def _runs(body: str) -> Iterator[_Run]:
    """Cut a Markdown text at its headings; each block of text becomes a line."""
    run = _Run((), [])
    tokens = _MARKDOWN.parse(body)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            yield run
            heading = _Heading(int(token.tag[1]), " ".join(_inline_lines(tokens[place + 1])), place)
            run = _Run((*(above for above in run.path if above.level < heading.level), heading), [])
        elif place == 0 or tokens[place - 1].type != "heading_open":
            run.lines.extend(_block_lines(token))
    yield run


def _block_lines(token: Token) -> list[str]:
    """Give the lines of text of a block; a table's cell is a line."""
    if token.type == "inline":
        return _inline_lines(token)
    if token.type in {"fence", "code_block"}:
        return [line for line in clean(token.content).split("\n") if line]
    if token.type == "html_block":
        return [line for line in clean(html.unescape(_TAG.sub("", token.content))).split("\n") if line]
    return []


def _inline_lines(token: Token) -> list[str]:
    """Give the words of a run of Markdown without its marks; a hard line break starts another line."""
    text = "".join(_words(child) for child in token.children or ())
    return [line for part in text.split(_HARD_BREAK) if (line := unwrap(clean(part)))]


def _words(token: Token) -> str:
    if token.type in {"text", "code_inline", "image"}:
        return token.content
    return {"softbreak": "\n", "hardbreak": _HARD_BREAK}.get(token.type, "")
