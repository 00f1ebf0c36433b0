"""Where the words of a quotation stand on a page."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from assistant.documents import Box
from assistant.language import fold
from assistant.page_content import Area, PageContent, Run
from assistant.page_geometry import around

_FEWEST: Final = 3
"""Words of a quotation that are found together, where not all of it is."""
_MOST: Final = 400
"""Words of a quotation that are looked for."""
_ENOUGH: Final = 2 / 3
"""The share of a quotation's words that must be on the page."""

Place = tuple[int, int]
"""A run of the page, and a letter in it."""


def locate(quotation: str, page: PageContent) -> tuple[Box, ...]:
    """Find a quotation by its letters and digits alone; give a box for each of its lines on the page."""
    words = [letters for word in quotation.split()[:_MOST] if (letters := "".join(map(_plain, word)))]
    if not words or not page.width:
        return ()
    placed = list(_letters(page.runs))
    found = _found(words, "".join(letter for letter, _ in placed))
    return tuple(_boxes([place for start, end in found for _, place in placed[start:end]], page))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    return "".join(character for character in fold(letter) if character.isalnum())


def _letters(runs: Iterable[Run]) -> Iterator[tuple[str, Place]]:
    for number, run in enumerate(runs):
        for index, character in enumerate(run.text):
            for letter in _plain(character):
                yield letter, (number, index)


def _found(words: list[str], letters: str) -> list[tuple[int, int]]:
    """Find the words as they follow each other, in as few pieces as there are columns, notes or cells between them."""
    spans: list[tuple[int, int]] = []
    first = known = at = 0
    while first < len(words):
        count, start = _longest(words[first:], letters, at)
        if count:
            length = sum(map(len, words[first : first + count]))
            spans.append((start, start + length))
            known, at = known + count, start + length
        first += count or 1
    return spans if known >= _ENOUGH * len(words) else []


def _longest(words: list[str], letters: str, at: int) -> tuple[int, int]:
    """Give how many of the words stand together, and where: after the piece before if possible."""
    few = min(_FEWEST, len(words))
    for count in (len(words), *range(min(len(words) - 1, 60), few - 1, -1)):
        piece = "".join(words[:count])
        start = letters.find(piece, at)
        start = start if start >= 0 else letters.find(piece)
        if start >= 0:
            return count, start
    return 0, 0


def _boxes(places: Iterable[Place], page: PageContent) -> Iterator[Box]:
    """Give the rectangles around letters: one for those that follow each other on a line; turned lines are whole."""
    held: Area | None = None
    before: Run | None = None
    for number, index in places:
        run = page.runs[number]
        letter = Area(run.lefts[index], run.top, run.rights[index], run.bottom) if run.upright else run.area
        if held and before and (run is before if not run.upright else _goes_on(before, run, letter.left - held.right)):
            held = around((held, letter))
        else:
            if held:
                yield _box(held, page)
            held = letter
        before = run
    if held:
        yield _box(held, page)


def _goes_on(before: Run, run: Run, gap: float) -> bool:
    size = run.style.size
    return before.upright and abs(run.baseline - before.baseline) < 0.5 * size and -size < gap < 3 * size


def _box(area: Area, page: PageContent) -> Box:
    across, down = (
        (area.left / page.width, area.right / page.width),
        (area.top / page.height, area.bottom / page.height),
    )
    (left, right), (top, bottom) = ((_within(low), _within(high)) for low, high in (across, down))
    return Box(page.number, left, top, right, bottom)


def _within(share: float) -> float:
    return round(min(1.0, max(0.0, share)), 4)
