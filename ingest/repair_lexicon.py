"""The French words that recognition of letters meant: accents and look-alike letters put right, by word frequency."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product
from typing import Final

_ACCENTS: Final = {
    "a": "àâ",
    "c": "ç",
    "e": "éèê",
    "i": "îï",
    "o": "ô",
    "u": "ùûü",
    "é": "èêô",
    "è": "éê",
    "ê": "éè",
}
"""What may stand on paper where a letter was read; recognition drops or confuses accents, it adds none."""
_LOOKALIKES: Final = (("eé", "è"), ("fi", "û"), ("ce", "œ"), ("I", "l"), ("rn", "m"), ("ii", "û"))
_MOST_CHANGES: Final = 3
_LONGEST: Final = 24
_SHORTEST: Final = 3
_COST: Final = 3.0
"""Of each change, in powers of e of the word's frequency."""
_OWN: Final = 50
"""The frequency given to a word that only the text itself has; the rarest of the dictionary have it too."""
_RARE_NAME: Final = 400
"""A word with a capital may be a name: the word it would become must be more frequent."""
_FINAL: Final = re.compile(r"es?$")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORT_WORDS: Final = {"ca": "ça", "Ca": "Ça"}


@lru_cache(maxsize=1)
def frequencies() -> dict[str, int]:
    """Read how often each French word is used (pyspellchecker's list, 140,000 words)."""
    from spellchecker import SpellChecker

    return dict(SpellChecker(language="fr").word_frequency.dictionary)


class Lexicon:
    """The words that a text may be repaired to.

    Args:
        own: words that the text has itself; those that look right count as known.
    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._known = frequencies()
        self._repairs: dict[str, str] = {}
        self._own: frozenset[str] = frozenset()
        accented = {word for word in own if word.islower() and not word.isascii() and not self._frequency(word)}
        self._own = frozenset(word for word in accented if not self.repaired(word))
        self._repairs = {}

    def knows(self, word: str) -> bool:
        """Tell whether a word is French, whatever its capitals."""
        return self._frequency(word.lower()) > 0

    def repaired(self, word: str) -> str:
        """Give the word that was meant, or nothing where the word is right or nothing better is known."""
        if word not in self._repairs:
            self._repairs[word] = self._repair(word)
        return self._repairs[word]

    def _repair(self, word: str) -> str:
        if word in _SHORT_WORDS:
            return _SHORT_WORDS[word]
        if not _SHORTEST <= len(word) <= _LONGEST or self.knows(word):
            return ""
        has_capital = word[0].isupper() and word[0] != "I"
        lower = word[0].lower() + word[1:] if has_capital else word
        scored = {found: self._score(found, changes) for found, changes in _candidates(lower)}
        best = max(scored, key=lambda found: scored[found], default="")
        if not best or scored[best] == -math.inf or (has_capital and self._frequency(best) < _RARE_NAME):
            return ""
        return best[0].upper() + best[1:] if has_capital else best

    def _score(self, word: str, changes: int) -> float:
        frequency = self._frequency(word)
        return math.log(frequency) - _COST * changes if frequency else -math.inf

    def _frequency(self, word: str) -> int:
        return self._known.get(word.replace("œ", "oe"), 0) or (_OWN if word in self._own else 0)


def words_of(text: str) -> list[str]:
    """Give the runs of letters of a text."""
    return _LETTERS.findall(text)


def _candidates(word: str) -> Iterator[tuple[str, int]]:
    """Give what a word may have been, with the number of changes."""
    yield from _accented(word)
    for read, meant in _LOOKALIKES:
        for found in re.finditer(read, word):
            changed = word[: found.start()] + meant + word[found.end() :]
            if changed.islower():
                yield changed, 1
                yield from ((further, count + 1) for further, count in _accented(changed, _MOST_CHANGES - 1))


def _accented(word: str, most: int = _MOST_CHANGES) -> Iterator[tuple[str, int]]:
    if not word.islower():
        return
    final = _FINAL.search(word)
    options = {
        place: "è" if final and place == final.start() else _ACCENTS[letter]
        for place, letter in enumerate(word)
        # A last `é` tells a participle from the noun or the verb: which one was meant can't be told.
        if letter in _ACCENTS and not (final and place == final.start() and final.group() == "e")
    }
    for count in range(1, most + 1):
        for places in combinations(options, count):
            for letters in product(*(options[place] for place in places)):
                changed = list(word)
                for place, letter in zip(places, letters, strict=True):
                    changed[place] = letter
                yield "".join(changed), count
