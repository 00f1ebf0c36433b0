"""A page drawn in a process of its own: one that loops, bursts or crashes costs one picture, never the API."""

import json
import os
import signal
import subprocess
import sys
from collections import OrderedDict
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Final

from assistant.documents import Document
from assistant.errors import AssistantError

ABSENT: Final = b"absent"
"""What the process says where the file has no such page, or can't be opened."""
_PNG_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
_PNG_ENDS: Final = b"IEND\xaeB`\x82"
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "LD_LIBRARY_PATH")
"""What the process may know of the environment: no key, no address."""

Key = tuple[str, int, str]
"""The content hash of a file, a page, and the quotation framed on it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What drawing one page may take."""

    seconds: float = 15.0
    """By the clock, and of a core."""
    memory_mb: int = 1024
    """Of address space."""
    picture_mb: int = 32
    """Of PNG."""


class DrawingError(AssistantError):
    """A page was not drawn within its limits, or the process that drew it crashed."""


class Drawing:
    """One page to draw.

    Args:
        path: the file that the document was read from.
        document: what was read.
        page: the first is 1.
        quote: framed where it stands on the page.
        limits: what drawing it may take.
    """

    def __init__(self, path: Path, document: Document, page: int, quote: str, limits: Limits) -> None:
        self._path, self._document, self._page, self._quote = path, document, page, quote
        self._limits = limits
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self) -> bytes:
        """Draw the page; give it as PNG.

        Raises:
            IndexError: the file has no such page, or can't be opened.
            DrawingError: it took too much time or memory, crashed, or was stopped.
        """
        process = self._start()
        timer = Timer(self._limits.seconds, self.stop)
        timer.daemon = True
        timer.start()
        try:
            said = self._talk(process)
        finally:
            timer.cancel()
            self._end(process)
        if said == ABSENT:
            raise IndexError(f"{self._path.name} has no page {self._page} to draw.")
        if not (said.startswith(_PNG_BEGINS) and said.endswith(_PNG_ENDS)):
            raise DrawingError(
                f"Page {self._page} of {self._path.name} was not drawn in {self._limits.seconds:g} s and "
                f"{self._limits.memory_mb} MB (code {process.returncode}). Open the file itself."
            )
        return said

    def stop(self) -> None:
        """End the process with all that it started, or keep it from starting."""
        with self._lock:
            self._stopped = True
            if self._process:
                _kill(self._process)

    def _start(self) -> subprocess.Popen[bytes]:
        known = {name: os.environ[name] for name in _KEPT if name in os.environ}
        with self._lock:
            if self._stopped:
                raise DrawingError(f"Page {self._page} of {self._path.name} is waited for by nobody. Ask for it again.")
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "assistant.drawing_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**known, "MALLOC_ARENA_MAX": "2"},
                start_new_session=True,
                bufsize=0,
            )
            return self._process

    def _talk(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError), process.stdin as request:
            left = memoryview(self._request())
            while left:
                left = left[request.write(left) or 0 :]
        most = self._limits.picture_mb * 1024 * 1024
        said = bytearray()
        while len(said) <= most and (piece := process.stdout.read(1 << 16)):
            said += piece
        return bytes(said) if len(said) <= most else b""

    def _request(self) -> bytes:
        lines = [
            {"text": section.text, "boxes": [astuple(box) for box in section.boxes]}
            for section in self._document.sections
            if self._quote and any(box.page == self._page for box in section.boxes)
        ]
        asked = {
            "path": str(self._path.resolve()),
            "media_type": self._document.media_type,
            "page": self._page,
            "quote": self._quote,
            "lines": lines,
        }
        # Half a pair of surrogates, which a quotation from an address may hold, passes as an escape.
        return json.dumps({**asked, **asdict(self._limits)}).encode("ascii")

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:  # after this, the number of the process may be another's
            _kill(process)
            process.wait()
            self._process = None
        if process.stdout:
            process.stdout.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


class Shelf:
    """The pictures drawn last, so that turning pages back and forth draws none twice.

    Args:
        largest: the bytes that all may have together.
    """

    def __init__(self, largest: int = 64 * 1024 * 1024) -> None:
        self._largest = largest
        self._size = 0
        self._pictures: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> bytes | None:
        """Give a picture that is kept."""
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
            return self._pictures.get(key)

    def keep(self, key: Key, picture: bytes) -> None:
        """Keep a picture; those not looked at for longest go."""
        with self._lock:
            self._size += len(picture) - len(self._pictures.pop(key, b""))
            self._pictures[key] = picture
            while self._size > self._largest:
                self._size -= len(self._pictures.popitem(last=False)[1])
