"""The API seen from the page: questions go out, events and facts come in, failures become one sentence of French."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter

from assistant.answers import Answer, AnswerEvent, Event, Question, SourcesEvent, TokenEvent
from assistant.documents import Document, Passage
from assistant.exchanges import SourceVersion, StoredConversation
from assistant.lists import DocumentPage, EvaluationList, PassageList, Suggestions
from ui import texts
from ui.replies import ClientError, Wording, check, in_french, sentence

MAX_EVENT_BYTES = 16 * 1024 * 1024
"""An exhaustive list over the case studies carries hundreds of passages in one event."""

PAGE_SIZE = 200
"""How many documents are listed at a time, the most that the API gives."""

QUOTE_CHARS = 1000
"""How much of a quotation is sent to be framed on its page: addresses have a limit."""

WORDS_CHARS = 200
"""How much of what is searched for is sent, the most that the API takes."""

FILE = httpx2.Timeout(10, read=60)
"""In seconds: a page may have to be drawn, an original may be large."""

T = TypeVar("T")

STREAM = httpx2.Timeout(10, read=120)
"""In seconds: a language model may think long before its first word, and the API keeps the line alive meanwhile."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the knowledge base holds."""

    generation: int = 0
    documents: int = 0
    passages: int = 0
    cases: int = 0
    publications: int = 0
    built_at: datetime | None = None
    conversations_days: int = 0
    """How long a conversation is kept after its last question; 0: none is."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Which content each document has now."""

    documents: dict[str, SourceVersion]


@dataclass(frozen=True, slots=True)
class NewConversation:
    """A conversation to be."""

    id: str


class AssistantClient:
    """Speak to the API.

    Args:
        http: a client whose base address is the API's; FastAPI's test client fits.
    """

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http

    def health(self) -> None:
        """Raise unless the API answers."""
        with in_french(_WORDING):
            check(self._http.get("/health"), _WORDING)

    def status(self) -> Status:
        """Tell what the knowledge base holds."""
        return self._get("/status", _STATUS)

    def evaluations(self) -> EvaluationList:
        """List how good the answers were each time they were measured."""
        return self._get("/evaluations", _EVALUATIONS)

    def suggestions(self) -> tuple[str, ...]:
        """Give questions to begin with."""
        return self._get("/suggestions", _SUGGESTIONS).questions

    def document(self, document_id: str) -> Document:
        """Give a whole document; the slash of its id stays a slash."""
        return self._get(f"/documents/{quote(document_id)}", _DOCUMENT)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Give the passages of a document in reading order."""
        return self._get(f"/documents/{quote(document_id)}/passages", _PASSAGES).items

    def page_image(self, document_id: str, page: int, quoted: str = "") -> bytes:
        """Give the picture of a page as PNG, the words of a quotation framed where they are found."""
        params = {"quote": quoted[:QUOTE_CHARS]} if quoted else {}
        return self._bytes(f"/documents/{quote(document_id)}/pages/{page}.png", params)

    def original(self, document_id: str) -> bytes:
        """Give the file that a document was read from."""
        return self._bytes(f"/documents/{quote(document_id)}/original", {})

    def documents(self, words: str = "") -> tuple[Document, ...]:
        """Give every document that holds these words, without its text; all for none."""
        documents: list[Document] = []
        asked = f"&q={quote(words[:WORDS_CHARS])}" if words else ""
        while True:
            number = len(documents) // PAGE_SIZE + 1
            page = self._get(f"/documents?page={number}&size={PAGE_SIZE}{asked}", _PAGE)
            documents += page.items
            if len(page.items) < PAGE_SIZE:
                return tuple(documents)

    def versions(self) -> dict[str, SourceVersion]:
        """Tell which content each document has now, by the document's id."""
        return self._get("/versions", _VERSIONS).documents

    def begin(self) -> str:
        """Begin a conversation that is kept; give its id."""
        with in_french(_WORDING):
            response = self._http.post("/conversations")
            check(response, _WORDING)
            return _NEW.validate_json(response.content).id

    def conversation(self, conversation: str, last: int) -> StoredConversation:
        """Give the last exchanges of a conversation.

        Raises:
            GoneError: it is no longer kept.
        """
        with in_french(_KEPT_WORDING):
            response = self._http.get(f"/conversations/{quote(conversation, safe='')}?last={last}", timeout=FILE)
            check(response, _KEPT_WORDING)
            return _CONVERSATION.validate_json(response.content)

    def erase(self, conversation: str) -> None:
        """Erase a conversation."""
        with in_french(_WORDING):
            check(self._http.delete(f"/conversations/{quote(conversation, safe='')}"), _WORDING)

    def stream(self, question: Question, conversation: str = "", exchange: str = "") -> Generator[Event]:
        """Ask; yield the sources, the pieces of the answer, then the answer.

        Closing the iterator closes the connection, which tells the API to stop.

        Args:
            question: with the turns before it.
            conversation: where the API keeps the answer once it is whole; nowhere when empty.
            exchange: its name there.

        Raises:
            GoneError: that conversation is no longer kept.
            ClientError: nothing came, or it was cut before the answer.
        """
        body = _QUESTION.dump_python(question, mode="json")
        body["question"] = body.pop("text")
        body |= {"conversation": conversation, "exchange": exchange} if conversation else {}
        headers = {"Accept": "text/event-stream"}
        sent = self._http.stream("POST", "/answers", json=body, headers=headers, timeout=STREAM)
        with in_french(_WORDING), sent as response:
            check(response, _KEPT_WORDING if conversation else _WORDING)
            for event in httpx2.EventSource(response, MAX_EVENT_BYTES):
                read = _read(event)
                if read is not None:
                    yield read
                if isinstance(read, AnswerEvent):
                    return
        raise ClientError(texts.API_CUT)

    def _bytes(self, path: str, params: dict[str, str]) -> bytes:
        with in_french(_WORDING):
            response = self._http.get(path, params=params, timeout=FILE)
            check(response, _WORDING)
            return response.content

    def _get(self, path: str, adapter: TypeAdapter[T]) -> T:
        with in_french(_WORDING):
            response = self._http.get(path)
            check(response, _WORDING)
            return adapter.validate_json(response.content)


