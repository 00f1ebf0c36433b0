"""The seams of the house on one page: a new backend is one class of one of these shapes and a line in `factory.py`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from assistant.answers import AnswerEvent, Question, TokenEvent, Understood
from assistant.documents import Passage, RetrievedPassage, Scope


class Embedder(Protocol):
    """Texts to vectors; LangChain's own method names, so that any LangChain embedding fits."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts that will be searched; one unit-length vector each."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """Embed the text that searches."""
        ...


class PassageStore(Protocol):
    """Dense search: passages under their vectors."""

    def add(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        """Write passages under their vectors, replacing those with the same id."""
        ...

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget every entry of these documents."""
        ...

    def search(self, vector: Sequence[float], k: int, scope: Scope = "passage") -> list[RetrievedPassage]:
        """Give the k nearest entries, best first; `score` is the cosine."""
        ...

    def vectors(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """Give the stored vector of each id that exists."""
        ...

    def count(self) -> int:
        """Count the entries of every scope."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class LexicalIndex(Protocol):
    """Word search: BM25 over French stems, tolerant of accents and of one typo a word."""

    def add(self, passages: Iterable[Passage]) -> None:
        """Index passages, replacing those with the same id."""
        ...

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget every entry of these documents."""
        ...

    def commit(self) -> None:
        """Make what was added and removed durable and visible."""
        ...

    def search(self, query: str, k: int, scope: Scope = "passage") -> list[RetrievedPassage]:
        """Give the k best entries, best first; `score` is the BM25."""
        ...

    def idf(self, stem: str) -> float:
        """Tell how rare a stem is among the passages; about 0 where most hold it."""
        ...

    def nearest(self, stem: str) -> str:
        """Give the stem that a mistyped one stands for, itself when known, nothing when there is none."""
        ...

    def count(self) -> int:
        """Count the entries of every scope."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


class Reranker(Protocol):
    """A second look at the retrieved passages."""

    def rerank(self, query: str, passages: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        """Order the passages anew, best first."""
        ...


class ChatModel(Protocol):
    """A language model that writes."""

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """Yield the reply piece by piece, and empty pieces while there is none, so that the caller can give up.

        Closing the iterator stops the model.

        Raises:
            ModelError: the model failed; the message is a reason in French, for the person.
        """
        ...


class Answerer(Protocol):
    """From evidence to prose."""

    def stream(
        self, question: Question, understood: Understood, passages: Sequence[RetrievedPassage]
    ) -> Iterator[TokenEvent | AnswerEvent]:
        """Yield the pieces of the answer, then the whole answer."""
        ...
