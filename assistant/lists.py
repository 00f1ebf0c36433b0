"""Records put together as they cross HTTP: what the API gives and the page reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.documents import Document, Passage
from assistant.jobs import DocumentQuestion, Holding, Job, SourceStatus
from assistant.quality import EvaluationRun


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Some of the documents, without their text."""

    items: tuple[Document, ...]
    total: int
    """How many documents match in all."""
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class PassageList:
    """The passages of a document in reading order."""

    items: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions that the knowledge base answers, as different from each other as can be."""

    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationList:
    """Evaluations, newest first, with what is aimed at; nothing of the questions themselves."""

    items: tuple[EvaluationRun, ...] = ()
    targets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By the name of the questions asked: `dev`, `questions/report`."""


@dataclass(frozen=True, slots=True)
class JobList:
    """Jobs, newest first, without their documents."""

    items: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class HoldingList:
    """Documents that came by upload, address or source."""

    items: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class SourceList:
    """Sources with their last and next refresh."""

    items: tuple[SourceStatus, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Documents of the very same content."""

    content_hash: str
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DuplicateList:
    """Documents that are there more than once."""

    items: tuple[Duplicate, ...]


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Questions of documents, beside those of their front matter."""

    items: tuple[DocumentQuestion, ...]
