"""Names of organisations: which ones the documents name, and whether two names mean the same."""

import re
from collections.abc import Iterable
from typing import Final

from assistant.documents import Document
from assistant.language import fold, word_spans

_ASIDE: Final = re.compile(r"\s*[(\[].*?[)\]]\s*")


def organisation_names(documents: Iterable[Document], common: frozenset[str]) -> list[str]:
    """List the partners and publishers that bear a proper name: `La Poste`, not `24 associations`.

    Args:
        documents: where the names are read.
        common: words, folded, that are not names in themselves.
    """
    named = {
        _ASIDE.sub(" ", name).strip()
        for document in documents
        for name in (*(partner.name for partner in document.partners), *document.publishers)
    }
    return sorted(name for name in named if _is_proper(name, common))


def _is_proper(name: str, common: frozenset[str]) -> bool:
    capitals = [word for word, _, _ in word_spans(name) if word[0].isupper()]
    return len(capitals) > 1 or any(fold(word) not in common for word in capitals)


def names_include(names: Iterable[str], wanted: str) -> bool:
    """Tell whether one of the names holds the wanted one as whole words, whatever the accents and the case."""
    needle = f" {' '.join(_words(wanted))} "
    return any(needle in f" {' '.join(_words(name))} " for name in names)


def _words(name: str) -> list[str]:
    return [fold(word) for word, _, _ in word_spans(name)]
