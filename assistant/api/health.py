"""`/health` and `/status`: whether the API lives, and from what it answers."""

from dataclasses import dataclass

from fastapi import APIRouter

from assistant.api.knowledge import Knowledge
from assistant.api.problems import documented
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Health:
    """Says that the API lives, even without a knowledge base."""

    status: str = "ok"


@dataclass(frozen=True, slots=True)
class Status:
    """From what the API answers."""

    generation: int
    """The number of the knowledge base's generation."""
    built_at: str
    """When it was published: ISO 8601, UTC."""
    documents: int
    cases: int
    """How many of the documents are case studies."""
    publications: int
    """How many are not."""
    passages: int
    embedding_model: str
    llm: str
    """The language model; empty when answers are extractive."""
    conversations_days: int
    """How long a conversation is kept after its last question; 0: none is."""


def health_router(knowledge: Knowledge, settings: Settings) -> APIRouter:
    """Build the routes that tell how the API is."""
    router = APIRouter(tags=["état"])

    # Neither thread nor knowledge base: it must answer while every thread is busy.
    @router.get("/health", summary="Dire que l'API vit")
    async def health() -> Health:
        """Répond toujours `ok`, même sans base de connaissances."""
        return Health()

    @router.get("/status", summary="Dire d'après quelle base l'API répond", responses=documented(503))
    def status() -> Status:
        """Donne la génération servie, le nombre de ses documents et les modèles."""
        with knowledge.current() as generation:
            documents = generation.catalogue.documents
            cases = sum(document.is_case for document in documents)
            return Status(
                generation=generation.number,
                built_at=generation.manifest.created,
                documents=len(documents),
                cases=cases,
                publications=len(documents) - cases,
                passages=generation.manifest.passages,
                embedding_model=generation.manifest.embedding,
                llm=settings.llm,
                conversations_days=settings.conversations_days,
            )

    return router
