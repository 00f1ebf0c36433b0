"""`/conversations`: what was asked and answered, kept for whoever holds the address."""

import logging
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from assistant import prompts
from assistant.answers import Answer, AnswerEvent, Event, Question
from assistant.api.problems import ProblemError, documented
from assistant.exchanges import StoredConversation
from assistant.state.conversations import MOST_EXCHANGES, ConversationStore
from assistant.state.errors import NotKeptError, UnknownRecordError

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewConversation:
    """A conversation to be: `POST /answers` keeps what is asked with its id."""

    id: str
    """A secret: whoever has it reads and erases the conversation."""
    days: int
    """How long it is kept after its last question."""


def conversations_router(conversations: ConversationStore | None, days: int) -> APIRouter:
    """Build the routes of kept conversations; without a store they say that none is kept."""
    router = APIRouter(tags=["conversations"], responses=documented(404, 422))

    @router.post("/conversations", status_code=201, summary="Commencer une conversation gardée")
    def begin() -> NewConversation:
        """Donne un identifiant à joindre aux questions : qui le connaît peut lire et effacer la conversation."""
        return NewConversation(_store(conversations).begin(), days)

    @router.get("/conversations/{conversation}", summary="Relire une conversation")
    def read(
        conversation: str, response: Response, last: Annotated[int, Query(ge=1, le=MOST_EXCHANGES)] = MOST_EXCHANGES
    ) -> StoredConversation:
        """Donne les derniers échanges tels qu'ils ont eu lieu, avec les textes cités ce jour-là."""
        response.headers["Cache-Control"] = "no-store"
        try:
            return _store(conversations).conversation(conversation, last)
        except UnknownRecordError as error:
            raise _unknown() from error

    @router.delete("/conversations/{conversation}", status_code=204, summary="Effacer une conversation")
    def erase(conversation: str) -> None:
        """Efface la conversation et ce qu'elle contient, sans retour possible."""
        _store(conversations).erase(conversation)

    return router


def kept_events(
    events: Generator[Event, None, None],
    conversations: ConversationStore | None,
    conversation: str,
    key: str,
    question: Question,
) -> Generator[Event, None, None]:
    """Yield the events; keep the whole answer before it is sent, so that what is interrupted is never kept.

    Raises:
        ProblemError: there is no such conversation; nothing was asked then.
    """
    with closing(events):
        store = _store(conversations)
        try:
            store.check(conversation)
        except UnknownRecordError as error:
            raise _unknown() from error
        for event in events:
            if isinstance(event, AnswerEvent):
                yield AnswerEvent(_kept(store, conversation, key, question, event.answer))
            else:
                yield event


def _kept(store: ConversationStore, conversation: str, key: str, question: Question, answer: Answer) -> Answer:
    try:
        store.keep(conversation, key, question, answer)
    except NotKeptError as error:
        _LOG.warning("An answer could not be kept: %s", error)
        return replace(answer, notice=" ".join(filter(None, (answer.notice, prompts.NOT_KEPT))))
    return answer


def _store(conversations: ConversationStore | None) -> ConversationStore:
    if conversations is None:
        raise ProblemError(404, "not-found", prompts.CONVERSATIONS_OFF)
    return conversations


def _unknown() -> ProblemError:
    return ProblemError(404, "not-found", prompts.CONVERSATION_NOT_FOUND)
