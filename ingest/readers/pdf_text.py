"""Lines back to running text: words that were cut are whole again, paragraphs go on over the end of a page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.cleaning import clean, unwrap
from ingest.readers.pdf_headings import Entry, Heading
from ingest.readers.pdf_lines import BULLET, Fragment
from ingest.readers.pdf_paragraphs import Paragraph, lines_of

_HYPHENS: Final = "\\-\u00ad\u2010\u2011"
_LETTER: Final = r"[^\W\d_]"
_WORD: Final = re.compile(rf"{_LETTER}+(?:[{_HYPHENS}]{_LETTER}+)*")
_HYPHEN: Final = re.compile(rf"[{_HYPHENS}]")
_CUT_WORD: Final = re.compile(rf"(?P<before>[{_HYPHENS}])?(?P<head>{_LETTER}+)[{_HYPHENS}]$")
_TAIL: Final = re.compile(rf"{_LETTER}+")
_CUT_NUMBER: Final = re.compile(rf"\d[{_HYPHENS}]$")
_CUT_ADDRESS: Final = re.compile(r"(?:https?://|www\.|[\w.\-\u00ad]+\.(?:fr|org|com|eu|net)/)\S*[/_=&?%.\-\u00ad]$")
_ENDED: Final = re.compile(r"[.!?:;…]\W*$")
_GOES_ON: Final = re.compile(r"[(«\"]?\s?[a-zà-öø-ÿœæ]")
_PLAIN_HYPHENS: Final = {0x2010: "-", 0x2011: "-"}
_SAME_SIZE: Final = 0.06
_NOTE: Final = 0.92
"""Times the size of the text above it: smaller text at the foot of a page is a note."""


class Vocabulary:
    """The words of a document, by which one sees whether a hyphen at the end of a line belongs to the word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            whole = line[: cut.start()] if (cut := _CUT_WORD.search(line)) else line
            self._words.update(_HYPHEN.sub("-", word.lower()) for word in _WORD.findall(whole))

    def join(self, lines: Sequence[str]) -> str:
        """Give the lines of a paragraph as one."""
        text = lines[0] if lines else ""
        for line in lines[1:]:
            text = self._joined(text.rstrip(), line.lstrip())
        return clean(text).translate(_PLAIN_HYPHENS)

    def _joined(self, text: str, line: str) -> str:
        cut, tail = _CUT_WORD.search(text), _TAIL.match(line)
        if _CUT_ADDRESS.search(text.rsplit(" ", 1)[-1]):
            return text.replace("\u00ad", "-") + line
        if cut and tail:
            return text[: cut.start("head")] + self._whole(cut, tail.group()) + line[tail.end() :]
        if _CUT_NUMBER.search(text) and line[:1].isdigit():
            return f"{text[:-1]}-{line}"
        return f"{text} {line}"

    def _whole(self, cut: re.Match[str], tail: str) -> str:
        head = cut["head"]
        compound = f"{head}-{tail}"
        if cut["before"] or compound.lower() in self._words:
            return compound
        if (head + tail).lower() in self._words:
            return head + tail
        return unwrap(f"{head}-\n{tail}")


@dataclass(frozen=True, slots=True)
class Run:
    """A paragraph with its parts in later columns and on later pages, or a heading."""

    parts: tuple[Paragraph, ...]
    level: float | None = None
    """Of a heading; the lower, the higher it stands."""

    @property
    def first(self) -> Paragraph:
        """The part where it begins."""
        return self.parts[0]

    def lines(self, vocabulary: Vocabulary) -> list[str]:
        """Give its text: one line, or a line for each row of a table."""
        if self.first.table is not None:
            return self.first.table.lines(lambda cell: _cell_text(cell, vocabulary))
        return [vocabulary.join([line.text for part in self.parts for line in part.lines])]


def _cell_text(cell: Sequence[Fragment], vocabulary: Vocabulary) -> str:
    return vocabulary.join([line.text for line in lines_of(cell)])


def runs_of(entries: Iterable[Entry]) -> Iterator[Run]:
    """Join paragraphs that the end of a column or a page cut in two; notes at the foot of a page come after."""
    open_run: list[Paragraph] = []
    waiting: list[Run] = []
    for entry in entries:
        if isinstance(entry, Heading):
            yield from _closed(open_run, waiting)
            open_run, waiting = [], []
            yield Run((entry.paragraph,), entry.level)
        elif not open_run:
            open_run = [entry]
        elif continues(open_run[-1], entry):
            open_run.append(entry)
        elif _is_note(open_run[-1], entry):
            waiting.append(Run((entry,)))
        else:
            yield from _closed(open_run, waiting)
            open_run, waiting = [entry], []
    yield from _closed(open_run, waiting)


def _closed(parts: Sequence[Paragraph], waiting: Iterable[Run]) -> Iterator[Run]:
    if parts:
        yield Run(tuple(parts))
    yield from waiting


def continues(above: Paragraph, below: Paragraph) -> bool:
    """Tell whether a paragraph goes on in another: its sentence hasn't ended, and the other begins amid one."""
    if above.table or below.table or not above.lines or not below.lines or below.page > above.page + 1:
        return False
    last, first = above.lines[-1].text.rstrip(), below.lines[0].text
    if abs(above.style.size / below.style.size - 1) > _SAME_SIZE or BULLET.match(first) or _ENDED.search(last):
        return False
    if above.framed != below.framed and above.page == below.page:
        return False
    return bool(_GOES_ON.match(first)) and (len(last.split()) > 1 or bool(_HYPHEN.search(last[-1:])))


def _is_note(above: Paragraph, entry: Paragraph) -> bool:
    """Tell whether an entry may be a note under a paragraph that goes on on the next page."""
    if not entry.lines or not above.lines or entry.page != above.page or above.table is not None:
        return False
    return entry.style.size < _NOTE * above.style.size and not _ENDED.search(above.lines[-1].text)
