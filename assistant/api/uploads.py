"""`POST /uploads`: files handed in, kept as they come, and queued as one job."""

import errno
import shutil
from collections.abc import Sequence
from typing import Any, Final, Literal

from anyio import to_thread
from fastapi import APIRouter, Request

from assistant import prompts
from assistant.api.editing import Editing, editors_only
from assistant.api.multipart import FormReader
from assistant.api.problems import ProblemError, documented
from assistant.jobs import Job
from assistant.settings import Settings
from assistant.state.holdings import DEPOSIT
from assistant.state.orders import Order

_TOGETHER: Final = 20
"""How many times the largest file all files together may have."""
_SPARE_BYTES: Final = 200_000_000
"""Left free on the disk: reading and indexing what came needs room too."""
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "publish": {"type": "string", "enum": ["auto", "preview"], "default": "auto"},
                        "requested_by": {"type": "string"},
                    },
                }
            }
        },
    }
}


def upload_limit(settings: Settings) -> int:
    """Give the most bytes that the files of one upload may have together."""
    return settings.upload_max_bytes * min(settings.upload_max_files, _TOGETHER) + 1_000_000


def uploads_router(editing: Editing, settings: Settings) -> APIRouter:
    """Build the route that takes files."""
    router = APIRouter(tags=["tâches"], dependencies=[editors_only(editing.key)])
    most = upload_limit(settings)

    @router.post(
        "/uploads",
        status_code=201,
        summary="Déposer des fichiers",
        openapi_extra=_FORM,
        responses=documented(401, 413, 422, 507),
    )
    async def upload(request: Request) -> Job:
        """Garde les fichiers et met en file une tâche qui les lira ; un fichier refusé n'arrête pas les autres."""
        _check_space(settings, request.headers.get("content-length", ""))
        content_type = request.headers.get("content-type", "")
        with FormReader(settings.home, content_type, settings.upload_max_bytes, settings.upload_max_files) as form:
            await _read(request, form, most)
            order = _order(form)
        return await to_thread.run_sync(editing.jobs.add, order)

    return router


async def _read(request: Request, form: FormReader, most: int) -> None:
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > most:
                detail = prompts.UPLOAD_TOO_LARGE.format(limit=most)
                raise ProblemError(413, "body-too-large", detail, {"Connection": "close"})
            await to_thread.run_sync(form.feed, piece)
        await to_thread.run_sync(form.finish)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ProblemError(507, "disk-full", prompts.DISK_FULL, {"Connection": "close"}) from error
        raise


def _check_space(settings: Settings, declared: str) -> None:
    size = int(declared[:20]) if declared.isascii() and declared.isdigit() else 0
    settings.home.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(settings.home).free < size + _SPARE_BYTES:
        raise ProblemError(507, "disk-full", prompts.DISK_FULL, {"Connection": "close"})


def _order(form: FormReader) -> Order:
    wish: Literal["auto", "preview"] | str = form.fields.get("publish", "auto")
    if wish not in {"auto", "preview"}:
        raise ProblemError(422, "invalid", prompts.INVALID)
    requested_by = form.fields.get("requested_by", "")[:200]
    return Order(
        "upload",
        _label([file.name for file in form.files]),
        requested_by,
        publish=wish == "auto",
        source=DEPOSIT,
        arrivals=tuple(form.files),
    )


def _label(names: Sequence[str]) -> str:
    """Name what was handed in as people will look for it: by its first file."""
    if len(names) == 1:
        return names[0]
    others = prompts.LABEL_OTHERS[len(names) > 2].format(count=len(names) - 1)
    return prompts.LABEL_FILES.format(first=names[0], others=others)
