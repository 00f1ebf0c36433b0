"""The retriever and the assistant as LangChain parts, to be dropped into a chain or a graph."""

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict, SkipValidation, TypeAdapter

from assistant.answers import Answer, AnswerEvent, Filters, Question, TokenEvent, Turn
from assistant.assistant import Assistant
from assistant.documents import RetrievedPassage
from assistant.embedding import SentenceTransformerEmbedder
from assistant.retrieval import Retriever

Embeddings.register(SentenceTransformerEmbedder)

Ask = str | Mapping[str, Any] | Question
"""A question: its words, a `Question`, or a mapping with `question`, `history` and `filters` as the API takes it."""


class RameauRetriever(BaseRetriever):
    """Our retriever as a LangChain `BaseRetriever`: passages as LangChain documents, best first."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: SkipValidation[Retriever]
    """Finds the passages."""
    k: int | None = None
    """At most how many passages; None for as many as the settings say."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        passages = self.retriever.retrieve(Question(query)).passages
        return [_document(passage) for passage in passages[: self.k]]


class AssistantRunnable(Runnable[Ask, Answer]):
    """The assistant as a LangChain `Runnable`.

    `invoke` and `batch` give answers. `stream` gives answers too: each holds a piece of the text, and the last one,
    told by its citations or by `abstained`, is the whole answer, which replaces the pieces.

    Args:
        assistant: answers.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: Ask, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002 - LangChain's name
        """Answer a question."""
        return self._call_with_config(lambda ask: self._assistant.answer(as_question(ask)), input, config)

    def stream(self, input: Ask, config: RunnableConfig | None = None, **kwargs: Any | None) -> Iterator[Answer]:  # noqa: A002 - LangChain's name
        """Yield the pieces of the answer, then the whole answer."""
        yield from self._transform_stream_with_config(iter([input]), self._pieces, config, **kwargs)

    def _pieces(self, asked: Iterator[Ask]) -> Iterator[Answer]:
        for ask in asked:
            for event in self._assistant.stream(as_question(ask)):
                if isinstance(event, TokenEvent) and event.text:
                    yield Answer(event.text)
                elif isinstance(event, AnswerEvent):
                    yield event.answer


def as_question(ask: Ask) -> Question:
    """Make a question of whatever LangChain hands over."""
    if isinstance(ask, Question):
        return ask
    if isinstance(ask, str):
        return Question(ask)
    history = tuple(_TURN.validate_python(turn) for turn in ask.get("history", ()))
    return Question(ask["question"], history, _FILTERS.validate_python(ask.get("filters", Filters())))


_TURN = TypeAdapter(Turn)
_FILTERS = TypeAdapter(Filters)


def _document(passage: RetrievedPassage) -> LangChainDocument:
    names = ("document_id", "title", "url", "heading_path", "page", "kind", "year", "score")
    metadata = {name: getattr(passage, name) for name in names}
    return LangChainDocument(passage.text, id=passage.id, metadata={**metadata, "source": passage.url})
