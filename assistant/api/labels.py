"""The labels of documents: counted for `/taxonomy`, compared for `/documents`."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from assistant.documents import Document, Section
from assistant.language import fold, words

_SHORTEST: Final = 3
"""Letters."""
_SPACES: Final = dict.fromkeys("—–‐‑…·•«»", " ")
_LETTERS: Final = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"} | _SPACES)


@dataclass(frozen=True, slots=True)
class LabelCount:
    """A label and how many documents bear it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that documents bear, the most frequent first; years and goals in their own order."""

    kinds: tuple[LabelCount, ...]
    themes: tuple[LabelCount, ...]
    regions: tuple[LabelCount, ...]
    departments: tuple[LabelCount, ...]
    alliance_types: tuple[LabelCount, ...]
    partners: tuple[LabelCount, ...]
    partner_types: tuple[LabelCount, ...]
    publishers: tuple[LabelCount, ...]
    sdgs: tuple[LabelCount, ...]
    years: tuple[LabelCount, ...]


def count_labels(documents: Iterable[Document]) -> Labels:
    """Count the documents under each label."""
    documents = tuple(documents)
    return Labels(
        kinds=_by_count((d.kind,) for d in documents),
        themes=_by_count(d.themes for d in documents),
        regions=_by_count(d.regions for d in documents),
        departments=_by_count(d.departments for d in documents),
        alliance_types=_by_count((d.alliance_type,) for d in documents),
        partners=_by_count({p.name for p in d.partners} for d in documents),
        partner_types=_by_count({p.type for p in d.partners} for d in documents),
        publishers=_by_count(d.publishers for d in documents),
        sdgs=_by_number(d.sdgs for d in documents),
        years=_by_number((d.year or 0,) for d in documents),
    )


def _by_count(labels: Iterable[Iterable[str]]) -> tuple[LabelCount, ...]:
    counts = Counter(label for one in labels for label in one if label)
    return tuple(LabelCount(label, n) for label, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _by_number(labels: Iterable[Iterable[int]]) -> tuple[LabelCount, ...]:
    counts = Counter(label for one in labels for label in one if label)
    return tuple(LabelCount(str(label), n) for label, n in sorted(counts.items()))


def matches(document: Document, q: str, kind: str, region: str, theme: str) -> bool:
    """Tell whether a document bears these labels and holds every word of `q` in its title, labels or text."""
    return (
        _bears((document.kind,), kind)
        and _bears(document.regions, region)
        and _bears(document.themes, theme)
        and (not q or set(words(q)) <= set(words(_labels(document))) or mentions(document, q))
    )


def mentions(document: Document, q: str) -> bool:
    """Tell whether every word of `q` begins a word of a document's title, labels or text; one of 1 or 2 letters is one.

    Fewer than three letters in all are looked for in no text: nearly every one would have them.
    """
    wanted = words(q)
    if sum(map(len, wanted)) < _SHORTEST:
        return False
    text = _plain(" ".join((_labels(document), *map(_section_text, document.sections))))
    return all(re.search(rf"\b{word}" + ("" if len(word) >= _SHORTEST else r"\b"), text) for word in wanted)


def _section_text(section: Section) -> str:
    return " ".join((*section.heading_path, section.text))


def _plain(text: str) -> str:
    """Fold a long text much faster than `fold`, which looks at each letter; what is not Latin is lost."""
    return normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()


def _bears(labels: Iterable[str], wanted: str) -> bool:
    return not wanted or fold(wanted) in map(fold, labels)


def _labels(document: Document) -> str:
    partners = (partner.name for partner in document.partners)
    one = (document.title, document.kind, document.territory, document.alliance_type, str(document.year or ""))
    many = (*document.themes, *document.regions, *document.departments, *document.publishers, *partners)
    return " ".join((*one, *many))
