import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.jobs import Job
from assistant.state.database import Database, open_database
from assistant.state.errors import JobStateError, UnknownRecordError
from assistant.state.jobs import JobStore
from assistant.state.orders import Arrival, Order


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    one = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield one
    one.close()


@pytest.fixture
def jobs(database: Database) -> JobStore:
    return JobStore(database)


def upload(jobs: JobStore, *names: str, **order: object) -> Job:
    arrivals = tuple(Arrival(name, content_hash=f"{number:032x}", size=7) for number, name in enumerate(names))
    return jobs.add(Order("upload", "dépôt", "Ana", arrivals=arrivals, **order))


def test_a_job_is_followed_from_its_queue_to_its_end(jobs: JobStore) -> None:
    """An editor sees who asked, how far it is, and what became of each document."""
    job = upload(jobs, "a.pdf", "b.pdf")
    assert (job.state, job.requested_by, job.counts) == ("queued", "Ana", {"queued": 2})
    assert jobs.next_queued() == job.id
    assert jobs.start(job.id)
    assert not jobs.start(job.id)
    versions = [jobs.version(job.id)]
    jobs.update_document(job.id, 1, state="reading", pages=48, pages_done=12)
    versions.append(jobs.version(job.id))
    jobs.update(job.id, percent=30.0, seconds_left=12.5)
    versions.append(jobs.version(job.id))
    assert versions == sorted(set(versions))
    going = jobs.job(job.id)
    assert (going.percent, going.seconds_left, going.documents[0].pages_done) == (30.0, 12.5, 12)
    jobs.update_document(job.id, 1, state="done", outcome="added", document_id="depots/a")
    jobs.end(job.id, "done", generation=4)
    ended = jobs.job(job.id)
    assert (ended.state, ended.percent, ended.generation, ended.seconds_left) == ("done", 100.0, 4, None)
    assert ended.started and ended.finished >= ended.started >= ended.created
    assert jobs.next_queued() is None


def test_jobs_wait_in_the_order_in_which_they_were_asked_for(jobs: JobStore) -> None:
    """Who asked first is served first; the list shows the newest first."""
    first, second = upload(jobs, "a.pdf"), upload(jobs, "b.pdf")
    assert jobs.next_queued() == first.id
    assert [job.id for job in jobs.jobs()] == [second.id, first.id]
    assert [job.id for job in jobs.jobs(1)] == [second.id]
    assert jobs.jobs()[0].documents == ()
    assert jobs.jobs()[0].counts == {"queued": 1}
    jobs.end(second.id, "ready")
    jobs.end(first.id, "done")
    assert [job.id for job in jobs.jobs(active=True)] == [second.id]
    assert jobs.ready() == [second.id]


def test_a_job_nobody_is_at_ends_as_soon_as_it_is_cancelled(jobs: JobStore) -> None:
    """Pressing « Annuler » at once leaves no trace in the base."""
    job = jobs.cancel(upload(jobs, "a.pdf").id)
    assert (job.state, job.documents[0].state, job.percent) == ("cancelled", "cancelled", 0.0)
    assert jobs.next_queued() is None
    with pytest.raises(JobStateError):
        jobs.cancel(job.id)


def test_a_job_that_goes_on_is_asked_to_end(jobs: JobStore) -> None:
    """The worker learns that nobody wants it any more; what is done already stays told."""
    job = upload(jobs, "a.pdf", "b.pdf")
    jobs.start(job.id)
    jobs.update_document(job.id, 1, state="refused", code="empty", reason="No text.", remedy="Write some.")
    assert jobs.cancel(job.id).state == "reading"
    assert jobs.is_cancelled(job.id)
    jobs.end(job.id, "cancelled")
    assert [document.state for document in jobs.job(job.id).documents] == ["refused", "cancelled"]


def test_what_went_wrong_is_tried_again_as_a_new_job(jobs: JobStore) -> None:
    """After correcting the cause, one click takes up one document or all that were refused or failed."""
    job = upload(jobs, "a.pdf", "b.pdf", "c.pdf", publish=False)
    jobs.start(job.id)
    jobs.update_document(job.id, 1, state="done", outcome="added")
    for number in (2, 3):
        jobs.update_document(job.id, number, state="refused", code="password", reason="Locked.", remedy="Unlock it.")
    with pytest.raises(JobStateError):
        jobs.retry(job.id)
    jobs.end(job.id, "done")
    again = jobs.retry(job.id)
    assert [(one.number, one.name, one.state, one.code) for one in again.documents] == [
        (1, "b.pdf", "queued", ""),
        (2, "c.pdf", "queued", ""),
    ]
    assert (again.requested_by, again.publish, again.kind) == ("Ana", False, "upload")
    assert jobs.order(again.id).documents[1].content_hash == f"{2:032x}"
    assert [one.name for one in jobs.retry(job.id, 3).documents] == ["c.pdf"]
    with pytest.raises(JobStateError):
        jobs.retry(job.id, 1)
    with pytest.raises(UnknownRecordError):
        jobs.retry(job.id, 4)


