"""`/versions`: which content each document has now, to tell whether what was cited has changed since."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter

from assistant.api.knowledge import Knowledge
from assistant.api.problems import documented
from assistant.errors import KnowledgeBaseError
from assistant.exchanges import SourceVersion
from assistant.manifest import Manifest, generation_folder, published_numbers
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Versions:
    """Every document of the generation in use."""

    generation: int
    documents: dict[str, SourceVersion]
    """By the id of the document."""


def versions_router(knowledge: Knowledge, settings: Settings) -> APIRouter:
    """Build the route that dates the documents."""
    router = APIRouter(tags=["documents"])

    @router.get("/versions", summary="Dater le contenu des documents", responses=documented(503))
    def versions() -> Versions:
        """Donne de chaque document la version (`version` d'une citation) et la date où elle a été publiée."""
        with knowledge.current() as generation:
            manifest = generation.manifest
        return Versions(manifest.number, dated(manifest, _before(settings.home, manifest.number)))

    return router


def dated(current: Manifest, before: tuple[Manifest, ...]) -> dict[str, SourceVersion]:
    """Tell since when each document is as it is.

    Args:
        current: the manifest in use.
        before: those of earlier generations, newest first; a version that all of them hold has no known date.
    """
    return {name: SourceVersion(current.version(name), _since(name, current, before)) for name in current.documents}


def _since(name: str, current: Manifest, before: tuple[Manifest, ...]) -> str:
    since = current.created
    for manifest in before:
        if manifest.version(name) != current.version(name):
            return since
        since = manifest.created
    return ""


def _before(home: Path, number: int) -> tuple[Manifest, ...]:
    """Give the manifests of the generations kept before this one, newest first, up to one that can't be read."""
    found = []
    for earlier in sorted((one for one in published_numbers(home) if one < number), reverse=True):
        try:
            found.append(_manifest(generation_folder(home, earlier)))
        except KnowledgeBaseError:
            break
    return tuple(found)


@lru_cache(maxsize=8)
def _manifest(folder: Path) -> Manifest:
    # A published generation never changes.
    return Manifest.load(folder)
