"""Jobs read from rows and written to them, within a connection that the store lends."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from assistant.jobs import ENDED, Job, JobDocument
from assistant.state.errors import UnknownRecordError
from assistant.state.orders import Arrival, NumberedArrival, Order, StandingOrder, now, values_of
from assistant.state.tables import JOB_DOCUMENTS, JOBS

GONE_WRONG: Final = ("refused", "failed", "cancelled")
NOTHING_DONE: Final = {"state": "queued", "outcome": "", "pages_done": 0, "pages": 0}
_JOB_FIELDS: Final = tuple(set(Job.__dataclass_fields__) - {"counts", "documents"})
_DOCUMENT_FIELDS: Final = tuple(JobDocument.__dataclass_fields__)
_ARRIVAL_FIELDS: Final = tuple(Arrival.__dataclass_fields__)
_NUMBERED_FIELDS: Final = tuple(NumberedArrival.__dataclass_fields__)
_ORDER_FIELDS: Final = tuple(set(Order.__dataclass_fields__) - {"arrivals"})


def insert_job(connection: Connection, job_id: str, order: Order) -> None:
    """Write a new job with its documents."""
    values = values_of(order, without=frozenset({"arrivals"}))
    untold = {"started": "", "finished": "", "percent": 0.0, "generation": 0, "reason": "", "remedy": ""}
    row = {"id": job_id, "state": "queued", "created": now(), "cancelled": False, "version": 1, **untold, **values}
    connection.execute(insert(JOBS).values(row))
    insert_documents(connection, number_of(connection, job_id), order.arrivals, 1)


def insert_documents(connection: Connection, job: int, arrivals: Sequence[Arrival], first: int) -> None:
    """Write documents of a job, numbered from `first`."""
    rows = [
        {**NOTHING_DONE, "job": job, "number": number, **_arrival_row(one)}
        for number, one in enumerate(arrivals, first)
    ]
    if rows:
        connection.execute(insert(JOB_DOCUMENTS), rows)


def _arrival_row(arrival: Arrival) -> dict[str, Any]:
    values = {name: getattr(arrival, name) for name in _ARRIVAL_FIELDS}
    return {**values, "state": "refused" if arrival.code else "queued"}


def fresh(arrival: Arrival) -> Arrival:
    """Give a document as it was before anything went wrong with it."""
    values = {name: getattr(arrival, name) for name in _ARRIVAL_FIELDS}
    return Arrival(**{**values, "code": "", "reason": "", "remedy": ""})


def row_of(connection: Connection, job_id: str) -> RowMapping:
    """Give the row of a job.

    Raises:
        UnknownRecordError: there is none.
    """
    row = connection.execute(select(JOBS).where(JOBS.c.id == job_id)).mappings().one_or_none()
    if row is None:
        raise UnknownRecordError(f"There is no job {job_id!r}. List them: rameau jobs.")
    return row


def number_of(connection: Connection, job_id: str) -> int:
    """Give the number under which the documents of a job are kept."""
    return int(row_of(connection, job_id)["number"])


def _documents(number: int) -> Select[Any]:
    return select(JOB_DOCUMENTS).where(JOB_DOCUMENTS.c.job == number).order_by(JOB_DOCUMENTS.c.number)


def job_of(connection: Connection, job_id: str) -> Job:
    """Give a job with its documents."""
    row = row_of(connection, job_id)
    rows = connection.execute(_documents(row["number"])).mappings().all()
    documents = tuple(JobDocument(**{name: one[name] for name in _DOCUMENT_FIELDS}) for one in rows)
    return shown(row, Counter(document.state for document in documents), documents)


def shown(row: RowMapping, counts: Counter[str], documents: tuple[JobDocument, ...] = ()) -> Job:
    """Give a job as people see it."""
    return Job(**{name: row[name] for name in _JOB_FIELDS}, counts=dict(counts), documents=documents)


def counts_of(connection: Connection, numbers: Sequence[int]) -> dict[int, Counter[str]]:
    """Count the documents of jobs by state."""
    states = (JOB_DOCUMENTS.c.job, JOB_DOCUMENTS.c.state)
    query = select(*states, func.count()).where(JOB_DOCUMENTS.c.job.in_(numbers)).group_by(*states)
    counts: dict[int, Counter[str]] = {}
    for job, state, count in connection.execute(query):
        counts.setdefault(job, Counter())[state] = count
    return counts


def standing_of(connection: Connection, job_id: str) -> StandingOrder:
    """Give a job as a worker needs it."""
    row = row_of(connection, job_id)
    rows = connection.execute(_documents(row["number"])).mappings().all()
    documents = tuple(NumberedArrival(**{name: one[name] for name in _NUMBERED_FIELDS}) for one in rows)
    return StandingOrder(**{name: row[name] for name in _ORDER_FIELDS}, id=job_id, documents=documents)


def change_job(connection: Connection, job_id: str, **values: Any) -> None:
    """Change a job; whoever follows it sees that something is new."""
    connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(version=JOBS.c.version + 1, **values))


def requeue_job(connection: Connection, job_id: str, **values: Any) -> None:
    """Queue a job that was begun once more; what was refused of it stays so."""
    change_job(connection, job_id, state="queued", percent=0.0, seconds_left=None, started="", **values)
    again = JOB_DOCUMENTS.c.state.not_in(GONE_WRONG)
    place = (JOB_DOCUMENTS.c.job == number_of(connection, job_id)) & again
    connection.execute(update(JOB_DOCUMENTS).where(place).values(NOTHING_DONE))


def end_job(connection: Connection, job_id: str, state: str, **values: Any) -> None:
    """End a job, and its documents that were still on their way the same way."""
    told: dict[str, Any] = {"finished": "" if state == "ready" else now(), "seconds_left": None}
    if state not in GONE_WRONG:
        # A wish to cancel that came too late is not one to drop what waits.
        told |= {"percent": 100.0, "cancelled": False}
    change_job(connection, job_id, state=state, **told, **values)
    why = {"code": "error", "reason": values.get("reason", ""), "remedy": values.get("remedy", "")}
    going = JOB_DOCUMENTS.c.state.not_in(tuple(ENDED))
    place = (JOB_DOCUMENTS.c.job == number_of(connection, job_id)) & going
    left = {"state": state, **(why if state == "failed" else {})}
    connection.execute(update(JOB_DOCUMENTS).where(place).values(left))
