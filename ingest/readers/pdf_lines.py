"""The lines of a page: what was drawn letter by letter, as runs of whole words that stand side by side."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from assistant.page_content import Area, PageContent, Run, Style

BULLET: Final = re.compile(r"[•‣▪▫■□●○◦◆◇►▶▸➤➔→✓✔★\-–—*·o➢❖](?=\s|$)")
_LABEL: Final = re.compile(rf"(?:{BULLET.pattern}|\(?(?:\d{{1,2}}|[a-zA-Z]|[ivx]{{1,4}})[.)]|\d{1, 2}(?:\.\d+)*\.?)\s*")
"""What stands before an item of a list or a numbered heading, apart from it."""
_WIDE: Final = 1.2
"""Times the size of the letters: what stands further apart may belong to different columns."""
_WORD_GAP: Final = 0.17
"""Times the size of the letters: what stands further apart is two words."""
_NARROW_GAP: Final = 0.12
"""Times the size of the letters: what stands further apart on a line of letters that touch is two words."""
_THIN_GAP: Final = 0.07
"""The same before a mark that French sets apart."""
_TRACKED: Final = 0.05
"""The same between letters that were spaced out."""
_LABEL_GAP: Final = 4.5
_RULE_GAP: Final = 0.1
"""Times the size of the letters: what stands nearer is one word, though a rule goes through it."""
_TALL_RULE: Final = 6.0
_SAME_LINE: Final = 0.3
"""Times the size of the letters by which baselines of one line may differ."""
_BESIDE: Final = 0.4
"""The same for words that were drawn apart."""
_RAISED: Final = 0.6
"""The same for a number above the line, or below it."""

Span = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words that follow each other on a line without a wide gap."""

    spans: tuple[Span, ...]
    left: float
    right: float
    baseline: float
    order: int
    """In which it was drawn."""
    upright: bool = True

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.spans)

    @property
    def style(self) -> Style:
        """The style of most of its letters."""
        return prevailing(self.spans)

    @property
    def top(self) -> float:
        """Where its capitals' top is, about."""
        return self.baseline - 0.8 * self.style.size

    @property
    def bottom(self) -> float:
        """Where its descenders end, about."""
        return self.baseline + 0.22 * self.style.size


def prevailing(spans: Iterable[Span]) -> Style:
    """Give the style of most letters."""
    spans = tuple(spans)
    if len(spans) == 1:
        return spans[0][1]
    counts: Counter[Style] = Counter()
    for text, style in spans:
        counts[style] += len(text)
    return counts.most_common(1)[0][0]


def fragments_of(page: PageContent) -> list[Fragment]:
    """Give the fragments of a page in the order in which they were drawn."""
    rules = [rule for rule in page.rules if rule.bottom - rule.top > _TALL_RULE]
    pieces: list[Fragment] = []
    pen = _Pen(rules)
    for run in page.runs:
        pieces.extend(pen.write(run))
    pieces.extend(pen.lift())
    return pieces


class _Pen:
    """Joins letters to fragments."""

    def __init__(self, rules: Sequence[Area]) -> None:
        self._rules = rules
        self._spans: list[Span] = []
        self._left = self._right = self._baseline = self._size = 0.0
        self._upright = True
        self._order = 0

    def write(self, run: Run) -> Iterator[Fragment]:
        """Add a run; give the fragments that it brings to an end."""
        drawn = [index for index, letter in enumerate(run.text) if letter != " "]
        if not drawn:
            self._space()
            return
        start = drawn[0]
        if not self._continues(run, run.lefts[start]):
            yield from self.lift()
        elif start or self._is_other_word(run, run.lefts[start]):
            self._space()
        for before, index in pairwise(drawn):
            if run.upright and self._parts(run.rights[before], run.lefts[index], run):
                self._add(run, start, before + 1)
                yield from self.lift()
                start = index
        self._add(run, start, drawn[-1] + 1)
        if drawn[-1] + 1 < len(run.text):
            self._space()

    def lift(self) -> Iterator[Fragment]:
        """Give the fragment at hand, if there is one."""
        spans = _tidied(self._spans)
        if spans:
            yield Fragment(spans, self._left, self._right, self._baseline, self._order, self._upright)
            self._order += 1
        self._spans = []

    def _space(self) -> None:
        if self._spans and not self._spans[-1][0].endswith(" "):
            self._spans.append((" ", self._spans[-1][1]))

    def _add(self, run: Run, start: int, end: int) -> None:
        if not self._spans:
            self._left, self._baseline, self._size = run.lefts[start], run.baseline, run.style.size
            self._upright = run.upright
        elif run.style.size > self._size:  # a raised number came first
            self._baseline, self._size = run.baseline, run.style.size
        self._spans.append((_spaced(run, start, end), run.style))
        self._right = run.rights[end - 1]

    def _is_other_word(self, run: Run, left: float) -> bool:
        """Tell whether a gap parts words; letters that were drawn one by one may be spaced out."""
        lone = len(run.text.strip()) < 2 and len(self._spans[-1][0].strip()) < 2
        return left - self._right > (_WORD_GAP if lone else _NARROW_GAP) * run.style.size

    def _continues(self, run: Run, left: float) -> bool:
        if not self._spans or run.upright != self._upright:
            return False
        if not run.upright:
            return not run.broken
        size = max(self._size, run.style.size)
        away = abs(run.baseline - self._baseline)
        raised = min(self._size, run.style.size) < 0.85 * size and away < _RAISED * size
        if away > _SAME_LINE * size and not raised:
            return False
        return left - self._right > -0.5 * size and not self._parts(self._right, left, run)

    def _parts(self, right: float, left: float, run: Run) -> bool:
        """Tell whether a gap parts columns: it is wide, or a rule stands in it."""
        gap = left - right
        if gap > _WIDE * run.style.size:
            return True
        return gap > _RULE_GAP * run.style.size and any(
            right - 1 < rule.left < left + 1 and rule.top < run.baseline < rule.bottom + 1 for rule in self._rules
        )


