"""What a process that reads a file says, and the clock that runs meanwhile."""

import json
import logging
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from assistant.catalogue import document_of
from assistant.documents import Document
from assistant.errors import AssistantError
from ingest.readers.original import Tell
from ingest.refusals import crashed, out_of_memory, too_long, too_slow
from ingest.report import DocumentRefusedError

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = 0.1
"""Seconds between two looks at the clock and at whether anyone still waits."""
_FAREWELL: Final = 2.0
"""Seconds that a process may live after it has said all."""
_NEARLY: Final = 0.75
"""Of the memory allowed: what ends beyond it ended for want of memory."""
Cancelled = Callable[[], bool]
"""Tells whether nobody waits any more."""


class ReadingCancelledError(AssistantError):
    """Nobody waits for the document any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float = 120.0
    """Until the first page is done, and from each page to the next."""
    seconds_a_page: float = 5.0
    """The most on average, beyond the first `seconds`: a page that is recognised takes 3."""
    memory_mb: int = 1024
    """Of address space, for each process."""
    output_bytes: int = 64_000_000
    """Of the documents as JSON; 2,000 pages with their boxes take 20 million."""
    file_bytes: int = 256_000_000
    """Of any file that is written on the way."""
    pages: int = 3000
    """Or slides, or rows."""


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


@dataclass(slots=True)
class Line:
    """The line from the process to whoever waits."""

    limits: Limits
    tell: Tell
    cancelled: Cancelled
    documents: list[Document] = field(default_factory=list)
    refusal: DocumentRefusedError | None = None
    where: str = ""
    """Where in the reader an error came up that it did not expect."""
    peaks_mb: tuple[float, float] = (0.0, 0.0)
    ended: bool = False
    """True when it had its last word; it died when that never comes."""
    held_mb: float = 0.0
    """The most address space that it was seen to hold."""
    done: int = 0
    received: int = 0
    began: float = field(default_factory=time.monotonic)
    moved: float = field(default_factory=time.monotonic)
    """When the last page was done."""
    start_seconds: float = 0.0
    rest: bytearray = field(default_factory=bytearray)

    def follow(self, process: subprocess.Popen[bytes], request: bytes) -> None:
        """Send the request and listen until the process has said all, or may not go on."""
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError):  # it died at once: its silence will tell
            process.stdin.write(request)
        while self._listen(process.stdout.fileno()):
            self.held_mb = max(self.held_mb, _held_mb(process.pid))
        if not self.ended:
            raise self._died(process)

    def _listen(self, source: int) -> bool:
        """Take in what there is; tell whether there may be more."""
        self._check()
        if not select.select([source], [], [], _PATIENCE)[0]:
            return True
        piece = os.read(source, 1 << 20)
        self.received += len(piece)
        if self.received > self.limits.output_bytes:
            raise too_long(self.limits.output_bytes)
        *lines, last = piece.split(b"\n")
        for line in lines:
            self._take(bytes(self.rest) + line)
            self.rest.clear()
        self.rest += last
        return bool(piece) and not self.ended

    def _check(self) -> None:
        if self.cancelled():
            raise ReadingCancelledError("The reading was cancelled. Start it again to have the document.")
        now, limits = time.monotonic(), self.limits
        if now - self.began > limits.seconds + limits.seconds_a_page * min(self.done, limits.pages):
            raise too_slow(now - self.began)
        if now - self.moved > limits.seconds:
            raise too_slow(now - self.moved)

    def _take(self, line: bytes) -> None:
        try:
            record = self._parsed(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise crashed("nonsense") from error
        if "progress" in record:
            done, total = record["progress"]
            if done > self.done:
                self.done, self.moved = done, time.monotonic()
            self.tell(done, total)

    def _parsed(self, record: dict[str, Any]) -> dict[str, Any]:
        if "document" in record:
            self.documents.append(document_of(record["document"]))
        elif "started" in record:
            self.start_seconds = time.monotonic() - self.began
        elif "progress" in record:
            record["progress"] = [int(count) for count in record["progress"]]
        else:
            self.peaks_mb = record["peak_kb"] / 1024, record["helpers_peak_kb"] / 1024
            self.refusal = DocumentRefusedError(**record["refused"]) if "refused" in record else None
            self.where = record.get("where", "")
            self.ended = True
        return record

    def _died(self, process: subprocess.Popen[bytes]) -> DocumentRefusedError:
        try:
            code = process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            return crashed("silence")
        if code == -signal.SIGXCPU:
            return too_slow(time.monotonic() - self.began)
        # Native code that gets no more memory ends its process.
        if code < 0 and self.held_mb >= _NEARLY * self.limits.memory_mb:
            return out_of_memory(self.limits.memory_mb)
        return crashed(signal.Signals(-code).name if code < 0 else str(code))

    def reading(self) -> Reading:
        """Give the documents, or raise what the reader raised."""
        seconds = time.monotonic() - self.began
        _LOG.info("read %d documents in %.2f s, %.0f MB, helpers %.0f MB", len(self.documents), seconds, *self.peaks_mb)
        if self.where:
            _LOG.warning("a reader failed: %s", self.where)
        if self.refusal:
            raise self.refusal
        return Reading(self.documents, seconds, self.start_seconds, *self.peaks_mb)


def _held_mb(process: int) -> float:
    """Give the address space of a process; 0 where the system does not tell, or it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576
