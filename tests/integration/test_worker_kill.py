"""What a killed worker leaves behind, with real processes, real readers and real engines."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from assistant.generations import KnowledgeBase
from assistant.jobs import ENDED, Job
from assistant.manifest import Manifest, checksums, generation_folder
from assistant.settings import Settings
from assistant.state.database import settings_database
from assistant.state.holdings import HoldingStore
from assistant.state.jobs import JobStore
from assistant.state.orders import Order
from tests.ingest.test_worker import arrivals

KILLS = int(os.environ.get("RAMEAU_TEST_KILLS", "5"))
"""20 and more are tried before a release: `RAMEAU_TEST_KILLS=20 pytest tests/integration`."""
KILLS_A_JOB = 5
DOCUMENTS = 30
PROGRAM = """
import signal, sys, threading
from pathlib import Path
from assistant.settings import Settings
from assistant.testing import HashingEmbedder
from ingest.worker import run_worker
if __name__ == "__main__":
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    settings = Settings(_env_file=None, home=Path(sys.argv[1]), corpus_dir=Path(sys.argv[2]))
    run_worker(settings, stop, lambda: HashingEmbedder(64), niceness=0)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ferme.md").write_text("# Ferme\n\nUne ferme urbaine.", "utf-8")
    return Settings(_env_file=None, home=tmp_path / "home", corpus_dir=corpus)


@pytest.fixture
def stores(settings: Settings) -> Iterator[tuple[JobStore, HoldingStore]]:
    database = settings_database(settings)
    yield JobStore(database), HoldingStore(database)
    database.close()


@contextmanager
def worker(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker for the length of a block; it is asked to stop at its end."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(settings.home), str(settings.corpus_dir)])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wait_for(jobs: JobStore, job_id: str, seconds: float = 120) -> Job:
    deadline = time.monotonic() + seconds
    while (job := jobs.job(job_id)).state not in ENDED and time.monotonic() < deadline:
        time.sleep(0.05)
    return job


def hand_in(settings: Settings, jobs: JobStore, version: int) -> Job:
    texts = {f"note{n:02}_md": f"# Note {n}\n\nVersion v{version} de la note {n}." for n in range(DOCUMENTS)}
    return jobs.add(Order("upload", f"version {version}", arrivals=arrivals(settings, **texts)))


def check(settings: Settings, holdings: HoldingStore, job: Job, version: int) -> None:
    """Check that every document is there once, as it was handed in last, and nothing else."""
    assert (job.state, job.counts) == ("done", {"done": DOCUMENTS}), job
    assert {one.outcome for one in job.documents} == {"changed" if version else "added"}
    ids = {f"depots/note{n:02}" for n in range(DOCUMENTS)}
    base = KnowledgeBase(settings.home)
    with base.current() as generation:
        catalogue = generation.catalogue
        assert {document.id for document in catalogue.documents} == {"ferme", *ids}
        assert len(catalogue.documents) == DOCUMENTS + 1
        assert len({entry.id for entry in catalogue.entries}) == len(catalogue.entries)
        assert generation.store.count() == generation.lexical.count() == len(catalogue.entries)
        texts = {name: " ".join(passage.text for passage in catalogue.passages_of(name)) for name in ids}
        assert all(f"Version v{version} " in text for text in texts.values())
        folder = generation_folder(settings.home, generation.number)
        assert generation.manifest.documents.keys() == {"ferme", *ids}
    base.close()
    assert checksums(folder) == Manifest.load(folder).checksums
    held = holdings.holdings()
    assert {one.document_id for one in held} == ids
    assert {one.state for one in held} == {"present"}
    assert holdings.contents((job.id,)) == holdings.contents(())


def assert_gone(children: list[psutil.Process]) -> None:
    _, left = psutil.wait_procs(children, timeout=10)
    assert left == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    settings: Settings, stores: tuple[JobStore, HoldingStore]
) -> None:
    """Killed at random moments of jobs of 30 documents, the workers after it bring all 30 in, once."""
    jobs, holdings = stores
    job = hand_in(settings, jobs, 0)
    with worker(settings):
        began = time.monotonic()
        check(settings, holdings, wait_for(jobs, job.id), 0)
        usual = time.monotonic() - began
    chance = random.Random(3)
    moments: set[str] = set()
    jobs_killed = KILLS // KILLS_A_JOB
    for version in range(1, jobs_killed + 1):
        job = hand_in(settings, jobs, version)
        for kill in range(KILLS_A_JOB):
            with worker(settings) as process:
                time.sleep(usual * (kill * jobs_killed + version - chance.random()) / KILLS)
                children = psutil.Process(process.pid).children(recursive=True)
                moments.add(jobs.job(job.id).state)
                process.send_signal(signal.SIGKILL)
                process.wait()
            assert_gone(children)
        with worker(settings):
            check(settings, holdings, wait_for(jobs, job.id), version)
    assert {"reading", "queued"} < moments
    assert not [path for path in (settings.home / "generations").iterdir() if path.name.startswith(".")]
    assert {one.state for one in jobs.jobs(100)} == {"done"}
    assert not list((settings.home / "originals").glob("draft-*"))


@pytest.mark.slow
def test_a_worker_told_to_stop_does_so_within_two_seconds(
    settings: Settings, stores: tuple[JobStore, HoldingStore]
) -> None:
    """Stopping the program never waits for a long job, which goes on where it was at the next start."""
    jobs, holdings = stores
    job = hand_in(settings, jobs, 0)
    with worker(settings) as process:
        while jobs.job(job.id).state == "queued":
            time.sleep(0.05)
        time.sleep(1)
        children = psutil.Process(process.pid).children(recursive=True)
        asked = time.monotonic()
        process.terminate()
        assert process.wait(10) == 0
        assert time.monotonic() - asked < 2
    assert_gone(children)
    assert jobs.job(job.id).state == "queued"
    with worker(settings):
        check(settings, holdings, wait_for(jobs, job.id), 0)


@pytest.mark.slow
def test_a_job_is_cancelled_within_two_seconds(settings: Settings, stores: tuple[JobStore, HoldingStore]) -> None:
    """« Annuler » ends the reading at hand, and nothing of the job is in the base."""
    jobs, holdings = stores
    job = hand_in(settings, jobs, 0)
    with worker(settings):
        while jobs.job(job.id).state == "queued":
            time.sleep(0.05)
        time.sleep(0.5)
        asked = time.monotonic()
        jobs.cancel(job.id)
        assert wait_for(jobs, job.id).state == "cancelled"
        assert time.monotonic() - asked < 2
    assert holdings.holdings() == []
