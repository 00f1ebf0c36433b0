"""Jobs followed as server-sent events: the whole job each time something of it is new."""

import time
from collections.abc import AsyncGenerator
from typing import Final

from anyio import CapacityLimiter, sleep, to_thread
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import TypeAdapter

from assistant.jobs import ENDED, Job
from assistant.state.jobs import JobStore

_JOB: Final = TypeAdapter(Job)
_LOOK_SECONDS: Final = 0.3
_PING_SECONDS: Final = 15.0
_THREADS: Final = 4
"""Looks at the database that run side by side, however many people follow."""


class Following:
    """Tells of jobs as they go.

    Args:
        jobs: where they are.
    """

    def __init__(self, jobs: JobStore) -> None:
        self._jobs = jobs
        self._limiter = CapacityLimiter(_THREADS)

    async def follow(self, job_id: str) -> EventSourceResponse:
        """Begin to tell of a job, until nothing more will happen to it without someone's doing.

        Raises:
            UnknownRecordError: there is no such job.
        """
        job = await to_thread.run_sync(self._jobs.job, job_id, limiter=self._limiter)
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        return EventSourceResponse(self._told(job), headers=headers)

    async def _told(self, job: Job) -> AsyncGenerator[bytes, None]:
        yield encode(job)
        # Read before the job the first time round: what changes in between is told once more, never left out.
        version, told = -1, time.monotonic()
        while not _rests(job):
            await sleep(_LOOK_SECONDS)
            newest = await to_thread.run_sync(self._jobs.version, job.id, limiter=self._limiter)
            if newest != version:
                version = newest
                job = await to_thread.run_sync(self._jobs.job, job.id, limiter=self._limiter)
                yield encode(job)
                told = time.monotonic()
            elif time.monotonic() - told > _PING_SECONDS:
                yield KEEPALIVE_COMMENT
                told = time.monotonic()


def _rests(job: Job) -> bool:
    return job.state in ENDED or job.state == "ready"


def encode(job: Job) -> bytes:
    """Write a job as the lines of a server-sent event."""
    return format_sse_event(event="job", data_str=_JOB.dump_json(job).decode())
