"""From a question to the documents and passages that may answer it."""

from collections.abc import Callable, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock

from assistant.analysis import analyse
from assistant.answers import Filters, Question, Understood
from assistant.asking import asks_for_knowledge
from assistant.catalogue import Catalogue
from assistant.conversation import resolve
from assistant.documents import Document, RetrievedPassage, retrieved
from assistant.evidence import asks_section
from assistant.facets import Recognised
from assistant.generations import Generation
from assistant.intent import Intent, Shape
from assistant.language import detect_language
from assistant.lending import LendsGenerations
from assistant.lens import Lens
from assistant.manifest import Manifest
from assistant.protocols import Embedder
from assistant.ranking import Found, RankedDocument, Weights, in_order, rank, with_bonus
from assistant.selection import merge
from assistant.settings import Settings
from assistant.support import Support, measure_support
from assistant.taxonomy import Taxonomy

FACET_BONUS = 0.2
"""What a document gains that agrees with every label named in the question, on the scale of the fused score."""
COVERAGE_BONUS = 0.5
"""What a document gains that holds every word of the question, weighed by rarity."""
NAME_BONUS = 0.3
"""What a document gains that the question calls by its name."""
FOREIGN_WEIGHTS = Weights(dense=0.85)
"""For a question in another language than the documents: little but names can match by word."""
KNOWLEDGE_BONUS = 0.1
"""What a publication gains where a definition, a method or a survey is asked for."""
RERANKED = 60
"""How many documents, best fused score first, are looked at for these."""
SHORT_DOCUMENT = 12
"""Passages; of a longer document, only the passages that matched are read for evidence."""
SUPPORTING_DOCUMENTS = 3
"""How many documents are looked at to tell whether the corpus answers."""
EVIDENCE_DOCUMENTS = 4
"""How many documents an answer draws its sentences from."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What is known of a question before anything is written."""

    understood: Understood
    language: str
    intent: Intent
    passages: tuple[RetrievedPassage, ...]
    """The sources: the best passage of each document, best document first."""
    evidence: tuple[RetrievedPassage, ...]
    """The passages that an answer may draw on: those of the best documents, by document, in reading order."""
    ranked: tuple[RankedDocument, ...]
    """Every document found, best first."""
    selected: tuple[Document, ...]
    """For lists and counts, every document of the corpus that fits, best first."""
    recognised: Recognised
    support: Support
    lens: Lens
    """The generation, seen through the vocabulary."""
    manifest: Manifest
    """What the generation says of itself."""

    @property
    def catalogue(self) -> Catalogue:
        """Give the documents of the generation."""
        return self.lens.catalogue

    @property
    def generation(self) -> int:
        """Give the number of the generation."""
        return self.lens.generation

    @property
    def exhaustive(self) -> bool:
        """Tell whether the answer comes from the labels of the whole corpus rather than from passages."""
        return self.intent.is_structured and (bool(self.selected) or self.intent.shape is not Shape.LIST)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question read: its whole text, and what narrows it."""

    question: str
    language: str
    recognised: Recognised
    wanted: Filters
    """What the person set, which excludes the other documents."""
    filters: Filters
    """The same with what the question names, which only puts documents forward."""
    defines: bool = False
    """A definition is asked for: documents that bear a label say less of it than those that explain it."""


class Retriever:
    """Retrieves from the current generation of a knowledge base.

    Args:
        knowledge: opens the current generation.
        embedder: embeds the question; the model that embedded the passages.
        read_taxonomy: gives the vocabulary; the same object as long as it is the same.
        settings: how many candidates and sources, and how scores are weighed.
    """

    def __init__(
        self,
        knowledge: LendsGenerations,
        embedder: Embedder,
        read_taxonomy: Callable[[], Taxonomy],
        settings: Settings,
    ) -> None:
        self._knowledge = knowledge
        self._embedder = embedder
        self._read_taxonomy = read_taxonomy
        self._settings = settings
        self._weights = Weights(dense=settings.dense_weight)
        self._engines = ThreadPoolExecutor(max_workers=4, thread_name_prefix="search")
        self._lens: Lens | None = None
        self._lens_lock = Lock()

    def warm(self) -> None:
        """Load all that the first question would wait for.

        Raises:
            KnowledgeBaseError: there is no knowledge base yet.
        """
        self.retrieve(Question("Qu'est-ce qu'une alliance ?"))

    def retrieve(self, question: Question) -> Retrieval:
        """Understand a question and find what may answer it.

        Raises:
            KnowledgeBaseError: there is no knowledge base.
        """
        with self._knowledge.current() as generation:
            lens = self.lens(generation)
            whole = resolve(question, lens.recogniser)
            recognised = lens.recognise(whole, question.filters.ignored)
            filters = merge(question.filters, recognised.filters)
            language = detect_language(question.text)
            found = self.search(generation, lens.expand(whole))
            intent = lens.read_intent(whole, recognised)
            defines = intent.shape is Shape.DEFINITION
            ranked = self._rank(lens, found, Asked(whole, language, recognised, question.filters, filters, defines))
            selected = lens.select(whole, intent, recognised, filters, question.filters, ranked)
            best = [lens.catalogue.document(r.document_id) for r in ranked[:SUPPORTING_DOCUMENTS]]
            has_section = asks_section(intent.shape, best)
            return Retrieval(
                understood=Understood(whole, filters),
                language=language,
                intent=intent,
                passages=self._sources(lens, ranked, selected),
                evidence=self._evidence(lens.catalogue, ranked),
                ranked=tuple(ranked),
                selected=tuple(selected),
                recognised=recognised,
                support=measure_support(whole, language, recognised, best, found, lens, has_section),
                lens=lens,
                manifest=generation.manifest,
            )

    def search(self, generation: Generation, query: str) -> Found:
        """Ask both engines at once for passages and for whole documents."""
        k = self._settings.candidates
        words = self._engines.submit(generation.lexical.search, query, k)
        words_of_documents = self._engines.submit(generation.lexical.search, query, k, "document")
        vector = self._embedder.embed_query(query)
        documents = self._engines.submit(generation.store.search, vector, k, "document")
        dense = generation.store.search(vector, k)
        return Found(dense, words.result(), documents.result(), words_of_documents.result())

    def lens(self, generation: Generation) -> Lens:
        """Give what is derived from a generation and its vocabulary, derived once."""
        with self._lens_lock:
            lens, taxonomy = self._lens, self._read_taxonomy()
            if lens is None or lens.generation != generation.number or lens.taxonomy is not taxonomy:
                self._lens = lens = Lens(generation, taxonomy)
            return lens

    def _rank(self, lens: Lens, found: Found, asked: Asked) -> list[RankedDocument]:
        stems = lens.asked_stems(asked.question)
        knowledge = asks_for_knowledge(asked.question)

        def bonus(ranked: RankedDocument) -> float:
            document = lens.catalogue.document(ranked.document_id)
            agreements = lens.selector.agreements(document, asked.filters)
            agreed = sum(agreements.values()) / len(agreements) if agreements else 0.0
            held = lens.share(stems, self._stems(lens, document, ranked))
            named = NAME_BONUS * (ranked.document_id in asked.recognised.named)
            named += KNOWLEDGE_BONUS * (knowledge and not document.is_case)
            return FACET_BONUS * agreed * (not asked.defines) + COVERAGE_BONUS * held + named

        ranked = rank(found, self._weights if asked.language == "fr" else FOREIGN_WEIGHTS)
        best = in_order(with_bonus(r, bonus(r)) for r in ranked[:RERANKED])
        ranked = [*best, *ranked[RERANKED:]]
        if not asked.wanted:
            return ranked
        admitted = {d.id for d in lens.selector.select(lens.catalogue.documents, asked.wanted)}
        kept = [r for r in ranked if r.document_id in admitted]
        missed = admitted - {r.document_id for r in kept}
        return [*kept, *(RankedDocument(document_id, 0.0, ()) for document_id in sorted(missed))]

    def _stems(self, lens: Lens, document: Document, ranked: RankedDocument) -> Set[str]:
        """Give what a short document says; of a long one, which says everything somewhere, its best passage."""
        if not ranked.passages or len(lens.catalogue.passages_of(document.id)) <= SHORT_DOCUMENT:
            return lens.stems_of(document)
        return frozenset(analyse(ranked.passages[0].embedding_text))

    def _sources(
        self, lens: Lens, ranked: list[RankedDocument], selected: list[Document]
    ) -> tuple[RetrievedPassage, ...]:
        """Give the best passage of each document; for a list, of each document in it, after the best ones."""
        first = ranked[: self._settings.sources]
        shown = {r.document_id for r in first}
        by_id = {r.document_id: r for r in ranked}
        rest = [
            by_id.get(document.id, RankedDocument(document.id, 0.0, ()))
            for document in selected
            if document.id not in shown
        ]
        return tuple(best_passage(lens.catalogue, document) for document in (*first, *rest))

    def _evidence(self, catalogue: Catalogue, ranked: list[RankedDocument]) -> tuple[RetrievedPassage, ...]:
        """Give every passage of a short document, and of a long one those that matched."""
        seen = {p.id: p for r in ranked[:EVIDENCE_DOCUMENTS] for p in r.passages}
        evidence = []
        for r in ranked[:EVIDENCE_DOCUMENTS]:
            passages = catalogue.passages_of(r.document_id)
            short = len(passages) <= SHORT_DOCUMENT
            evidence += [seen.get(p.id) or retrieved(p, 0.0) for p in passages if short or p.id in seen]
        return tuple(evidence)


def best_passage(catalogue: Catalogue, ranked: RankedDocument) -> RetrievedPassage:
    """Give the passage of a document that matched best, or its first one, under the document's score."""
    if ranked.passages:
        return replace(ranked.passages[0], score=round(ranked.score, 4))
    passages = catalogue.passages_of(ranked.document_id)
    return retrieved(passages[0] if passages else catalogue.passage(ranked.document_id), round(ranked.score, 4))
