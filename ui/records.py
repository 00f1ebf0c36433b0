"""What the API gives, put around what the page shows."""

from dataclasses import dataclass, field

from assistant.documents import Document, Passage
from assistant.quality import EvaluationRun


@dataclass(frozen=True, slots=True)
class Evaluations:
    """The evaluations kept, newest first, and what each set of questions is to reach."""

    items: tuple[EvaluationRun, ...] = ()
    targets: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions that the knowledge base can answer."""

    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageList:
    """The passages of a document."""

    items: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Some of the documents."""

    items: tuple[Document, ...]
