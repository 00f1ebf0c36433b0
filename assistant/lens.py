"""What is derived once from a generation and its vocabulary to understand the questions asked of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from assistant.analysis import analyse
from assistant.answers import Filters
from assistant.asking import proper_names
from assistant.boilerplate import Boilerplate
from assistant.documents import Document
from assistant.facets import FacetRecogniser, Recognised, blank_out
from assistant.generations import Generation
from assistant.intent import Intent, Shape, names_publications, read_intent
from assistant.language import fold, words
from assistant.narrowing import CASE, NARROWED, Narrowing, said
from assistant.ranking import RankedDocument
from assistant.selection import Selector
from assistant.taxonomy import Taxonomy

_ABOUT_ITSELF: Final = "a propos"
EXPLAINING: Final = frozenset({"notion", _ABOUT_ITSELF})
"""Kinds of the sheets that explain, folded: no case and no publication."""
_NAMING: Final = 0.25
"""The same for a name; the one that the whole corpus bears says nothing."""
_TAKEN_IN: Final = 0.9
"""The share that a document of another theme must hold to be listed all the same."""


class Lens(Narrowing):
    """A generation seen through the vocabulary: labels in questions, and documents by labels.

    Args:
        generation: the open generation.
        taxonomy: the vocabulary of the corpus.
    """

    def __init__(self, generation: Generation, taxonomy: Taxonomy) -> None:
        self.generation = generation.number
        super().__init__(generation.catalogue, generation.lexical, taxonomy)
        self.selector = Selector(taxonomy)
        self.recogniser = FacetRecogniser(taxonomy, generation.catalogue.documents)
        self.boilerplate = Boilerplate(generation.catalogue.passages)
        self._acronyms = {fold(short): expansion for short, expansion in taxonomy.acronyms}

    def expand(self, question: str) -> str:
        """Add to a question what its acronyms stand for."""
        expansions = dict.fromkeys(self._acronyms[word] for word in words(question) if word in self._acronyms)
        return " ".join((question, *(e for e in expansions if fold(e) not in fold(question))))

    def recognise(self, question: str, ignored: Iterable[str]) -> Recognised:
        """Find the labels that a question names, but for those that the person removed."""
        intent = read_intent(question)
        publications = names_publications(intent.noun)
        found = self.recogniser.recognise(
            question, ignored, of_documents=intent.is_structured, of_publications=publications
        )
        if intent.shape is not Shape.ABOUT:
            return found
        itself = tuple(d.id for d in self.catalogue.documents if fold(d.kind) == _ABOUT_ITSELF)
        return replace(found, named=(*itself, *found.named))

    def read_intent(self, question: str, recognised: Recognised) -> Intent:
        """Tell what kind of answer is called for; a place and nothing else asks for what there is in it."""
        intent = read_intent(question)
        placed = recognised.filters.regions or recognised.filters.departments
        only_places = all(m.facet in {"regions", "departments"} for m in recognised.mentions)
        if intent.shape is Shape.FACT and placed and only_places and not self.own_stems(question, recognised.mentions):
            return replace(intent, shape=Shape.LIST, noun="cas")
        return intent

    def select(
        self,
        question: str,
        intent: Intent,
        recognised: Recognised,
        filters: Filters,
        wanted: Filters,
        ranked: Sequence[RankedDocument],
    ) -> list[Document]:
        """Give every document that a list or a count asks for, best first; none where nothing narrows a list.

        Args:
            question: the whole question.
            intent: what it calls for.
            recognised: its labels.
            filters: these with those that the person set.
            wanted: those that the person set, which no listed document fails.
            ranked: the documents found, best first.
        """
        if not intent.is_structured:
            return []
        place = {r.document_id: position for position, r in enumerate(ranked)}
        if not all(self.knows(name) for name in proper_names(blank_out(question, recognised.mentions))):
            # « Quels partenariats avec la NASA pour les jeunes ? » is not answered by all that concerns young people.
            return []
        chosen = self.selector.select(self._narrowed(question, intent, recognised, filters), wanted)
        if not chosen and filters.departments:
            chosen = self.selector.select(self._narrowed(question, intent, recognised, self.widened(filters)), wanted)
        return sorted(chosen, key=lambda d: self._order(d, intent, place))

    def _narrowed(self, question: str, intent: Intent, recognised: Recognised, filters: Filters) -> list[Document]:
        documents = self._collection(intent, filters)
        if intent.without:
            return self._chosen([d for d in documents if not getattr(d, intent.without)], recognised, filters)
        own = self.narrowing_stems(question, recognised)
        if not narrows(filters) and intent.shape is Shape.BREAKDOWN:
            return documents
        if not narrows(filters):
            names = analyse(" ".join(proper_names(question)))
            named = recognised.named or any(self.rarity(s) >= _NAMING * self.highest_rarity for s in names)
            if named or (own and intent.shape is Shape.LIST):
                return []
            return [d for d in documents if not own or self.coverage(own, d) >= _TAKEN_IN]
        chosen = self._chosen(documents, recognised, filters)
        if not own:
            return self._saying(question, recognised, chosen)
        exact = [d for d in chosen if self.coverage(own, d) >= NARROWED]
        if filters.themes:
            others = self.selector.select(documents, replace(filters, themes=()))
            listed = {d.id for d in exact}
            exact += [d for d in others if d.id not in listed and self.coverage(own, d) >= _TAKEN_IN]
        return exact or chosen

    def widened(self, filters: Filters) -> Filters:
        """Give filters that ask for the regions of the departments instead."""
        regions = [(self.taxonomy.region_of or {}).get(name, name) for name in filters.departments]
        return replace(filters, departments=(), regions=tuple(dict.fromkeys((*filters.regions, *regions))))

    def _saying(self, question: str, recognised: Recognised, chosen: list[Document]) -> list[Document]:
        """Keep, where a label was named by something narrower, the documents that say it; all where none does."""
        phrases = [said(question, m) for m in self.narrow_mentions(question, recognised)]
        return [d for d in chosen if all(self.says(d, phrase) for phrase in phrases)] or chosen

    def _chosen(self, documents: Sequence[Document], recognised: Recognised, filters: Filters) -> list[Document]:
        """Keep the documents of every theme and partner named, or of any where none has them all."""
        chosen = self.selector.select(documents, filters)
        groups = recognised.themes if filters.themes == recognised.filters.themes else (filters.themes,)
        wholly = [Filters(themes=group) for group in groups]
        wholly += [Filters(partners=(name,)) for name in filters.partners]
        return [d for d in chosen if all(self.selector.admits(d, each) for each in wholly)] or chosen

    def _collection(self, intent: Intent, filters: Filters) -> list[Document]:
        """Case studies, or publications when the noun says so; any kind when a kind is named."""
        if filters.kinds and filters.kinds != (CASE,):
            return list(self.catalogue.documents)
        if not filters.kinds and names_publications(intent.noun):
            return self.publications
        return self.cases

    @property
    def cases(self) -> list[Document]:
        """Give the case studies."""
        return [document for document in self.catalogue.documents if document.is_case]

    @property
    def publications(self) -> list[Document]:
        """Give the publications: neither cases, nor the sheets that explain notions and the assistant itself."""
        return [d for d in self.catalogue.documents if not d.is_case and fold(d.kind) not in EXPLAINING]

    def undated(self, intent: Intent, filters: Filters) -> int:
        """Count the documents left out of a list by years because their own is not known."""
        timeless = replace(filters, year_from=None, year_to=None)
        fitting = self.selector.select(self._collection(intent, filters), timeless)
        return sum(document.year is None for document in fitting) if timeless != filters else 0

    def _order(self, document: Document, intent: Intent, place: dict[str, int]) -> tuple[int, int, str]:
        recent = -(document.year or 0) if intent.latest_first else 0
        return recent, place.get(document.id, len(place)), document.id


def narrows(filters: Filters) -> bool:
    """Tell whether filters say more than that case studies are meant."""
    return bool(filters if filters.kinds != (CASE,) else replace(filters, kinds=()))
