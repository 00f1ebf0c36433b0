"""Of one document: its passages, the pictures of its pages, and the file itself."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from mimetypes import guess_extension
from pathlib import Path
from threading import Lock
from typing import Annotated, Final

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse

from assistant import prompts
from assistant.api.knowledge import Knowledge
from assistant.api.problems import ProblemError, documented
from assistant.documents import Document, Passage
from assistant.errors import DocumentError
from assistant.originals import original_path
from assistant.page_pictures import picture_of
from assistant.settings import Settings
from assistant.state.holdings import HoldingStore

_AT_ONCE: Final = 2
"""Pictures drawn side by side: questions need the cores too."""
_WAITING: Final = 30
_KEPT: Final = 64
_PNG: Final = "image/png"
_SEALED: Final = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class PassageList:
    """The passages of a document in reading order."""

    items: tuple[Passage, ...]


class Pictures:
    """The pictures drawn last, so that turning pages back and forth draws none twice."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(_AT_ONCE)
        self._pictures: OrderedDict[tuple[str, int, str], bytes] = OrderedDict()
        self._lock = Lock()

    async def picture(self, path: Path, document: Document, page: int, quote: str) -> bytes:
        """Give a picture of a page as PNG.

        Raises:
            ProblemError: too many are waited for.
        """
        key = (path.name, page, quote)
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        if self._limiter.statistics().tasks_waiting >= _WAITING:
            raise ProblemError(503, "busy", prompts.BUSY.format(seconds=2), {"Retry-After": "2"})
        drawn = await to_thread.run_sync(partial(picture_of, path, document, page, quote), limiter=self._limiter)
        with self._lock:
            self._pictures[key] = drawn
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        return drawn


def pages_router(knowledge: Knowledge, settings: Settings, holdings: HoldingStore | None = None) -> APIRouter:
    """Build the routes of what a document holds; they must come before that of a document.

    Args:
        knowledge: where documents are.
        settings: name the folder of the files.
        holdings: know what files were called.
    """
    router = APIRouter(tags=["documents"], responses=documented(404, 422, 503))
    pictures = Pictures()

    @router.get(
        "/documents/{document_id:path}/pages/{page}.png",
        summary="Voir une page",
        response_class=Response,
        responses={200: {"content": {_PNG: {}}}},
    )
    async def picture(
        document_id: str,
        page: Annotated[int, InPath(ge=1, le=100_000)],
        quote: Annotated[str, Query(max_length=2000, description="Encadrée sur la page, si elle s'y trouve.")] = "",
    ) -> Response:
        """Donne l'image d'une page du fichier d'origine, la citation encadrée."""
        document = await to_thread.run_sync(_document, knowledge, document_id)
        path = _original(settings, document)
        try:
            drawn = await pictures.picture(path, document, page, quote)
        except (IndexError, DocumentError) as error:
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
