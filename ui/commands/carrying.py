"""A job carried out for whoever waits at the terminal: by the worker that is there, or here."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from assistant.errors import BusyError
from assistant.jobs import ENDED, Job
from assistant.state.errors import JobStateError
from assistant.state.jobs import JobStore
from ui.commands.desk import Desk
from ui.commands.options import EXIT_ERROR, EXIT_PARTIAL
from ui.job_texts import PROBLEMS

_LOOK_SECONDS: Final = 0.2
_RETRY_SECONDS: Final = 1.0


def carry_out(desk: Desk, job_id: str, tell: Callable[[Job], None]) -> Job:
    """Have a job carried out and give it when it has ended, or waits to be published; Ctrl-C cancels it.

    Args:
        desk: has the job.
        job_id: queued.
        tell: told of the job again and again meanwhile.
    """
    failures: list[Exception] = []
    working = threading.Thread(target=_work, args=(desk, job_id, failures), name="job", daemon=True)
    working.start()
    try:
        job = follow(desk.place.jobs, job_id, tell, failures)
    except KeyboardInterrupt:
        _cancel(desk, job_id)
        working.join()
        raise
    working.join()
    if failures:
        raise failures[0]
    return job


def follow(jobs: JobStore, job_id: str, tell: Callable[[Job], None], failures: Iterable[Exception] = ()) -> Job:
    """Tell of a job until it has ended, or waits to be published, or whoever carries it out has failed; give it."""
    while True:
        job = jobs.job(job_id)
        tell(job)
        if rests(job) or list(failures):
            return job
        time.sleep(_LOOK_SECONDS)


def rests(job: Job) -> bool:
    """Tell whether nothing more happens to a job by itself."""
    return job.state in ENDED or job.state == "ready"


def exit_code(jobs: Iterable[Job]) -> int:
    """Give the exit code for what became of jobs: 0, partly done, or an error."""
    jobs = tuple(jobs)
    if any(job.state in {"failed", "refused", "cancelled"} for job in jobs):
        return EXIT_ERROR
    return EXIT_PARTIAL if any(job.counts.get(state) for job in jobs for state in PROBLEMS) else 0


def _work(desk: Desk, job_id: str, failures: list[Exception]) -> None:
    from ingest.worker import run_job

    while True:
        try:
            run_job(desk.settings, job_id)
        except BusyError:
            # A worker is there and does it; should it end meanwhile, it is done here.
            time.sleep(_RETRY_SECONDS)
        except Exception as error:
            failures.append(error)
            return
        if rests(desk.place.jobs.job(job_id)):
            return


def _cancel(desk: Desk, job_id: str) -> None:
    try:
        desk.place.jobs.cancel(job_id)
    except JobStateError:  # it has just ended
        return
