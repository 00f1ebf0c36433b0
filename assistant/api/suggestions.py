"""`/suggestions`: questions to begin with, or near some documents."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from assistant.api.knowledge import Knowledge
from assistant.api.problems import documented
from assistant.lists import Suggestions
from assistant.suggestions import COUNT, NEAR, suggest, suggest_near

_MOST_NEAR = 20
Identifier = Annotated[str, StringConstraints(max_length=500)]


def suggestions_router(knowledge: Knowledge) -> APIRouter:
    """Build the route that suggests questions."""
    router = APIRouter(tags=["réponses"])

    @router.get("/suggestions", summary="Proposer des questions", responses=documented(422, 503))
    def suggestions(
        seed: Annotated[
            str, Query(max_length=64, description="Une autre graine, d'autres questions ; vide : le jour.")
        ] = "",
        count: Annotated[int, Query(ge=1, le=50)] = COUNT,
        near: Annotated[
            tuple[Identifier, ...],
            Query(max_length=_MOST_NEAR, description="Documents dont on veut les questions, 3 au plus."),
        ] = (),
        asked: Annotated[
            str, Query(max_length=2000, description="La question posée, pour en proposer de proches.")
        ] = "",
    ) -> Suggestions:
        """Donne des questions auxquelles les documents répondent ; avec `near`, celles de ces documents et des voisins.

        Les mêmes pour une même base et une même graine, qui change chaque jour.
        """
        with knowledge.current() as generation:
            documents = generation.catalogue.documents
            if near:
                return Suggestions(suggest_near(near, {one.id: one for one in documents}, asked, min(count, NEAR)))
            return Suggestions(suggest(documents, f"{generation.number}:{seed or date.today().isoformat()}", count))

    return router
