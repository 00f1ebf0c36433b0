"""Names of organisations: which ones the documents name, and whether two names mean the same."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from assistant.analysis import analyse
from assistant.asking import COURTESY
from assistant.documents import Document
from assistant.language import fold, word_spans

_MOST_SHARED: Final = 0.1
"""The share of the documents above which a name narrows nothing: that of the corpus's own publisher."""
_FEW_DOCUMENTS: Final = 20
"""In so small a corpus a name shared by many says little of what it is."""
LONGEST_NAME: Final = 24
"""Words; nobody types so long a title, but a follow-up made whole carries that of the document it asks about."""
_LONGEST_HEAD: Final = 5
"""Words; what stands longer before a colon describes the subject rather than naming it."""
_SHORT_TITLE: Final = 3
"""Words; a title so short is a name."""
_HEADS: Final = frozenset(
    [
        *[
            "agence",
            "banque",
            "caisse",
            "chambre",
            "club",
            "credit",
            "federation",
            "fondation",
            "institut",
            "ministere",
        ],
        *["mission", "observatoire", "reseau", "secours", "syndicat", "union"],
    ]
)
"""Words that make a name of what follows them: « Fondation du patrimoine », « Secours catholique »."""
_ARTICLE: Final = re.compile(r"^(?:(?:le|la|les)\s+|l['’])", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"<?(?:https?://|www\.)\S+")
_ASIDE: Final = re.compile(r"\s*[(\[].*?[)\]]\s*")


def organisation_names(documents: Iterable[Document], common: frozenset[str]) -> list[str]:
    """List the partners and publishers that bear a proper name: `La Poste`, not `24 associations`.

    Args:
        documents: where the names are read.
        common: words, folded, that are not names in themselves.
    """
    borne: Counter[str] = Counter()
    total = 0
    for document in documents:
        names = (*(partner.name for partner in document.partners), *document.publishers)
        borne.update({_ASIDE.sub(" ", name).strip() for name in names})
        total += 1
    return sorted(
        name
        for name, count in borne.items()
        if _is_proper(name, common) and (total < _FEW_DOCUMENTS or count <= _MOST_SHARED * total)
    )


def document_names(title: str) -> list[str]:
    """Give what people call a document by: its title, and its subject's name, « Solifap » of « Solifap : AG2R… »."""
    plain = _ASIDE.sub(" ", title).strip()
    head, colon, _ = plain.partition(" : ")
    names = [plain] if len(word_spans(plain)) > _SHORT_TITLE or not colon else []
    if 0 < len(word_spans(head)) <= (_LONGEST_HEAD if colon else _SHORT_TITLE):
        names.append(head)
    return [_ARTICLE.sub("", name.strip(" «»")) for name in names if len(word_spans(name)) <= LONGEST_NAME]


def _is_proper(name: str, common: frozenset[str]) -> bool:
    words = [word for word, _, _ in word_spans(name)]
    capitals = [word for word in words if word[0].isupper()]
    if COURTESY.issuperset(analyse(name)):  # « Merci » is a partner, and what every other person writes
        return False
    if len(words) > 1 and fold(words[0]) in _HEADS:
        return True
    return len(capitals) > 1 or any(word_key(word) not in common for word in capitals)


def word_key(word: str) -> str:
    """Give the form under which two spellings of a word are one: folded, without the mark of the plural."""
    folded = fold(word)
    return folded[:-1] if len(folded) > 3 and folded[-1] in "sx" else folded


def names_include(names: Iterable[str], wanted: str) -> bool:
    """Tell whether one of the names holds the wanted one as whole words, whatever the accents and the case."""
    needle = _words(wanted)
    return any(needle in _words(name) for name in names)


@lru_cache(maxsize=100_000)
def _words(name: str) -> str:
    return f" {' '.join(fold(word) for word, _, _ in word_spans(name))} "


def common_words(documents: Iterable[Document]) -> frozenset[str]:
    """Gather the words that the documents write with a small letter: those are no names."""
    return frozenset(
        word_key(word)
        for document in documents
        for section in document.sections
        for word, _, _ in word_spans(_ADDRESS.sub(" ", section.text))
        if not word[:1].isupper()
    )