_STATUS = TypeAdapter(Status)
_SUGGESTIONS = TypeAdapter(Suggestions)
_EVALUATIONS = TypeAdapter(EvaluationList)
_DOCUMENT = TypeAdapter(Document)
_PAGE = TypeAdapter(DocumentPage)
_PASSAGES = TypeAdapter(PassageList)
_VERSIONS = TypeAdapter(Versions)
_NEW = TypeAdapter(NewConversation)
_CONVERSATION = TypeAdapter(StoredConversation)
_QUESTION = TypeAdapter(Question)
_SOURCES = TypeAdapter(SourcesEvent)
_TOKEN = TypeAdapter(TokenEvent)
_ANSWER = TypeAdapter(Answer)
_PROBLEM = TypeAdapter(dict[str, Any])
_WORDING = Wording(
    down=texts.API_DOWN,
    slow=texts.API_SLOW,
    cut=texts.API_CUT,
    mismatch=texts.API_MISMATCH,
    failed=texts.API_FAILED,
    refusals=texts.API_REFUSALS,
    silenced=frozenset({404, 405, 413, 500}),
)
_KEPT_WORDING = replace(_WORDING, refusals={**texts.API_REFUSALS, 404: texts.CONVERSATION_GONE})


def _read(event: httpx2.ServerSentEvent) -> Event | None:
    """Make sense of an event; an unknown one is skipped, so that the API may grow."""
    if event.event == "sources":
        return _SOURCES.validate_json(event.data)
    if event.event == "token":
        return _TOKEN.validate_json(event.data)
    if event.event == "answer":
        return AnswerEvent(_ANSWER.validate_json(event.data))
    if event.event == "error":
        raise ClientError(sentence(_PROBLEM.validate_json(event.data), _WORDING))
    return None
