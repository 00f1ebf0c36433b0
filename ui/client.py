"""The API seen from the page: questions go out, events and facts come in, failures become one sentence of French."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter, ValidationError

from assistant.answers import Answer, AnswerEvent, Event, Question, SourcesEvent, TokenEvent
from assistant.documents import Document
from ui import texts

MAX_EVENT_BYTES = 16 * 1024 * 1024
"""An exhaustive list over the case studies carries hundreds of passages in one event."""

PAGE_SIZE = 200
"""How many documents are listed at a time, the most that the API gives."""

T = TypeVar("T")

STREAM = httpx2.Timeout(10, read=120)
"""In seconds: a language model may think long before its first word, and the API keeps the line alive meanwhile."""


class ClientError(Exception):
    """The API gave no usable reply; the message is meant for the person."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the knowledge base holds."""

    generation: int = 0
    documents: int = 0
    passages: int = 0
    cases: int = 0
    publications: int = 0
    built_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions that the knowledge base can answer."""

    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Some of the documents."""

    items: tuple[Document, ...]


class AssistantClient:
    """Speak to the API.

    Args:
        http: a client whose base address is the API's; FastAPI's test client fits.
    """

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http

    def health(self) -> None:
        """Raise unless the API answers."""
        with _in_french():
            _check(self._http.get("/health"))

    def status(self) -> Status:
        """Tell what the knowledge base holds."""
        return self._get("/status", _STATUS)

    def suggestions(self) -> tuple[str, ...]:
        """Give questions to begin with."""
        return self._get("/suggestions", _SUGGESTIONS).questions

    def document(self, document_id: str) -> Document:
        """Give a whole document; the slash of its id stays a slash."""
        return self._get(f"/documents/{quote(document_id)}", _DOCUMENT)

    def documents(self) -> tuple[Document, ...]:
        """Give every document, without its text."""
        documents: list[Document] = []
        while True:
            number = len(documents) // PAGE_SIZE + 1
            page = self._get(f"/documents?page={number}&size={PAGE_SIZE}", _PAGE)
            documents += page.items
            if len(page.items) < PAGE_SIZE:
                return tuple(documents)

    def stream(self, question: Question) -> Generator[Event]:
        """Ask; yield the sources, the pieces of the answer, then the answer.

        Closing the iterator closes the connection, which tells the API to stop.

        Raises:
            ClientError: nothing came, or it was cut before the answer.
        """
        body = _QUESTION.dump_python(question, mode="json")
        body["question"] = body.pop("text")
        headers = {"Accept": "text/event-stream"}
        sent = self._http.stream("POST", "/answers", json=body, headers=headers, timeout=STREAM)
        with _in_french(), sent as response:
            _check(response)
            for event in httpx2.EventSource(response, MAX_EVENT_BYTES):
                read = _read(event)
                if read is not None:
                    yield read
                if isinstance(read, AnswerEvent):
                    return
        raise ClientError(texts.API_CUT)

    def _get(self, path: str, adapter: TypeAdapter[T]) -> T:
        with _in_french():
            response = self._http.get(path)
            _check(response)
            return adapter.validate_json(response.content)


_STATUS = TypeAdapter(Status)
_SUGGESTIONS = TypeAdapter(Suggestions)
_DOCUMENT = TypeAdapter(Document)
_PAGE = TypeAdapter(DocumentPage)
_QUESTION = TypeAdapter(Question)
_SOURCES = TypeAdapter(SourcesEvent)
_TOKEN = TypeAdapter(TokenEvent)
_ANSWER = TypeAdapter(Answer)
_PROBLEM = TypeAdapter(dict[str, Any])


def _read(event: httpx2.ServerSentEvent) -> Event | None:
    """Make sense of an event; an unknown one is skipped, so that the API may grow."""
    if event.event == "sources":
        return _SOURCES.validate_json(event.data)
    if event.event == "token":
        return _TOKEN.validate_json(event.data)
    if event.event == "answer":
        return AnswerEvent(_ANSWER.validate_json(event.data))
    if event.event == "error":
        raise ClientError(_sentence(_PROBLEM.validate_json(event.data)))
    return None


def _check(response: httpx2.Response) -> None:
    """Raise the API's own sentence when it refused."""
    if response.is_success:
        return
    response.read()
    try:
        problem = _PROBLEM.validate_json(response.content)
    except ValidationError:
        problem = {}
    raise ClientError(_sentence(problem | {"status": response.status_code}))


def _sentence(problem: dict[str, Any]) -> str:
    """Choose the sentence for a problem: the API's detail where it says more to a person than its status."""
    status, detail = problem.get("status"), problem.get("detail")
    if status == 422 and problem.get("errors"):
        return texts.API_MISMATCH
    if isinstance(detail, str) and detail and status not in {404, 405, 413, 500}:
        return detail
    return texts.API_REFUSALS.get(status if isinstance(status, int) else 0, texts.API_FAILED)


@contextmanager
def _in_french() -> Iterator[None]:
    """Turn each failure of the transport into the sentence for it."""
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
        raise ClientError(texts.API_DOWN) from error
    except httpx2.TimeoutException as error:
        raise ClientError(texts.API_SLOW) from error
    except httpx2.HTTPError as error:
        raise ClientError(texts.API_CUT) from error
    except ValidationError as error:
        raise ClientError(texts.API_MISMATCH) from error
