"""The application: routes, limits and problems put together."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, FastAPI

from assistant.api import problems
from assistant.api.answers import answers_router
from assistant.api.conversations import conversations_router
from assistant.api.document_questions import document_questions_router
from assistant.api.documents import documents_router
from assistant.api.editing import Editing
from assistant.api.evaluations import evaluations_router
from assistant.api.health import health_router
from assistant.api.holdings import holdings_router
from assistant.api.jobs import jobs_router
from assistant.api.knowledge import Knowledge
from assistant.api.limits import DeclaredBodyLimit, SecurityHeaders
from assistant.api.pages import pages_router
from assistant.api.preview import preview_router
from assistant.api.sources import sources_router
from assistant.api.suggestions import suggestions_router
from assistant.api.uploads import upload_limit, uploads_router
from assistant.api.versions import versions_router
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.state.conversations import ConversationStore
from assistant.state.evaluations import EvaluationStore

_DESCRIPTION = """\
Une question sur les alliances d'intérêt général, une réponse dont chaque phrase est liée au passage qui la prouve.
Les erreurs suivent la RFC 9457 (`application/problem+json`)."""


def create_app(
    assistant: Assistant,
    knowledge: Knowledge,
    settings: Settings,
    editing: Editing | None = None,
    conversations: ConversationStore | None = None,
    evaluations: EvaluationStore | None = None,
) -> FastAPI:
    """Build the API around an assistant and the knowledge base it answers from.

    Args:
        assistant: answers.
        knowledge: what it answers from.
        settings: the limits, and the folder of files.
        editing: what editors work on; nothing for an API that only reads.
        conversations: where conversations are kept; nothing to keep none.
        evaluations: where measured quality is kept; nothing for an API that tells none.
    """
    app = FastAPI(
        title="Assistant RAMEAU",
        description=_DESCRIPTION,
        version=_version(),
    )
    app.state.body_max_bytes = settings.body_max_bytes
    app.add_middleware(
        DeclaredBodyLimit, limit=settings.body_max_bytes, larger={"/uploads": upload_limit(settings)} if editing else {}
    )
    app.add_middleware(SecurityHeaders)
    problems.install(app)
    app.include_router(answers_router(assistant, settings, conversations))
    app.include_router(conversations_router(conversations, settings.conversations_days))
    app.include_router(evaluations_router(evaluations))
    app.include_router(suggestions_router(knowledge))
    # Those of editors and of pages come first: the route of a document takes every path below its own.
    if editing:
        for router in _editors_routers(editing, knowledge, settings):
            app.include_router(router)
    app.include_router(pages_router(knowledge, settings, editing.holdings if editing else None))
    app.include_router(versions_router(knowledge, settings))
    app.include_router(documents_router(knowledge))
    app.include_router(health_router(knowledge, settings))
    return app


def _editors_routers(editing: Editing, knowledge: Knowledge, settings: Settings) -> Iterator[APIRouter]:
    yield uploads_router(editing, settings)
    yield jobs_router(editing, settings)
    yield holdings_router(editing, knowledge)
    yield sources_router(editing, settings)
    yield document_questions_router(editing, knowledge, settings)
    yield preview_router(editing, settings)


def _version() -> str:
    try:
        return version("rameau-assistant")
    except PackageNotFoundError:
        return "0"
