"""A cross-encoder as a `Reranker`: it reads question and passage together, which is slower and sees more."""

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.documents import RetrievedPassage
from assistant.errors import ModelError
from assistant.protocols import Reranker
from assistant.ranking import RankedDocument
from assistant.sentence_models import ScorePairs, find_folder, load_cross_encoder

RERANKED_DOCUMENTS: Final = 10
"""How many of the best documents are read again, by the best passage of each; each costs tens of milliseconds."""
_SIGNAL: Final = "reranker"
_MOST_THREADS: Final = 8
_REMEDY: Final = "Set RAMEAU_RERANKER to another cross-encoder, or leave it empty."


class CrossEncoderReranker:
    """Orders passages by a sentence-transformers cross-encoder, whose weights are loaded at the first question.

    Args:
        model: a folder or a hub name, such as `cross-encoder/mmarco-mMiniLMv2-L12-H384-v1`.

    Raises:
        ModelError: there is no such model.
    """

    def __init__(self, model: str) -> None:
        self._name = model
        self._folder = find_folder(model, "cross-encoder", _REMEDY)
        self._scores: ScorePairs | None = None
        self._lock = threading.Lock()

    def rerank(self, query: str, passages: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        """Order the passages anew, best first; the score stays, the new one is in `signals["reranker"]`.

        Raises:
            ModelError: the model can't be loaded, or gives no score.
        """
        if not passages:
            return []
        with self._lock:  # torch's own threads already fill the cores
            self._scores = self._scores or self._loaded()
            scores = self._scores([(query, passage.embedding_text) for passage in passages])
        if any(score != score for score in scores):
            raise ModelError(f'The cross-encoder "{self._name}" gave no score (NaN). {_REMEDY}')
        scored = [
            replace(passage, signals={**passage.signals, _SIGNAL: score})
            for passage, score in zip(passages, scores, strict=True)
        ]
        return sorted(scored, key=lambda passage: -passage.signals[_SIGNAL])

    def _loaded(self) -> ScorePairs:
        threads = min(os.cpu_count() or 1, _MOST_THREADS)
        return load_cross_encoder(self._name, self._folder, threads, _REMEDY)


def reorder(ranked: Sequence[RankedDocument], question: str, reranker: Reranker) -> list[RankedDocument]:
    """Put the best documents in the order that a reranker gives their best passages.

    The scores stay in place, the best one first: they are compared with each other further on, and a cross-encoder's
    are on another scale. Documents of which no passage matched keep their place too.

    Args:
        ranked: documents, best first.
        question: what is asked, whole.
        reranker: reads the passages again.
    """
    head = [document for document in ranked[:RERANKED_DOCUMENTS] if document.passages]
    wanted = {
        passage.id: place for place, passage in enumerate(reranker.rerank(question, [d.passages[0] for d in head]))
    }
    ordered = iter(sorted(head, key=lambda document: wanted[document.passages[0].id]))
    return [
        replace(next(ordered), score=document.score) if place < RERANKED_DOCUMENTS and document.passages else document
        for place, document in enumerate(ranked)
    ]
