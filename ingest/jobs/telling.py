"""What is told of a job while it is carried out, and whether it may go on."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from assistant.errors import AssistantError
from assistant.state.jobs import JobStore

_WRITE_SECONDS: Final = 0.4
"""Between two figures of one thing."""
_LOOK_SECONDS: Final = 0.3
"""Between two looks at whether someone asked for the end."""
_SHARES: Final = {
    "listing": (0.0, 5.0),
    "reading": (5.0, 50.0),
    "embed": (50.0, 85.0),
    "index": (85.0, 94.0),
    "verify": (94.0, 97.0),
}
"""Of the whole job, in percent: where each step begins and ends."""
_STATES: Final = {"embed": "embedding", "index": "publishing", "verify": "publishing"}
_FEWEST_PERCENT: Final = 3.0
"""Done, before a guess is made of the time left."""


class InterruptedJobError(AssistantError):
    """The job may not go on.

    Args:
        cancelled: True when someone asked for its end, False when the worker stops.
    """

    def __init__(self, *, cancelled: bool) -> None:
        super().__init__("The job was cancelled." if cancelled else "The worker stops; the job waits for it.")
        self.cancelled = cancelled


class Watch:
    """Watches whether the worker stops, over work that is no job's own; threads may share it.

    Args:
        stopping: tells whether the worker stops.
    """

    def __init__(self, stopping: Callable[[], bool]) -> None:
        self.stopping = stopping
        self._cancelled = False

    def is_interrupted(self) -> bool:
        """Tell whether the work may not go on."""
        return self.stopping()

    def check(self) -> None:
        """Raise InterruptedJobError when the work may not go on."""
        if self.is_interrupted():
            raise InterruptedJobError(cancelled=self._cancelled)

    def build(self, _step: str, _done: int, _total: int) -> None:
        """Check; made for `ingest`'s `progress`.

        Raises:
            InterruptedJobError: the work may not go on.
        """
        self.check()


class Telling(Watch):
    """Tells how far a job is, and watches whether it may go on.

    Args:
        jobs: where it is told.
        job_id: the job.
        stopping: tells whether the worker stops.
    """

    def __init__(self, jobs: JobStore, job_id: str, stopping: Callable[[], bool]) -> None:
        super().__init__(stopping)
        self._jobs, self._job_id = jobs, job_id
        self._began = time.monotonic()
        self._written: dict[object, float] = {}
        self._looked = 0.0
        self._state = "reading"
        self._shares: dict[int, float] = {}
        self._lock = threading.Lock()
        self.going: tuple[int, ...] = ()
        """The documents that go into the generation, by number."""

    def is_interrupted(self) -> bool:
        """Tell whether the job may not go on."""
        if self.stopping():
            return True
        with self._lock:
            if not self._cancelled and time.monotonic() - self._looked > _LOOK_SECONDS:
                self._looked = time.monotonic()
                self._cancelled = self._jobs.is_cancelled(self._job_id)
            return self._cancelled

    def check_now(self) -> None:
        """Do as `check`, however short a while ago someone looked."""
        self._looked = 0.0
        self.check()

    def expect(self, numbers: tuple[int, ...]) -> None:
        """Say which documents are read, so that each counts for its share."""
        with self._lock:
            self._shares = {number: self._shares.get(number, 0.0) for number in numbers}

    def document(self, number: int, **values: Any) -> None:
        """Tell something new of one document, always."""
        self._jobs.update_document(self._job_id, number, **values)

    def pages(self, number: int, done: int, total: int) -> None:
        """Tell how many pages of a document are read, now and then."""
        share = done / total if total else 0.0
        if self._is_due(number):
            self._jobs.update_document(self._job_id, number, pages_done=done, pages=total)
        self.read(number, share)

    def read(self, number: int, share: float = 1.0) -> None:
        """Tell how much of a document is read."""
        with self._lock:
            self._shares[number] = share
            whole = sum(self._shares.values()) / len(self._shares)
        self._tell("reading", whole)

    def listing(self, done: int, total: int) -> None:
        """Tell how far looking for documents is.

        Raises:
            InterruptedJobError: the job may not go on.
        """
        self.check()
        self._tell("listing", done / total if total else 0.0)

    def build(self, step: str, done: int, total: int) -> None:
        """Tell how far the generation is; made for `ingest`'s `progress`.

        Raises:
            InterruptedJobError: the job may not go on.
        """
        super().build(step, done, total)
        if step not in _SHARES:
            return
        state = _STATES[step]
        if state != self._state:
            self._state = state
            self._jobs.update(self._job_id, state=state)
            self._jobs.update_documents(self._job_id, self.going, state=state)
        self._tell(step, done / total if total else 1.0)

    def _tell(self, step: str, share: float) -> None:
        begin, end = _SHARES[step]
        percent = round(begin + (end - begin) * share, 1)
        if self._is_due("job"):
            elapsed = time.monotonic() - self._began
            left = round(elapsed * (100 - percent) / percent, 1) if percent >= _FEWEST_PERCENT else None
            self._jobs.update(self._job_id, percent=percent, seconds_left=left)

    def _is_due(self, what: object) -> bool:
        with self._lock:
            moment = time.monotonic()
            if moment - self._written.get(what, 0.0) < _WRITE_SECONDS:
                return False
            self._written[what] = moment
            return True
