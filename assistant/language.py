"""Which language a question is in, and text brought to a form in which spellings compare."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_SHORTEST_ENGLISH: Final = 3
"""Words; below this a French question full of names or acronyms is easily taken for English."""

_LONG: Final = 40
"""Words from which the small ones tell the language, without the half second that it takes to load the classifier."""
_FRENCH_WORDS: Final = "le la les des du un une et dans que qui pour par sur est sont avec ce cette au aux ne pas"
_ENGLISH_WORDS: Final = "the of and to in is that for with are was this as be by from it at not which have"
_FRENCH: Final = frozenset(_FRENCH_WORDS.split())
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
_CLEARLY: Final = 4


@lru_cache(maxsize=1)
def _classifier() -> Callable[[str], tuple[str, float]]:
    import py3langid

    py3langid.set_languages(["fr", "en"])
    classify: Callable[[str], tuple[str, float]] = py3langid.classify
    return classify


def detect_language(text: str) -> str:
    """Tell `en` from `fr`; French when in doubt, as most of those who ask are French."""
    found = [word.lower() for word in _WORD.findall(text)]
    if len(found) < _SHORTEST_ENGLISH:
        return "fr"
    french, english = (sum(word in small for word in found) + 1 for small in (_FRENCH, _ENGLISH))
    if len(found) >= _LONG and max(french, english) >= _CLEARLY * min(french, english):
        return "fr" if french > english else "en"
    return _classifier()(text)[0]


def fold(text: str) -> str:
    """Give the text in lower case, without accents, ligatures or typographic apostrophes."""
    plain = text.replace("’", "'").replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def words(text: str) -> list[str]:
    """Cut a text into its words, folded."""
    return _WORD.findall(fold(text))


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Give each word as written with its start and end in the text."""
    return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
