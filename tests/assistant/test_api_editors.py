from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.editing import Desk, desk
from tests.assistant.test_api import client, problem_of

PUBLIC = {
    "/answers",
    "/suggestions",
    "/evaluations",
    "/documents",
    "/documents/{document_id:path}",
    "/documents/{document_id:path}/pages/{page}.png",
    "/documents/{document_id:path}/original",
    "/documents/{document_id:path}/passages",
    "/taxonomy",
    "/health",
    "/status",
    "/versions",
    "/conversations",
    "/conversations/{conversation}",
}
"""What anyone may do: ask and read, and keep or erase a conversation of one's own."""


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path, key="") as one:
        yield one


def editors_requests(one: Desk) -> list[tuple[str, str]]:
    paths = one.http.app.openapi()["paths"]
    found = []
    for path, methods in paths.items():
        for method in methods:
            public = path.replace("{document_id}", "{document_id:path}") in PUBLIC and (
                method != "delete" or path.startswith("/conversations/")
            )
            if not public:
                filled = path.replace("{number}", "1").replace("{document_id}", "cas/cafe")
                found.append((method.upper(), filled.replace("{job_id}", "x").replace("{name}", "x")))
    return found


def test_everything_but_asking_and_reading_needs_the_key(stranger: Desk) -> None:
    """A visitor can change nothing and see no job, whatever route is added one day."""
    requests = editors_requests(stranger)
    assert len(requests) >= 20
    for method, path in requests:
        response = stranger.http.request(method, path)
        problem = problem_of(response, 401)
        assert response.headers["www-authenticate"] == "Bearer"
        assert "clé" in problem["detail"], (method, path)
    assert stranger.editing.jobs.jobs() == []
    assert stranger.publisher.told == []


@pytest.mark.parametrize(
    "given", ["Bearer ", "Bearer faux", "Basic Y2xl", "clé", "Bearer cle-d-editeur2", "Bearer clé-d-editeur", "bearer"]
)
def test_a_wrong_key_is_no_key(stranger: Desk, given: str) -> None:
    """Neither a part of the key nor another way to give it opens anything."""
    problem_of(stranger.http.get("/jobs", headers={"Authorization": given.encode()}), 401)


def test_a_body_without_a_key_is_not_read(stranger: Desk) -> None:
    """A stranger can't fill the disk."""
    sent = []

    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            sent.append(1)
            yield b"x" * 65_536

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    problem_of(stranger.http.post("/uploads", content=endless(), headers=headers), 401)
    assert not (stranger.settings.home / "originals").exists()


def test_an_api_without_editors_has_no_such_routes() -> None:
    """Where nothing can be edited, nothing pretends it could be."""
    for method, path in (("GET", "/jobs"), ("POST", "/uploads"), ("GET", "/preview"), ("POST", "/rollback")):
        problem_of(client().request(method, path), 404)
