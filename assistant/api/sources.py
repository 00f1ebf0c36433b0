"""`/sources`: where documents come from by themselves, and how often."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.editing import Editing, editors_only
from assistant.api.job_requests import Asking
from assistant.api.problems import documented
from assistant.jobs import Job, SourceStatus
from assistant.lists import SourceList
from assistant.settings import Settings

_SHORTEST = 300
"""Seconds between two refreshes: whoever is asked more often has reason to complain."""
_LONGEST = 366 * 24 * 3600


class SourceChange(BaseModel):
    """What an editor chooses of a source in place of what `corpus/sources.yaml` says."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool | None = None
    publish: bool | None = None
    every_seconds: int | None = Field(None, ge=0, le=_LONGEST, description="0 : seulement à la demande.")

    def values(self) -> dict[str, Any]:
        """Give what is said, by name."""
        values = self.model_dump(exclude_none=True)
        if values.get("every_seconds"):
            values["every_seconds"] = max(values["every_seconds"], _SHORTEST)
        return values


def sources_router(editing: Editing, settings: Settings) -> APIRouter:
    """Build the routes of sources."""
    router = APIRouter(
        prefix="/sources",
        tags=["sources"],
        dependencies=[editors_only(editing.key)],
        responses=documented(401, 404, 422),
    )
    small = settings.body_max_bytes

    @router.get("", summary="Lister les sources")
    def sources() -> SourceList:
        """Donne les sources de `corpus/sources.yaml`, avec leur dernière et leur prochaine visite."""
        return SourceList(tuple(editing.sources.sources()))

    @router.post("/{name}/refresh", status_code=201, summary="Visiter une source", max_body_size=small)
    def refresh(name: str, asked: Asking | None = None) -> Job:
        """Met en file la visite d'une source, sans attendre la date prévue."""
        return editing.jobs.add((asked or Asking()).order_refresh(editing, name))

    @router.patch("/{name}", summary="Régler une source", max_body_size=small)
    def change(name: str, chosen: SourceChange) -> SourceStatus:
        """Active ou non une source, sa publication sans relecture et la fréquence de ses visites."""
        return editing.sources.choose(name, **chosen.values())

    return router
