"""`/documents` and `/taxonomy`: what the knowledge base holds and the words by which it is narrowed."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from assistant import prompts
from assistant.api.knowledge import Knowledge
from assistant.api.labels import Labels, count_labels, matches
from assistant.api.problems import ProblemError, documented
from assistant.documents import Document
from assistant.lists import DocumentPage


def documents_router(knowledge: Knowledge) -> APIRouter:
    """Build the routes that show the documents."""
    router = APIRouter(tags=["documents"], responses=documented(422, 503))

    @router.get("/documents", summary="Lister les documents")
    def documents(
        q: Annotated[str, Query(max_length=200, description="Mots du titre, des étiquettes ou du texte.")] = "",
        kind: Annotated[str, Query(max_length=200, description="Genre.", examples=["étude de cas"])] = "",
        region: Annotated[str, Query(max_length=200, description="Région.", examples=["Bretagne"])] = "",
        theme: Annotated[str, Query(max_length=200, description="Thème.", examples=["handicap"])] = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
        size: Annotated[int, Query(ge=1, le=200)] = 20,
    ) -> DocumentPage:
        """Donne les documents de la base, sans leur texte, par pages."""
        with knowledge.current() as generation:
            found = [d for d in generation.catalogue.documents if matches(d, q, kind, region, theme)]
        start = (page - 1) * size
        items = tuple(replace(document, sections=()) for document in found[start : start + size])
        return DocumentPage(items, len(found), page, size)

    @router.get("/documents/{document_id:path}", summary="Lire un document", responses=documented(404))
    def document(document_id: str) -> Document:
        """Donne un document avec son texte ; l'identifiant est le chemin sous le corpus, sans suffixe."""
        with knowledge.current() as generation:
            if document_id in generation.catalogue:
                return generation.catalogue.document(document_id)
        raise ProblemError(404, "not-found", prompts.DOCUMENT_NOT_FOUND.format(id=document_id[:200]))

    @router.get("/taxonomy", summary="Lister les étiquettes des documents")
    def taxonomy() -> Labels:
        """Donne chaque étiquette que portent les documents et le nombre de documents qui la portent."""
        with knowledge.current() as generation:
            return count_labels(generation.catalogue.documents)

    return router
