"""One job from its beginning to its end, whatever happens on the way."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from assistant import prompts
from assistant.errors import ModelError, SettingsError
from assistant.jobs import ENDED, Holding
from assistant.manifest import current_number
from assistant.state.errors import UnknownRecordError
from assistant.state.holdings import ADDRESS, CORPUS
from assistant.state.orders import Arrival, StandingOrder, now
from ingest.jobs.building import (
    Built,
    build,
    conclude,
    forget_waiting,
    rebuild_waiting,
    refuse_unreadable,
    show_preview,
)
from ingest.jobs.gathering import Fetching, build_fetcher, handed_in, twins_of
from ingest.jobs.reading import Read, known_holdings, read_all
from ingest.jobs.refreshing import SourceFailedError, refresh
from ingest.jobs.telling import InterruptedJobError, Telling, Watch
from ingest.jobs.workplace import Workplace

_LOG: Final = logging.getLogger(__name__)


def carry_out(place: Workplace, job_id: str, stopping: Callable[[], bool]) -> None:
    """Carry out a queued job; it ends, or waits again when the worker stops.

    Args:
        place: with what.
        job_id: the job; one that no longer waits is left alone.
        stopping: tells whether the worker stops.
    """
    if not place.jobs.start(job_id):
        return
    # What was staged by a worker that was killed is staged anew.
    place.holdings.unstage((job_id,))
    telling = Telling(place.jobs, job_id, stopping)
    try:
        place.tools.prepare()
        _carry_out(place, place.jobs.order(job_id), telling)
    except InterruptedJobError as error:
        place.holdings.unstage((job_id,))
        if error.cancelled:
            place.jobs.end(job_id, "cancelled")
        else:
            place.jobs.requeue(job_id)
    except Exception as error:
        _LOG.exception("Job %s failed", job_id)
        place.holdings.unstage((job_id,))
        reason, remedy = _why(error)
        place.jobs.end(job_id, "failed", reason=reason, remedy=remedy)
    _tell_source(place, job_id)


def _tell_source(place: Workplace, job_id: str) -> None:
    """Say of a source how its refresh ended."""
    job = place.jobs.job(job_id)
    if job.kind == "source" and (job.state in ENDED or job.state == "ready"):
        with suppress(UnknownRecordError):  # the file of sources no longer has it
            place.sources.ran(job.source, job.state, job.reason)


def _why(error: Exception) -> tuple[str, str]:
    match error:
        case SettingsError():
            return prompts.JOB_SETTINGS, prompts.JOB_SETTINGS_REMEDY
        case ModelError():
            return prompts.JOB_MODEL, prompts.JOB_FAILED_REMEDY
        case _:
            return prompts.JOB_FAILED, prompts.JOB_FAILED_REMEDY


def _carry_out(place: Workplace, order: StandingOrder, telling: Telling) -> None:
    match order.kind:
        case "upload":
            held = known_holdings(place)
            read = read_all(place, telling, order.documents, handed_in(held.values(), order.documents), held)
            _build_with(place, order, telling, read)
        case "address":
            _build_with(place, order, telling, _fetch(place, order, telling))
        case "source":
            _refresh(place, order, telling)
        case "removal":
            _build_with(place, order, telling, _removals(place, order))
        case "corpus":
            _build_with(place, order, telling, ())


def _fetch(place: Workplace, order: StandingOrder, telling: Telling) -> list[Read]:
    held = known_holdings(place)
    fetcher = build_fetcher(place, telling, twins_of(place))
    fetching = Fetching(place, telling, fetcher, held, order.source or ADDRESS, force=order.force)
    read = read_all(place, telling, order.documents, fetching.bring, held)
    place.holdings.refresh((one.document_id for one in fetching.gone), state="missing")
    return read


def _refresh(place: Workplace, order: StandingOrder, telling: Telling) -> None:
    try:
        refreshed = refresh(place, telling, order)
    except SourceFailedError as error:
        _LOG.warning("Source %s: %s", order.source, error)
        reason = prompts.JOB_SOURCE.format(why=error.why)
        place.jobs.end(order.id, "failed", reason=reason, remedy=prompts.JOB_SOURCE_REMEDY)
        return
    place.jobs.update(order.id, reason=refreshed.reason, remedy=refreshed.remedy)
    _build_with(place, order, telling, refreshed.read)


def _removals(place: Workplace, order: StandingOrder) -> list[Read]:
    return [Read(one.number, _removed(place, one)) for one in order.documents]


def _removed(place: Workplace, arrival: Arrival) -> Holding:
    held = place.holdings.holding(arrival.document_id)
    if held:
        return replace(held, state="removed", seen=now())
    moment = now()
    return Holding(arrival.document_id, CORPUS, arrival.name, "", "", "", 0, moment, moment, state="removed")


def _build_with(place: Workplace, order: StandingOrder, telling: Telling, read: Sequence[Read]) -> None:
    """Build a generation with what was read, and end the job."""
    if not read and order.kind not in {"corpus", "removal"}:
        _end_without(place, order)
        return
    place.holdings.stage(order.id, [one.holding for one in read])
    telling.going = tuple(one.number for one in read)
    waiting = [] if order.publish else place.jobs.ready()
    built = build(place, telling, (*waiting, order.id), publish=order.publish)
    read = refuse_unreadable(place, telling, order.id, read, built)
    if order.kind == "corpus":
        _list_corpus(place, order, built)
    if built.waits:
        _wait(place, order, telling, read, built)
        return
    _finish(place, order, read, built)
    if built.report.published:
        rebuild_waiting(place, Watch(telling.stopping))


def _end_without(place: Workplace, order: StandingOrder) -> None:
    """End a job that leaves the base as it is."""
    documents = place.jobs.job(order.id).documents
    wrong = [one for one in documents if one.state in {"refused", "failed"} and one.code != "gone"]
    if order.kind == "address" and not wrong:
        wrong = [one for one in documents if one.code == "gone"]
    if not wrong or any(one.state == "done" for one in documents):
        place.jobs.end(order.id, "done", generation=current_number(place.settings.home))
        return
    state = "failed" if any(one.state == "failed" for one in wrong) else "refused"
    place.jobs.end(order.id, state, reason=prompts.JOB_REFUSED, remedy=prompts.JOB_REFUSED_REMEDY)


def _tell_outcomes(place: Workplace, order: StandingOrder, read: Sequence[Read], built: Built, state: str) -> None:
    for one in read:
        removed = one.holding.state == "removed"
        outcome = "removed" if removed else built.outcome_of(one)
        document_id = one.holding.document_id
        place.jobs.update_document(order.id, one.number, state=state, outcome=outcome, document_id=document_id)


def _wait(place: Workplace, order: StandingOrder, telling: Telling, read: Sequence[Read], built: Built) -> None:
    _tell_outcomes(place, order, read, built, "ready")
    for job_id in place.jobs.ready():
        place.jobs.update(job_id, generation=built.report.generation)
    try:
        show_preview(place, telling, order.id)
        telling.check_now()
    except InterruptedJobError as error:
        if error.cancelled:
            forget_waiting(place, Watch(telling.stopping), order.id)
        raise
    place.jobs.end(order.id, "ready", generation=built.report.generation)


def _finish(place: Workplace, order: StandingOrder, read: Sequence[Read], built: Built) -> None:
    conclude(place, (order.id,), built)
    _tell_outcomes(place, order, read, built, "done")
    place.jobs.end(order.id, "done", generation=built.report.generation)


def _list_corpus(place: Workplace, order: StandingOrder, built: Built) -> None:
    """Name the documents of the corpus folder that are other than before."""
    report = built.report
    refused = [
        Arrival(one.document_id, document_id=one.document_id, code=one.code, reason=one.reason, remedy=one.remedy)
        for one in report.refused
    ]
    changed = [*report.added, *report.changed, *report.removed]
    documents = place.jobs.append(order.id, [*refused, *(Arrival(name, document_id=name) for name in changed)])
    state = "ready" if built.waits else "done"
    for one in documents:
        if one.state != "refused":
            outcome = built.outcome(one.document_id)
            place.jobs.update_document(order.id, one.number, state=state, outcome=outcome)
