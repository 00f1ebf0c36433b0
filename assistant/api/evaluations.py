"""`/evaluations`: how good the answers were found, each time that was measured."""

from typing import Annotated

from fastapi import APIRouter, Query

from assistant.api.problems import documented
from assistant.evaluation.targets import TARGETS
from assistant.lists import EvaluationList
from assistant.state.evaluations import EvaluationStore


def evaluations_router(evaluations: EvaluationStore | None) -> APIRouter:
    """Build the route of evaluations; without a store there are none."""
    router = APIRouter(tags=["état"], responses=documented(422))

    @router.get("/evaluations", summary="Lire la qualité mesurée")
    def read(limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> EvaluationList:
        """Donne les mesures de `rameau evaluate`, la plus récente d'abord : des moyennes, jamais les questions."""
        return EvaluationList(tuple(evaluations.runs(limit)) if evaluations else (), TARGETS)

    return router
