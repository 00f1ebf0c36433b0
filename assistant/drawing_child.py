"""The process that draws one page and ends: `python -m assistant.drawing_child`.

Its input is what `assistant.drawing` asks for, its output the PNG.
"""

import json
import math
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.documents import Box, Document, Section
from assistant.drawing import ABSENT
from assistant.errors import DocumentError
from assistant.page_pictures import picture_of


def _draw(request: dict[str, Any]) -> bytes:
    sections = tuple(
        Section((), entry["text"], boxes=tuple(Box(*box) for box in entry["boxes"])) for entry in request["lines"]
    )
    document = Document("", "", "", "", media_type=request["media_type"], sections=sections)
    try:
        return picture_of(Path(request["path"]), document, request["page"], request["quote"])
    except (IndexError, DocumentError):
        return ABSENT


def _bound(kind: int, value: int) -> None:
    most = resource.getrlimit(kind)[1]
    value = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(kind, (value, value))


def _confine(seconds: float, memory: int) -> None:
    """Bound what this process may take: it writes no file, and ends by itself should whoever started it be gone."""
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_CPU, math.ceil(seconds) + 1)
    with suppress(ValueError, OSError):  # macOS has no such bound
        _bound(resource.RLIMIT_AS, memory)
    # No Python handler, which would wait for native code: the signal itself ends the process.
    signal.alarm(math.ceil(seconds) + 2)
    os.nice(5)  # questions go first


def _main() -> None:
    request = json.loads(sys.stdin.buffer.read())
    # What native code prints must not get into the picture.
    output = os.dup(1)
    os.dup2(2, 1)
    _confine(request["seconds"], request["memory_mb"] * 1024 * 1024)
    left = memoryview(_draw(request))
    while left:
        left = left[os.write(output, left) :]


if __name__ == "__main__":
    _main()
    # Nothing that a library left behind is worth waiting for.
    os._exit(0)
