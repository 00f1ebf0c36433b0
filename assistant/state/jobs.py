"""Jobs and their documents, which the API and the worker share."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import func, select, update

from assistant import prompts
from assistant.jobs import ENDED, Job
from assistant.state import job_rows as rows
from assistant.state.database import Database
from assistant.state.errors import JobStateError, UnknownRecordError
from assistant.state.orders import (
    Arrival,
    NumberedArrival,
    Order,
    StandingOrder,
    now,
    values_of,
)
from assistant.state.tables import JOB_DOCUMENTS, JOBS

RUNNING: Final = ("reading", "embedding", "publishing")
"""States of a job that a worker is at."""
_ACTIVE: Final = ("queued", *RUNNING)
_MOST_ATTEMPTS: Final = 40
"""Machines fail and people pull plugs; this often is no chance."""


class JobStore:
    """Every job that was ever asked for, in the order in which it was.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, order: Order) -> Job:
        """Queue a job, and give it."""
        job_id = secrets.token_hex(8)
        with self._database.writing() as connection:
            rows.insert_job(connection, job_id, order)
            return rows.job_of(connection, job_id)

    def job(self, job_id: str) -> Job:
        """Give a job with its documents.

        Raises:
            UnknownRecordError: there is none.
        """
        with self._database.reading() as connection:
            return rows.job_of(connection, job_id)

    def jobs(self, limit: int = 50, *, active: bool = False) -> list[Job]:
        """Give the newest jobs without their documents.

        Args:
            limit: how many at most.
            active: only those that haven't ended; a generation that waits to be published is not an end.
        """
        query = select(JOBS).order_by(JOBS.c.number.desc()).limit(limit)
        if active:
            query = query.where(JOBS.c.state.not_in(tuple(ENDED)))
        with self._database.reading() as connection:
            found = connection.execute(query).mappings().all()
            counts = rows.counts_of(connection, [row["number"] for row in found])
        return [rows.shown(row, counts.get(row["number"], Counter())) for row in found]

    def version(self, job_id: str) -> int:
        """Give a number that grows at each change of a job.

        Raises:
            UnknownRecordError: there is none.
        """
        with self._database.reading() as connection:
            return int(rows.row_of(connection, job_id)["version"])

    def cancel(self, job_id: str) -> Job:
        """Ask for the end of a job; one that nobody is at yet ends at once.

        Raises:
            UnknownRecordError: there is none.
            JobStateError: it has ended, or is ready: that one is dropped with its generation.
        """
        with self._database.writing() as connection:
            state = rows.row_of(connection, job_id)["state"]
            if state not in _ACTIVE:
                raise JobStateError(f"Job {job_id} is {state}. Only jobs that go on can be cancelled.")
            rows.change_job(connection, job_id, cancelled=True)
            if state == "queued":
                rows.end_job(connection, job_id, "cancelled")
            return rows.job_of(connection, job_id)

    def retry(self, job_id: str, number: int | None = None, requested_by: str = "") -> Job:
        """Queue what went wrong in a job once more, as a new job.

        Args:
            job_id: a job that ended.
            number: the document; else every one that was refused, failed or was cancelled.
            requested_by: who asks.

        Raises:
            UnknownRecordError: there is no such job or document.
            JobStateError: nothing of it went wrong, or it goes on.
        """
        with self._database.writing() as connection:
            order = rows.standing_of(connection, job_id)
            state = rows.row_of(connection, job_id)["state"]
            again = _again(order, state, number, requested_by)
            new_id = secrets.token_hex(8)
            rows.insert_job(connection, new_id, again)
            return rows.job_of(connection, new_id)

    def ready(self) -> list[str]:
        """Give the jobs whose documents are in the generation that waits to be published, oldest first."""
        query = select(JOBS.c.id).where(JOBS.c.state == "ready").order_by(JOBS.c.number)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def is_cancelled(self, job_id: str) -> bool:
        """Tell whether someone asked for the end of a job."""
        with self._database.reading() as connection:
            return bool(rows.row_of(connection, job_id)["cancelled"])

    def has_active(self, source: str) -> bool:
        """Tell whether a job of a source is queued or being carried out."""
        query = select(func.count()).select_from(JOBS).where(JOBS.c.source == source, JOBS.c.state.in_(_ACTIVE))
        with self._database.reading() as connection:
            return bool(connection.execute(query).scalar_one())

    def next_queued(self) -> str | None:
        """Give the job that waits longest."""
        query = select(JOBS.c.id).where(JOBS.c.state == "queued").order_by(JOBS.c.number).limit(1)
        with self._database.reading() as connection:
            found: str | None = connection.execute(query).scalar_one_or_none()
        return found

    def order(self, job_id: str) -> StandingOrder:
        """Give what a worker needs to carry a job out.

        Raises:
            UnknownRecordError: there is none.
        """
        with self._database.reading() as connection:
            return rows.standing_of(connection, job_id)

    def start(self, job_id: str) -> bool:
        """Say that a queued job is being carried out; False when it no longer waits."""
        change = (
            update(JOBS)
            .where(JOBS.c.id == job_id, JOBS.c.state == "queued")
            .values(state="reading", started=now(), attempts=JOBS.c.attempts + 1, version=JOBS.c.version + 1)
        )
        with self._database.writing() as connection:
            return connection.execute(change).rowcount == 1

    def requeue(self, job_id: str) -> None:
        """Queue a job that a worker has to leave, as if it had not begun."""
        with self._database.writing() as connection:
            rows.requeue_job(connection, job_id, attempts=JOBS.c.attempts - 1)

    def take_up(self) -> int:
        """Queue what workers left that were killed; give the number of jobs.

        How far each document was is forgotten; those that were refused stay so. A job that was begun again and again
        is given up: it may be what ends the workers.
        """
        query = select(JOBS.c.id, JOBS.c.attempts).where(JOBS.c.state.in_(RUNNING))
        with self._database.writing() as connection:
            left = connection.execute(query).all()
            for job_id, attempts in left:
                if attempts < _MOST_ATTEMPTS:
                    rows.requeue_job(connection, job_id)
                else:
                    reason = prompts.JOB_GIVEN_UP.format(attempts=attempts)
                    rows.end_job(connection, job_id, "failed", reason=reason, remedy=prompts.JOB_GIVEN_UP_REMEDY)
        return len(left)

    def update(self, job_id: str, **values: Any) -> None:
        """Say something new of a job: `state`, `percent`, `seconds_left`, `generation`, `reason`, `remedy`."""
        with self._database.writing() as connection:
            rows.change_job(connection, job_id, **values)

    def update_document(self, job_id: str, number: int, **values: Any) -> None:
        """Say something new of one document of a job."""
        self.update_documents(job_id, (number,), **values)

    def update_documents(self, job_id: str, numbers: Iterable[int], **values: Any) -> None:
        """Say the same of several documents of a job."""
        with self._database.writing() as connection:
            of_job = JOB_DOCUMENTS.c.job == rows.number_of(connection, job_id)
            place = of_job & JOB_DOCUMENTS.c.number.in_(tuple(numbers))
            connection.execute(update(JOB_DOCUMENTS).where(place).values(values))
            rows.change_job(connection, job_id)

    def append(self, job_id: str, arrivals: Sequence[Arrival]) -> tuple[NumberedArrival, ...]:
        """Add documents that a job finds on its way, but for those it has by id; give all that it has."""
        with self._database.writing() as connection:
            known = rows.standing_of(connection, job_id).documents
            ids = {one.document_id for one in known}
            new = [one for one in arrivals if one.document_id not in ids]
            rows.insert_documents(connection, rows.number_of(connection, job_id), new, len(known) + 1)
            rows.change_job(connection, job_id)
            return rows.standing_of(connection, job_id).documents

    def end(self, job_id: str, state: str, **values: Any) -> None:
        """Say how a job ended; documents that are still on their way end the same way."""
        with self._database.writing() as connection:
            rows.end_job(connection, job_id, state, **values)


def _again(order: StandingOrder, state: str, number: int | None, requested_by: str) -> Order:
    chosen = [one for one in order.documents if number in {None, one.number}]
    if number is not None and not chosen:
        raise UnknownRecordError(f"Job {order.id} has no document {number}.")
    wrong = tuple(rows.fresh(one) for one in chosen if one.state in rows.GONE_WRONG)
    nothing_found_yet = not order.documents and state in rows.GONE_WRONG
    if state not in ENDED or not (wrong or nothing_found_yet):
        raise JobStateError(f"Nothing in job {order.id} was refused or failed. There is nothing to try again.")
    values = values_of(order, without=frozenset({"id", "documents", "requested_by", "kind"}))
    # Some documents of a site are single addresses: what else it has is not looked at. A folder is looked at again.
    kind = "address" if order.kind == "source" and wrong and all(one.url for one in wrong) else order.kind
    arrivals = () if kind == "source" else wrong
    return Order(kind, **values, requested_by=requested_by or order.requested_by, arrivals=arrivals)
