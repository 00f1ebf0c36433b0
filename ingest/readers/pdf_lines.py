"""The lines of a page: what was drawn letter by letter, as runs of whole words that stand side by side."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.page_content import Area, PageContent, Run, Style

BULLET: Final = re.compile(r"[•‣▪▫■□●○◦◆◇►▶▸➤➔→✓✔★\-–—*·o➢❖](?=\s|$)")
_LABEL: Final = re.compile(rf"(?:{BULLET.pattern}|\(?(?:\d{{1,2}}|[a-zA-Z]|[ivx]{{1,4}})[.)]|\d{1, 2}(?:\.\d+)*\.?)\s*")
"""What stands before an item of a list or a numbered heading, apart from it."""
_WIDE: Final = 1.2
"""Times the size of the letters: what stands further apart may belong to different columns."""
_WORD_GAP: Final = 0.17
"""Times the size of the letters: what stands further apart is two words."""
_LABEL_GAP: Final = 4.5
_TALL_RULE: Final = 6.0
_SAME_LINE: Final = 0.3
"""Times the size of the letters by which baselines of one line may differ."""
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
        start = 0
        right: float | None = None
        for index, letter in enumerate(run.text):
            if letter == " ":
                continue
            before = self._right if right is None else right
            if right is None:
                parted = not self._continues(run, run.lefts[index])
                touching = run.lefts[index] - before < _WORD_GAP * run.style.size
                if parted:
                    yield from self.lift()
                elif not touching or " " in run.text[:index]:
                    self._space()
                start = index
            elif (
                run.upright
                and run.lefts[index] - right > _WORD_GAP * run.style.size
                and self._parts(right, run.lefts[index], run)
            ):
                self._add(run, start, index, right)
                yield from self.lift()
                start = index
            right = run.rights[index]
        if right is not None:
            self._add(run, start, len(run.text), right)
        elif self._spans and run.text:
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

    def _add(self, run: Run, start: int, end: int, right: float) -> None:
        if not self._spans:
            self._left, self._baseline, self._size = run.lefts[start], run.baseline, run.style.size
            self._upright = run.upright
        elif run.style.size > self._size:  # a raised number came first
            self._baseline, self._size = run.baseline, run.style.size
        self._spans.append((run.text[start:end], run.style))
        self._right = right

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
        if left - right > _WIDE * run.style.size:
            return True
        return any(
            right - 1 < rule.left < left + 1 and rule.top < run.baseline < rule.bottom + 1 for rule in self._rules
        )


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
