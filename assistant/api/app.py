"""The application: routes, limits and problems put together."""

from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI

from assistant.api import problems
from assistant.api.answers import answers_router
from assistant.api.documents import documents_router
from assistant.api.health import health_router
from assistant.api.knowledge import Knowledge
from assistant.api.limits import DeclaredBodyLimit, SecurityHeaders
from assistant.api.suggestions import suggestions_router
from assistant.assistant import Assistant
from assistant.settings import Settings

_DESCRIPTION = """\
Une question sur les alliances d'intérêt général, une réponse dont chaque phrase est liée au passage qui la prouve.
Les erreurs suivent la RFC 9457 (`application/problem+json`)."""


def create_app(assistant: Assistant, knowledge: Knowledge, settings: Settings) -> FastAPI:
    """Build the API around an assistant and the knowledge base it answers from."""
    app = FastAPI(
        title="Assistant RAMEAU",
        description=_DESCRIPTION,
        version=_version(),
    )
    app.state.body_max_bytes = settings.body_max_bytes
    app.add_middleware(DeclaredBodyLimit, limit=settings.body_max_bytes)
    app.add_middleware(SecurityHeaders)
    problems.install(app)
    app.include_router(answers_router(assistant, settings))
    app.include_router(suggestions_router(knowledge))
    app.include_router(documents_router(knowledge))
    app.include_router(health_router(knowledge, settings))
    return app


def _version() -> str:
    try:
        return version("rameau-assistant")
    except PackageNotFoundError:
        return "0"
