"""The process that carries jobs out: one for each home folder, beside the API."""

import fcntl
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from assistant.errors import BusyError
from assistant.factory import build_embedder
from assistant.manifest import current_number
from assistant.settings import Settings
from assistant.state.database import Database, settings_database
from ingest.jobs.building import rebuild_waiting
from ingest.jobs.calendar import Calendar
from ingest.jobs.gathering import FETCHED
from ingest.jobs.proposing import Proposer
from ingest.jobs.publishing import GenerationPublisher
from ingest.jobs.running import carry_out
from ingest.jobs.telling import Watch
from ingest.jobs.workplace import BuildEmbedder, Workplace
from ingest.publishing import ready_manifest

_LOG: Final = logging.getLogger(__name__)
_LOCK: Final = "worker.lock"
_LOOK_SECONDS: Final = 0.3
"""Between two looks at whether something is queued."""
_IDLE_SECONDS: Final = 60.0
"""After which the process of the engines is let go."""
_WARM_SECONDS: Final = 10.0
"""After which an idle worker loads the embedder for its first job: the API, which starts beside it, comes first."""
_RENEW_SECONDS: Final = 5.0
"""Between two looks at whether what waits to be published came too late."""
_NICENESS: Final = 5
"""People who ask questions come first."""


def run_worker(
    settings: Settings, stop: threading.Event, embedder: BuildEmbedder | None = None, *, niceness: int = _NICENESS
) -> None:
    """Carry out jobs as they come, until told to stop; wait for the place while another worker has it.

    Args:
        settings: name the home folder and the database.
        stop: set when it is time to stop; the job at hand waits for the next worker then.
        embedder: builds the embedder, unless the settings' own is meant.
        niceness: how much this process gives way to others.
    """
    os.nice(niceness)
    while not stop.is_set():
        try:
            with worker_lock(settings), _workplace(settings, embedder) as (place, database):
                _work(place, database, stop)
        except BusyError:
            stop.wait(1)


def run_job(settings: Settings, job_id: str, embedder: BuildEmbedder | None = None) -> None:
    """Carry out one queued job here and now.

    Raises:
        BusyError: a worker is there, which will do it.
    """
    with worker_lock(settings), _workplace(settings, embedder) as (place, database):
        try:
            _take_up(place, database)
            carry_out(place, job_id, _never)
        finally:
            place.tools.settle()


def _never() -> bool:
    return False


def has_worker(settings: Settings) -> bool:
    """Tell whether a worker is there."""
    try:
        with worker_lock(settings):
            return False
    except BusyError:
        return True


@contextmanager
def worker_lock(settings: Settings) -> Iterator[None]:
    """Be the only worker of a home folder; the place is free again when this process ends, however it ends.

    Raises:
        BusyError: another process, or thread, has it.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(settings.home / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"Another worker is at work in {settings.home}. It will do what is queued.") from error
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _workplace(settings: Settings, embedder: BuildEmbedder | None) -> Iterator[tuple[Workplace, Database]]:
    database = settings_database(settings)
    place = Workplace.over(settings, database, embedder or partial(build_embedder, settings))
    try:
        yield place, database
    finally:
        place.tools.stop_engines()
        database.close()


def _take_up(place: Workplace, database: Database) -> None:
    """Queue what a worker that was killed left behind, and finish what it had published."""
    shutil.rmtree(place.settings.home / FETCHED, ignore_errors=True)
    left = place.jobs.take_up()
    if left:
        _LOG.warning("%d jobs were left by a worker that ended early; they are taken up again", left)
    GenerationPublisher.over(place.settings, database).reconcile()


def _work(place: Workplace, database: Database, stop: threading.Event) -> None:
    _take_up(place, database)
    calendar = Calendar(place)
    proposer = Proposer(place)
    worked, renewed, warm = time.monotonic(), 0.0, False
    while not stop.is_set():
        calendar.look()
        job_id = place.jobs.next_queued()
        if job_id:
            with _engines_end_with(stop, place):
                carry_out(place, job_id, stop.is_set)
            worked = time.monotonic()
            continue
        if time.monotonic() - renewed > _RENEW_SECONDS:
            _renew_waiting(place, stop)
            renewed = time.monotonic()
        if not warm and time.monotonic() - worked > _WARM_SECONDS:
            place.tools.warm()
            warm = True
        if time.monotonic() - worked > _IDLE_SECONDS:
            place.tools.stop_engines()
        if not proposer.step(stop.is_set):
            stop.wait(_LOOK_SECONDS)


@contextmanager
def _engines_end_with(stop: threading.Event, place: Workplace) -> Iterator[None]:
    """End the engines as soon as the worker is told to stop: they may be minutes from the next word."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            if stop.is_set():
                place.tools.stop_engines()
                return

    watching = threading.Thread(target=watch, name="stop", daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()


def _renew_waiting(place: Workplace, stop: threading.Event) -> None:
    """Build the generation that waits once more when it comes after another one than the current."""
    manifest = ready_manifest(place.settings.home) if place.jobs.ready() else None
    if manifest and manifest.base != current_number(place.settings.home):
        with _engines_end_with(stop, place):
            rebuild_waiting(place, Watch(stop.is_set))
