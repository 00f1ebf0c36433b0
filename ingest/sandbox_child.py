"""The process that reads one file and ends: `python -m ingest.sandbox_child`.

The first line of its input is what to do. The input then stays open for as long as someone waits: when it closes, this
process ends with all that it started. Its output is one JSON record a line.
"""

import importlib
import json
import os
import resource
import select
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

from assistant.catalogue import document_row
from assistant.documents import Document
from ingest.confining import allow_seconds, close_disk, close_network, limit_resources
from ingest.readers.original import Original, Reader
from ingest.refusals import failed, out_of_memory, too_many_pages, without_text
from ingest.report import DocumentRefusedError

_PAUSE: Final = 0.2
"""Seconds between two lines about progress."""
_NEARLY: Final = 0.85
"""Of the memory allowed: what fails beyond it failed for want of memory."""


class Reading:
    """One file being read, and the line to whoever waits for it.

    Args:
        request: what `ingest.sandbox` asks for.
        output: the descriptor to write to.
        end: called before the last word is said.
    """

    def __init__(self, request: dict[str, Any], output: int, end: Callable[[], None]) -> None:
        self._request = request
        self._output = output
        self._end = end
        self._pages: int = request["pages"]
        self._memory_mb: int = request["memory_mb"]
        self._told = 0.0

    def run(self) -> None:
        """Read the file and send what came of it."""
        try:
            documents = self._read()
            for document in documents:
                self._send(document=document_row(document))
            self._send_last(done=len(documents))
        except MemoryError:
            self._send_refusal(out_of_memory(self._memory_mb))
        except DocumentRefusedError as error:
            starved = error.code == "damaged" and self._is_nearly_full()
            self._send_refusal(out_of_memory(self._memory_mb) if starved else error)
        except Exception as error:
            refusal = out_of_memory(self._memory_mb) if self._is_nearly_full() else failed(error)
            self._send_refusal(refusal, where=_where(error))

    def _read(self) -> list[Document]:
        module, _, name = self._request["reader"].partition(":")
        reader: Reader = getattr(importlib.import_module(module), name)
        original = Original(**{**self._request["original"], "path": Path(self._request["original"]["path"])})
        self._send(started=True)
        documents = reader(original, self._tell)
        self._check_pages(max((document.pages for document in documents), default=0))
        if not any(section.text.strip() for document in documents for section in document.sections):
            raise without_text()
        return documents

    def _tell(self, done: int, total: int) -> None:
        self._check_pages(max(done, total))
        allow_seconds(self._request["seconds"] + done * self._request["seconds_a_page"])
        if done >= total or time.monotonic() - self._told > _PAUSE:
            self._told = time.monotonic()
            self._send(progress=[done, total])

    def _check_pages(self, pages: int) -> None:
        if pages > self._pages:
            raise too_many_pages(pages, self._pages)

    def _is_nearly_full(self) -> bool:
        return _status_kb("VmPeak") >= _NEARLY * self._memory_mb * 1024

    def _send_refusal(self, error: DocumentRefusedError, where: str = "") -> None:
        fields = {"code": error.code, "reason": error.reason, "remedy": error.remedy, "detail": error.detail}
        self._send_last(refused=fields, where=where)

    def _send_last(self, **record: Any) -> None:
        peaks = _peaks()
        self._end()
        self._send(**record, **peaks)

    def _send(self, **record: Any) -> None:
        # Half a pair of surrogates is no character, and could not be written to any file later.
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        while line:
            line = line[os.write(self._output, line) :]


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def _peaks() -> dict[str, int]:
    """Give the most memory, in KiB, that this process and the largest that it started ever held."""
    own = _status_kb("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"peak_kb": own, "helpers_peak_kb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}


def _status_kb(name: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    except OSError:  # another system than Linux
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _start_watch(output: int, folder: str) -> Callable[[], None]:
    """Start the process that ends this one, with all that it starts, when nobody waits any more.

    It is a process, not a thread: native code may hold up threads, and no rule that is put on this process binds it.

    Args:
        output: what it must not hold open.
        folder: what it removes.

    Returns:
        What ends it.
    """
    alive, held = os.pipe()
    watch = os.fork()
    if not watch:
        os.closerange(1, alive)
        os.close(held)
        _watch(alive, folder)
    os.close(alive)

    def end() -> None:
        os.close(held)
        os.waitpid(watch, 0)

    return end


def _watch(alive: int, folder: str) -> NoReturn:
    line = select.poll()
    for end in (0, alive):
        line.register(end, 0)
    if any(end == alive for end, _ in line.poll()):  # the reader has ended
        os._exit(0)
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    # What native code prints must not get between the records.
    output = os.dup(1)
    os.dup2(2, 1)
    end_watch = _start_watch(output, request["folder"])
    longest = request["seconds"] + request["seconds_a_page"] * request["pages"]
    limit_resources(request["memory_mb"] * 1024 * 1024, longest, request["file_bytes"])
    allow_seconds(request["seconds"])
    close_disk(Path(request["folder"]))
    close_network()
    Reading(request, output, end_watch).run()


if __name__ == "__main__":
    _main()
    # Nothing that a library left behind is worth waiting for.
    os._exit(0)
