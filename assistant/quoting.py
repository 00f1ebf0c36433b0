"""Which documents are quoted in an answer, and what of each."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from assistant.analysis import analyse
from assistant.answers import Filters
from assistant.documents import Document, RetrievedPassage, retrieved
from assistant.evidence import Sentence, gather
from assistant.expecting import Expected, counts, expected_of
from assistant.intent import Shape
from assistant.retrieval import Retrieval
from assistant.scoring import NOTION, NOTION_MALUS
from assistant.telling import ahead, leading, presenting, with_presenting

SENTENCES: Final = 4
"""Quoted of the first document; the others give half as many."""
CLOSE_CASES: Final = 0.72
"""The share of the best document's score from which a case is told too, where examples are asked for."""
CLOSE: Final = 0.9
"""The same for any document: below, another one seldom answers as well."""
_EXPLAINING: Final = frozenset({Shape.COMPARISON, Shape.DEFINITION})
"""Shapes that a publication answers rather than a case."""
_CLOSE_NOTIONS: Final = 0.88
"""The share of the best score from which a publication explains rather than a case that comes before it."""
_BESIDE: Final = 0.6
"""The share of the best score from which a document is told beside a sheet about a notion."""
_LOOKED_AT: Final = 4
_TWO: Final = 2
_QUOTED: Final = 3
"""Documents quoted at most."""
_ABOUT: Final = 0.6
"""The share of a question, by rarity, from which a sentence is about it."""
_PASSAGES: Final = 40
"""Passages read of a document that is not among the best."""


def quoted(retrieval: Retrieval) -> list[list[Sentence]]:
    """Choose the documents to quote and what of each, the one that answers best first."""
    question, shape = retrieval.understood.question, retrieval.intent.shape
    near = _in_place(retrieval, _close(retrieval))
    asked = retrieval.lens.asked_stems(question)
    passages = [p for p in retrieval.evidence if p.document_id in near]
    found = gather(asked, shape, passages, retrieval.lens, SENTENCES, question, retrieval.near)
    found.sort(key=lambda sentences: sentences[0].passage.document_id not in retrieval.recognised.named)
    return [_in_order(sentences, retrieval, asked) for sentences in found]


def of_document(
    retrieval: Retrieval, document_id: str, limit: int, asked: Sequence[str], shape: Shape, question: str = ""
) -> list[Sentence]:
    """Choose what to quote of one document, whether it is among the best or not."""
    passages = [p for p in retrieval.evidence if p.document_id == document_id] or [
        retrieved(p, 0.0) for p in retrieval.catalogue.passages_of(document_id)[:_PASSAGES]
    ]
    found = gather(asked, shape, passages, retrieval.lens, limit, question, retrieval.near)
    return found[0] if found else []


def ranked_documents(retrieval: Retrieval, least: float, limit: int) -> list[Document]:
    """Give the best documents, down to a share of the best score."""
    best = retrieval.ranked[0].score if retrieval.ranked else 0.0
    return [retrieval.catalogue.document(r.document_id) for r in retrieval.ranked[:limit] if r.score >= least * best]


def best_evidence(retrieval: Retrieval) -> list[RetrievedPassage]:
    """Give the passages of the documents that would be quoted."""
    near = _close(retrieval)
    return [p for p in retrieval.evidence if p.document_id in near]


def counting(retrieval: Retrieval) -> list[Sentence]:
    """Give the sentences that count what is asked for, those of the best documents first, whether quoted or not."""
    question = retrieval.understood.question
    asked = retrieval.lens.asked_stems(question)
    found = gather(asked, Shape.FIGURE, retrieval.evidence, retrieval.lens, SENTENCES, question, retrieval.near)
    return [s for s in sentences_of_all(found) if counts(s.text, asked) and _is_about(s, asked, retrieval)]


def sentences_of_all(groups: Iterable[Sequence[Sentence]]) -> list[Sentence]:
    """Give the sentences of all documents in one list."""
    return [sentence for group in groups for sentence in group]


def _is_about(sentence: Sentence, asked: Sequence[str], retrieval: Retrieval) -> bool:
    """Tell whether a sentence, under its title, is about most of what is asked."""
    return retrieval.lens.share(asked, {*analyse(f"{sentence.passage.title} {sentence.text}")}) >= _ABOUT


def _in_order(sentences: list[Sentence], retrieval: Retrieval, asked: Sequence[str]) -> list[Sentence]:
    """Put the sentence that answers first, and who takes part in an alliance where it helps to read the rest."""
    shape = retrieval.intent.shape
    expected = expected_of(retrieval.understood.question)
    document = retrieval.catalogue.document(sentences[0].passage.document_id)
    ordered = ahead(sentences, leading(shape, sentences, asked, expected))
    known = document.id in retrieval.recognised.named and shape in {Shape.RESULTS, Shape.LESSONS}
    if known or shape is Shape.PARTNERS:
        return ordered
    presented = presenting(document, retrieval.evidence, whole=Expected.WHO in expected)
    return with_presenting(ordered, presented, first=shape is not Shape.FIGURE)


def _close(retrieval: Retrieval) -> set[str]:
    """Give the documents that answer too: as near to the question as the best one, or called by their name."""
    close = ranked_documents(retrieval, CLOSE, _QUOTED)
    if retrieval.intent.shape in _EXPLAINING:
        close = _explaining(retrieval)[:_TWO] or close
    if all(document.kind == NOTION for document in close):
        # What Le RAMEAU or a case says of a notion stands beside the sheet that explains it.
        beside = [d for d in ranked_documents(retrieval, _BESIDE, _LOOKED_AT) if d.kind != NOTION]
        close += [d for d in beside if not d.is_case or retrieval.intent.shape not in _EXPLAINING][:1]
    named = {p.document_id for p in retrieval.evidence if p.document_id in retrieval.recognised.named}
    return {document.id for document in close} | named


def _explaining(retrieval: Retrieval) -> list[Document]:
    """Give what explains rather than tells a case; what a sheet lost by being ours does not count here."""
    best = retrieval.ranked[0].score if retrieval.ranked else 0.0
    near = [(retrieval.catalogue.document(r.document_id), r.score) for r in retrieval.ranked[:_LOOKED_AT]]
    return [
        d for d, score in near if not d.is_case and score + NOTION_MALUS * (d.kind == NOTION) >= _CLOSE_NOTIONS * best
    ]


def _in_place(retrieval: Retrieval, document_ids: Collection[str]) -> set[str]:
    """Leave out the documents of other places than the one named, where some are of it."""
    filters = retrieval.understood.filters
    places = Filters(regions=filters.regions, departments=filters.departments)
    there = {i for i in document_ids if retrieval.lens.selector.admits(retrieval.catalogue.document(i), places)}
    return there or {*document_ids}
