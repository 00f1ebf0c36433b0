"""A look at a new generation before anyone depends on it."""

import random
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.analysis import analyse
from assistant.documents import Passage
from assistant.errors import KnowledgeBaseError
from assistant.generations import Generation
from ingest.vectors import VectorCache

EVERY_VECTOR: Final = 20_000
"""Entries up to which each one is compared; of more, a sample and all that is new."""
_BATCH: Final = 2000
_QUERIES: Final = 10
_TOLERANCE: Final = 1e-4


def verify_generation(
    folder: str, home: str, touched: Sequence[str], chroma_url: str, vectors: str, progress: Callable[[int, int], None]
) -> None:
    """Compare a generation, opened as its readers will, with what it was made from.

    A count alone proves little: two writers on one Chroma folder were seen to lose and swap vectors under a right one.

    Args:
        folder: of the generation.
        home: whose readers will open it.
        touched: the documents that were added or changed.
        chroma_url: the Chroma server, if there is one.
        vectors: the folder of vectors.
        progress: told how many entries are compared.

    Raises:
        KnowledgeBaseError: at the first difference.
    """
    with closing(Generation.open(Path(folder), Path(home), chroma_url)) as generation:
        manifest = generation.manifest
        _check_counts(generation)
        entries = _chosen(generation.catalogue.entries, frozenset(touched), manifest.number)
        with closing(VectorCache(Path(vectors), manifest.fingerprint, manifest.dimension)) as cache:
            for start in range(0, len(entries), _BATCH):
                progress(start, len(entries))
                batch = entries[start : start + _BATCH]
                _check_vectors(generation, batch, np.asarray(cache.of([entry.embedding_text for entry in batch])))
        _check_queries(generation, entries)
        progress(len(entries), len(entries))


def _check_counts(generation: Generation) -> None:
    counts = {
        "manifest": generation.manifest.entries,
        "catalogue": len(generation.catalogue.entries),
        "vectors": generation.store.count(),
        "word index": generation.lexical.count(),
    }
    if len(set(counts.values())) > 1:
        raise KnowledgeBaseError(f"the numbers of entries differ: {counts}")


def _chosen(entries: Sequence[Passage], touched: frozenset[str], seed: int) -> list[Passage]:
    if len(entries) <= EVERY_VECTOR:
        return list(entries)
    new = [entry for entry in entries if entry.document_id in touched][:EVERY_VECTOR]
    return new + random.Random(seed).sample(entries, _BATCH)


def _check_vectors(generation: Generation, entries: Sequence[Passage], expected: NDArray[np.float32]) -> None:
    stored = generation.store.vectors([entry.id for entry in entries])
    if missing := [entry.id for entry in entries if entry.id not in stored]:
        raise KnowledgeBaseError(f"{len(missing)} vectors are missing, that of {missing[0]} among them")
    found = _unit([stored[entry.id] for entry in entries])
    off = np.abs(_unit(expected) - found).max(axis=1) > _TOLERANCE
    if off.any():
        raise KnowledgeBaseError(
            f"{off.sum()} vectors are not their own, that of {entries[int(off.argmax())].id} first"
        )


def _unit(vectors: ArrayLike) -> NDArray[np.float64]:
    matrix = np.asarray(vectors, np.float64)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: NDArray[np.float64] = matrix / np.where(lengths, lengths, 1)
    return scaled


def _check_queries(generation: Generation, entries: Sequence[Passage]) -> None:
    chosen = entries[:: max(1, len(entries) // _QUERIES)]
    vectors = generation.store.vectors([entry.id for entry in chosen])
    for entry in chosen:
        nearest = generation.store.search(vectors[entry.id], 1, entry.scope)
        if not nearest or nearest[0].score < 1 - _TOLERANCE:
            raise KnowledgeBaseError(f"{entry.id} is not found by its own vector")
        words = entry.text if entry.scope == "question" else entry.title
        if analyse(words) and not generation.lexical.search(words, 1, entry.scope):
            raise KnowledgeBaseError(f"{entry.id} is not found by its own words")
