"""Text brought to one spelling for comparing, whatever typed or scanned it: signs, quotes, written numbers."""

import re
from functools import lru_cache
from typing import Final

from assistant.language import fold

_APOSTROPHES: Final = re.compile("[’‘‛ʼʹ′`´＇]")
_QUOTES: Final = re.compile('[«»“”„‟‹›″"]')
_DASHES: Final = re.compile("[‐‑‒–—―−﹣－]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ELIDED: Final = re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu) ?' ?(?=\w)")
"""OCR sets spaces around apostrophes: « l ' association »."""
_FIRST: Final = re.compile(
    r"\b(?:1 ?(?:er|ere|st)|[li]er)\b(?= (?:janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec))"
)
"""The first of a month; OCR reads « ler » for « 1er »."""
_PER_CENT: Final = re.compile(r"\bpour ?cents?\b|\bp\. ?(?:100|cent)\b|\bper ?cent\b|\bpourcents?\b|%")
_PER_CENT_AFTER: Final = re.compile(r"\s*%")
_SPACES: Final = re.compile(r"[^\S\n]+")

_UNITS: Final = {
    **{"zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8},
    **{"neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16},
    **{"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70},
    **{"octante": 80, "huitante": 80, "nonante": 90},
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17},
    **{"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60},
    **{"seventy": 70, "eighty": 80, "ninety": 90},
}
_HUNDREDS: Final = {"cent": 100, "cents": 100, "hundred": 100}
_POWERS: Final = {
    **{"mille": 1000, "thousand": 1000, "million": 10**6, "millions": 10**6},
    **{"milliard": 10**9, "milliards": 10**9, "billion": 10**9},
}
_COLLECTIVES: Final = {
    **{"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40},
    **{"cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000},
}
_NUMBER_WORD: Final = "|".join(sorted({*_UNITS, *_HUNDREDS, *_POWERS}, key=len, reverse=True))
_WRITTEN: Final = re.compile(rf"\b(?:{_NUMBER_WORD})(?:(?:[ -]et[ -]|[ -]and[ -]|[ -])(?:{_NUMBER_WORD}))*\b")
_COLLECTIVE: Final = re.compile(rf"\b(?:une?|la|cette|a) ({'|'.join(_COLLECTIVES)})\b")
_ORDINALS: Final = {
    **{"deuxieme": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8},
    **{"neuvieme": 9, "dixieme": 10, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10},
}
_ORDINAL: Final = re.compile(rf"\b({'|'.join(_ORDINALS)})\b")
_AMBIGUOUS: Final = frozenset({"un", "une", "one"})
"""Articles as often as numbers."""
_AFTER_DIGITS: Final = re.compile(r"\d[ -]?$")


@lru_cache(maxsize=16_384)
def normalise(text: str) -> str:
    """Give a text in lower case, without accents, ligatures or typography, its written numbers in digits.

    Line ends stay. « 46 pour cent » becomes `46 %`, « quatre-vingt-dix » `90`, « une trentaine » `30`.
    """
    plain = _INVISIBLE.sub("", _DASHES.sub("-", _QUOTES.sub(" ", _APOSTROPHES.sub("'", text))))
    plain = _ELIDED.sub(r"\1'", _SPACES.sub(" ", fold(plain)))
    plain = _PER_CENT_AFTER.sub(" %", _PER_CENT.sub("%", _FIRST.sub("1er", plain)))
    plain = _COLLECTIVE.sub(lambda match: str(_COLLECTIVES[match[1]]), plain)
    plain = _ORDINAL.sub(lambda match: f"{_ORDINALS[match[1]]}e", plain)
    return _WRITTEN.sub(_in_digits, plain)


def _in_digits(match: re.Match[str]) -> str:
    """Write a number in digits; an article stays one, and « 12 millions » is left to whoever reads its digits."""
    parts = [part for part in re.split(r"[ -]", match[0]) if part not in {"et", "and"}]
    if len(parts) == 1 and (parts[0] in _AMBIGUOUS or parts[0] in {"millions", "milliards"}):
        return match[0]
    if parts[0] in _POWERS and _AFTER_DIGITS.search(match.string, max(0, match.start() - 3), match.start()):
        return match[0]
    return str(_value(parts))


def _value(parts: list[str]) -> int:
    """Add up the words of a number."""
    total = group = 0
    for part in parts:
        if part in _POWERS:
            total, group = total + (group or 1) * _POWERS[part], 0
        elif part in _HUNDREDS:
            group = (group or 1) * _HUNDREDS[part]
        elif part in {"vingt", "vingts"} and group % 100 == _UNITS["quatre"]:
            group += 76  # « quatre-vingts » is four times twenty
        else:
            group += _UNITS[part]
    return total + group
