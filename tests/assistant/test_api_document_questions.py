from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.editing import Desk, desk
from tests.assistant.test_api import problem_of

CAFE = "cas/cafe"
FIRST, SECOND = "Comment un village rouvre-t-il son café ?", "Qui paie la réouverture des bars de village ?"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.editing.questions.propose(CAFE, [FIRST, SECOND], "v1")
        yield made


def proposed(one: Desk) -> list[dict]:
    return one.http.get("/questions", params={"state": "proposed"}).json()["items"]


def test_proposals_wait_until_an_editor_has_read_them(one: Desk) -> None:
    """What a model proposed is shown, and no base is built of it."""
    assert [(item["text"], item["origin"]) for item in proposed(one)] == [(FIRST, "model"), (SECOND, "model")]
    assert one.editing.questions.accepted() == {}
    one.editing.questions.propose("parti/depuis", [FIRST], "v1")
    assert len(one.http.get("/questions").json()["items"]) == 2


def test_an_accepted_question_updates_the_base_at_once(one: Desk) -> None:
    """Accepting in other words keeps those; a second click before the worker began asks for no second update."""
    first, second = proposed(one)
    chosen = {"state": "accepted", "text": "Comment rouvrir le café d'un village?", "requested_by": "Ana"}
    done = one.http.patch(f"/questions/{first['number']}", json=chosen).json()
    assert (done["job"]["kind"], done["job"]["requested_by"]) == ("corpus", "Ana")
    assert done["job"]["label"] == "mise à jour des questions de « Le café : rouvrir les bars »"
    again = one.http.patch(f"/questions/{second['number']}", json={"state": "accepted"}).json()
    assert again["job"]["id"] == done["job"]["id"]
    assert one.editing.questions.accepted() == {CAFE: ("Comment rouvrir le café d'un village ?", SECOND)}


def test_a_refused_question_leaves_the_base_alone_unless_it_was_in_it(one: Desk) -> None:
    """Only what changes the base takes the worker's time."""
    number = proposed(one)[0]["number"]
    assert one.http.patch(f"/questions/{number}", json={"state": "refused"}).json()["job"] is None
    assert one.http.patch(f"/questions/{number}", json={"state": "accepted"}).json()["job"]
    assert one.http.patch(f"/questions/{number}", json={"state": "refused"}).json()["job"]
    assert one.editing.questions.accepted() == {}


@pytest.mark.parametrize(("state", "kept"), [("accepted", {CAFE: (FIRST, SECOND)}), ("refused", {})])
def test_all_that_is_proposed_is_decided_at_once(one: Desk, state: str, kept: dict) -> None:
    """An editor in a hurry takes or leaves the questions of a document as a whole."""
    done = one.http.post("/questions/decisions", json={"document_id": CAFE, "state": state}).json()
    assert [item["state"] for item in done["items"]] == [state, state]
    assert bool(done["job"]) == bool(kept)
    assert one.editing.questions.accepted() == kept


def test_an_editor_writes_a_question_without_any_model(one: Desk) -> None:
    """What visitors really ask becomes a way to the document; what is no question is refused with the reason."""
    written = one.http.post("/questions", json={"document_id": CAFE, "text": "Où boire un verre ?"})
    assert (written.status_code, written.json()["items"][0]["origin"]) == (201, "editor")
    assert one.editing.questions.accepted() == {CAFE: ("Où boire un verre ?",)}
    for text in ("Où boire un verre", "Où ?", "Voir http://x.org pour un verre ?", "<b>Où boire</b> un verre ?"):
        problem = problem_of(one.http.post("/questions", json={"document_id": CAFE, "text": text}), 422)
        assert "?" in problem["detail"]
    problem_of(one.http.post("/questions", json={"document_id": "rien", "text": "Où boire un verre ?"}), 404)
    problem_of(one.http.patch("/questions/99", json={"state": "accepted"}), 404)
