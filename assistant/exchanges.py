"""Conversations as they are kept: each question with the whole answer that it got, and what became of its sources."""

from dataclasses import dataclass

from assistant.answers import Answer, Filters


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """A question and its answer, exactly as it was given."""

    key: str
    """Chosen by the caller; asking again under it replaces the answer."""
    asked: str
    """When: ISO 8601, UTC."""
    question: str
    """As it was typed."""
    filters: Filters
    alone: bool
    answer: Answer


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """The last exchanges of a conversation, oldest first."""

    id: str
    created: str
    exchanges: tuple[StoredExchange, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceVersion:
    """Which content a document has now."""

    version: str
    """What `Citation.version` is compared with."""
    since: str = ""
    """When that content was published first: ISO 8601, UTC; empty when it was there before what is remembered."""
