"""Vectors computed once: kept by embedding model and text, so that nothing unchanged is embedded twice."""

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.errors import KnowledgeBaseError, ModelError
from assistant.protocols import Embedder

_BATCH: Final = 64
"""Texts embedded between two commits: what a kill can lose."""
_LOOKUP: Final = 500

Vectors = dict[bytes, NDArray[np.float32]]


class VectorCache:
    """The vectors of one embedding model, in a database that survives a kill at any moment.

    Args:
        folder: of the databases of all models.
        fingerprint: of the embedding model.
        dimension: of its vectors.
    """

    def __init__(self, folder: Path, fingerprint: str, dimension: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = blake2b(fingerprint.encode(), digest_size=8).hexdigest()
        self._dimension = dimension
        self._base = sqlite3.connect(folder / f"{name}.sqlite3", isolation_level=None, timeout=30)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def known(self, texts: Sequence[str]) -> list[NDArray[np.float32] | None]:
        """Give the vector of each text, or nothing where it was never embedded."""
        keys = [_key(text) for text in texts]
        found: Vectors = {}
        for start in range(0, len(keys), _LOOKUP):
            batch = keys[start : start + _LOOKUP]
            marks = ",".join("?" * len(batch))
            rows = self._base.execute(f"SELECT text, vector FROM vectors WHERE text IN ({marks})", batch)
            found.update((key, np.frombuffer(vector, np.float32)) for key, vector in rows)
        return [found.get(key) for key in keys]

    def of(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Give the vector of each text, all of which were embedded before."""
        vectors = [vector for vector in self.known(texts) if vector is not None]
        if len(vectors) < len(texts):
            raise KnowledgeBaseError(f"{len(texts) - len(vectors)} vectors are missing from the cache. Start again.")
        return vectors

    def fill(self, texts: Sequence[str], embedder: Embedder) -> Iterator[int]:
        """Embed the texts that are not known, yielding how many were embedded after each batch.

        Raises:
            ModelError: when the model gives something else than finite vectors of its dimension.
        """
        unknown = [text for text, vector in zip(texts, self.known(texts), strict=True) if vector is None]
        unknown = list(dict.fromkeys(unknown))
        for start in range(0, len(unknown), _BATCH):
            batch = unknown[start : start + _BATCH]
            self.keep(batch, self._checked(embedder.embed_documents(batch), len(batch)))
            yield len(batch)

    def close(self) -> None:
        """Close the database."""
        self._base.close()

    def _checked(self, vectors: Sequence[Sequence[float]], count: int) -> NDArray[np.float32]:
        matrix = np.asarray(vectors, np.float32)
        if matrix.shape != (count, self._dimension) or not np.isfinite(matrix).all():
            message = (
                f"The embedding model gave vectors of shape {matrix.shape} where {count} finite ones of "
                f"{self._dimension} numbers were due. Check RAMEAU_EMBEDDING_MODEL."
            )
            raise ModelError(message)
        return matrix

    def keep(self, texts: Sequence[str], matrix: NDArray[np.float32]) -> None:
        """Put down the vector of each text, a row of the matrix."""
        rows = [(_key(text), vector.tobytes()) for text, vector in zip(texts, matrix, strict=True)]
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self._base.execute("COMMIT")


def _key(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()
