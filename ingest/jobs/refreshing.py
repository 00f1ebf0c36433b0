"""A source looked at anew: what it has is fetched where it changed, what it no longer has waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import prompts
from assistant.jobs import Holding
from assistant.state.orders import Arrival, NumberedArrival, StandingOrder
from ingest.discovering import Candidate, Listing, Plan, Visit, discover, refresh_plan
from ingest.fetch_errors import FetchError
from ingest.jobs.gathering import Fetching, build_fetcher, listed_source
from ingest.jobs.reading import Read, known_holdings, read_all
from ingest.jobs.telling import Telling
from ingest.jobs.workplace import Workplace
from ingest.sources import Source

_GONE = ("gone", "Its source no longer has it.", "Confirm that it goes, or keep it.")


class SourceFailedError(Exception):
    """A source can't be read; what came from it stays as it is.

    Args:
        error: why.
    """

    def __init__(self, error: FetchError) -> None:
        super().__init__(str(error))
        self.error = error
        self.why = prompts.SOURCE_FAILURES.get(error.code, prompts.SOURCE_FAILURE)
        """In French, for people."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What looking at a source gave."""

    read: list[Read]
    reason: str = ""
    remedy: str = ""
    """Why documents that are no longer there were left alone."""


def refresh(place: Workplace, telling: Telling, order: StandingOrder) -> Refreshed:
    """Look at a source, fetch what is new or changed, and mark what is missing.

    Raises:
        SourceFailedError: it can't be read.
        SettingsError: the file of sources no longer has it.
        InterruptedJobError: the job may not go on.
    """
    source = listed_source(place, order.source)
    fetcher = build_fetcher(place, telling, source.twins)
    held = known_holdings(place)
    listing = Listing(())
    try:
        listing = discover(source, fetcher, telling.listing)
        telling.check()
        plan = _plan(place, source, listing, list(held.values()), force=order.force)
        arrivals, candidates = _arrivals(place, order, plan)
        labels = source.label_fields
        fetching = Fetching(place, telling, fetcher, held, source.name, labels, candidates, order.force)
        read = read_all(place, telling, arrivals, fetching.bring, held)
    except FetchError as error:
        raise SourceFailedError(error) from error
    finally:
        listing.discard()
    decided = place.holdings.decisions()
    gone = (one for one in fetching.gone if decided.get(one.document_id) != "keep")
    return _miss(place, order, plan.with_gone(gone), read)


def _plan(place: Workplace, source: Source, listing: Listing, held: Sequence[Holding], *, force: bool) -> Plan:
    """Plan the refresh, leaving alone what someone decided about."""
    decided = place.holdings.decisions()
    plan = refresh_plan(source, listing, held, force=force)
    out = {name for name, decision in decided.items() if decision == "out"}
    return replace(
        plan,
        visits=tuple(visit for visit in plan.visits if visit.candidate.document_id not in out),
        missing=tuple(one for one in plan.missing if decided.get(one.document_id) != "keep"),
    )


def _arrivals(place: Workplace, order: StandingOrder, plan: Plan) -> tuple[list[NumberedArrival], dict[int, Candidate]]:
    visits = {_id(visit): visit for visit in plan.visits}
    arrivals = [
        Arrival(visit.candidate.url or visit.candidate.title, url=visit.candidate.url, document_id=document_id)
        for document_id, visit in visits.items()
    ]
    numbered = [one for one in place.jobs.append(order.id, arrivals) if one.document_id in visits]
    return numbered, {one.number: visits[one.document_id].candidate for one in numbered}


def _id(visit: Visit) -> str:
    return visit.holding.document_id if visit.holding else visit.candidate.document_id


def _miss(place: Workplace, order: StandingOrder, plan: Plan, read: list[Read]) -> Refreshed:
    """Mark what is missing, unless it is so much that the source itself may be broken."""
    if plan.blocked:
        reason = prompts.JOB_BLOCKED.format(missing=len(plan.missing), held=plan.held)
        return Refreshed(read, reason, prompts.JOB_BLOCKED_REMEDY)
    missing = plan.confirmed_missing
    place.holdings.refresh((one.document_id for one in missing), state="missing")
    code, reason, remedy = _GONE
    told = (Arrival(one.name, document_id=one.document_id, code=code, reason=reason, remedy=remedy) for one in missing)
    place.jobs.append(order.id, list(told))
    return Refreshed(read)
