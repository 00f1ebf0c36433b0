"""What stands on every page: running heads, running feet, page numbers. No one asks for it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from assistant.language import fold
from assistant.page_content import PageContent
from ingest.readers.pdf_lines import Fragment, rows_of

_MARGIN: Final = 0.13
"""The share of a page's height, above and below, where running heads and feet stand."""
_EDGE: Final = 0.09
"""The same for page numbers of a short document."""
_FEWEST: Final = 3
"""Pages on which the same words stand at the same place, at least."""
_DENSE: Final = 0.25
"""The share of the pages between the first and the last that bears them, at least."""
_STEP: Final = 6.0
"""Points by which the place may vary."""
_NUMBER: Final = re.compile(r"\W*(?:page|p\.?)?\s*(?P<number>\d{1,4})\s*(?:(?:/|sur|of)\s*\d{1,4})?\W*")

Words = str
Sheet = tuple[PageContent, Sequence[Fragment]]


def running(sheets: Iterable[Sheet]) -> set[tuple[Words, int]]:
    """Give what stands at the same place of many pages: the words, digits left out, and the place."""
    pages: defaultdict[tuple[Words, int], list[int]] = defaultdict(list)
    count = 0
    for page, fragments in sheets:
        count += 1
        for key in {_key(page, fragment) for fragment in fragments if _in_margin(page, fragment, _MARGIN)}:
            pages[key].append(page.number)
    found = set()
    for key, numbers in pages.items():
        often = len(numbers) >= min(_FEWEST, max(2, count))
        if often and len(numbers) >= _DENSE * (numbers[-1] - numbers[0] + 1) and (count > 2 or key[0].strip(" #")):
            found.add(key)
    return found


def without_running(sheet: Sheet, known: set[tuple[Words, int]]) -> list[Fragment]:
    """Give what is on one page only."""
    page, fragments = sheet
    return [
        fragment
        for fragment in fragments
        if not (_in_margin(page, fragment, _MARGIN) and _is_known(page, fragment, known))
        and not (_in_margin(page, fragment, _EDGE) and _is_number(page, fragment))
    ]


def _is_known(page: PageContent, fragment: Fragment, known: set[tuple[Words, int]]) -> bool:
    words, place = _key(page, fragment)
    return any((words, near) in known for near in (place - 1, place, place + 1))


def _is_number(page: PageContent, fragment: Fragment) -> bool:
    found = _NUMBER.fullmatch(fragment.text)
    return found is not None and (int(found["number"]) == page.number or not fragment.text.strip().isdigit())


def _key(page: PageContent, fragment: Fragment) -> tuple[Words, int]:
    return re.sub(r"\d+", "#", fold(fragment.text)), round(fragment.baseline / _STEP)


def _in_margin(page: PageContent, fragment: Fragment, share: float) -> bool:
    return not share * page.height < fragment.baseline < (1 - share) * page.height or not fragment.upright


def without_contents(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Leave out the table of contents of a page: the headings themselves say it better.

    Its entries are told by the dots that lead to their page number.
    """
    rows = rows_of(fragment for fragment in fragments if fragment.upright)
    texts = [" ".join(fragment.text for fragment in row) for row in rows]
    led = [number for number, text in enumerate(texts) if _LEADER.search(text)]
    if len(led) < _FEWEST:
        return list(fragments)
    # Chapters may have no dots; an entry of two lines has them on the second.
    reach = range(max(0, led[0] - 3), min(len(texts), led[-1] + 3))
    entries = {n for n in reach if n in led or _ENTRY.search(texts[n]) or _CONTENTS.fullmatch(fold(texts[n]))}
    entries |= {n - 1 for n in led if n - 1 > led[0] and not texts[n - 1].endswith((".", ":"))}
    gone = {fragment.order for number in entries for fragment in rows[number]}
    return [fragment for fragment in fragments if fragment.order not in gone]


_LEADER: Final = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\s*$|…{2,}\s*\d{1,4}\s*$|_{4,}\s*\d{1,4}\s*$")
_ENTRY: Final = re.compile(r"^(?:\d+(?:\.\d+)*\.?\s+)?\S.*\S\s+\d{1,4}\s*$")
_CONTENTS: Final = re.compile(r"(?:table des matieres|sommaire|contents|table of contents|plan)\W*")
