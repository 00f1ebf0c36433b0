"""The markers `[n]` of an answer: held back while half written, kept only when they point to a retrieved passage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from assistant.sentences import split_sentences

_MARKER: Final = re.compile(
    r"(\s*)(?:\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]|【\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*】)"
)
_HALF_MARKER: Final = re.compile(r"\s*(?:[\[【][\d\s,;]{0,40})?$")
KEPT_MARKER: Final = re.compile(r"\[(\d+)\]")
"""A marker as the filter writes it."""
_AFTER_THE_END: Final = re.compile(
    r"([ \u00a0\u202f]?[.!?…]+(?:[ \u00a0\u202f]?[»”\")])?)[ \u00a0\u202f]*((?:\[\d+\])+)"
)
"""Markers written after the mark that ends their sentence; they would seem to open the next one."""
_MARKER_AND_SPACE: Final = re.compile(r"[ \u00a0\u202f]*\[\d+\]")
_LINE_START: Final = re.compile(r"(?<=\n)[^\S\n]*\S")
_WHOLE_WORD: Final = re.compile(r"[^\W\d_]+[\W\d_]|[\W\d_].", re.DOTALL)
_PAIRS: Final = ("«»", "“”", "()")
_ENDED: Final = re.compile(r"(?:[.!?…»”\")]|\[\d+\])\s*$")


_PLAIN: Final = {
    **dict.fromkeys(map(ord, "［〔⟦❲〚"), "["),
    **dict.fromkeys(map(ord, "］〕⟧❳〛"), "]"),
    **dict.fromkeys(map(ord, "\\\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], None),
    **dict.fromkeys([code for code in range(32) if chr(code) not in "\t\n"], None),
}
"""Brackets that look like ours become ours; signs that can't be seen, or would hide a bracket, go."""


class MarkerFilter:
    """Passes a stream of text on, its markers brought to the form `[1][2]`, those of unknown passages removed.

    `[1]`, `[1, 2]`, `[1][3]` and `【1】` are understood. A marker cut between two pieces waits for its end; the space
    before it waits too, as it goes away with a marker that is removed.

    Args:
        known: how many passages there are; they are numbered from 1.
    """

    def __init__(self, known: int) -> None:
        self._known = known
        self._held = ""
        self.removed = 0
        """How many numbers pointed to no passage."""

    def feed(self, piece: str) -> str:
        """Take a piece in; give what can be shown now."""
        text = self._held + piece.translate(_PLAIN)
        half = _HALF_MARKER.search(text)
        cut = half.start() if half else len(text)
        self._held = text[cut:]
        return _MARKER.sub(self._rewrite, text[:cut])

    def finish(self) -> str:
        """Give what was held back at the end of the stream; a marker never closed is text."""
        held, self._held = self._held, ""
        return held

    def _rewrite(self, match: re.Match[str]) -> str:
        numbers = [int(number) for number in re.findall(r"\d+", match[2] or match[3])]
        kept = [number for number in dict.fromkeys(numbers) if 1 <= number <= self._known]
        self.removed += len(numbers) - len(kept)
        return match[1] + "".join(f"[{number}]" for number in kept) if kept else ""


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of an answer with the markers it bears and the white space after it."""

    text: str
    """Without its markers, as written otherwise."""
    numbers: tuple[int, ...]
    spacing: str

    def with_numbers(self, numbers: tuple[int, ...]) -> str:
        """Write the sentence with these markers, before its last punctuation mark."""
        markers = "".join(f"[{number}]" for number in numbers)
        if not markers:
            return self.text + self.spacing
        end = re.search(r"[\s\u00a0\u202f]*[.!?…]+$", self.text)
        stem, tail = (self.text[: end.start()], end[0]) if end else (self.text, "")
        return f"{stem} {markers}{tail}{self.spacing}"


def read_sentences(text: str) -> Iterator[WrittenSentence]:
    """Cut an answer into its sentences; lines of a list are sentences too."""
    return _cut(_AFTER_THE_END.sub(r" \2\1", text))


def _cut(text: str) -> Iterator[WrittenSentence]:
    spans = split_sentences(text)
    for (start, end), (following, _) in pairwise([*spans, (len(text), len(text))]):
        whole = text[start:end]
        numbers = tuple(dict.fromkeys(int(number) for number in KEPT_MARKER.findall(whole)))
        bare = _MARKER_AND_SPACE.sub("", whole)
        if bare.strip():
            yield WrittenSentence(bare, numbers, text[end:following])


class SentenceReader:
    """Gives the sentences of a text that is still being written, each as soon as nothing to come can change it.

    However the text is cut into pieces, the sentences are those of `read_sentences`.
    """

    def __init__(self) -> None:
        self._text = ""
        """What was fed since the beginning of the line that is being written."""
        self._given = 0
        """How many sentences of that line were given."""

    def feed(self, piece: str) -> list[WrittenSentence]:
        """Take a piece in; give the sentences that are now whole."""
        self._text += piece
        whole = [match.end() - 1 for match in _LINE_START.finditer(self._text)]
        sentences = self._take(whole[-1]) if whole else []
        line = _AFTER_THE_END.sub(r" \2\1", self._text)
        found = list(_cut(line[: _safe_end(line)]))
        sentences += found[self._given :]
        self._given = max(self._given, len(found))
        return sentences

    def finish(self) -> list[WrittenSentence]:
        """Give the sentences that were held back until the end of the text."""
        return self._take(len(self._text))

    def _take(self, end: int) -> list[WrittenSentence]:
        lines, self._text = self._text[:end], self._text[end:]
        sentences, self._given = list(read_sentences(lines))[self._given :], 0
        return sentences


def _safe_end(line: str) -> int:
    """Give up to where nothing that is added to a line can change where its sentences end.

    The word after the end must be whole, as some words tell an end from an abbreviation, and no quotation open, as a
    short one is never cut.
    """
    for start, _ in reversed(split_sentences(line)[1:]):
        closed = all(line.count(left, 0, start) <= line.count(right, 0, start) for left, right in _PAIRS)
        if closed and _WHOLE_WORD.match(line, start):
            return start
    return 0


def is_ended(text: str) -> bool:
    """Tell whether a text ends as a sentence or a list item does, rather than in the middle of one."""
    return bool(_ENDED.search(text))
