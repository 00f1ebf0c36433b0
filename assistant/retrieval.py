"""From a question to the documents and passages that may answer it."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock

from assistant.answers import Filters, Question, Understood
from assistant.catalogue import Catalogue
from assistant.conversation import resolve
from assistant.documents import SCOPES, Document, RetrievedPassage, retrieved
from assistant.evidence import asks_section
from assistant.facets import Recognised
from assistant.generations import Generation
from assistant.intent import Intent, Shape
from assistant.language import detect_language
from assistant.lending import LendsGenerations
from assistant.lens import Lens
from assistant.manifest import Manifest
from assistant.protocols import Embedder, Reranker
from assistant.ranking import Found, RankedDocument, Weights, rank
from assistant.reranking import reorder
from assistant.scoring import SHORT_DOCUMENT, Asked, Near, near_sentences, score
from assistant.selection import merge
from assistant.sentence_vectors import NearSentence
from assistant.settings import Settings
from assistant.support import Ground, Support, measure_support
from assistant.taxonomy import Taxonomy

FOREIGN_WEIGHTS = Weights(dense=0.85)
"""For a question in another language than the documents: little but names can match by word."""
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
    near: Mapping[str, tuple[NearSentence, ...]]
    """Passage id to its sentences with their cosines, for the passages of `evidence`."""
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


class Retriever:
    """Retrieves from the current generation of a knowledge base.

    Args:
        knowledge: opens the current generation.
        embedder: embeds the question; the model that embedded the passages.
        read_taxonomy: gives the vocabulary; the same object as long as it is the same.
        settings: how many candidates and sources, and how scores are weighed.
        reranker: looks again at the best documents; none by default.
    """

    def __init__(
        self,
        knowledge: LendsGenerations,
        embedder: Embedder,
        read_taxonomy: Callable[[], Taxonomy],
        settings: Settings,
        reranker: Reranker | None = None,
    ) -> None:
        self._reranker = reranker
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
            asked = self._read(question, lens)
            query = lens.expand(asked.question)
            vector = self._embedder.embed_query(query)
            found = self.search(generation, query, vector)
            ranked = rank(found, self._weights if asked.language == "fr" else FOREIGN_WEIGHTS)
            near = near_sentences(generation.sentences, vector, ranked, lens)
            ranked = _admitted(score(ranked, asked, near, lens), asked.wanted, lens)
            if self._reranker:
                ranked = reorder(ranked, asked.question, self._reranker)
            return self._retrieval(asked, found, ranked, near, lens, generation.manifest)

    def _read(self, question: Question, lens: Lens) -> Asked:
        resolved = resolve(question, lens.recogniser)
        whole = resolved.text
        recognised = lens.recognise(whole, question.filters.ignored)
        return Asked(
            question=whole,
            language=detect_language(question.text),
            intent=lens.read_intent(whole, recognised),
            recognised=recognised,
            wanted=question.filters,
            filters=merge(question.filters, recognised.filters),
            subject_changed=resolved.changed_subject,
        )

    def _retrieval(
        self, asked: Asked, found: Found, ranked: list[RankedDocument], near: Near, lens: Lens, manifest: Manifest
    ) -> Retrieval:
        intent, recognised = asked.intent, asked.recognised
        selected = lens.select(asked.question, intent, recognised, asked.filters, asked.wanted, ranked)
        best = [lens.catalogue.document(r.document_id) for r in ranked[:SUPPORTING_DOCUMENTS]]
        evidence = self._evidence(lens.catalogue, ranked)
        ids = {document.id for document in best}
        ground = Ground(
            best, [p for p in evidence if p.document_id in ids], near, found, asks_section(intent.shape, best)
        )
        return Retrieval(
            understood=Understood(asked.question, asked.filters, intent.shape.value, asked.subject_changed),
            language=asked.language,
            intent=intent,
            passages=self._sources(lens, ranked, selected, near),
            evidence=evidence,
            ranked=tuple(ranked),
            selected=tuple(selected),
            recognised=recognised,
            support=measure_support(asked, ground, lens),
            near={p.id: tuple(near[p.id]) for p in evidence if p.id in near},
            lens=lens,
            manifest=manifest,
        )

    def search(self, generation: Generation, query: str, vector: Sequence[float] | None = None) -> Found:
        """Ask both engines at once for passages, whole documents and questions."""
        k = self._settings.candidates
        words = [self._engines.submit(generation.lexical.search, query, k, scope) for scope in SCOPES]
        vector = vector or self._embedder.embed_query(query)
        near = [self._engines.submit(generation.store.search, vector, k, scope) for scope in SCOPES[1:]]
        dense = generation.store.search(vector, k)
        return Found(dense, words[0].result(), near[0].result(), words[1].result(), near[1].result(), words[2].result())

    def lens(self, generation: Generation) -> Lens:
        """Give what is derived from a generation and its vocabulary, derived once."""
        with self._lens_lock:
            lens, taxonomy = self._lens, self._read_taxonomy()
            if lens is None or lens.generation != generation.number or lens.taxonomy is not taxonomy:
                self._lens = lens = Lens(generation, taxonomy)
            return lens

    def _sources(
        self, lens: Lens, ranked: list[RankedDocument], selected: list[Document], near: Near
    ) -> tuple[RetrievedPassage, ...]:
        """Give the best passage of each document: for a list, of each document in it, before the best others."""
        by_id = {r.document_id: r for r in ranked}
        listed = [by_id.get(document.id, RankedDocument(document.id, 0.0, ())) for document in selected]
        shown = {document.id for document in selected}
        rest = [r for r in ranked[: self._settings.sources] if r.document_id not in shown]
        return tuple(best_passage(lens.catalogue, document, near) for document in (*listed, *rest))

    def _evidence(self, catalogue: Catalogue, ranked: list[RankedDocument]) -> tuple[RetrievedPassage, ...]:
        """Give every passage of a short document, and of a long one those that matched."""
        seen = {p.id: p for r in ranked[:EVIDENCE_DOCUMENTS] for p in r.passages}
        evidence = []
        for r in ranked[:EVIDENCE_DOCUMENTS]:
            passages = catalogue.passages_of(r.document_id)
            short = len(passages) <= SHORT_DOCUMENT
            evidence += [seen.get(p.id) or retrieved(p, 0.0) for p in passages if short or p.id in seen]
        return tuple(evidence)


def _admitted(ranked: list[RankedDocument], wanted: Filters, lens: Lens) -> list[RankedDocument]:
    """Keep what the person's own filters admit, all of it, whether it was found or not."""
    if not wanted:
        return ranked
    admitted = {d.id for d in lens.selector.select(lens.catalogue.documents, wanted)}
    kept = [r for r in ranked if r.document_id in admitted]
    missed = admitted - {r.document_id for r in kept}
    return [*kept, *(RankedDocument(document_id, 0.0, ()) for document_id in sorted(missed))]


def best_passage(catalogue: Catalogue, ranked: RankedDocument, near: Near) -> RetrievedPassage:
    """Give the passage of a document that matched best, else that of the nearest sentence, and the whole's score."""
    if ranked.passages:
        return replace(ranked.passages[0], score=round(ranked.score, 4))
    passages = catalogue.passages_of(ranked.document_id)
    nearest = max(passages, key=lambda p: max((s.cosine for s in near.get(p.id, ())), default=0.0), default=None)
    return retrieved(nearest or catalogue.passage(ranked.document_id), round(ranked.score, 4))
