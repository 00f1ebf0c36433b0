"""Sentences put the same way in many documents: they tell what kind of document one is, not what it is about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from assistant.documents import Passage
from assistant.language import words
from assistant.sentences import split_sentences

_SHINGLE: Final = 4
"""Words of the runs that tell ready-made sentences."""
_SHARED: Final = 0.05
"""The share of documents from which a run of words is ready-made."""
_OPENING: Final = 3
_SHARED_OPENINGS: Final = 0.03
"""The same for the first words of a sentence."""
_FEW: Final = 5
_SAMPLED: Final = 5000
"""Passages looked at to find them."""


class Boilerplate:
    """The ready-made runs of words of a corpus.

    Args:
        passages: where they are looked for.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        sample = passages[:_SAMPLED]
        self._runs = _shared(((p.document_id, _shingles(p.text)) for p in sample), _SHARED)
        self._openings = _shared(((p.document_id, _openings(p.text)) for p in sample), _SHARED_OPENINGS)

    def __contains__(self, sentence: str) -> bool:
        """Tell whether a sentence is put as in many documents: « Les partenaires de cette alliance sont… »."""
        return tuple(words(sentence)[:_OPENING]) in self._openings or bool(_shingles(sentence) & self._runs)


def _shingles(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[start : start + _SHINGLE]) for start in range(len(said) - _SHINGLE + 1)}


def _openings(text: str) -> set[tuple[str, ...]]:
    return {tuple(words(text[start:end])[:_OPENING]) for start, end in split_sentences(text)}


def _shared(runs: Iterable[tuple[str, set[tuple[str, ...]]]], share: float) -> frozenset[tuple[str, ...]]:
    """Gather the runs of words that many documents have in common."""
    by_document: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for document_id, found in runs:
        by_document[document_id] |= found
    counts = Counter(run for found in by_document.values() for run in found)
    most = max(_FEW, share * len(by_document))
    return frozenset(run for run, count in counts.items() if count > most)
