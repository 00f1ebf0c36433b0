"""The API served by uvicorn, its models loaded before the first question comes."""

import logging

import uvicorn

from assistant.api.app import create_app
from assistant.api.editing import Editing
from assistant.editor import editor_key
from assistant.errors import AssistantError
from assistant.factory import build_assistant, build_embedder, build_knowledge_base
from assistant.settings import Settings
from assistant.state.conversations import ConversationStore
from assistant.state.database import settings_database
from assistant.state.evaluations import EvaluationStore
from assistant.state.purging import purging
from ingest.jobs.publishing import GenerationPublisher

_GRACE_SECONDS = 5
"""How long answers may go on once the server is told to stop."""


def serve(settings: Settings) -> None:
    """Serve the API until SIGINT or SIGTERM."""
    embedder = build_embedder(settings)
    knowledge = build_knowledge_base(settings, embedder.fingerprint)
    assistant = build_assistant(settings, knowledge, embedder)
    try:
        assistant.retriever.warm()
    except AssistantError as error:
        # The API tells the remedy to whoever asks, and answers as soon as there is a base.
        logging.getLogger("uvicorn.error").warning("%s", error)
    database = settings_database(settings)
    conversations = ConversationStore(database, settings.conversations_days)
    editing = Editing.over(database, GenerationPublisher.over(settings, database), editor_key(settings))
    config = uvicorn.Config(
        create_app(
            assistant,
            knowledge,
            settings,
            editing,
            conversations if settings.conversations_days else None,
            EvaluationStore(database),
        ),
        host=settings.host,
        port=settings.api_port,
        log_level="warning",
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    try:
        with purging(conversations):
            uvicorn.Server(config).run()
    finally:
        knowledge.close()
        database.close()
