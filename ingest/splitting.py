"""Documents to what is searched: passages of one section each, the whole document, and the questions it answers."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from math import ceil
from typing import Final

from assistant.documents import Document, Passage, Section
from assistant.language import fold
from assistant.sentences import split_sentences

SPLITTER_VERSION: Final = 5
"""To raise whenever the same document gives other passages: then everything is split anew."""
LONGEST: Final = 220
"""Words of a passage."""
_USUAL: Final = 200
"""Words of the passages that a longer section is cut into, at most; sentences seldom end just where they should."""
_WHOLE_WORDS: Final = 2000
"""Words of a whole document's entry, all of which word search reads."""
_BOILERPLATE: Final = frozenset({"source", "sources"})
_ADDRESS: Final = re.compile(r"https?://|www\.")
_FEW_WORDS: Final = 12
"""Beside its addresses, a section with fewer words says nothing of its own."""
_WORD: Final = re.compile(r"\S+")

Span = tuple[int, int]


def entries_of(document: Document) -> list[Passage]:
    """Give all that is searched of a document: the entry that stands for it, its passages, its questions."""
    return [whole_document(document), *split_document(document), *questions_of(document)]


def questions_of(document: Document) -> list[Passage]:
    """Give the questions that a document says it answers, each an entry of its own."""
    return [
        Passage(
            id=f"{document.id}?{number}",
            document_id=document.id,
            title=document.title,
            url=document.url,
            text=question,
            kind=document.kind,
            year=document.year,
        )
        for number, question in enumerate(document.questions, 1)
    ]


def split_document(document: Document) -> list[Passage]:
    """Cut a document into passages of at most 220 words, never across a heading nor within a sentence of that length.

    The list of sources at a document's end is no passage.
    """
    numbers: Counter[str] = Counter()
    passages = []
    for section in _telling(document):
        slug = _slug(section.heading_path)
        for span in split_spans(section.text):
            numbers[slug] += 1
            passages.append(_passage(document, section, span, f"{document.id}#{slug}.{numbers[slug]}"))
    return passages


def _passage(document: Document, section: Section, span: Span, passage_id: str) -> Passage:
    first = section.text.count("\n", 0, span[0])
    last = section.text.count("\n", 0, span[1])
    boxes = section.boxes[first : last + 1]
    return Passage(
        id=passage_id,
        document_id=document.id,
        title=document.title,
        url=document.url,
        text=section.text[slice(*span)],
        heading_path=section.heading_path,
        page=boxes[0].page if boxes else section.page,
        kind=document.kind,
        year=document.year,
        boxes=boxes,
        recognition=section.recognition,
        raw=_raw(section, first, last),
    )


def _raw(section: Section, first: int, last: int) -> str:
    """Give what was recognised in place of some lines; where lines were repaired into others, all of it."""
    lines = section.raw.split("\n")
    return "\n".join(lines[first : last + 1]) if len(lines) == section.text.count("\n") + 1 else section.raw


def whole_document(document: Document) -> Passage:
    """Give the entry that stands for the whole document: its labels, then its text."""
    lines = [line for line in _labels(document) if line]
    for section in _telling(document):
        lines += [*section.heading_path[-1:], section.text]
    raw = "\n".join(section.raw for section in document.sections if section.raw)
    text = "\n".join(lines)
    return Passage(
        id=document.id,
        document_id=document.id,
        title=document.title,
        url=document.url,
        text=_first_words(text),
        raw=_first_words(raw),
        kind=document.kind,
        year=document.year,
    )


def split_text(text: str) -> list[str]:
    """Cut a text into runs of whole sentences, about equally long, of at most 220 words."""
    return [text[start:end] for start, end in split_spans(text)]


def split_spans(text: str) -> list[Span]:
    """Tell where to cut a text."""
    words = _count(text, (0, len(text)))
    if words <= LONGEST:
        return [(0, len(text))] if words else []
    pieces = [piece for span in split_sentences(text) for piece in _shorten(text, span)]
    return list(_pack(text, pieces, words / ceil(words / _USUAL)))


def _first_words(text: str) -> str:
    words = list(islice(_WORD.finditer(text), _WHOLE_WORDS))
    return text[: words[-1].end()] if len(words) == _WHOLE_WORDS else text


def _pack(text: str, pieces: list[Span], target: float) -> Iterator[Span]:
    start, end, filled, done, due = pieces[0][0], pieces[0][0], 0, 0, target
    for piece in pieces:
        words = _count(text, piece)
        # Half a sentence too many is as near to where the cut is due as half a sentence too few.
        if filled and (filled + words > LONGEST or done + words / 2 > due):
            yield start, end
            start, filled, due = piece[0], 0, due + target
        end, filled, done = piece[1], filled + words, done + words
    yield start, end


def _shorten(text: str, span: Span) -> Iterator[Span]:
    """Cut a sentence that is longer than a passage, such as a list without full stops."""
    words = [match.span() for match in _WORD.finditer(text, *span)]
    for first in range(0, len(words), LONGEST):
        run = words[first : first + LONGEST]
        yield run[0][0], run[-1][1]


def _count(text: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text, *span))


def _telling(document: Document) -> list[Section]:
    """Give the sections that say something about the subject."""
    return [
        section
        for section in document.sections
        if not (section.heading_path and fold(section.heading_path[-1]) in _BOILERPLATE) and not _points_away(section)
    ]


def _points_away(section: Section) -> bool:
    """Tell whether a section only gives addresses to read elsewhere."""
    lines = section.text.splitlines()
    said = [line for line in lines if not _ADDRESS.search(line)]
    return len(said) < len(lines) and sum(len(line.split()) for line in said) < _FEW_WORDS


def _slug(heading_path: tuple[str, ...]) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(" ".join(heading_path))).strip("-") or "texte"


def _labels(document: Document) -> list[str]:
    partners = [f"{partner.name} ({partner.type})" for partner in document.partners]
    return [
        ", ".join(str(label) for label in (document.kind, document.alliance_type, document.year) if label),
        ", ".join(document.themes),
        ", ".join(label for label in (document.territory, *document.departments, *document.regions) if label),
        ", ".join((*document.publishers, *partners)),
        ", ".join(f"ODD {number}" for number in document.sdgs),
    ]
