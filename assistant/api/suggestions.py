"""`/suggestions`: questions to begin with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from assistant.api.knowledge import Knowledge
from assistant.api.problems import documented
from assistant.suggestions import COUNT, suggest


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions that the knowledge base answers, as different from each other as can be."""

    questions: tuple[str, ...]


def suggestions_router(knowledge: Knowledge) -> APIRouter:
    """Build the route that suggests questions."""
    router = APIRouter(tags=["réponses"])

    @router.get("/suggestions", summary="Proposer des questions", responses=documented(422, 503))
    def suggestions(
        seed: Annotated[str, Query(max_length=64, description="Une autre graine donne d'autres questions.")] = "",
        count: Annotated[int, Query(ge=1, le=50)] = COUNT,
    ) -> Suggestions:
        """Donne des questions variées tirées du corpus, les mêmes pour une même base et une même graine."""
        with knowledge.current() as generation:
            return Suggestions(suggest(generation.catalogue.documents, f"{generation.number}:{seed}", count))

    return router