def _spaced(run: Run, start: int, end: int) -> str:
    """Give the letters of a run with the spaces that are too narrow for PDFium to see, as in lines that were squeezed.

    Letters that all stand apart are no words.
    """
    size, text = run.style.size, run.text
    gaps = [
        0.0 if " " in text[n - 1 : n + 1] else (run.lefts[n] - run.rights[n - 1]) / size for n in range(start + 1, end)
    ]
    if not gaps or max(gaps) < _THIN_GAP or median(gaps) > _TRACKED:
        return text[start:end]
    letters = [text[start]]
    for letter, gap in zip(text[start + 1 : end], gaps, strict=True):
        if gap > _THIN_GAP and (letter in "?!;:»" or letters[-1] == "«"):
            letters.append("\u00a0")
        elif gap > _NARROW_GAP:
            letters.append(" ")
        letters.append(letter)
    return "".join(letters)


def _tidied(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans of one style, and drop spaces at both ends."""
    joined: list[Span] = []
    for text, style in spans:
        if joined and (style == joined[-1][1] or not text.strip()):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        elif text.strip() or joined:
            joined.append((text, style))
    if joined:
        joined[0] = (joined[0][0].lstrip(), joined[0][1])
        joined[-1] = (joined[-1][0].rstrip(), joined[-1][1])
    return tuple(span for span in joined if span[0])


def with_labels(pieces: Sequence[Fragment]) -> Iterator[Fragment]:
    """Join each bullet or number with the words that it stands before."""
    labels = [piece for piece in pieces if piece.upright and _LABEL.fullmatch(piece.text)]
    joined: dict[int, Fragment] = {}
    gone: set[int] = set()
    for label in labels:
        size = label.style.size
        near = [
            piece
            for piece in pieces
            if piece.upright
            and abs(piece.baseline - label.baseline) < _SAME_LINE * max(size, piece.style.size)
            and 0 < piece.left - label.right + 2 < _LABEL_GAP * max(size, piece.style.size)
            and piece.order not in gone
            and piece.style.size < 1.5 * size < 2.25 * piece.style.size
            and not _LABEL.fullmatch(piece.text)
        ]
        if near:
            item = min(near, key=lambda piece: piece.left)
            spans = _tidied((*label.spans, (" ", label.spans[-1][1]), *item.spans))
            joined[item.order] = replace(item, spans=spans, left=label.left)
            gone.add(label.order)
    for piece in pieces:
        if piece.order not in gone:
            yield joined.get(piece.order, piece)


def rows_of(words: Iterable[Fragment]) -> list[list[Fragment]]:
    """Give the words that stand side by side, from left to right, from top to bottom."""
    rows: list[list[Fragment]] = []
    for word in sorted(words, key=lambda word: (word.baseline, word.left)):
        if rows and any(_beside(word, other) for other in rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _beside(one: Fragment, other: Fragment) -> bool:
    size = max(one.style.size, other.style.size)
    apart = one.left > other.right - 0.5 * size or other.left > one.right - 0.5 * size
    return apart and abs(one.baseline - other.baseline) < _BESIDE * size
