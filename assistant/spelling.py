"""Mistyped words brought back to those of a vocabulary, without taking one word for another."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

_ONE_SLIP: Final = 5
"""Letters from which a word may have one wrong; in shorter ones a letter changes the word."""
_SHORTEST: Final = 4
"""Letters of what is left of such a word without the mark of the plural: « Emaüs »."""
_TWO_SLIPS: Final = 9
_LOOSE: Final = 7
"""Letters from which the first one may be the wrong one."""
_REMEMBERED: Final = 10_000


class Spelling:
    """The words of a vocabulary, and which of them a mistyped word stands for.

    Args:
        vocabulary: the words, folded.
        is_common: tells a word, folded, that is right as it is although the vocabulary lacks it.
    """

    def __init__(self, vocabulary: Iterable[str], is_common: Callable[[str], bool]) -> None:
        self._known = frozenset(vocabulary)
        self._is_common = is_common
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _ONE_SLIP and word.isalpha():
                self._by_length[len(word)].append(word)
        self.meant = lru_cache(_REMEMBERED)(self._meant)

    def _meant(self, word: str) -> tuple[str, ...]:
        """Give the words that a mistyped one may stand for, all as near; none where it is right or like no other."""
        if len(word) < _SHORTEST or word in self._known or not word.isalpha() or self._is_common(word):
            return ()
        for edits in (1, 2) if len(word) >= _TWO_SLIPS else (1,):
            if near := self._near(word, edits):
                return near
        return ()

    def _near(self, word: str, edits: int) -> tuple[str, ...]:
        # A word two letters longer or shorter is another word rather than a slip: « mensuelle », « menstruelle ».
        lengths = (len(word) - 1, len(word), len(word) + 1)
        candidates = [known for length in lengths for known in self._by_length[length]]
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=edits, limit=6)
        return tuple(known for known, _, _ in found if _may_stand_for(word, known))


def _may_stand_for(word: str, known: str) -> bool:
    return word[0] == known[0] or min(len(word), len(known)) >= _LOOSE
