"""The text of an answer and its citations, put down together so that every `[n]` has its proof."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from assistant.answers import Answer, CheckedSentence, Citation, DocumentLink, Verdict
from assistant.documents import Document, Passage, RetrievedPassage, plain, retrieved
from assistant.evidence import Sentence
from assistant.retrieval import Retrieval

_MARKUP: Final = re.compile(r"[\[\]*`]")
_ENDS: Final = ".!?…:;"
_SPACES: Final = " \u00a0\u202f"
"""A French mark keeps the space before it, after the number."""


_FEW_PUBLISHERS: Final = 2


@dataclass(slots=True)
class Composer:
    """Writes an answer piece by piece and numbers its citations by first appearance.

    It remembers where each statement is, so that it can be checked; what is only written frames the others.
    """

    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _citations: list[Citation] = field(default_factory=list)
    _sentences: list[CheckedSentence] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Add words that frame the quotations and state nothing."""
        self._text.append(text)
        self._length += len(text)

    def count(self, text: str) -> None:
        """Add a sentence that counts documents by their labels: true by construction, with no passage to cite."""
        self._state(text, ())

    def quote(self, sentences: Sequence[Sentence], frame: str = "{text}") -> None:
        """Add sentences verbatim, each run of neighbours in one passage under one number."""
        for position, run in enumerate(_runs(sentences)):
            self.write(" " if position else "")
            number, text = self._cited(run, frame)
            self._state(text, (number,))

    def state(self, words: str, sentence: Sentence) -> None:
        """Add some words of a sentence, verbatim, under its number."""
        number = self._number(plain(sentence.passage), sentence.start, sentence.end)
        self._state(f"{literal(words)} [{number}]", (number,))

    def _state(self, text: str, numbers: tuple[int, ...]) -> None:
        start = self._length + len(text) - len(text.lstrip())
        self.write(text)
        # Whether the passages prove what bears their numbers is found out when the answer is finished.
        verdict: Verdict = "to_check" if numbers else "established"
        self._sentences.append(CheckedSentence(start, start + len(text.strip()), numbers, verdict))

    def answer(self, retrieval: Retrieval) -> Answer:
        """Give the whole answer."""
        text = "".join(self._text)
        before = len(text) - len(text.lstrip())
        return Answer(
            text=text.strip(),
            sentences=tuple(replace(s, start=s.start - before, end=s.end - before) for s in self._sentences),
            citations=tuple(self._citations),
            sources=with_cited(retrieval.passages, (c.passage for c in self._citations)),
            understood=retrieval.understood,
            language=retrieval.language,
            generation=retrieval.generation,
        )

    def _cited(self, run: Sequence[Sentence], frame: str) -> tuple[int, str]:
        passage, start, end = run[0].passage, run[0].start, run[-1].end
        number = self._number(plain(passage), start, end)
        words = literal(" ".join(sentence.text.strip() for sentence in run))
        if frame != "{text}":
            return number, f"{frame.format(text=words)} [{number}]"
        stem = words.rstrip(_ENDS + _SPACES)
        return number, f"{stem} [{number}]{words[len(stem) :] or '.'}"

    def _number(self, passage: Passage, start: int, end: int) -> int:
        for citation in self._citations:
            if (citation.passage.id, citation.start, citation.end) == (passage.id, start, end):
                return citation.number
        citation = Citation(len(self._citations) + 1, passage, passage.text[start:end], start, end)
        self._citations.append(citation)
        return citation.number


def _runs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Put together the sentences that follow one another in a passage."""
    runs: list[list[Sentence]] = []
    for sentence in sentences:
        last = runs[-1][-1] if runs else None
        follows = last is not None and last.passage.id == sentence.passage.id and last.end <= sentence.start
        between = sentence.passage.text[last.end : sentence.start] if last and follows else "x"
        if not between.strip() and "\n" not in between:
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return runs


def with_cited(sources: Sequence[RetrievedPassage], cited: Iterable[Passage]) -> tuple[RetrievedPassage, ...]:
    """Add after the sources the cited passages that are not among them, under the score of their document."""
    shown = {source.id: source for source in sources}
    extra = {p.id: retrieved(p, 0.0) for p in cited if p.id not in shown}
    scores = {source.document_id: source.score for source in reversed(sources)}
    added = tuple(retrieved(p, scores.get(p.document_id, 0.0)) for p in extra.values())
    return (*sources, *added)


def literal(text: str) -> str:
    """Write words of the corpus so that none of them is taken for Markdown or for a citation: `[2]`, `**`."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _address(url: str) -> str:
    """Write an address so that nothing in it ends the link or looks like a citation."""
    return quote(url, safe="/:?#@!$&'*+,;=%~-._")


def link(document: Document) -> DocumentLink:
    """Give what names a document, without its text."""
    return DocumentLink(document.id, document.title, document.url, document.kind, document.year)


def linked_title(document: Document) -> str:
    """Write a document's title in bold, with its link where it has one."""
    title = literal(document.title.replace("[", "(").replace("]", ")"))
    return f"**[{title}]({_address(document.url)})**" if document.url else f"**{title}**"


def described(document: Document) -> str:
    """Write a document's title with its kind, its few publishers and its year."""
    publishers = document.publishers if len(document.publishers) <= _FEW_PUBLISHERS else ()
    details = (literal(str(detail)) for detail in (document.kind, *publishers, document.year) if detail)
    told = ", ".join(details)
    return f"{linked_title(document)} ({told})" if told else linked_title(document)
