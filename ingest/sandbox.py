"""Files read in a process of their own: one that bursts, loops or crashes costs one document, with the reason."""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from assistant.catalogue import document_of
from assistant.documents import Document
from assistant.errors import AssistantError
from assistant.settings import Settings
from ingest.readers import READER_NAMES
from ingest.readers.original import Original, Tell
from ingest.report import DocumentRefusedError

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = 0.1
"""Seconds between two looks at the clock and at whether anyone still waits."""
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "DICPATH")
"""What a reader may know of the environment: no key, no proxy, no address."""
_SLOWER: Final = "Export it again, more simply, or cut it into several documents."
Cancelled = Callable[[], bool]


class ReadingCancelledError(AssistantError):
    """Nobody waits for the document any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float = 120.0
    """Until the first page is done."""
    seconds_a_page: float = 5.0
    """More for each page that is done: a page that is recognised takes 3."""
    memory_mb: int = 1024
    """Of address space, for each process."""
    output_bytes: int = 64_000_000
    """Of the documents as JSON; 2,000 pages with their boxes take 20 million."""
    file_bytes: int = 256_000_000
    """Of any file that is written on the way."""
    pages: int = 3000
    """Or slides, or rows."""


def limits_of(settings: Settings) -> Limits:
    """Give the limits that the settings say."""
    return Limits(seconds=settings.parse_seconds, memory_mb=settings.parse_memory_mb, pages=settings.parse_max_pages)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file, and what it took."""

    documents: list[Document]
    seconds: float
    start_seconds: float
    """Of `seconds`, until the reader was there."""
    peak_mb: float
    """The most memory that the process held."""
    helpers_peak_mb: float
    """The most that one it started held."""


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
    with tempfile.TemporaryDirectory(prefix="rameau-", ignore_cleanup_errors=True) as folder:
        line = _Line(limits, tell, cancelled)
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


@dataclass(slots=True)
class _Line:
    """What the process says, and the clock that runs meanwhile."""

    limits: Limits
    tell: Tell
    cancelled: Cancelled
    documents: list[Document] = field(default_factory=list)
    ended: dict[str, Any] | None = None
    """Its last word; nothing when it died before that."""
    done: int = 0
    received: int = 0
    began: float = field(default_factory=time.monotonic)
    start_seconds: float = 0.0
    rest: bytearray = field(default_factory=bytearray)

    def follow(self, process: subprocess.Popen[bytes], request: bytes) -> None:
        """Send the request and listen until the process has said all, or may not go on."""
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError):  # it died at once: its silence will tell
            process.stdin.write(request)
        while self._listen(process.stdout.fileno()):
            pass
        if self.ended is None:
            raise self._died(process.wait())

    def _listen(self, source: int) -> bool:
        """Take in what there is; tell whether there may be more."""
        if self.cancelled():
            raise ReadingCancelledError("The reading was cancelled. Start it again to have the document.")
        allowed = self.limits.seconds + self.limits.seconds_a_page * min(self.done, self.limits.pages)
        if time.monotonic() - self.began > allowed:
            raise _too_slow(allowed)
        if not select.select([source], [], [], _PATIENCE)[0]:
            return True
        piece = os.read(source, 1 << 20)
        self.received += len(piece)
        if self.received > self.limits.output_bytes:
            reason = f"The document gives more than {self.limits.output_bytes:,} bytes of text."
            raise DocumentRefusedError("too-large", reason, "Cut it into several documents.", "output")
        *lines, last = piece.split(b"\n")
        for line in lines:
            self._take(bytes(self.rest) + line)
            self.rest.clear()
        self.rest += last
        return bool(piece) and self.ended is None

    def _take(self, line: bytes) -> None:
        try:
            record = self._parsed(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise _crashed("talks nonsense") from error
        if "progress" in record:
            self.done, total = record["progress"]
            self.tell(self.done, total)

    def _parsed(self, record: dict[str, Any]) -> dict[str, Any]:
        if "document" in record:
            self.documents.append(document_of(record["document"]))
        elif "started" in record:
            self.start_seconds = time.monotonic() - self.began
        elif "progress" in record:
            record["progress"] = [int(count) for count in record["progress"]]
        else:
            self.ended = record
        return record

    def _died(self, code: int) -> DocumentRefusedError:
        if code == -signal.SIGXCPU:
            return _too_slow(time.monotonic() - self.began)
        return _crashed(signal.Signals(-code).name if code < 0 else str(code))

    def reading(self) -> Reading:
        """Give the documents, or raise what the reader raised."""
        assert self.ended is not None
        seconds = time.monotonic() - self.began
        peaks = [self.ended.get(name, 0) / 1024 for name in ("peak_kb", "helpers_peak_kb")]
        _LOG.info("read %d documents in %.2f s, %.0f MB, helpers %.0f MB", len(self.documents), seconds, *peaks)
        if "refused" in self.ended:
            if self.ended["where"]:
                _LOG.warning("a reader failed: %s", self.ended["where"])
            raise DocumentRefusedError(**self.ended["refused"])
        return Reading(self.documents, seconds, self.start_seconds, *peaks)


def _too_slow(seconds: float) -> DocumentRefusedError:
    reason = f"Reading the document took longer than {seconds:.0f} seconds."
    return DocumentRefusedError("too-slow", reason, _SLOWER, f"{seconds:.0f}")


def _crashed(how: str) -> DocumentRefusedError:
    reason = f"The program that reads such documents broke down on this one ({how})."
    return DocumentRefusedError("crashed", reason, _SLOWER, how)
