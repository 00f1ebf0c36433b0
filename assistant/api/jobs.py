"""`/jobs`: what was asked for, what is going on, and how it went."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from assistant import prompts
from assistant.api.editing import Editing, editors_only
from assistant.api.following import Following
from assistant.api.job_requests import JobRequest
from assistant.api.problems import ProblemError, documented
from assistant.jobs import ENDED, Job
from assistant.lists import JobList
from assistant.settings import Settings
from assistant.state.errors import JobStateError

_EVENTS: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"text/event-stream": {}}}}


def jobs_router(editing: Editing, settings: Settings) -> APIRouter:
    """Build the routes of jobs."""
    router = APIRouter(
        prefix="/jobs", tags=["tâches"], dependencies=[editors_only(editing.key)], responses=documented(401, 404, 422)
    )
    following = Following(editing.jobs)

    @router.post("", status_code=201, summary="Demander une tâche", max_body_size=settings.body_max_bytes)
    def create(asked: JobRequest) -> Job:
        """Met en file une adresse, une source ou le dossier du corpus à prendre en compte."""
        return editing.jobs.add(asked.order(editing))

    @router.get("", summary="Lister les tâches")
    def jobs(limit: Annotated[int, Query(ge=1, le=1000)] = 50, active: bool = False) -> JobList:
        """Donne les tâches, la plus récente d'abord, sans leurs documents."""
        return JobList(tuple(editing.jobs.jobs(limit, active=active)))

    @router.get("/{job_id}", summary="Lire une tâche")
    def job(job_id: str) -> Job:
        """Donne une tâche avec ses documents."""
        return editing.jobs.job(job_id)

    @router.get("/{job_id}/events", summary="Suivre une tâche", responses=_EVENTS, response_class=Response)
    async def events(job_id: str) -> Response:
        """Envoie la tâche entière à chaque changement, jusqu'à ce qu'elle ait fini ou attende d'être publiée."""
        return await following.follow(job_id)

    _add_changes(router, editing)
    return router


def _add_changes(router: APIRouter, editing: Editing) -> None:
    @router.post("/{job_id}/cancel", summary="Annuler une tâche", responses=documented(409))
    def cancel(job_id: str) -> Job:
        """Demande la fin d'une tâche ; elle s'arrête en une ou deux secondes, et rien n'en est publié."""
        try:
            return editing.jobs.cancel(job_id)
        except JobStateError as error:
            state = editing.jobs.job(job_id).state
            raise ProblemError(409, "conflict", prompts.JOB_CONFLICT.format(state=state)) from error

    @router.post("/{job_id}/retry", status_code=201, summary="Reprendre ce qui a échoué", responses=documented(409))
    def retry(job_id: str) -> Job:
        """Met en file une nouvelle tâche avec chaque document refusé ou en échec."""
        return _retried(editing, job_id, None)

    retried = "/{job_id}/documents/{number}/retry"

    @router.post(retried, status_code=201, summary="Reprendre un document", responses=documented(409))
    def retry_document(job_id: str, number: int) -> Job:
        """Met en file une nouvelle tâche avec ce seul document."""
        return _retried(editing, job_id, number)


def _retried(editing: Editing, job_id: str, number: int | None) -> Job:
    try:
        return editing.jobs.retry(job_id, number)
    except JobStateError as error:
        state = editing.jobs.job(job_id).state
        detail = prompts.NOTHING_TO_RETRY if state in ENDED else prompts.JOB_CONFLICT.format(state=state)
        raise ProblemError(409, "conflict", detail) from error
