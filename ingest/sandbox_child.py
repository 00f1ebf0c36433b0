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
import threading
import time
import traceback
from pathlib import Path
from typing import Any, Final

from assistant.catalogue import document_row
from assistant.documents import Document
from ingest.confining import allow_seconds, close_network, limit_resources
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
    """

    def __init__(self, request: dict[str, Any], output: int) -> None:
        self._request = request
        self._output = output
        self._pages: int = request["pages"]
        self._memory_mb: int = request["memory_mb"]
        self._told = 0.0

    def run(self) -> None:
        """Read the file and send what came of it."""
        try:
            documents = self._read()
            for document in documents:
                self._send(document=document_row(document))
            self._send(done=len(documents), **_peaks())
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
        self._send(refused=fields, where=where, **_peaks())

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


def _end_with_owner(folder: str) -> None:
    """End this process and all that it started when the other end of its input is gone."""
    line = select.poll()
    line.register(0, 0)
    line.poll()
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def _main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    # What native code prints must not get between the records.
    output = os.dup(1)
    os.dup2(2, 1)
    longest = request["seconds"] + request["seconds_a_page"] * request["pages"]
    limit_resources(request["memory_mb"] * 1024 * 1024, longest, request["file_bytes"])
    allow_seconds(request["seconds"])
    close_network()
    threading.Thread(target=_end_with_owner, args=(request["folder"],), daemon=True).start()
    Reading(request, output).run()


if __name__ == "__main__":
    _main()
    # Nothing that a library left behind is worth waiting for.
    os._exit(0)
