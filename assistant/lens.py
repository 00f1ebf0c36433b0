"""What is derived once from a generation and its vocabulary to understand the questions asked of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Final

from assistant.analysis import analyse
from assistant.answers import Filters
from assistant.asking import list_verb, proper_names
from assistant.documents import Document
from assistant.facets import FacetRecogniser, Mention, Recognised
from assistant.generations import Generation
from assistant.intent import Intent, Shape, names_publications, read_intent
from assistant.language import fold, word_spans, words
from assistant.partners import names_include
from assistant.ranking import RankedDocument
from assistant.selection import Selector
from assistant.sentences import split_sentences
from assistant.taxonomy import Taxonomy

ASKING: Final = frozenset(
    analyse(
        "exister existe existent existant trouver trouve trouvent trouvés chercher cherche cherchons recherche"
        " rechercher proposer propose proposent proposés donner donnez montrer lister liste connaître connaissez connu"
        " savoir voir dire dit disent faire fait faits faites font parler parle parlent parlant concerner concerne"
        " concernent lien liés porter portent porte traiter traite traitent évoquer évoquent aborder abordent"
        " mentionner mentionnent monté montés menés mené réaliser réalisés recensés documentés documentées publiés"
        " publiées publier présents présentes rattachés rattachées disponibles répondre décrire décrivez expliquer"
        " illustrer autour sujet domaine exemple exemples cas étude études alliance alliances partenariat partenariats"
        " initiative initiatives projet projets base corpus documents document ressource ressources toutes tous"
        " combien nombre total complète merci bonjour svp stp slt ex répartition région régions territoire thème"
        " thèmes titres année années ans fil français france existantes nuance différence distinction définition sens"
        " signifier rôle intérêt façon concret concrets concrètes inspirant inspirants intéressant intéressants bon"
        " bons réussi réussis récent récents innovant innovants innovantes actuel quelconque différents plusieurs"
        " quelques possible what which how many case cases study studies partnerships partnership list find show"
        " examples about help there"
    )
)
"""Stems of the words with which one asks, whatever the subject."""
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
_NARROWED: Final = 0.5
"""The share of a question's own words, by rarity, that a document of the right theme must hold."""
_PREFIX: Final = 4
"""Letters that two words of one family have in common."""
_TELLING: Final = 0.45
"""The rarity, against that of an unknown word, from which a word narrows a list."""
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
        sample = generation.catalogue.passages[:_SAMPLED]
        self._boilerplate = _shared(((p.document_id, _shingles(p.text)) for p in sample), _SHARED)
        self._openings = _shared(((p.document_id, _openings(p.text)) for p in sample), _SHARED_OPENINGS)
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

    def is_boilerplate(self, sentence: str) -> bool:
        """Tell whether a sentence is put as in many other documents: « Les partenaires de cette alliance sont… »."""
        return tuple(words(sentence)[:_OPENING]) in self._openings or bool(_shingles(sentence) & self._boilerplate)

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
        chosen = self._chosen(documents, filters)
        own = self.narrowing_stems(question, recognised)
        if not own:
            return self._saying(question, recognised, chosen)
        exact = [d for d in chosen if self.coverage(own, d) >= _NARROWED]
        if filters.themes:
            others = self.selector.select(documents, replace(filters, themes=()))
            listed = {d.id for d in exact}
            exact += [d for d in others if d.id not in listed and self.coverage(own, d) >= _TAKEN_IN]
        return exact or chosen

    def _saying(self, question: str, recognised: Recognised, chosen: list[Document]) -> list[Document]:
        """Keep, where a theme was named by a narrower synonym of common words, the documents that say it."""
        narrow = [
            question[m.start : m.end]
            for m in recognised.mentions
            if m.facet == "themes" and not _says_label(question, m)
        ]
        return (
            [d for d in chosen if all(names_include(self._texts(d), phrase) for phrase in narrow)] if narrow else chosen
        )

    def _texts(self, document: Document) -> list[str]:
        return [document.title, *(section.text for section in document.sections)]

    def _chosen(self, documents: Sequence[Document], filters: Filters) -> list[Document]:
        """Keep the documents of every theme named, or of any where none has them all."""
        chosen = self.selector.select(documents, filters)
        themes = {fold(theme) for theme in filters.themes}
        return [d for d in chosen if themes <= {fold(theme) for theme in d.themes}] or chosen

    def _collection(self, intent: Intent, filters: Filters) -> list[Document]:
        """Case studies, or publications when the noun says so; any kind when a kind is named."""
        if filters.kinds:
            return list(self.catalogue.documents)
        publications = names_publications(intent.noun)
        return [document for document in self.catalogue.documents if document.is_case != publications]

    def narrowing_stems(self, question: str, recognised: Recognised) -> list[str]:
        """A synonym narrower than its theme (`précarité énergétique` for Énergie) narrows by its own words."""
        broad = [m for m in recognised.mentions if m.facet != "themes" or _says_label(question, m)]
        verb = {*analyse(list_verb(question))}
        own = (stem for stem in self.own_stems(question, broad) if stem not in verb)
        return [stem for stem in own if self.rarity(stem) >= _TELLING * self.highest_rarity]

    def unheeded(self, question: str, recognised: Recognised, documents: Sequence[Document]) -> list[str]:
        """Give the question's own words that no document of a list holds, as written."""
        own = self.narrowing_stems(question, recognised)
        if not own or any(self.coverage(own, document) >= _NARROWED for document in documents):
            return []
        return [word for word, _, _ in word_spans(question) if {*analyse(word)} & {*own}]

    def _order(self, document: Document, intent: Intent, place: dict[str, int]) -> tuple[int, int, str]:
        recent = -(document.year or 0) if intent.latest_first else 0
        return recent, place.get(document.id, len(place)), document.id


def _says_label(question: str, mention: Mention) -> bool:
    """Tell whether a mention says its label, « jeunes » for « Jeunesse et enfance », rather than something narrower."""
    label = analyse(mention.value)
    said = analyse(question[mention.start : mention.end])
    return all(any(word[:_PREFIX] == other[:_PREFIX] for other in label) for word in said)


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
