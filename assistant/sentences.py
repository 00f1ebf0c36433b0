"""French text cut into sentences, as spans of the text, so that a quote is always verbatim."""

import re
from bisect import bisect_right
from typing import Final

from assistant.language import fold

_END: Final = re.compile(
    r"""(?<![.!?…])(?P<mark>[.!?…]++)    # what ends a sentence
        (?P<close>(?:\s?[»”"’')\]])*)     # what closes with it
        (?P<gap>[ \t\u00a0\u202f]+)       # and then a gap
        (?=(?P<next>\S))""",
    re.VERBOSE,
)
_LINE: Final = re.compile(r"[^\n]+")
_LOOK_BACK: Final = 60
"""Characters: longer than any word or list number, so that the cost of a line grows with its length only."""
_LAST_WORD: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]*[°]?$")
_LIST_NUMBER: Final = re.compile(r"\s*(?:\(?\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})$")
_PAIRS: Final = re.compile(r"«[^«»\n]{1,250}»|“[^“”\n]{1,250}”|\([^()\n]{1,250}\)")
"""Quotations and parentheses short enough to be shown whole."""

# Words whose full stop never ends a sentence: a name or a reference follows.
_NAMING: Final = "m mm mme mmes mlle mlles mgr me dr pr prof st ste cf mr mrs ms vs i.e e.g"
_TITLES: Final = frozenset(_NAMING.split())
# Words whose full stop seldom ends one.
_SHORT: Final = """
art al p pp n no nos fig vol chap ch tab ed env av ap apr bd bld hab max min tel ref ex coll dir dept circ arr par
paragr ann suppl s.d c.-a-d c.a.d sr ss sq sqq resp approx ib ibid op cit rte pl fg faub
jan janv fev fevr avr juil sept oct nov dec
"""
_ABBREVIATIONS: Final = frozenset(_SHORT.split())
# Words that begin a sentence much sooner than they follow an initial: "le plan B. Il…" against "J. Dupont".
_FIRST: Final = """
il elle ils elles on nous vous je tu ce cet cette ces le la les l un une des du de d au aux en dans pour par sur avec
sans mais et or donc car ainsi enfin puis si son sa ses leur leurs notre nos chaque tout tous toute toutes depuis
the it they we this these a an in
"""
_OPENERS: Final = frozenset(_FIRST.split())


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Give where each sentence begins and ends; every character but spaces around sentences is in one.

    A line break always ends a sentence: list items and paragraphs are lines. A full stop does not after an
    abbreviation (M., art., n°), an initial, a list number, in a figure or an address, nor inside a short quotation or
    parenthesis.
    """
    closed = [match.span() for match in _PAIRS.finditer(text)]
    starts = [start for start, _ in closed]
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        begin = line.start()
        for end in _ends(text, line.start(), line.end()):
            place = bisect_right(starts, end - 1) - 1
            if place >= 0 and end < closed[place][1]:
                continue
            spans.append((begin, end))
            begin = end
        spans.append((begin, line.end()))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _ends(text: str, start: int, end: int) -> list[int]:
    """Give the places in a line where a sentence ends before the last one."""
    return [match.end("close") for match in _END.finditer(text, start, end) if _is_end(text, start, match)]


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    following = match["next"]
    if following.islower() or following in ",;:)]»”" or (following == "(" and match["close"]):
        return False
    if match["mark"] != "." or match["close"]:
        return True
    near = max(start, match.start() - _LOOK_BACK)
    before = text[near : match.start()]
    if near == start and _LIST_NUMBER.fullmatch(before):
        return False
    found = _LAST_WORD.search(before)
    word = found.group() if found else ""
    if fold(word) in _TITLES:
        return False
    is_initial = len(word) == 1 and word.isupper()
    if is_initial or fold(word) in _ABBREVIATIONS:
        return fold(_first_word(text, match.start("next"))) in _OPENERS
    return True


def _first_word(text: str, start: int) -> str:
    found = re.compile(r"[^\W\d_]+").match(text, start)
    return found.group() if found else ""


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
