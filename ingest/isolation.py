"""Jobs on the engines, each in a process of its own: `python -m ingest.isolation`.

A damaged index can end the process that opens it, and only a process that did not write an index sees of it what is on
the disk. One process imports the engines, while documents are still being read and embedded; it stays free of threads
and open stores, so that a copy of it (a fork) is ready for each job at once.
"""

import json
import os
import select
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

from assistant.chroma import load_engine
from assistant.errors import KnowledgeBaseError
from ingest.indexing import write_engines
from ingest.verifying import verify_generation

_JOBS: Final[dict[str, Callable[..., None]]] = {job.__name__: job for job in (write_engines, verify_generation)}


def _serve() -> None:
    """Do one job after another, as they come in, each in a fork."""
    while line := sys.stdin.readline():
        request = json.loads(line)
        child = os.fork()
        if not child:
            _do(request["job"], request["arguments"])
        _, state = os.waitpid(child, 0)
        if code := os.waitstatus_to_exitcode(state):
            _tell(error=f"its process ended with {code}")


def _do(job: str, arguments: dict[str, Any]) -> None:
    threading.Thread(target=_end_with_owner, daemon=True).start()
    try:
        _JOBS[job](**arguments, progress=lambda done, total: _tell(progress=[done, total]))
        _tell(error="")
    except KnowledgeBaseError as error:
        _tell(error=str(error))
    except Exception as error:
        _tell(error=f"{type(error).__name__}: {error}")
    finally:
        # Not `sys.exit`: what this copy inherited belongs to the process it was copied from.
        os._exit(0)


def _end_with_owner() -> None:
    """End this process when the owner's end of the pipe is gone: nobody waits for the job any more."""
    # Watched, not read: what comes in is the next job, which is not for this process.
    line = select.poll()
    line.register(0, 0)
    line.poll()
    os._exit(1)


def _tell(**message: Any) -> None:
    os.write(1, (json.dumps(message) + "\n").encode())


if __name__ == "__main__":
    load_engine()
    _serve()
