import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from assistant.jobs import SourceStatus
from assistant.state.orders import Arrival, Order
from tests.assistant.editing import KEY, Desk, desk, served
from tests.assistant.test_api import problem_of


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def listed(one: Desk) -> None:
    one.editing.sources.define(
        [SourceStatus("site", "Le site", "sitemap", "https://x.org/sitemap.xml", publish=False, every_seconds=3600)]
    )


def test_an_address_the_corpus_and_a_source_are_asked_for(one: Desk) -> None:
    """Each becomes a job that says what it is, who asked, and whether it stops before publishing."""
    listed(one)
    bodies = (
        {"kind": "address", "address": "https://x.org/a", "requested_by": "Ana"},
        {"kind": "corpus", "publish": False},
        {"kind": "source", "source": "site", "force": True},
        {"kind": "source", "source": "site", "publish": True},
    )
    made = [one.http.post("/jobs", json=body) for body in bodies]
    assert [response.status_code for response in made] == [201] * 4
    jobs = [response.json() for response in made]
    assert [(job["kind"], job["label"], job["publish"]) for job in jobs] == [
        ("address", "https://x.org/a", True),
        ("corpus", "dossier du corpus", False),
        ("source", "Le site", False),
        ("source", "Le site", True),
    ]
    assert jobs[0]["requested_by"] == "Ana"
    assert jobs[0]["documents"][0]["name"] == "https://x.org/a"
    assert one.editing.jobs.order(jobs[2]["id"]).force
    items = one.http.get("/jobs", params={"limit": 2}).json()["items"]
    assert [job["id"] for job in items] == [jobs[3]["id"], jobs[2]["id"]]
    assert one.http.get(f"/jobs/{jobs[0]['id']}").json() == jobs[0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "address", "address": "ftp://x.org/a"}, 422),
        ({"kind": "address", "address": "x.org/a"}, 422),
        ({"kind": "address", "address": "http://"}, 422),
        ({"kind": "address", "address": "http://[::1"}, 422),
        ({"kind": "address", "address": "https://x.org/" + "a" * 2000}, 422),
        ({"kind": "source", "source": "inconnue"}, 404),
        ({"kind": "upload"}, 422),
        ({"kind": "corpus", "path": "/etc"}, 422),
        ({}, 422),
    ],
)
def test_what_can_t_be_asked_for_is_refused(one: Desk, body: dict, status: int) -> None:
    """A wrong address or an unknown source is told at once, and no job is made of it."""
    problem_of(one.http.post("/jobs", json=body), status)
    assert one.editing.jobs.jobs() == []


def test_a_job_is_cancelled_and_tried_again(one: Desk) -> None:
    """What was stopped by mistake is one click away; what makes no sense is told with the state of the job."""
    job = one.http.post("/jobs", json={"kind": "address", "address": "https://x.org/a"}).json()
    assert one.http.post(f"/jobs/{job['id']}/cancel").json()["state"] == "cancelled"
    assert "cancelled" in problem_of(one.http.post(f"/jobs/{job['id']}/cancel"), 409)["detail"]
    for path in ("retry", "documents/1/retry"):
        again = one.http.post(f"/jobs/{job['id']}/{path}")
        assert again.status_code == 201
        assert again.json()["documents"][0]["state"] == "queued"
    assert "queued" in problem_of(one.http.post(f"/jobs/{again.json()['id']}/retry"), 409)["detail"]
    one.editing.jobs.end(again.json()["id"], "done")
    assert "reprendre" in problem_of(one.http.post(f"/jobs/{again.json()['id']}/retry"), 409)["detail"]
    problem_of(one.http.post(f"/jobs/{job['id']}/documents/2/retry"), 404)
    problem_of(one.http.get("/jobs/none"), 404)


def test_active_jobs_are_told_apart(one: Desk) -> None:
    """The page asks only for what moves."""
    first = one.editing.jobs.add(Order("corpus", "a"))
    one.editing.jobs.end(first.id, "done")
    second = one.editing.jobs.add(Order("corpus", "b"))
    items = one.http.get("/jobs", params={"active": True}).json()["items"]
    assert [job["id"] for job in items] == [second.id]


def test_sources_are_shown_visited_and_set(one: Desk) -> None:
    """An editor sees each source with its next visit, calls it early, turns it off or changes how often it is seen."""
    listed(one)
    shown = one.http.get("/sources").json()["items"]
    assert [(item["name"], item["every_seconds"], item["enabled"]) for item in shown] == [("site", 3600, True)]
    assert one.http.post("/sources/site/refresh").json()["kind"] == "source"
    forced = one.http.post("/sources/site/refresh", json={"force": True, "requested_by": "Ana"}).json()
    assert one.editing.jobs.order(forced["id"]).force
    changed = one.http.patch("/sources/site", json={"enabled": False, "every_seconds": 10}).json()
    assert (changed["enabled"], changed["every_seconds"]) == (False, 300)
    assert one.http.patch("/sources/site", json={}).json()["enabled"] is False
    problem_of(one.http.patch("/sources/site", json={"address": "https://evil.example"}), 422)
    problem_of(one.http.patch("/sources/none", json={"enabled": True}), 404)
    problem_of(one.http.post("/sources/none/refresh"), 404)


def events_of(lines: Iterator[str]) -> Iterator[dict]:
    for line in lines:
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def test_a_job_is_followed_until_nothing_more_happens(one: Desk) -> None:
    """Whoever follows a job sees each of its changes within a second, without asking again."""
    job = one.editing.jobs.add(Order("upload", "a", arrivals=(Arrival("a.pdf"),)))
    with served(one.http.app) as (host, port):
        url, headers = f"http://{host}:{port}/jobs/{job.id}/events", {"Authorization": f"Bearer {KEY}".encode()}
        with httpx2.stream("GET", url, headers=headers, timeout=10) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            events = events_of(response.iter_lines())
            assert next(events)["state"] == "queued"
            assert next(events)["state"] == "queued"
            one.editing.jobs.start(job.id)
            changed = time.monotonic()
            assert next(events)["state"] == "reading"
            assert time.monotonic() - changed < 1
            one.editing.jobs.update_document(job.id, 1, state="done", outcome="added")
            one.editing.jobs.end(job.id, "done", generation=3)
            *_, last = events
        assert (last["state"], last["documents"][0]["outcome"]) == ("done", "added")
        assert httpx2.get(url.replace(job.id, "none"), headers=headers).status_code == 404
