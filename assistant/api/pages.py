"""Of one document: its passages, the pictures of its pages, and the file itself."""

from mimetypes import guess_extension
from pathlib import Path
from typing import Annotated, Final

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse

from assistant import prompts
from assistant.api.knowledge import Knowledge
from assistant.api.pictures import Pictures
from assistant.api.problems import ProblemError, documented
from assistant.documents import Document
from assistant.lists import PassageList
from assistant.originals import original_path
from assistant.settings import Settings
from assistant.state.holdings import HoldingStore

_PNG: Final = "image/png"
_SEALED: Final = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-cache"}


def pages_router(
    knowledge: Knowledge,
    settings: Settings,
    holdings: HoldingStore | None = None,
    pictures: Pictures | None = None,
) -> APIRouter:
    """Build the routes of what a document holds; they must come before that of a document.

    Args:
        knowledge: where documents are.
        settings: name the folder of the files.
        holdings: know what files were called.
        pictures: draws the pages.
    """
    router = APIRouter(tags=["documents"], responses=documented(404, 422, 503))
    drawer = pictures or Pictures()

    @router.get(
        "/documents/{document_id:path}/pages/{page}.png",
        summary="Voir une page",
        response_class=Response,
        responses={200: {"content": {_PNG: {}}}},
    )
    async def picture(
        request: Request,
        document_id: str,
        page: Annotated[int, InPath(ge=1, le=100_000)],
        quote: Annotated[str, Query(max_length=2000, description="Encadrée sur la page, si elle s'y trouve.")] = "",
    ) -> Response:
        """Donne l'image d'une page du fichier d'origine, la citation encadrée."""
        document = await to_thread.run_sync(_document, knowledge, document_id)
        path = _original(settings, document)
        try:
            drawn = await drawer.picture(request, path, document, page, quote)
        except IndexError as error:
            raise ProblemError(404, "not-found", prompts.PAGE_NOT_FOUND.format(page=page)) from error
        return Response(drawn, media_type=_PNG, headers={"Cache-Control": "max-age=300"})

    @router.get(
        "/documents/{document_id:path}/original",
        summary="Télécharger le fichier d'origine",
        response_class=FileResponse,
    )
    def original(document_id: str) -> FileResponse:
        """Donne le fichier dont le document a été lu."""
        document = _document(knowledge, document_id)
        path = _original(settings, document)
        media_type = document.media_type or "text/markdown"
        return FileResponse(path, media_type=media_type, filename=_file_name(document, holdings), headers=_SEALED)

    @router.get("/documents/{document_id:path}/passages", summary="Lire les passages d'un document")
    def passages(document_id: str) -> PassageList:
        """Donne les passages d'un document, dans l'ordre de lecture."""
        with knowledge.current() as generation:
            if document_id not in generation.catalogue:
                raise ProblemError(404, "not-found", prompts.DOCUMENT_NOT_FOUND.format(id=document_id[:200]))
            return PassageList(generation.catalogue.passages_of(document_id))

    return router


def _document(knowledge: Knowledge, document_id: str) -> Document:
    with knowledge.current() as generation:
        if document_id in generation.catalogue:
            return generation.catalogue.document(document_id)
    raise ProblemError(404, "not-found", prompts.DOCUMENT_NOT_FOUND.format(id=document_id[:200]))


def _original(settings: Settings, document: Document) -> Path:
    path = original_path(settings.home, document.original)
    if path is None:
        raise ProblemError(404, "not-found", prompts.ORIGINAL_NOT_FOUND)
    return path


def _file_name(document: Document, holdings: HoldingStore | None) -> str:
    holding = holdings.holding(document.id) if holdings else None
    if holding and not holding.url:
        return holding.name
    suffix = guess_extension(document.media_type) or ""
    return document.id.rpartition("/")[2].removesuffix(suffix) + suffix
