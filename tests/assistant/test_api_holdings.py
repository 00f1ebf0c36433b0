from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.jobs import Holding
from tests.assistant.editing import Desk, desk
from tests.assistant.test_api import problem_of


def held(name: str, **values: object) -> Holding:
    fields = {"source": "site", "name": name, "url": f"https://x.org/{name}", "content_hash": name, "size": 7}
    known = {"document_id": f"sites/x.org/{name}", "media_type": "text/html", "added": "t", "seen": "t"}
    return Holding(**{**fields, **known, **values})


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.editing.holdings.stage("job", [held("a"), held("b", state="missing"), held("c", content_hash="a")])
        made.editing.holdings.publish(("job",), 1, "then")
        yield made


def test_holdings_are_listed_and_narrowed(one: Desk) -> None:
    """An editor sees where each document came from, and which ones their source no longer has."""
    items = one.http.get("/holdings").json()["items"]
    assert [item["document_id"] for item in items] == [f"sites/x.org/{name}" for name in "abc"]
    assert items[0]["url"] == "https://x.org/a"
    missing = one.http.get("/holdings", params={"state": "missing"}).json()["items"]
    assert [item["name"] for item in missing] == ["b"]
    assert one.http.get("/holdings", params={"source": "depot"}).json() == {"items": []}
    problem_of(one.http.get("/holdings", params={"state": "lost"}), 422)


def test_copies_are_shown_together(one: Desk) -> None:
    """The same file under two addresses is noticed."""
    items = one.http.get("/duplicates").json()["items"]
    assert items == [{"content_hash": "a", "document_ids": ["sites/x.org/a", "sites/x.org/c"]}]


def test_a_document_is_taken_out_by_a_job(one: Desk) -> None:
    """A document that was fetched, or one of the corpus folder, is one click away from being gone."""
    job = one.http.delete("/documents/sites/x.org/a", params={"requested_by": "Ana"})
    assert job.status_code == 201
    body = job.json()
    assert (body["kind"], body["label"], body["requested_by"]) == ("removal", "retrait de « a »", "Ana")
    assert body["documents"][0]["document_id"] == "sites/x.org/a"
    corpus = one.http.delete("/documents/cas/cafe").json()
    assert corpus["label"] == "retrait de « Le café : rouvrir les bars »"
    problem_of(one.http.delete("/documents/rien/du/tout"), 404)


def test_a_vanished_document_goes_or_stays_as_a_person_decides(one: Desk) -> None:
    """Nothing disappears from the base because a site was rebuilt, until someone has looked."""
    assert one.http.post("/holdings/sites/x.org/b/confirm").json()["kind"] == "removal"
    kept = one.http.post("/holdings/sites/x.org/b/keep").json()
    assert (kept["document_id"], kept["state"]) == ("sites/x.org/b", "present")
    assert one.editing.holdings.decisions() == {"sites/x.org/b": "keep"}
    for what in ("confirm", "keep"):
        problem_of(one.http.post(f"/holdings/sites/x.org/a/{what}"), 409)
        problem_of(one.http.post(f"/holdings/sites/x.org/z/{what}"), 404)


def test_what_is_gone_can_t_be_taken_out_again(one: Desk) -> None:
    """A second click makes no second job, once the first has been carried out."""
    one.editing.holdings.stage("two", [replace(held("a"), state="removed")])
    one.editing.holdings.publish(("two",), 2, "now")
    problem_of(one.http.delete("/documents/sites/x.org/a"), 404)


def test_what_was_taken_out_comes_back_by_a_job(one: Desk) -> None:
    """A deletion that was a mistake is undone, and what was never deleted says so."""
    one.editing.holdings.stage("out", [held("a", state="removed")])
    one.editing.holdings.publish(("out",), 2, "then")
    job = one.http.post("/holdings/sites/x.org/a/restore")
    assert (job.status_code, job.json()["kind"], job.json()["label"]) == (201, "corpus", "retour de « a »")
    assert one.editing.holdings.holding("sites/x.org/a").state == "present"
    problem_of(one.http.post("/holdings/sites/x.org/a/restore"), 404)
