"""What a document gains beyond what the engines found: its nearest sentence, the question's words, labels and name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.analysis import analyse
from assistant.answers import Filters
from assistant.asking import asks_for_knowledge
from assistant.documents import Document
from assistant.facets import Recognised
from assistant.intent import Intent, Shape
from assistant.lens import Lens
from assistant.ranking import RankedDocument, in_order, with_bonus
from assistant.sentence_vectors import NearSentence, SentenceVectors

SENTENCE_BONUS: Final = 0.5
"""What the document gains that has the nearest sentence, the others less as theirs are farther."""
COVERAGE_BONUS: Final = 0.45
"""What a document gains that holds every word of the question, weighed by rarity."""
SAID_BONUS: Final = 0.2
"""The same, where the words may also be in the questions that it says it answers."""
FACET_BONUS: Final = 0.4
"""What a document gains that agrees with every label named in the question."""
NAME_BONUS: Final = 0.35
"""What a document gains that the question calls by its name."""
KNOWLEDGE_BONUS: Final = 0.2
"""What a publication gains where a definition, a method or a survey is asked for."""
NOTION_MALUS: Final = 0.5
"""What a sheet of our own about a notion loses: it comes after a publication that says as much."""
NOTION: Final = "notion"
_GUIDED: Final = frozenset({Shape.HOW_TO, Shape.ORIENTATION})
SHORT_DOCUMENT: Final = 12
"""Passages; of a longer document, which says everything somewhere, only the passages that matched are read."""
_LOOKED_AT: Final = 150
"""How many documents, best first by what the engines found, are looked at for all this."""

Near = Mapping[str, Sequence[NearSentence]]
"""Passage id to its sentences."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question read: its whole text, and what narrows it."""

    question: str
    language: str
    intent: Intent
    recognised: Recognised
    wanted: Filters
    """What the person set, which excludes the other documents."""
    filters: Filters
    """The same with what the question names, which only puts documents forward."""
    subject_changed: bool = False
    """It came in the middle of a conversation and shares nothing with it."""


def near_sentences(
    sentences: SentenceVectors, vector: Sequence[float], ranked: Sequence[RankedDocument], lens: Lens
) -> dict[str, list[NearSentence]]:
    """Compare the question with each sentence of the documents found; of a long one, of the passages that matched."""
    wanted = [passage_id for r in ranked for passage_id in _read(r, lens)]
    return sentences.near(vector, wanted)


def _read(ranked: RankedDocument, lens: Lens) -> list[str]:
    passages = lens.catalogue.passages_of(ranked.document_id)
    return [p.id for p in (passages if len(passages) <= SHORT_DOCUMENT else ranked.passages)]


def score(ranked: Sequence[RankedDocument], asked: Asked, near: Near, lens: Lens) -> list[RankedDocument]:
    """Order the documents anew by all that is known of them.

    Args:
        ranked: what the engines found.
        asked: the question.
        near: the sentences of their passages.
        lens: their labels, and the rarity of words.
    """
    closest = {
        r.document_id: max((s.cosine for p in _read(r, lens) for s in near.get(p, ())), default=-1.0) for r in ranked
    }
    known = [cosine for cosine in closest.values() if cosine > -1]
    lowest, span = (min(known), max(known) - min(known) or 1.0) if known else (0.0, 1.0)
    stems = lens.asked_stems(asked.question)
    knowledge = asks_for_knowledge(asked.question) or asked.intent.shape in _GUIDED

    def bonus(one: RankedDocument) -> float:
        document = lens.catalogue.document(one.document_id)
        gained = SENTENCE_BONUS * max((closest[one.document_id] - lowest) / span, 0.0)
        gained += _labels(document, asked, lens) + _words(document, one, stems, lens)
        if document.kind == NOTION:
            return gained - NOTION_MALUS
        return gained + KNOWLEDGE_BONUS * (knowledge and not document.is_case)

    best = in_order(with_bonus(r, bonus(r)) for r in ranked[:_LOOKED_AT])
    return [*best, *ranked[_LOOKED_AT:]]


def _labels(document: Document, asked: Asked, lens: Lens) -> float:
    agreements = lens.selector.agreements(document, asked.filters)
    # Documents that bear a label say less of what it means than those that explain it.
    counted = agreements and asked.intent.shape not in {Shape.DEFINITION, Shape.COMPARISON}
    agreed = sum(agreements.values()) / len(agreements) if counted else 0.0
    return FACET_BONUS * agreed + NAME_BONUS * (document.id in asked.recognised.named)


def _words(document: Document, ranked: RankedDocument, stems: Sequence[str], lens: Lens) -> float:
    held = lens.stems_of(document)
    if ranked.passages and len(lens.catalogue.passages_of(document.id)) > SHORT_DOCUMENT:
        held = frozenset(analyse(ranked.passages[0].embedding_text))
    said = lens.share(stems, held | lens.stems_of_questions(document)) if document.questions else None
    share = lens.share(stems, held)
    return COVERAGE_BONUS * share + SAID_BONUS * (share if said is None else said)
