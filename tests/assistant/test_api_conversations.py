import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from assistant.api.app import create_app
from assistant.api.versions import dated
from assistant.errors import ModelError
from assistant.exchanges import SourceVersion
from assistant.manifest import Manifest, generation_folder
from assistant.settings import Settings
from assistant.state.conversations import ConversationStore
from assistant.state.database import Database, open_database
from tests.assistant.test_api import Shelf, WrittenAssistant, events_of, problem_of

SECRET = "Pourquoi mon association va-t-elle mal ?"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    one = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield one
    one.close()


@pytest.fixture
def api(database: Database, tmp_path: Path) -> TestClient:
    return serving(database, tmp_path)


def serving(database: Database | None, home: Path, assistant: WrittenAssistant | None = None) -> TestClient:
    settings = Settings(_env_file=None, home=home)
    store = ConversationStore(database, 90) if database else None
    app = create_app(assistant or WrittenAssistant(), Shelf(), settings, conversations=store)
    return TestClient(app, raise_server_exceptions=False)


def asked(api: TestClient, conversation: str, question: str = SECRET, **fields: object) -> list[tuple[str, dict]]:
    return events_of(api.post("/answers", json={"question": question, "conversation": conversation, **fields}))


def test_a_conversation_is_kept_as_it_is_answered(api: TestClient) -> None:
    """Whoever has the address reads the very answers that were given, in their order."""
    begun = api.post("/conversations")
    assert begun.status_code == 201
    assert begun.json()["days"] == 90
    conversation = begun.json()["id"]
    first, second = asked(api, conversation)[-1][1], asked(api, conversation, "Et encore ?")[-1][1]
    response = api.get(f"/conversations/{conversation}")
    assert response.headers["cache-control"] == "no-store"
    exchanges = response.json()["exchanges"]
    assert [exchange["question"] for exchange in exchanges] == [SECRET, "Et encore ?"]
    assert [exchange["answer"] for exchange in exchanges] == [first, second]


def test_asking_again_replaces(api: TestClient) -> None:
    """A question asked again under its name is there once, with what was asked last."""
    conversation = api.post("/conversations").json()["id"]
    for question in ("Avant ?", "Après ?"):
        asked(api, conversation, question, exchange="a", alone=True)
    (exchange,) = api.get(f"/conversations/{conversation}").json()["exchanges"]
    assert (exchange["key"], exchange["question"], exchange["alone"]) == ("a", "Après ?", True)


def test_what_is_interrupted_is_not_kept(database: Database, tmp_path: Path) -> None:
    """An answer that failed on the way is no answer, neither then nor later."""
    api = serving(database, tmp_path, WrittenAssistant(ModelError("broken"), after=2))
    conversation = api.post("/conversations").json()["id"]
    assert asked(api, conversation)[-1][0] == "error"
    assert api.get(f"/conversations/{conversation}").json()["exchanges"] == []


def test_an_unknown_conversation_is_told_before_anything_is_asked(database: Database, tmp_path: Path) -> None:
    """Nobody believes that a conversation is kept when it was erased, and its answer costs nothing."""
    assistant = WrittenAssistant()
    api = serving(database, tmp_path, assistant)
    problem_of(api.post("/answers", json={"question": SECRET, "conversation": "x"}), 404)
    problem_of(api.get("/conversations/x"), 404)
    assert assistant.asked == []


def test_an_erased_conversation_is_gone(api: TestClient) -> None:
    """Erasing needs the address and no more, and leaves nothing to read."""
    conversation = api.post("/conversations").json()["id"]
    asked(api, conversation)
    assert api.delete(f"/conversations/{conversation}").status_code == 204
    problem_of(api.get(f"/conversations/{conversation}"), 404)


def test_no_conversation_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    """With conversations turned off questions are answered, and asking to keep one is refused."""
    api = serving(None, tmp_path)
    assert "ne conserve pas" in problem_of(api.post("/conversations"), 404)["detail"]
    problem_of(api.post("/answers", json={"question": SECRET, "conversation": "x"}), 404)
    assert api.post("/answers", json={"question": SECRET}).status_code == 200


def test_a_failing_database_costs_no_answer(
    api: TestClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The person gets the answer and learns that it was not kept; what was asked reaches no log."""
    conversation = api.post("/conversations").json()["id"]
    with database.writing() as connection:
        connection.execute(text("DROP TABLE exchanges"))
    with caplog.at_level(logging.DEBUG):
        name, answer = asked(api, conversation)[-1]
    assert name == "answer"
    assert "n'a pas pu être enregistrée" in answer["notice"]
    assert "could not be kept" in caplog.text
    assert SECRET not in caplog.text


def test_questions_reach_no_log(api: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """What people ask is kept in their conversation and nowhere else."""
    with caplog.at_level(logging.DEBUG):
        asked(api, api.post("/conversations").json()["id"])
    assert SECRET not in caplog.text


def test_documents_are_dated(database: Database, tmp_path: Path) -> None:
    """One learns which content a document has now and since when, as far as earlier versions are kept."""
    for number, created, version in ((5, "2026-01-05", "a"), (6, "2026-01-06", "b")):
        folder = generation_folder(tmp_path, number)
        folder.mkdir(parents=True)
        Manifest(number, created, "m", "f", 384, 1, {"cas/cafe": version}).save(folder)
    assert serving(database, tmp_path).get("/versions").json() == {"generation": 7, "documents": {}}
    before = (
        Manifest(6, "d6", "", "", 1, 1, {"a": "2", "b": "1"}),
        Manifest(5, "d5", "", "", 1, 1, {"a": "1", "b": "1"}),
    )
    now = Manifest(7, "d7", "", "", 1, 1, {"a": "2", "b": "1", "c": "9"})
    expected = {"a": SourceVersion("2", "d6"), "b": SourceVersion("1"), "c": SourceVersion("9", "d7")}
    assert dated(now, before) == expected
