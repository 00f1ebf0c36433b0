"""Which labels of the vocabulary a question names: a region, a theme, a partner, an SDG, a year."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from assistant.analysis import STOP_WORDS, analyse
from assistant.answers import Filters
from assistant.documents import Document
from assistant.language import fold, word_spans
from assistant.partners import LONGEST_NAME, document_names, organisation_names, word_key
from assistant.taxonomy import FACETS, Taxonomy

_PLACE_PREPOSITIONS: Final = frozenset(
    word_key(word)
    for word in ("a", "dans", "de", "d", "en", "sur", "vers", "departement", "pres", "du", "chez", "ville", "metropole")
)
_ARTICLES: Final = frozenset(["le", "la", "les", "l"])
_SDG: Final = re.compile(r"\b(?:odd|sdg|objectifs? de developpement durable)\s*(?:n°|no|numero)?\s*(\d{1,2})\b")
_SINCE: Final = re.compile(r"\b(?:depuis|apres|a partir de|since|after|from)\s+(?:l'annee\s+)?((?:19|20)\d\d)\b")
_BEFORE: Final = re.compile(r"\b(?:avant|jusqu'en|before|until)\s+(?:l'annee\s+)?((?:19|20)\d\d)\b")
_IN_YEAR: Final = re.compile(r"\b(?:en|in|pour|annee)\s+((?:19|20)\d\d)\b(?!\s+(?:et|a|and|to)\s+(?:19|20)\d\d)")
_BETWEEN: Final = re.compile(r"\b(?:entre|de|between|from)\s+((?:19|20)\d\d)\s+(?:et|a|and|to)\s+((?:19|20)\d\d)\b")
_ADDRESS: Final = re.compile(r"<?(?:https?://|www\.)\S+")
_SET_PHRASES: Final = frozenset({"prendre note", "par rapport", "en fond", "au total", "fond propre"})
"""Where a label's word says something else: « par rapport à » names no report."""
_PREFIX: Final = 4
"""Letters that two words of one family have in common."""
_PARTS_OF_NAMES: Final = frozenset({"alliance_types", "kinds", "themes"})
"""Facets whose labels mean nothing by themselves within a name: the « fonds » of « Fonds i »."""
_TYPO_MIN_LENGTH: Final = 7
"""Letters; in shorter words one letter changes the word."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A label found in the question, with the place of its words."""

    facet: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found in a question."""

    filters: Filters
    mentions: tuple[Mention, ...]
    named: tuple[str, ...] = ()
    """Ids of the documents called by their names."""


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int
    capital: bool


def _read(text: str) -> list[_Word]:
    return [_Word(word_key(w), start, end, w[:1].isupper()) for w, start, end in word_spans(text)]


class FacetRecogniser:
    """Finds the labels of a taxonomy, and the partners of its documents, in what a person wrote."""

    def __init__(self, taxonomy: Taxonomy, documents: Iterable[Document]) -> None:
        documents = tuple(documents)
        self._phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        self._common = _common_words(documents) | {word_key(word) for word in STOP_WORDS}
        for term in taxonomy.terms:
            for name in (term.label, *term.synonyms):
                self._add(name, term.facet, term.label)
                if term.facet == "regions":
                    # Regional councils are partners under this very name.
                    self._add(f"région {name}", "regions", term.label)
        for name in organisation_names(documents, self._common):
            self._add(name, "partners", name)
        for region in {region for document in documents for region in document.regions}:
            self._add(region, "regions", region)
        self._names = self._document_names(documents)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda p: (-len(p[0]), FACETS.index(p[1])))
        self._long_words = sorted(key for key in self._phrases if len(key) >= _TYPO_MIN_LENGTH)

    def _document_names(self, documents: Iterable[Document]) -> dict[tuple[str, ...], list[str]]:
        """Gather the names by which people ask for one document, those left out that are labels or common words."""
        labels = {keys for phrases in self._phrases.values() for keys, facet, _ in phrases if facet != "partners"}
        names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for document in documents:
            for name in document_names(document.title):
                keys = tuple(word.key for word in _read(name))
                if keys not in labels and not (len(keys) == 1 and keys[0] in self._common):
                    names[keys].append(document.id)
        return names

    def _add(self, name: str, facet: str, label: str) -> None:
        keys = tuple(word.key for word in _read(name))
        if keys and not (facet == "sdgs" and len(keys) == 1 and keys[0].isdigit()):
            self._phrases[keys[0]].append((keys, facet, label))

    def recognise(self, text: str, ignored: Iterable[str] = (), *, of_documents: bool = False) -> Recognised:
        """Find the labels that the text names.

        Args:
            text: what the person wrote.
            ignored: what they removed, not to be found again: `regions:Bretagne`.
            of_documents: documents are asked for, so that « en 2019 » is theirs rather than a date in their texts.
        """
        refused = frozenset(ignored)
        named = self._named(text)
        mentions = [
            m
            for m in self._mentions(text)
            if f"{m.facet}:{m.value}" not in refused and not (m.facet in _PARTS_OF_NAMES and _lies_in(m, named))
        ]
        found = {facet: tuple(dict.fromkeys(m.value for m in mentions if m.facet == facet)) for facet in FACETS}
        first, last = _years(text, of_documents=of_documents)
        filters = Filters(
            themes=found["themes"],
            regions=found["regions"],
            departments=found["departments"],
            alliance_types=found["alliance_types"],
            partners=found["partners"],
            sdgs=tuple(int(number) for number in found["sdgs"]),
            kinds=found["kinds"],
            year_from=None if f"year_from:{first}" in refused else first,
            year_to=None if f"year_to:{last}" in refused else last,
            ignored=tuple(sorted(refused)),
        )
        return Recognised(filters, tuple(mentions), tuple(dict.fromkeys(name.value for name in named)))

    def _named(self, text: str) -> list[Mention]:
        """Find the documents that the text calls by their names."""
        words = _read(text)
        return [
            Mention("documents", document_id, words[start].start, words[end - 1].end)
            for start in range(len(words))
            for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
            for document_id in self._names.get(tuple(word.key for word in words[start:end]), ())
        ]

    def _mentions(self, text: str) -> Iterator[Mention]:
        words = _read(text)
        position = 0
        while position < len(words):
            found = self._phrase_at(words, position)
            if found is None:
                position += 1
                continue
            length, facet, label = found
            yield Mention(facet, label, words[position].start, words[position + length - 1].end)
            position += length
        folded = fold(text)
        if len(folded) == len(text):
            yield from (Mention("sdgs", str(int(m[1])), m.start(), m.end()) for m in _SDG.finditer(folded))

    def _phrase_at(self, words: list[_Word], position: int) -> tuple[int, str, str] | None:
        for keys, facet, label in self._phrases.get(self._spelled(words[position].key), ()):
            if self._continues(words, position, keys) and self._fits(words, position, keys, facet):
                return len(keys), facet, label
        return None

    def _continues(self, words: list[_Word], position: int, keys: tuple[str, ...]) -> bool:
        following = words[position + 1 : position + len(keys)]
        return [word.key for word in following] == list(keys[1:])

    def _spelled(self, key: str) -> str:
        """Mend one wrong letter in a long word that neither the vocabulary nor the corpus knows."""
        if len(key) < _TYPO_MIN_LENGTH or key in self._phrases or key in self._common:
            return key
        near = (k for k in self._long_words if DamerauLevenshtein.distance(key, k, score_cutoff=1) <= 1)
        return next(near, key)

    def _fits(self, words: list[_Word], position: int, keys: tuple[str, ...], facet: str) -> bool:
        """Tell a name from the common word that is spelled the same: `le Lot` from `un lot`, `Orange` from `orange`."""
        word, before = words[position], [w.key for w in words[max(0, position - 2) : position]]
        if " ".join((*before[-1:], *keys)) in _SET_PHRASES:
            return False
        if len(keys) > 1 or facet not in {"departments", "partners"}:
            return True
        if word.capital and position > 0:
            return True
        if facet == "departments":
            plain = before[:-1] if before[-1:] and before[-1] in _ARTICLES else before
            return bool(plain) and plain[-1] in _PLACE_PREPOSITIONS
        return word.key not in self._common or before[-1:] in (["avec"], ["chez"])


def _lies_in(mention: Mention, names: Iterable[Mention]) -> bool:
    return any(name.start <= mention.start and mention.end <= name.end for name in names)


def _common_words(documents: Iterable[Document]) -> frozenset[str]:
    """Gather the words that the documents write with a small letter: those are no names."""
    return frozenset(
        word.key
        for document in documents
        for section in document.sections
        for word in _read(_ADDRESS.sub(" ", section.text))
        if not word.capital
    )


def _years(text: str, *, of_documents: bool) -> tuple[int | None, int | None]:
    folded = fold(text)
    if of_documents and (year := _IN_YEAR.search(folded)):
        return int(year[1]), int(year[1])
    if between := _BETWEEN.search(folded):
        first, last = sorted((int(between[1]), int(between[2])))
        return first, last
    since, before = _SINCE.search(folded), _BEFORE.search(folded)
    return int(since[1]) if since else None, int(before[1]) if before else None


def blank_out(question: str, mentions: Sequence[Mention]) -> str:
    """Blank out the labels of a question: « Brittany » is known as Bretagne, whatever the documents write."""
    for mention in mentions:
        question = question[: mention.start] + " " * (mention.end - mention.start) + question[mention.end :]
    return question


def says_label(question: str, mention: Mention) -> bool:
    """Tell whether a mention says its label, « jeunes » for « Jeunesse et enfance », rather than something narrower."""
    label = analyse(mention.value)
    said = analyse(question[mention.start : mention.end])
    return all(any(word[:_PREFIX] == other[:_PREFIX] for other in label) for word in said)
