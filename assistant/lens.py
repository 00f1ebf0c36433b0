"""What is derived once from a generation and its vocabulary to understand the questions asked of it."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Final

from assistant.analysis import analyse
from assistant.answers import Filters
from assistant.asking import proper_names
from assistant.documents import Document
from assistant.facets import FacetRecogniser, Mention, Recognised
from assistant.generations import Generation
from assistant.intent import Intent, Shape, names_publications, read_intent
from assistant.language import fold, words
from assistant.ranking import RankedDocument
from assistant.selection import Selector
from assistant.taxonomy import Taxonomy

ASKING: Final = frozenset(
    analyse(
        "exister trouver chercher recherche rechercher proposer donner montrer lister liste connaître savoir voir dire"
        " faire fait existe existent trouve propose parle parler concerner concerne lien liés autour sujet domaine"
        " exemple exemples cas étude études alliance alliances partenariat partenariats initiative initiatives projet"
        " projets base corpus documents toutes tous combien nombre total liste complète merci bonjour svp stp"
        " répartition région territoire thème année français france monté existent présentes rattachées titres"
        " what which how many case cases study studies partnerships list find show examples about help"
    )
)
"""Stems of the words with which one asks, whatever the subject."""
_NARROWED: Final = 0.5
"""The share of a question's own words, by rarity, that a document of the right theme must hold."""
_TAKEN_IN: Final = 0.9
"""The share that a document of another theme must hold to be listed all the same."""


class Lens:
    """A generation seen through the vocabulary: labels in questions, and documents by labels.

    Args:
        generation: the open generation.
        taxonomy: the vocabulary of the corpus.
    """

    def __init__(self, generation: Generation, taxonomy: Taxonomy) -> None:
        self.generation = generation.number
        self.catalogue = generation.catalogue
        self.taxonomy = taxonomy
        self.selector = Selector(taxonomy)
        self.recogniser = FacetRecogniser(taxonomy, generation.catalogue.documents)
        self._lexical = generation.lexical
        self._stems: dict[str, frozenset[str]] = {}
        self._acronyms = {fold(short): expansion for short, expansion in taxonomy.acronyms}

    def expand(self, question: str) -> str:
        """Add to a question what its acronyms stand for."""
        expansions = dict.fromkeys(self._acronyms[word] for word in words(question) if word in self._acronyms)
        return " ".join((question, *(e for e in expansions if fold(e) not in fold(question))))

    def read_intent(self, question: str, recognised: Recognised) -> Intent:
        """Tell what kind of answer is called for; a place and nothing else asks for what there is in it."""
        intent = read_intent(question)
        placed = recognised.filters.regions or recognised.filters.departments
        if intent.shape is Shape.FACT and placed and not self.own_stems(question, recognised.mentions):
            return replace(intent, shape=Shape.LIST, noun="cas")
        return intent

    def select(
        self,
        question: str,
        intent: Intent,
        recognised: Recognised,
        filters: Filters,
        ranked: Sequence[RankedDocument],
    ) -> list[Document]:
        """Give every document that a list or a count asks for, best first; none where nothing narrows a list."""
        if not intent.is_structured:
            return []
        place = {r.document_id: position for position, r in enumerate(ranked)}
        if not all(self.knows(name) for name in proper_names(question)):
            # « Quels partenariats avec la NASA pour les jeunes ? » is not answered by all that concerns young people.
            return []
        chosen = self._narrowed(question, intent, recognised, filters)
        return sorted(chosen, key=lambda d: self._order(d, intent, place))

    def asked_stems(self, question: str) -> list[str]:
        """Give the stems of what a question is about, without the words with which one asks."""
        return [stem for stem in dict.fromkeys(analyse(question)) if stem not in ASKING]

    def own_stems(self, question: str, mentions: Iterable[Mention]) -> list[str]:
        """Give the stems of a question that neither its labels nor the way of asking explain."""
        explained = {stem for m in mentions for stem in analyse(question[m.start : m.end])}
        return [stem for stem in self.asked_stems(question) if stem not in explained]

    def stems_of(self, document: Document) -> frozenset[str]:
        """Give the stems of all that a document says, its labels included."""
        if document.id not in self._stems:
            passages = (passage.text for passage in self.catalogue.passages_of(document.id))
            labels = (document.title, document.territory, *document.themes, *document.regions, *document.departments)
            partners = (partner.name for partner in document.partners)
            text = " ".join((*labels, *document.publishers, *partners, document.alliance_type, *passages))
            self._stems[document.id] = frozenset(analyse(text))
        return self._stems[document.id]

    def coverage(self, stems: Iterable[str], document: Document) -> float:
        """Tell which share of the stems a document holds, weighed by rarity."""
        return self.share(stems, self.stems_of(document))

    def share(self, stems: Iterable[str], held: Set[str]) -> float:
        """Tell which share of the stems is held, weighed by rarity; a mistyped stem counts as the one meant."""
        weighed = [(self.rarity(stem), self._lexical.nearest(stem) in held) for stem in stems]
        total = sum(weight for weight, _ in weighed)
        return sum(weight for weight, is_held in weighed if is_held) / total if total else 0.0

    def rarity(self, stem: str) -> float:
        """Tell how rare a stem is; one that no passage holds is the rarest."""
        return self._lexical.idf(self.meant(stem))

    @property
    def highest_rarity(self) -> float:
        """Give the rarity of a stem that no passage holds."""
        return self._lexical.idf("\0") or 1.0

    def knows(self, name: str) -> bool:
        """Tell whether some passage holds the words of a name, or words a typo away from them."""
        return all(self._lexical.nearest(stem) for stem in analyse(name))

    def meant(self, stem: str) -> str:
        """Give the stem that a mistyped one stands for, or the stem itself."""
        return self._lexical.nearest(stem) or stem

    def _narrowed(self, question: str, intent: Intent, recognised: Recognised, filters: Filters) -> list[Document]:
        documents = self._collection(intent, filters)
        if not filters:
            return documents if intent.shape is not Shape.LIST else []
        chosen = self.selector.select(documents, filters)
        own = self._narrowing_stems(question, recognised)
        if not own:
            return chosen
        exact = [d for d in chosen if self.coverage(own, d) >= _NARROWED]
        if filters.themes:
            others = self.selector.select(documents, replace(filters, themes=()))
            listed = {d.id for d in exact}
            exact += [d for d in others if d.id not in listed and self.coverage(own, d) >= _TAKEN_IN]
        return exact

    def _collection(self, intent: Intent, filters: Filters) -> list[Document]:
        """Case studies, or publications when the noun says so; any kind when a kind is named."""
        if filters.kinds:
            return list(self.catalogue.documents)
        publications = names_publications(intent.noun)
        return [document for document in self.catalogue.documents if document.is_case != publications]

    def _narrowing_stems(self, question: str, recognised: Recognised) -> list[str]:
        """A synonym narrower than its theme (`précarité énergétique` for Énergie) narrows by its own words."""
        broad = [m for m in recognised.mentions if m.facet != "themes" or _says_label(question, m)]
        return [stem for stem in self.own_stems(question, broad) if self._lexical.nearest(stem)]

    def _order(self, document: Document, intent: Intent, place: dict[str, int]) -> tuple[int, int, str]:
        recent = -(document.year or 0) if intent.latest_first else 0
        return recent, place.get(document.id, len(place)), document.id


def _says_label(question: str, mention: Mention) -> bool:
    said = {*analyse(question[mention.start : mention.end])}
    return bool(said & {*analyse(mention.value)})
