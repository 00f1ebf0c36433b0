"""`POST /answers`: a question in, its answer out, as a stream of events or as one JSON."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.answers import Answer, AnswerEvent, Event
from assistant.api import examples
from assistant.api.conversations import kept_events
from assistant.api.problems import documented
from assistant.api.questions import Asked
from assistant.api.streaming import AnswerStream, Turnstile
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.state.conversations import ConversationStore


def answers_router(
    assistant: Assistant, settings: Settings, conversations: ConversationStore | None = None
) -> APIRouter:
    """Build the route that answers questions, and keeps the answers in their conversation where there is a store."""
    router = APIRouter(tags=["réponses"])
    turnstile = Turnstile(settings.questions_at_once, settings.questions_waiting)

    @router.post(
        "/answers",
        summary="Répondre à une question",
        description=examples.ANSWERS_DESCRIPTION,
        response_model=Answer,
        max_body_size=settings.body_max_bytes,
        responses={200: examples.ANSWERS_RESPONSE, **documented(413, 422, 503)},
    )
    async def answer(asked: Asked, request: Request) -> Response | Answer:
        question = asked.as_question(settings)
        stream = assistant.stream(question)
        if asked.conversation:
            key = asked.exchange or uuid4().hex
            stream = kept_events(stream, conversations, asked.conversation, key, question)
        events = turnstile.run(stream)
        if wants_json(request.headers.get("accept", "")):
            return await _last_answer(events, request)
        return AnswerStream(await anext(events), events)

    return router


def wants_json(accept: str) -> bool:
    """Tell whether the caller asks for one JSON rather than for a stream."""
    return "application/json" in accept and "text/event-stream" not in accept


async def _last_answer(events: AsyncGenerator[Event, None], request: Request) -> Answer | Response:
    async with aclosing(events):
        async for event in events:
            if isinstance(event, AnswerEvent):
                return event.answer
            if await request.is_disconnected():
                break
    # No one reads it: the caller has hung up. 499 is what nginx writes in its log then.
    return Response(status_code=499)
