"""How much of a reference answer an answer holds: its key facts, its words."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from assistant.language import fold, words

_MARKER: Final = re.compile(r"\s*\[\d+\]")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_SIGNS: Final = re.compile(r"[^\w%.,'+]+")
_THOUSANDS: Final = re.compile(r"(?<=\d)[ .](?=\d{3}(?!\d))")
_DECIMAL: Final = re.compile(r"(?<=\d),(?=\d)")
_POINT: Final = re.compile(r"[.,'](?!\d)|(?<!\d)[.,']")
_NUMBER: Final = re.compile(r"(?<!\w)\d+(?:(?:[ \u00a0\u202f]\d{3})+)?(?:[.,]\d+)?(?!\w)")
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][\w&’'-]+"
_NAME: Final = re.compile(
    rf"(?<![.!?:;«•-] )(?<!^)(?<!\n)\b{_CAPITAL}(?: (?:(?:de|du|des|la|le|les|d’|d') ?)?{_CAPITAL})*"
)
_UNITS: Final = {"€": " euros ", "%": " % ", "pour cent": " % "}


def bare(text: str) -> str:
    """Give the words of an answer without markers, links and emphasis."""
    return _MARKER.sub("", _LINK.sub(r"\1", text)).replace("*", "").replace("\\", "")


@lru_cache(maxsize=4096)
def comparable(text: str) -> str:
    """Give a text in a form in which spellings compare: folded, `1 500,5 €` written `1500.5 euros`."""
    plain = fold(text)
    for sign, word in _UNITS.items():
        plain = plain.replace(sign, word)
    plain = " ".join(_SIGNS.sub(" ", plain).split())
    plain = _POINT.sub(" ", _DECIMAL.sub(".", _THOUSANDS.sub("", plain)))
    return f" {' '.join(plain.split())} "


def key_facts(reference: str) -> tuple[str, ...]:
    """Give the numbers and the proper names of a reference answer; what begins a sentence is left out."""
    return tuple(dict.fromkeys([*_NUMBER.findall(reference), *_NAME.findall(reference)]))


def holds(text: str, fact: str) -> bool:
    """Tell whether a text holds a fact, whatever the accents, the case, the spaces in numbers and their units' form."""
    return comparable(fact) in comparable(text)


def share_of_facts(text: str, facts: Iterable[str]) -> float | None:
    """Give the share of the facts that a text holds; nothing where there are none."""
    found = [holds(text, fact) for fact in facts if comparable(fact).strip()]
    return sum(found) / len(found) if found else None


def token_f1(text: str, reference: str) -> float:
    """Give the F1 of the words that two texts share, folded, as SQuAD counts it."""
    ours, theirs = Counter(words(text)), Counter(words(reference))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0