def test_documents_of_a_source_are_tried_again_alone(jobs: JobStore) -> None:
    """Trying one page again doesn't walk through the whole site; a site that was down is walked through again."""
    job = jobs.add(Order("source", "Le site", source="site"))
    jobs.start(job.id)
    jobs.end(job.id, "failed", reason="Le site ne répond pas.")
    assert jobs.retry(job.id).kind == "source"
    jobs.append(job.id, [Arrival("https://x.org/a", url="https://x.org/a", document_id="sites/x.org/a", code="http")])
    again = jobs.retry(job.id)
    assert (again.kind, again.source, again.documents[0].name) == ("address", "site", "https://x.org/a")


def test_what_a_killed_worker_left_is_queued_again(jobs: JobStore) -> None:
    """Documents on their way begin anew, those that were refused stay refused."""
    job = upload(jobs, "a.pdf", "b.pdf", "c.pdf")
    waiting = upload(jobs, "d.pdf")
    jobs.start(job.id)
    jobs.update(job.id, state="publishing", percent=90.0)
    jobs.update_document(job.id, 1, state="done", outcome="added", document_id="depots/a", pages=3, pages_done=3)
    jobs.update_document(job.id, 2, state="refused", code="empty", reason="No text.", remedy="Write some.")
    jobs.update_document(job.id, 3, state="embedding", pages=9, pages_done=9)
    assert jobs.take_up() == 1
    again = jobs.job(job.id)
    assert (again.state, again.percent, again.started) == ("queued", 0.0, "")
    assert [one.state for one in again.documents] == ["queued", "refused", "queued"]
    assert again.documents[0].document_id == "depots/a"
    assert jobs.next_queued() == job.id
    assert jobs.job(waiting.id).state == "queued"
    assert jobs.take_up() == 0


def test_a_failure_is_told_of_every_document_it_stopped(jobs: JobStore) -> None:
    """No document of a failed job is left without a reason."""
    job = upload(jobs, "a.pdf", "b.pdf")
    jobs.start(job.id)
    jobs.update_document(job.id, 1, state="refused", code="empty", reason="No text.", remedy="Write some.")
    jobs.end(job.id, "failed", reason="Le disque est plein.", remedy="Faites de la place.")
    documents = jobs.job(job.id).documents
    assert [(one.state, one.reason) for one in documents] == [
        ("refused", "No text."),
        ("failed", "Le disque est plein."),
    ]


def test_documents_found_on_the_way_are_added_once(jobs: JobStore) -> None:
    """A source looked at again after a kill doesn't list its pages twice."""
    job = jobs.add(Order("source", "Le site", source="site"))
    pages = [Arrival(f"https://x.org/{name}", document_id=f"sites/x.org/{name}") for name in "ab"]
    assert [one.number for one in jobs.append(job.id, pages)] == [1, 2]
    third = Arrival("https://x.org/c", document_id="sites/x.org/c")
    assert [one.number for one in jobs.append(job.id, [*pages, third])] == [1, 2, 3]


def test_names_no_database_can_hold_are_kept_readable(jobs: JobStore) -> None:
    """A file name broken by an old archive costs no failure."""
    job = upload(jobs, "a\0b\udcff.pdf")
    assert job.documents[0].name == "ab?.pdf"


def test_a_job_that_is_not_there_is_told(jobs: JobStore) -> None:
    """A wrong link says so."""
    for ask in (jobs.job, jobs.version, jobs.cancel, jobs.retry, jobs.order):
        with pytest.raises(UnknownRecordError, match="nothing"):
            ask("nothing")


def test_writers_at_the_same_time_lose_nothing(jobs: JobStore) -> None:
    """The API and the worker may change a job in the same moment."""
    job = upload(jobs, *(f"{number}.pdf" for number in range(8)))
    faults: list[Exception] = []

    def write(number: int) -> None:
        try:
            for done in range(15):
                jobs.update_document(job.id, number, pages_done=done + 1)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, 9)]
    before = jobs.version(job.id)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert jobs.version(job.id) == before + 8 * 15
    assert [one.pages_done for one in jobs.job(job.id).documents] == [15] * 8


def test_a_job_that_ends_every_worker_is_given_up(jobs: JobStore) -> None:
    """One poisonous file doesn't keep all later jobs waiting for ever; stopping the program doesn't count."""
    job, behind = upload(jobs, "a.pdf"), upload(jobs, "b.pdf")
    for _ in range(45):
        jobs.start(job.id)
        jobs.requeue(job.id)
    for _ in range(40):
        assert jobs.start(job.id)
        jobs.take_up()
    given_up = jobs.job(job.id)
    assert (given_up.state, given_up.documents[0].state) == ("failed", "failed")
    assert "40" in given_up.reason
    assert jobs.next_queued() == behind.id
