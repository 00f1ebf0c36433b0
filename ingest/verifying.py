"""A look at a new generation before anyone depends on it, in a process of its own: `python -m ingest.verifying`.

A damaged index can end the process that opens it, and a file can be short though every write to it succeeded; so what
is checked is what a reader would see, by a process that may die. It waits for its task on standard input, which lets
it load the engines while the generation is still being built.
"""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from assistant.analysis import analyse
from assistant.chroma import load_engine
from assistant.documents import Passage
from assistant.errors import KnowledgeBaseError
from assistant.generations import Generation
from ingest.vectors import VectorCache

EVERY_VECTOR: Final = 20_000
"""Entries up to which each one is compared; of more, a sample and all that is new."""
_SAMPLE: Final = 2000
_QUERIES: Final = 10
_TOLERANCE: Final = 1e-4
_SECONDS: Final = 600


@dataclass(frozen=True, slots=True)
class Task:
    """What to verify."""

    folder: str
    """Of the generation."""
    home: str
    chroma_url: str
    touched: tuple[str, ...]
    """Ids of the documents that were added or changed."""


class Verifier:
    """The process that verifies; started early, asked once."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.verifying"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def verify(self, task: Task) -> None:
        """Verify a generation.

        Raises:
            KnowledgeBaseError: when it does not hold what it should, or ends the process that opens it.
        """
        try:
            _, errors = self._process.communicate(json.dumps(asdict(task)), timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            message = f"Verifying {task.folder} took more than {_SECONDS} s. Nothing was published; try again."
            raise KnowledgeBaseError(message) from error
        if self._process.returncode:
            reason = errors.strip().rpartition("\n")[2] or f"the process ended with {self._process.returncode}"
            message = f"The new generation is damaged: {reason}. Nothing was published; check the disk and try again."
            raise KnowledgeBaseError(message)

    def close(self) -> None:
        """End the process."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


def verify(task: Task) -> None:
    """Compare a generation with what it was made from.

    Raises:
        KnowledgeBaseError: at the first difference.
    """
    generation = Generation.open(Path(task.folder), Path(task.home), task.chroma_url)
    manifest = generation.manifest
    cache = VectorCache(Path(task.home) / "vectors", manifest.fingerprint, manifest.dimension)
    try:
        _check_counts(generation)
        entries = _chosen(generation.catalogue.entries, frozenset(task.touched), manifest.number)
        for start in range(0, len(entries), _SAMPLE):
            _check_vectors(generation, cache, entries[start : start + _SAMPLE])
        _check_queries(generation, cache, entries)
    finally:
        cache.close()
        generation.close()


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
    return new + random.Random(seed).sample(entries, _SAMPLE)  # noqa: S311


def _check_vectors(generation: Generation, cache: VectorCache, entries: Sequence[Passage]) -> None:
    stored = generation.store.vectors([entry.id for entry in entries])
    for entry, vector in zip(entries, cache.known([entry.embedding_text for entry in entries]), strict=True):
        if entry.id not in stored:
            raise KnowledgeBaseError(f"the vector of {entry.id} is missing")
        if vector is None or np.abs(_unit(vector) - _unit(stored[entry.id])).max() > _TOLERANCE:
            raise KnowledgeBaseError(f"the vector of {entry.id} is not its own")


def _unit(vector: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    array = np.asarray(vector, np.float64)
    return array / (np.linalg.norm(array) or 1)


def _check_queries(generation: Generation, cache: VectorCache, entries: Sequence[Passage]) -> None:
    for entry in entries[:: max(1, len(entries) // _QUERIES)]:
        scope = "document" if entry.is_whole_document else "passage"
        vector = cache.known([entry.embedding_text])[0]
        nearest = generation.store.search(vector.tolist() if vector is not None else [], 1, scope)
        if not nearest or nearest[0].score < 1 - _TOLERANCE:
            raise KnowledgeBaseError(f"{entry.id} is not found by its own vector")
        if analyse(entry.title) and not generation.lexical.search(entry.title, 1, scope):
            raise KnowledgeBaseError(f"{entry.id} is not found by the words of its title")


def _main() -> None:
    if line := sys.stdin.read():
        try:
            verify(Task(**json.loads(line)))
        except Exception as error:
            sys.exit(f"{type(error).__name__}: {error}" if not isinstance(error, KnowledgeBaseError) else str(error))


if __name__ == "__main__":
    load_engine()
    _main()
