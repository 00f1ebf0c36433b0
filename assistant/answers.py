"""What goes in and out of the assistant: a question with its history, an answer with its proofs."""

from dataclasses import dataclass, field
from typing import Literal

from assistant.documents import Passage, RetrievedPassage


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a question to a part of the corpus, in the words of the taxonomy."""

    themes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    alliance_types: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    """`étude de cas`, `rapport`, `guide`…"""
    year_from: int | None = None
    year_to: int | None = None
    ignored: tuple[str, ...] = ()
    """Values that the person removed, not to be recognised again: `regions:Bretagne`."""

    def __bool__(self) -> bool:
        """Tell whether anything is narrowed."""
        return any(getattr(self, name) for name in self.__dataclass_fields__ if name != "ignored")


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and the answer it got."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the person wrote, with the turns before it, oldest first."""

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    alone: bool = False
    """The person wrote the whole question, correcting how it was understood: nothing is added from the history."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as it was understood: made whole from the history, with the filters recognised in it."""

    question: str
    filters: Filters = field(default_factory=Filters)
    intent: str = ""
    """The shape of answer that it calls for: `list`, `figure`, `definition`…"""
    subject_changed: bool = False
    """The question stands alone although it came in the middle of a conversation."""


Verdict = Literal["established", "to_check", "unsupported"]
"""Whether the passages that a sentence cites prove it: wholly, in part, or not at all."""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of an answer with what the check of its proofs found.

    Sentences that frame others (« Voici ce qu'en dit… ») state nothing and are not among them.
    """

    start: int
    """Where it begins in the answer's text, in characters; its markers lie between start and end."""
    end: int
    citations: tuple[int, ...]
    """The numbers that it bears; none where it counts documents of the corpus by their labels."""
    verdict: Verdict
    missing: tuple[str, ...] = ()
    """The numbers, dates, names and negations that the cited passages do not hold."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The proof of a sentence: the words quoted and the passage that holds them."""

    number: int
    """The `n` of `[n]` in the answer's text."""
    passage: Passage
    quote: str
    """Words of the passage, verbatim."""
    start: int
    """Where the quote begins in `passage.text`, in characters."""
    end: int
    version: str = ""
    """The content hash that the document had when it was cited: tells later whether it has changed."""


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document named in an answer, without its text."""

    document_id: str
    title: str
    url: str
    kind: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in Markdown, each of its sentences tied to a citation, or the admission that there is none."""

    text: str
    citations: tuple[Citation, ...] = ()
    sources: tuple[RetrievedPassage, ...] = ()
    """The retrieved passages in rank order."""
    related: tuple[DocumentLink, ...] = ()
    """Nearby documents, named as such when the corpus does not answer."""
    abstained: bool = False
    """True when the corpus does not answer; then there is no citation."""
    understood: Understood = field(default_factory=lambda: Understood(""))
    language: str = "fr"
    generation: int = 0
    """The number of the knowledge base's generation that answered."""
    notice: str = ""
    """What the person must know of how this answer was made: a model that failed, say."""
    sentences: tuple[CheckedSentence, ...] = ()
    """What the check found, in the order of the text."""
    checks: dict[str, int] = field(default_factory=dict)
    """How many sentences were `rebound` to another passage or `dropped`, and how many markers were `unknown`."""
    fingerprint: str = ""
    """What tells the pipeline that answered: version of the program, of the embedding model, of the splitter."""
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds by step: `retrieval`, `answer`, `total`."""


@dataclass(frozen=True, slots=True)
class SourcesEvent:
    """The first event of a stream: what was retrieved, before anything is written."""

    sources: tuple[RetrievedPassage, ...]
    understood: Understood


@dataclass(frozen=True, slots=True)
class TokenEvent:
    """A piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """The last event of a stream: the whole answer, which replaces the pieces."""

    answer: Answer


Event = SourcesEvent | TokenEvent | AnswerEvent
