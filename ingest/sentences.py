"""The sentences of a new generation: those of unchanged passages taken over, the others from the vectors computed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.documents import Passage
from assistant.sentence_vectors import SentenceVectors, sentence_spans
from ingest.vectors import VectorCache


def sentence_texts(entries: Sequence[Passage]) -> list[str]:
    """Give every sentence of the passages among some entries."""
    return [p.text[start:end] for p in entries if p.scope == "passage" for start, end in sentence_spans(p.text)]


def gather_sentences(
    passages: Sequence[Passage], new: Sequence[Passage], vectors: VectorCache, former: SentenceVectors
) -> SentenceVectors:
    """Put together the sentences of a generation.

    Args:
        passages: all of them, in the catalogue's order.
        new: those that were split anew; the others are as they were.
        vectors: hold those of the sentences of `new`.
        former: the sentences of the generation before.
    """
    fresh = {passage.id for passage in new}
    kept = [(at, p) for at, p in enumerate(passages) if p.id not in fresh]
    added = [(at, *span) for at, p in enumerate(passages) if p.id in fresh for span in sentence_spans(p.text)]
    rows = [np.arange(*former.rows(p.id)) for _, p in kept]
    taken = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    places = np.repeat([at for at, _ in kept], [len(r) for r in rows]) if rows else np.zeros(0, np.int64)
    before = np.column_stack([places, former.spans[taken][:, 1:]]).astype(np.int32)
    after = np.asarray(added, np.int32).reshape(-1, 3)
    texts = [passages[at].text[start:end] for at, start, end in added]
    found = np.asarray(vectors.of(texts), np.float16) if texts else former.vectors[:0]
    spans = np.concatenate([before, after])
    order = np.lexsort((spans[:, 1], spans[:, 0]))
    matrix = np.concatenate([former.vectors[taken], found]) if len(taken) else found
    return SentenceVectors(passages, matrix[order], spans[order])


def write_sentences(
    draft: Path, passages: Sequence[Passage], new: Sequence[Passage], vectors: VectorCache, former: SentenceVectors
) -> None:
    """Write the sentences of a draft into its folder."""
    gather_sentences(passages, [p for p in new if p.scope == "passage"], vectors, former).save(draft)
