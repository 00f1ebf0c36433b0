"""Which labels of the vocabulary a question names: a region, a theme, a partner, an SDG, a year."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.analysis import STOP_WORDS, analyse, stem
from assistant.answers import Filters
from assistant.asking import ASKING
from assistant.documents import Document
from assistant.goals import goals_in
from assistant.homographs import Homographs, Word, read_words
from assistant.language import fold
from assistant.partners import LONGEST_NAME, common_words, document_names, organisation_names, word_key
from assistant.periods import years_of
from assistant.spelling import Spelling
from assistant.taxonomy import FACETS, Taxonomy

_NUMBERED: Final = re.compile(r"\b(?:dans le |departements? (?:du |n° ?|numero )?)(\d{2,3}|2[ab])\b(?!\s*%)")
_EITHER: Final = re.compile(r"^\W*(?:ou|or)\b.{0,30}$")  # between two labels: either will do
_PREFIX: Final = 4
"""Letters that two words of one family have in common."""
_PARTS_OF_NAMES: Final = frozenset({"alliance_types", "kinds", "themes"})
"""Facets whose labels mean nothing by themselves within a name: the « fonds » of « Fonds i »."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A label found in the question, with the place of its words."""

    facet: str
    value: str
    start: int
    end: int
    said: str = ""
    """The words as the vocabulary writes them, where the person mistyped them perhaps."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found in a question."""

    filters: Filters
    mentions: tuple[Mention, ...]
    named: tuple[str, ...] = ()
    """Ids of the documents called by their names."""
    themes: tuple[tuple[str, ...], ...] = ()
    """The themes, those that « ou » joins together: a document must bear one of each group."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    keys: tuple[str, ...]
    facet: str
    label: str
    name: str
    """The words as the vocabulary writes them."""


class FacetRecogniser:
    """Finds the labels of a taxonomy, and the partners of its documents, in what a person wrote."""

    def __init__(self, taxonomy: Taxonomy, documents: Iterable[Document]) -> None:
        documents = tuple(documents)
        self._phrases: dict[str, list[_Phrase]] = defaultdict(list)
        self._acronyms = frozenset(word_key(short) for short, _ in taxonomy.acronyms)
        self._codes = taxonomy.department_codes or {}
        self._common = common_words(documents) | {word_key(word) for word in STOP_WORDS}
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
            phrases.sort(key=lambda p: (-len(p.keys), FACETS.index(p.facet)))
        self._shared = _shared(p for phrases in self._phrases.values() for p in phrases)
        self._homographs = Homographs(self._common)
        vocabulary = {key for phrases in self._phrases.values() for phrase in phrases for key in phrase.keys}
        self._spelling = Spelling(vocabulary, lambda key: key in self._common or stem(key) in ASKING)

    def _document_names(self, documents: Iterable[Document]) -> dict[tuple[str, ...], list[str]]:
        """Gather the names by which people ask for one document, those left out that are labels or common words."""
        labels = {p.keys for phrases in self._phrases.values() for p in phrases if p.facet != "partners"}
        names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for document in documents:
            for name in document_names(document.title):
                keys = tuple(word.key for word in read_words(name))
                if not document.is_case and len(keys) == 1 and keys[0] in self._acronyms:
                    continue  # « ODD : lettre ouverte » is not what « l'ODD 14 » calls by its name
                if keys not in labels and not (len(keys) == 1 and keys[0] in self._common):
                    names[keys].append(document.id)
        return names

    def _add(self, name: str, facet: str, label: str) -> None:
        keys = tuple(word.key for word in read_words(name))
        if keys and not (facet == "sdgs" and len(keys) == 1 and keys[0].isdigit()):
            self._phrases[keys[0]].append(_Phrase(keys, facet, label, name))

    def recognise(
        self, text: str, ignored: Iterable[str] = (), *, of_documents: bool = False, of_publications: bool = False
    ) -> Recognised:
        """Find the labels that the text names.

        Args:
            text: what the person wrote.
            ignored: what they removed, not to be found again: `regions:Bretagne`.
            of_documents: documents are asked for, so that « en 2019 » is theirs rather than a date in their texts.
            of_publications: these are publications, whose themes say « ODD 17 » where cases bear its number.
        """
        refused = frozenset(ignored)
        named = self._named(text)
        mentions = [
            m
            for m in self._mentions(text)
            if f"{m.facet}:{m.value}" not in refused and not (m.facet in _PARTS_OF_NAMES and _lies_in(m, named))
        ]
        if of_documents:
            mentions = _without_twins(mentions, "sdgs" if of_publications else "themes")
        found = {facet: tuple(dict.fromkeys(m.value for m in mentions if m.facet == facet)) for facet in FACETS}
        first, last = years_of(text, of_documents=of_documents)
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
        return Recognised(
            filters, tuple(mentions), tuple(dict.fromkeys(name.value for name in named)), _groups(text, mentions)
        )

    def _named(self, text: str) -> list[Mention]:
        """Find the documents that the text calls by their names."""
        words = read_words(text)
        return [
            Mention("documents", document_id, words[start].start, words[end - 1].end)
            for start in range(len(words))
            for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
            for document_id in self._names.get(tuple(word.key for word in words[start:end]), ())
        ]

    def _mentions(self, text: str) -> Iterator[Mention]:
        words = [replace(word, meant=self._spelling.meant(word.key)) for word in read_words(text)]
        position = 0
        while position < len(words):
            found = self._phrase_at(words, position)
            if found is None:
                position += 1
                continue
            length = len(found.keys)
            yield Mention(found.facet, found.label, words[position].start, words[position + length - 1].end, found.name)
            position += length
        yield from (Mention("sdgs", number, start, end) for number, start, end in goals_in(text))
        for number in _NUMBERED.finditer(fold(text)):
            if label := self._codes.get(number[1].upper()):
                yield Mention("departments", label, number.start(), number.end(), label)

    def _phrase_at(self, words: list[Word], position: int) -> _Phrase | None:
        """Give the longest phrase that begins at a word; a mistyped word stands for any that mean the same."""
        word = words[position]
        exact = self._longest(words, position, word.key)
        mended = [found for key in word.meant if (found := self._longest(words, position, key))]
        longest = max((len(found.keys) for found in mended), default=0)
        meant = {(found.facet, found.label): found for found in mended if len(found.keys) == longest}
        return exact or (next(iter(meant.values())) if len(meant) == 1 else None)

    def _longest(self, words: list[Word], position: int, key: str) -> _Phrase | None:
        fitting = (p for p in self._phrases.get(key, ()) if _continues(words, position, p.keys))
        return next((p for p in fitting if self._fits(words, position, p)), None)

    def _fits(self, words: list[Word], position: int, phrase: _Phrase) -> bool:
        is_both = phrase.keys in self._shared
        return self._homographs.is_name(words, position, phrase.keys, phrase.facet, is_both=is_both)


def _without_twins(mentions: list[Mention], facet: str) -> list[Mention]:
    """Of a theme and an SDG that the same words name, leave out the one."""
    other = [m for m in mentions if {facet, m.facet} == {"themes", "sdgs"}]
    return [m for m in mentions if m.facet != facet or not any(m.start < o.end and o.start < m.end for o in other)]


def _shared(phrases: Iterable[_Phrase]) -> frozenset[tuple[str, ...]]:
    """Give the names that a town and an organisation both bear."""
    by_facet: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for phrase in phrases:
        by_facet[phrase.facet].add(phrase.keys)
    return frozenset(by_facet["departments"] & by_facet["partners"])


def _continues(words: list[Word], position: int, keys: tuple[str, ...]) -> bool:
    following = words[position + 1 : position + len(keys)]
    return len(following) == len(keys) - 1 and all(
        key == word.key or key in word.meant for word, key in zip(following, keys[1:], strict=True)
    )


def _groups(text: str, mentions: Sequence[Mention]) -> tuple[tuple[str, ...], ...]:
    """Put together the themes that « ou » joins."""
    groups: list[list[str]] = []
    end = 0
    for mention in (m for m in mentions if m.facet == "themes"):
        if groups and _EITHER.match(fold(text[end : mention.start])):
            groups[-1].append(mention.value)
        else:
            groups.append([mention.value])
        end = mention.end
    return tuple(tuple(dict.fromkeys(group)) for group in groups)


def _lies_in(mention: Mention, names: Iterable[Mention]) -> bool:
    return any(name.start <= mention.start and mention.end <= name.end for name in names)


def blank_out(question: str, mentions: Sequence[Mention]) -> str:
    """Blank out the labels of a question: « Brittany » is known as Bretagne, whatever the documents write."""
    for mention in mentions:
        question = question[: mention.start] + " " * (mention.end - mention.start) + question[mention.end :]
    return question


def says_label(question: str, mention: Mention) -> bool:
    """Tell whether a mention says its label, « jeunes » for « Jeunesse et enfance », rather than something narrower."""
    label = analyse(mention.value)
    said = analyse(mention.said or question[mention.start : mention.end])
    return all(any(word[:_PREFIX] == other[:_PREFIX] for other in label) for word in said)
