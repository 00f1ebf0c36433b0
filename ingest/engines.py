"""The process that writes and verifies engines, seen from the one that builds a generation."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from assistant.errors import KnowledgeBaseError


class EngineProcess:
    """The process whose copies do the jobs; it ends with its owner, however that ends."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-m", "ingest.isolation"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, job: str, arguments: dict[str, Any], progress: Callable[[int, int], None]) -> None:
        """Do a job and wait for its end.

        Args:
            job: the name of one of the functions `write_engines` and `verify_generation`.
            arguments: its keyword arguments, but for `progress`.
            progress: told how much of the job is done, and how much there is.

        Raises:
            KnowledgeBaseError: when the job raises anything, or its process dies.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"job": job, "arguments": arguments}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise KnowledgeBaseError(_failed(job, "its process did not start")) from error
        for line in self._process.stdout:
            message = json.loads(line)
            if "progress" in message:
                progress(*message["progress"])
            elif message["error"]:
                raise KnowledgeBaseError(_failed(job, message["error"]))
            else:
                return
        raise KnowledgeBaseError(_failed(job, "its process died"))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def _failed(job: str, reason: str) -> str:
    return f"Nothing was published, because {job} failed: {reason}. Check the disk, then try again: rameau ingest."
