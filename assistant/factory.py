"""Where settings become objects; the only place that knows which class stands behind each seam."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.embedding import SentenceTransformerEmbedder, load_embedder
from assistant.protocols import Embedder, Reranker
from assistant.settings import Settings

if TYPE_CHECKING:  # the read side takes half a second to import, which `rameau ingest` must not wait for
    from assistant.assistant import Assistant
    from assistant.chat_model import LangChainChatModel
    from assistant.generations import KnowledgeBase


def build_embedder(settings: Settings, progress: Callable[[str], None] | None = None) -> SentenceTransformerEmbedder:
    """Build the embedder; its model is loaded at the first text.

    Args:
        settings: name the model and the folder where it is kept.
        progress: called with the model's name when it has to be prepared or fetched first.

    Raises:
        ModelError: the model can't be loaded.
    """
    return load_embedder(settings.embedding_model, settings.home, progress=progress)


def build_knowledge_base(settings: Settings, fingerprint: str = "") -> "KnowledgeBase":
    """Build the knowledge base's read side.

    Args:
        settings: name its folder, and its Chroma server if there is one.
        fingerprint: of the embedder, so that vectors of another model are refused.
    """
    from assistant.generations import KnowledgeBase

    return KnowledgeBase(settings.home, settings.chroma_url, fingerprint)


def build_chat_model(settings: Settings) -> "LangChainChatModel | None":
    """Build the language model, or nothing where answers are extractive.

    Raises:
        SettingsError: its name can't be used.
        ModelError: its package isn't installed.
    """
    if not settings.llm:
        return None
    # LangChain takes a second to import, which extractive answers don't need to wait for.
    from assistant.chat_model import Patience, Places
    from assistant.chat_providers import load_chat_model

    return load_chat_model(
        settings.llm,
        settings.llm_base_url,
        settings.llm_api_key.get_secret_value(),
        Patience(first_token=settings.llm_first_token_seconds, reply=settings.llm_reply_seconds),
        Places(settings.llm_at_once, settings.llm_waiting),
    )


def build_reranker(settings: Settings) -> Reranker | None:
    """Build the cross-encoder, or nothing where none is named; its weights are loaded at the first question.

    Raises:
        ModelError: there is no such model.
    """
    if not settings.reranker:
        return None
    from assistant.reranking import CrossEncoderReranker

    return CrossEncoderReranker(settings.reranker)


def build_assistant(
    settings: Settings, knowledge: "KnowledgeBase | None" = None, embedder: Embedder | None = None
) -> "Assistant":
    """Build the assistant and what it needs.

    Args:
        settings: everything else.
        knowledge: the knowledge base, where the caller holds one already.
        embedder: the same.

    Raises:
        SettingsError: a setting can't be used.
        ModelError: a model can't be loaded.
    """
    from assistant.assistant import Assistant
    from assistant.extractive import ExtractiveAnswerer
    from assistant.generative import GenerativeAnswerer
    from assistant.retrieval import Retriever
    from assistant.taxonomy import follow_taxonomy

    if embedder is None:
        embedder = own = build_embedder(settings)
        knowledge = knowledge or build_knowledge_base(settings, own.fingerprint)
    retriever = Retriever(
        knowledge or build_knowledge_base(settings),
        embedder,
        follow_taxonomy(settings.corpus_dir),
        settings,
        build_reranker(settings),
    )
    model = build_chat_model(settings)
    generative = GenerativeAnswerer(model, settings.unsupported) if model else None
    return Assistant(retriever, ExtractiveAnswerer(), generative)
