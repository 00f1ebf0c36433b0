"""From what the two search engines found to one order of documents and passages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.documents import RetrievedPassage


@dataclass(frozen=True, slots=True)
class Found:
    """What the engines brought for one query, each list best first."""

    dense: Sequence[RetrievedPassage]
    lexical: Sequence[RetrievedPassage]
    dense_documents: Sequence[RetrievedPassage]
    lexical_documents: Sequence[RetrievedPassage]


@dataclass(frozen=True, slots=True)
class RankedDocument:
    """A document with its passages that matched, best first."""

    document_id: str
    score: float
    passages: tuple[RetrievedPassage, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """How the scores are put together; each is a share between 0 and 1."""

    dense: float = 0.55
    """Of the dense score against the lexical one."""
    document: float = 0.75
    """Of the whole document against its best passage."""


def fuse(
    dense: Sequence[RetrievedPassage], lexical: Sequence[RetrievedPassage], weight: float
) -> dict[str, RetrievedPassage]:
    """Sum the two scores of each entry, cosines brought to 0–1 over the list and BM25 divided by its best.

    Measured ahead of reciprocal rank fusion on four French data sets.

    Args:
        dense: entries with their cosines.
        lexical: entries with their BM25 scores.
        weight: the share of the dense score.
    """
    lowest = min((p.score for p in dense), default=0.0)
    span = max((p.score for p in dense), default=1.0) - lowest or 1.0
    best = max((p.score for p in lexical), default=1.0) or 1.0
    cosines = {p.id: p.score for p in dense}
    bm25 = {p.id: p.score for p in lexical}
    fused = {}
    for passage in (*dense, *lexical):
        cosine, words = cosines.get(passage.id), bm25.get(passage.id, 0.0)
        near = 0.0 if cosine is None else (cosine - lowest) / span if len(dense) > 1 else 1.0
        score = weight * near + (1 - weight) * words / best
        signals = {"lexical": words} if cosine is None else {"dense": cosine, "lexical": words}
        fused[passage.id] = replace(passage, score=score, signals=signals)
    return fused


def rank(found: Found, weights: Weights) -> list[RankedDocument]:
    """Order the documents by their best passage and by their whole text."""
    passages = fuse(found.dense, found.lexical, weights.dense)
    wholes = fuse(found.dense_documents, found.lexical_documents, weights.dense)
    by_document: dict[str, list[RetrievedPassage]] = defaultdict(list)
    for passage in passages.values():
        by_document[passage.document_id].append(passage)
    ranked = []
    for document_id in {*by_document, *wholes}:
        own = tuple(sorted(by_document[document_id], key=lambda p: -p.score))
        best = own[0].score if own else 0.0
        whole = wholes[document_id].score if document_id in wholes else 0.0
        score = (1 - weights.document) * best + weights.document * whole
        ranked.append(RankedDocument(document_id, score, own))
    return in_order(ranked)


def in_order(ranked: Iterable[RankedDocument]) -> list[RankedDocument]:
    """Sort documents by score, best first, and by id where they are equal."""
    return sorted(ranked, key=lambda r: (-r.score, r.document_id))


def with_bonus(ranked: RankedDocument, bonus: float) -> RankedDocument:
    """Add to the score of a document."""
    return replace(ranked, score=ranked.score + bonus)
