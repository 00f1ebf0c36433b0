"""Lists as the API of editors gives them."""

from dataclasses import dataclass

from assistant.jobs import DocumentQuestion, Holding, Job, SourceStatus


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
    """Sources, with their last and next refresh."""

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
