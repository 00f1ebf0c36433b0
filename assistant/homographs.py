"""Names told from the common words spelled the same: `le Lot` from `un lot`, `Orange` the town from the company."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from assistant.language import word_spans
from assistant.partners import word_key

_PLACE_PREPOSITIONS: Final = frozenset(
    word_key(word)
    for word in ("a", "dans", "de", "d", "en", "sur", "vers", "departement", "pres", "du", "chez", "ville", "metropole")
)
_TOWN_BEFORE: Final = frozenset({"a", "ville", "commune", "mairie", "vers", "maire", "habitant"})
"""Words that go before a town and not before an organisation."""
_ARTICLES: Final = frozenset(["le", "la", "les", "l"])
_OF: Final = frozenset(["de", "du", "des", "d"])
_WITH: Final = frozenset({"avec", "chez", "entre", "et", "ou", "par", "groupe", "fondation", "societe", "entreprise"})
_SET_PHRASES: Final = frozenset({"prendre note", "par rapport", "en fond", "au total", "fond propre"})
"""Where a label's word says something else: « par rapport à » names no report."""
_EVERYDAY: Final = frozenset(
    "action apprenti avise carrefour casino envie face orange poste simplon total".split()  # noqa: SIM905 - words
)
"""Names of organisations that anybody writes with a small letter for something else."""
_LONG_NAME: Final = 6
"""Letters; a name so long that no text writes small is a town, wherever it stands."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, with its place."""

    key: str
    start: int
    end: int
    capital: bool
    meant: tuple[str, ...] = ()
    """The words of the vocabulary that a mistyped one may stand for."""


def read_words(text: str) -> list[Word]:
    """Cut a text into its words."""
    return [Word(word_key(w), start, end, w[:1].isupper()) for w, start, end in word_spans(text)]


class Homographs:
    """Which words are names where they stand.

    Args:
        common: words, folded, that the documents write with a small letter.
    """

    def __init__(self, common: Set[str]) -> None:
        self._common = common

    def is_name(
        self, words: Sequence[Word], position: int, keys: tuple[str, ...], facet: str, *, is_both: bool
    ) -> bool:
        """Tell whether a label is meant by the words at a position.

        Args:
            words: of the question.
            position: of the first word of the label.
            keys: the label's words.
            facet: of the label.
            is_both: a town and an organisation bear this name.
        """
        before = [w.key for w in words[max(0, position - 2) : position]]
        if " ".join((*before[-1:], *keys)) in _SET_PHRASES:
            return False
        if facet in {"regions", "departments", "partners"} and len(keys) == 2 and keys[0] in _ARTICLES:
            return self._with_article(words, position, facet)
        if len(keys) > 1 or facet not in {"departments", "partners"}:
            return True
        if facet == "departments":
            return self._is_place(words[position], before, is_both=is_both)
        return self._is_organisation(words[position], before, first=position == 0)

    def _with_article(self, words: Sequence[Word], position: int, facet: str) -> bool:
        """Tell La Réunion and La Poste from « la réunion du 3 mai » and « la poste de secours »."""
        word = words[position + 1]
        if word.capital or word.key not in self._common:
            return True
        before = words[position - 1].key if position else ""
        if facet == "partners" and before in _WITH:
            return True
        after, then = (words[p].key if p < len(words) else "" for p in (position + 2, position + 3))
        of_another = after in _OF and not then.isdigit()
        return not of_another and (facet == "partners" or before in _PLACE_PREPOSITIONS)

    def _is_place(self, word: Word, before: list[str], *, is_both: bool) -> bool:
        plain = before[:-1] if before[-1:] and before[-1] in _ARTICLES else before
        if is_both:
            return bool({*before} & _TOWN_BEFORE)
        if before and word.capital:
            return True
        if plain and plain[-1] in _PLACE_PREPOSITIONS:
            return True
        with_article = bool(before) and before[-1] in _ARTICLES | {"un", "une", "des"}
        return not with_article and word.key not in self._common and len(word.key) >= _LONG_NAME

    def _is_organisation(self, word: Word, before: list[str], *, first: bool) -> bool:
        if word.capital and not first:
            return True
        if word.key in _EVERYDAY and not word.capital:
            return first or before[-1] in _WITH
        return word.key not in self._common or before[-1:] in (["avec"], ["chez"])
