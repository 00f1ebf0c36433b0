"""`/preview`, `/generations` and `/rollback`: what would change, publishing it, and going back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant import prompts
from assistant.api.editing import Editing, editors_only
from assistant.api.problems import ProblemError, documented
from assistant.errors import BusyError, KnowledgeBaseError, NoEarlierError
from assistant.manifest import Manifest, current_number, generation_folder, published_numbers
from assistant.preview import Preview, load_preview
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class GenerationStatus:
    """A generation that is kept."""

    number: int
    created: str
    """ISO 8601, UTC."""
    documents: int
    passages: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class GenerationList:
    """Generations kept, newest first."""

    items: tuple[GenerationStatus, ...]


class Target(BaseModel):
    """Where to go back to."""

    model_config = ConfigDict(extra="forbid")

    generation: int = Field(ge=1, examples=[41])


def preview_router(editing: Editing, settings: Settings) -> APIRouter:
    """Build the routes of the generation that waits and of those that are kept."""
    router = APIRouter(tags=["versions"], dependencies=[editors_only(editing.key)], responses=documented(401, 409, 422))

    @router.get("/preview", summary="Voir ce qui changerait")
    def preview() -> Preview | None:
        """Donne ce que changerait la version qui attend d'être publiée ; `null` si aucune n'attend."""
        return load_preview(settings.home)

    @router.post("/preview/publish", summary="Publier la version qui attend")
    def publish(seen: Annotated[str, Query(max_length=40)] = "") -> GenerationStatus:
        """Publie la version qui attend, pour tous, d'un coup ; `seen` : le `created` de l'aperçu qui a été regardé."""
        with _one_at_a_time():
            waiting = load_preview(settings.home)
            if seen and waiting and waiting.created != seen:
                raise ProblemError(409, "conflict", prompts.PREVIEW_CHANGED)
            return _status(editing.publisher.publish(), current=True)

    @router.post("/preview/drop", summary="Abandonner la version qui attend", status_code=204)
    def drop() -> None:
        """Abandonne la version qui attend et ce qu'elle apportait."""
        with _one_at_a_time():
            editing.publisher.drop()

    @router.get("/generations", summary="Lister les versions conservées")
    def generations() -> GenerationList:
        """Donne les versions auxquelles on peut revenir, la plus récente d'abord."""
        return GenerationList(tuple(_kept(settings)))

    @router.post(
        "/rollback", summary="Revenir à une version", responses=documented(404), max_body_size=settings.body_max_bytes
    )
    def rollback(target: Target) -> GenerationStatus:
        """Remet en service une version conservée, avec les documents qu'elle avait."""
        with _one_at_a_time():
            try:
                return _status(editing.publisher.go_to(target.generation), current=True)
            except NoEarlierError as error:
                kept = ", ".join(map(str, published_numbers(settings.home))) or "—"
                detail = prompts.GENERATION_NOT_FOUND.format(number=target.generation, kept=kept)
                raise ProblemError(404, "not-found", detail) from error

    return router


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    try:
        yield
    except BusyError as error:
        raise ProblemError(409, "building", prompts.BUILDING) from error


def _kept(settings: Settings) -> Iterator[GenerationStatus]:
    current = current_number(settings.home)
    for number in reversed(published_numbers(settings.home)):
        try:
            manifest = Manifest.load(generation_folder(settings.home, number))
        except KnowledgeBaseError:  # removed since it was listed
            continue
        yield _status(manifest, current=number == current)


def _status(manifest: Manifest, *, current: bool) -> GenerationStatus:
    return GenerationStatus(
        manifest.number, manifest.created, len(manifest.documents), manifest.passages, current=current
    )
