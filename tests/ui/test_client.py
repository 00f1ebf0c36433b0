from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

from assistant.answers import AnswerEvent, Event, Filters, Question, SourcesEvent, TokenEvent, Turn
from ui import texts
from ui.client import AssistantClient
from ui.replies import ClientError
from ui.testing import QUESTIONS, SOLIFAP, create_app, problem, solifap


@pytest.fixture
def client(api: FastAPI) -> AssistantClient:
    return AssistantClient(TestClient(api))


def failing(response: Response) -> AssistantClient:
    """Give the client of an API that has one reply."""
    app = FastAPI()
    app.add_api_route("/answers", lambda: response, methods=["POST"], response_model=None)
    app.add_api_route("/status", lambda: response, response_model=None)
    return AssistantClient(TestClient(app))


def ask(client: AssistantClient, text: str = "Comment est née Solifap ?") -> list[Event]:
    return list(client.stream(Question(text)))


def test_an_answer_comes_whole(client: AssistantClient) -> None:
    """The sources come first, then the pieces, then the whole answer with its proofs, nothing lost on the way."""
    sources, *pieces, last = ask(client)
    assert isinstance(sources, SourcesEvent)
    assert all(isinstance(piece, TokenEvent) for piece in pieces)
    assert last == AnswerEvent(solifap())


def test_question_history_and_filters_are_sent(client: AssistantClient, api: FastAPI) -> None:
    """What the person asked, said before and removed reaches the API."""
    list(client.stream(Question("Et ?", (Turn("Avant ?", "Oui."),), Filters(ignored=("regions:Bretagne",)))))
    (body,) = api.state.asked
    assert body["question"] == "Et ?"
    assert body["history"] == [{"question": "Avant ?", "answer": "Oui."}]
    assert body["filters"]["ignored"] == ["regions:Bretagne"]


def test_facts_of_the_base(client: AssistantClient) -> None:
    """The page knows the size of the base, questions to suggest, and each document by its id with its slash."""
    client.health()
    status = client.status()
    assert (status.documents, status.cases, status.generation) == (501, 341, 3)
    assert status.built_at is not None
    assert status.built_at.year == 2026
    assert client.suggestions() == QUESTIONS
    assert client.document(SOLIFAP.document_id).title == SOLIFAP.title
    assert len(client.documents()) == 16


def test_a_failure_on_the_way_is_told(client: AssistantClient) -> None:
    """When the API fails after it began, the person reads its reason."""
    with pytest.raises(ClientError, match="La base est en cours de réparation"):
        ask(client, "panne")


def test_a_cut_answer_is_told(client: AssistantClient) -> None:
    """An answer that stops before its end is not taken for a whole one."""
    with pytest.raises(ClientError) as caught:
        ask(client, "coupure")
    assert str(caught.value) == texts.API_CUT


def test_refusals_say_what_to_do() -> None:
    """Each refusal is one sentence of French; the API's own where it says more."""
    cases = [
        (
            problem(422, "La question est vide. Écrivez au moins un mot."),
            "La question est vide. Écrivez au moins un mot.",
        ),
        (problem(413, "413 octets"), texts.API_REFUSALS[413]),
        (problem(500, "Traceback"), texts.API_FAILED),
        (Response(status_code=503), texts.API_REFUSALS[503]),
        (Response("<html>", 502), texts.API_FAILED),
        (Response("{}", 418), texts.API_FAILED),
    ]
    for response, sentence in cases:
        with pytest.raises(ClientError) as caught:
            ask(failing(response))
        assert str(caught.value) == sentence


def test_another_version_is_told() -> None:
    """A reply that the page can't read says so instead of failing."""
    replies = [Response('{"documents": "beaucoup"}'), Response("pas du JSON")]
    for reply in replies:
        with pytest.raises(ClientError) as caught:
            failing(reply).status()
        assert str(caught.value) == texts.API_MISMATCH


def test_a_page_instead_of_events_is_told() -> None:
    """A proxy's page in the place of the answer is a cut answer."""
    with pytest.raises(ClientError) as caught:
        ask(failing(Response("<html>", 200, media_type="text/html")))
    assert str(caught.value) == texts.API_CUT


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (httpx2.ConnectError("refused"), texts.API_DOWN),
        (httpx2.ConnectTimeout("no answer"), texts.API_DOWN),
        (httpx2.ReadTimeout("slow"), texts.API_SLOW),
        (httpx2.ReadError("reset"), texts.API_CUT),
        (httpx2.RemoteProtocolError("closed"), texts.API_CUT),
    ],
)
def test_each_failure_of_the_line_has_its_sentence(failure: Exception, sentence: str) -> None:
    """A service that is down, slow or cut is told apart."""

    def fail(_: httpx2.Request) -> httpx2.Response:
        raise failure

    client = AssistantClient(httpx2.Client(transport=httpx2.MockTransport(fail), base_url="http://api"))
    with pytest.raises(ClientError) as caught:
        ask(client)
    assert str(caught.value) == sentence


def test_a_wrong_address_is_told() -> None:
    """An address that is none is told like a service that is down."""
    with pytest.raises(ClientError) as caught:
        AssistantClient(httpx2.Client(base_url="ici")).health()
    assert str(caught.value) == texts.API_DOWN


def test_stopping_closes_the_line() -> None:
    """Stopping an answer hangs up, so that the API stops working on it."""
    closed: list[bool] = []

    class Endless(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b'event: token\ndata: {"text": "encore "}\n\n'

        def close(self) -> None:
            closed.append(True)

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Endless())

    events = AssistantClient(httpx2.Client(transport=httpx2.MockTransport(answer), base_url="http://api")).stream(
        Question("?")
    )
    assert next(events) == TokenEvent("encore ")
    events.close()
    assert closed == [True]


def test_unknown_events_are_skipped() -> None:
    """An API that says more than the page knows still answers."""
    app = create_app()
    body = 'event: verification\ndata: {"proved": true}\n\nevent: answer\ndata: {"text": "Oui."}\n\n'
    app.router.routes.clear()
    app.add_api_route("/answers", lambda: Response(body, media_type="text/event-stream"), methods=["POST"])
    (event,) = ask(AssistantClient(TestClient(app)))
    assert isinstance(event, AnswerEvent)
    assert event.answer.text == "Oui."
