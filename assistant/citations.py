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
_KEPT: Final = re.compile(r"\[(\d+)\]")
_AFTER_THE_END: Final = re.compile(
    r"([\s\u00a0\u202f]?[.!?…]+(?:[\s\u00a0\u202f]?[»”\")])?)[ \u00a0\u202f]*((?:\[\d+\])+)"
)
"""Markers written after the mark that ends their sentence; they would seem to open the next one."""
_MARKER_AND_SPACE: Final = re.compile(r"[ \u00a0\u202f]*\[\d+\]")
_ENDED: Final = re.compile(r"(?:[.!?…»”\")]|\[\d+\])\s*$")


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
        text = self._held + piece
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
    text = _AFTER_THE_END.sub(r" \2\1", text)
    spans = split_sentences(text)
    for (start, end), (following, _) in pairwise([*spans, (len(text), len(text))]):
        whole = text[start:end]
        numbers = tuple(dict.fromkeys(int(number) for number in _KEPT.findall(whole)))
        bare = _MARKER_AND_SPACE.sub("", whole)
        if bare.strip():
            yield WrittenSentence(bare, numbers, text[end:following])


def is_ended(text: str) -> bool:
    """Tell whether a text ends as a sentence or a list item does, rather than in the middle of one."""
    return bool(_ENDED.search(text))
