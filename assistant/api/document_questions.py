"""`/questions`: what people would ask that a document answers, as a model proposes it and as editors decide."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant import prompts
from assistant.api.editing import Editing, editors_only
from assistant.api.knowledge import Knowledge
from assistant.api.problems import ProblemError, documented
from assistant.api.questions import clean
from assistant.asked import EDITORS_WORDS, as_question
from assistant.errors import KnowledgeBaseError
from assistant.jobs import DocumentQuestion, Job, QuestionState
from assistant.lists import QuestionList
from assistant.settings import Settings
from assistant.state.orders import Order

_LONGEST_ID = 500
_LONGEST = 400
Choice = Literal["accepted", "refused"]


class _Asking(BaseModel):
    model_config = ConfigDict(extra="forbid")
    requested_by: str = Field("", max_length=200, description="Qui le demande.")


class WrittenQuestion(_Asking):
    """A question that an editor writes for a document."""

    document_id: str = Field(max_length=_LONGEST_ID)
    text: str = Field(max_length=_LONGEST, examples=["Qui a financé la serre ?"])


class QuestionChoice(_Asking):
    """What becomes of a question."""

    state: Choice
    text: str = Field("", max_length=_LONGEST, description="La question en d'autres mots ; vide : telle quelle.")


class DocumentChoice(_Asking):
    """What becomes of all that is proposed for a document."""

    document_id: str = Field(max_length=_LONGEST_ID)
    state: Choice


@dataclass(frozen=True, slots=True)
class Decided:
    """Questions as they are now, and the job that brings them into the base."""

    items: tuple[DocumentQuestion, ...]
    job: Job | None = None
    """Nothing where the base stays as it is."""


def document_questions_router(editing: Editing, knowledge: Knowledge, settings: Settings) -> APIRouter:
    """Build the routes by which editors decide on questions."""
    router = APIRouter(
        prefix="/questions",
        tags=["documents"],
        dependencies=[editors_only(editing.key)],
        responses=documented(401, 404, 422),
    )
    small = settings.body_max_bytes

    @router.get("", summary="Lister les questions proposées, acceptées, refusées")
    def questions(
        document_id: Annotated[str, Query(max_length=_LONGEST_ID)] = "", state: QuestionState | None = None
    ) -> QuestionList:
        """Donne les questions des documents de la base, hors celles que leurs fichiers portent déjà."""
        titles = _titles(knowledge)
        found = editing.questions.questions(document_id, state)
        return QuestionList(tuple(one for one in found if one.document_id in titles))

    @router.post("", status_code=201, summary="Écrire une question", max_body_size=small)
    def write(asked: WrittenQuestion) -> Decided:
        """Ajoute une question à un document et met en file la mise à jour de la base."""
        title = _title(knowledge, asked.document_id)
        question = editing.questions.write(asked.document_id, _checked(asked.text))
        return Decided((question,), _update(editing, title, asked.requested_by))

    @router.patch("/{number}", summary="Accepter, corriger ou refuser une question", max_body_size=small)
    def decide(number: int, chosen: QuestionChoice) -> Decided:
        """Décide d'une question ; la base est mise à jour si elle en est changée."""
        text = _checked(chosen.text) if chosen.text.strip() else ""
        before, after = editing.questions.decide(number, chosen.state, text)
        moved = "accepted" in (before.state, after.state) and (before.state, before.text) != (after.state, after.text)
        title = _titles(knowledge).get(after.document_id, after.document_id)
        return Decided((after,), _update(editing, title, chosen.requested_by) if moved else None)

    @router.post("/decisions", summary="Accepter ou refuser tout ce qui est proposé pour un document")
    def decide_all(chosen: DocumentChoice) -> Decided:
        """Décide de toutes les questions proposées pour un document."""
        title = _title(knowledge, chosen.document_id)
        decided = editing.questions.decide_all(chosen.document_id, chosen.state)
        moved = chosen.state == "accepted" and decided
        return Decided(tuple(decided), _update(editing, title, chosen.requested_by) if moved else None)

    return router


def _titles(knowledge: Knowledge) -> dict[str, str]:
    try:
        with knowledge.current() as generation:
            return {one.id: one.title or one.id for one in generation.catalogue.documents}
    except KnowledgeBaseError:
        return {}


def _title(knowledge: Knowledge, document_id: str) -> str:
    title = _titles(knowledge).get(document_id)
    if title is None:
        raise ProblemError(404, "not-found", prompts.DOCUMENT_NOT_FOUND.format(id=document_id[:200]))
    return title


def _checked(text: str) -> str:
    question = as_question(clean(text), *EDITORS_WORDS)
    if not question:
        least, most = EDITORS_WORDS
        raise ProblemError(422, "invalid", prompts.QUESTION_WRONG.format(least=least, most=most))
    return question


def _update(editing: Editing, title: str, requested_by: str) -> Job:
    """Queue the update of the base, unless one is queued: what it builds is read when it begins."""
    for job in editing.jobs.jobs(active=True):
        if job.state == "queued" and job.kind == "corpus" and job.publish:
            return job
    return editing.jobs.add(Order("corpus", prompts.LABEL_QUESTIONS.format(title=title), clean(requested_by)))
