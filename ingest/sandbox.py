"""Files read in a process of their own: one that bursts, loops or crashes costs one document, with the reason."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Final

from assistant.documents import Document
from assistant.settings import Settings
from ingest.listening import Cancelled, Limits, Line, Reading, ReadingCancelledError
from ingest.readers import READER_NAMES
from ingest.readers.original import Original, Tell
from ingest.report import DocumentRefusedError

__all__ = [
    "Cancelled",
    "Limits",
    "Reading",
    "ReadingCancelledError",
    "limits_of",
    "never",
    "read_measured",
    "read_original",
]

_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "DICPATH")
"""What a reader may know of the environment: no key, no proxy, no address."""


def limits_of(settings: Settings) -> Limits:
    """Give the limits that the settings say."""
    return Limits(seconds=settings.parse_seconds, memory_mb=settings.parse_memory_mb, pages=settings.parse_max_pages)


def never() -> bool:
    """Go on whatever happens."""
    return False


def read_original(original: Original, limits: Limits, tell: Tell, *, cancelled: Cancelled = never) -> list[Document]:
    """Read a file in a process of its own.

    Args:
        original: the file.
        limits: what reading it may take.
        tell: told how many pages are done, a few times a second.
        cancelled: asked ten times a second; when it says yes, the process is ended.

    Raises:
        DocumentRefusedError: what the reader raises, and `format`, `empty`, `damaged`, `crashed`, `too-slow`,
            `too-large` (memory or output) and `too-many-pages`.
        ReadingCancelledError: when `cancelled` said yes.
    """
    return read_measured(original, limits, tell, cancelled=cancelled).documents


def read_measured(
    original: Original,
    limits: Limits,
    tell: Tell,
    *,
    cancelled: Cancelled = never,
    readers: Mapping[str, str] = READER_NAMES,
) -> Reading:
    """Read a file as `read_original` does, and tell what it took.

    Args:
        original: the file.
        limits: what reading it may take.
        tell: told how many pages are done.
        cancelled: asked ten times a second.
        readers: the reader of each media type, `module:function`.
    """
    if original.media_type not in readers:
        reason = f"Files of the kind {original.media_type!r} can't be read."
        raise DocumentRefusedError("format", reason, "Save it as PDF, DOCX or text.", original.media_type)
    if not original.path.is_file():
        reason = f"The file of {original.name} is no longer kept."
        raise DocumentRefusedError("unreadable", reason, "Hand it in again.", original.name)
    with tempfile.TemporaryDirectory(prefix="rameau-", ignore_cleanup_errors=True) as folder:
        line = Line(limits, tell, cancelled)
        with _child(folder) as process:
            line.follow(process, _request(original, limits, readers[original.media_type], folder))
        return line.reading()


def _request(original: Original, limits: Limits, reader: str, folder: str) -> bytes:
    file = {**asdict(original), "path": str(original.path.resolve())}
    return json.dumps({**asdict(limits), "original": file, "reader": reader, "folder": folder}).encode() + b"\n"


@contextmanager
def _child(folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process; it and all that it started are gone at the end."""
    known = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = dict.fromkeys(("HOME", "TMPDIR"), folder)
    # One page is recognised at a time, so a second core stays for questions.
    calm = {"OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "2", "PYTHONHASHSEED": "0"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.sandbox_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**known, **own, **calm},
        start_new_session=True,
        bufsize=0,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(OSError):
            process.communicate()
