"""llama.cpp in this process: a GGUF file served on the loopback by xllamacpp, as an OpenAI-compatible server.

It is spoken to over HTTP rather than through its callbacks, because only a closed connection stops it while it still
reads the prompt.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant import model_texts as texts
from assistant.errors import ModelError, SettingsError

_MAGIC: Final = b"GGUF"
_CONTEXT: Final = 8192
"""Tokens of prompt and reply together, for each reply written side by side."""
_BATCH: Final = 32
"""Tokens of the prompt read between two looks at whether the caller is still there. Larger batches read a fifth faster
on a processor, and would make leaving wait for many seconds."""
_SPARE_BYTES: Final = 400_000_000
"""What a small model takes besides its weights, for each reply written side by side."""
_QUIET: Final = -1


@dataclass(slots=True)
class LlamaServer:
    """A model that is served until it is closed."""

    url: str
    """The address to give an OpenAI client."""
    key: str
    """Without it, others who use this machine are refused."""
    server: Any
    """What xllamacpp runs, for as long as it is held."""

    def close(self) -> None:
        """Stop serving and give the memory back."""
        self.server = None


def serve_file(path: Path, at_once: int = 1) -> LlamaServer:
    """Load a model file and serve it on a free port of the loopback.

    Args:
        path: a GGUF file.
        at_once: how many replies it writes side by side, each with a context of its own.

    Raises:
        SettingsError: there is no such file, or it is no GGUF.
        ModelError: it is too big for the memory, or llama.cpp can't load it.
        ImportError: xllamacpp isn't installed.
    """
    path = check_file(path, at_once)
    import xllamacpp

    key = secrets.token_urlsafe()
    try:
        server = xllamacpp.Server(_parameters(path, at_once, key))
    except RuntimeError as error:
        raise ModelError(texts.FILE_NOT_LOADED.format(path=path)) from error
    return LlamaServer(f"{server.listening_address}/v1", key, server)


def check_file(path: Path, at_once: int = 1) -> Path:
    """Check what can be told of a model file without loading it.

    Args:
        path: what should be a GGUF file.
        at_once: how many replies it is to write side by side.

    Returns:
        Its whole path.

    Raises:
        SettingsError: there is no such file, or it is no GGUF.
        ModelError: it is too big for the memory.
    """
    path = path.expanduser().absolute()
    if not path.is_file():
        raise SettingsError(texts.FILE_MISSING.format(path=path))
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise SettingsError(texts.FILE_NOT_GGUF.format(path=path))
    needed, free = path.stat().st_size + at_once * _SPARE_BYTES, available_memory()
    if free is not None and needed > free:
        raise ModelError(texts.FILE_TOO_BIG.format(path=path, needed=needed / 1e9, free=free / 1e9))
    return path


def available_memory(meminfo: Path = Path("/proc/meminfo")) -> int | None:
    """Give the bytes that programs can still take; None where the system doesn't tell.

    Args:
        meminfo: where Linux tells it.
    """
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text("ascii").splitlines())
        return int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def _parameters(path: Path, at_once: int, key: str) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.api_keys = [key]
    parameters.n_parallel = at_once
    parameters.n_ctx = _CONTEXT * at_once
    parameters.n_batch = parameters.n_ubatch = _BATCH
    # Its threads wait for each other by spinning: where another program takes one's core, all stand still.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = max(1, _cores() - 1)
    parameters.enable_reasoning = 0
    parameters.cache_ram_mib = 0
    parameters.ui = False
    parameters.verbosity = _QUIET
    return parameters


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
