"""From the click of an editor to the answer of the base, through the real API, worker and engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.editing import Editing
from assistant.generations import KnowledgeBase
from assistant.settings import Settings
from assistant.state.database import settings_database
from assistant.testing import HashingEmbedder
from ingest.jobs.publishing import GenerationPublisher
from ingest.worker import run_job
from tests.assistant.test_api import WrittenAssistant
from tests.ingest.pdf_files import write_report

pytestmark = pytest.mark.slow


@dataclass
class Program:
    """The API with its worker, which works when it is told to."""

    http: TestClient
    settings: Settings

    def work(self, job: dict) -> dict:
        """Carry a job out, and give it as the API tells it then."""
        run_job(self.settings, job["id"], lambda: HashingEmbedder(64))
        return self.http.get(f"/jobs/{job['id']}").json()

    def hand_in(self, name: str, content: bytes, publish: str = "auto") -> dict:
        """Hand one file in and have it read."""
        response = self.http.post("/uploads", files=[("files", (name, BytesIO(content)))], data={"publish": publish})
        assert response.status_code == 201, response.text
        return self.work(response.json())

    def ids(self) -> set[str]:
        """Give the documents that answer."""
        return {item["id"] for item in self.http.get("/documents", params={"size": 100}).json()["items"]}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ferme.md").write_text("# Ferme\n\nUne ferme urbaine.", "utf-8")
    settings = Settings(_env_file=None, home=tmp_path / "home", corpus_dir=corpus)
    database = settings_database(settings)
    base = KnowledgeBase(settings.home)
    editing = Editing.over(database, GenerationPublisher.over(settings, database), "cle")
    app = create_app(WrittenAssistant(), base, settings, editing)
    yield Program(TestClient(app, headers={"Authorization": "Bearer cle"}), settings)
    base.close()
    database.close()


def test_a_report_is_handed_in_read_shown_and_taken_out(program: Program, tmp_path: Path) -> None:
    """A PDF answers without a restart, its pages and file can be seen, and it is gone after a click."""
    write_report(tmp_path / "rapport.pdf", pages=3)
    content = (tmp_path / "rapport.pdf").read_bytes()
    job = program.hand_in("Rapport 2024.pdf", content)
    assert (job["state"], job["documents"][0]["pages"]) == ("done", 6), job
    assert program.ids() == {"ferme", "depots/rapport-2024"}
    path = "/documents/depots/rapport-2024"
    passages = program.http.get(f"{path}/passages").json()["items"]
    quote = passages[-1]["text"].split(".")[0]
    page = passages[-1]["page"]
    plain = program.http.get(f"{path}/pages/{page}.png").content
    framed = program.http.get(f"{path}/pages/{page}.png", params={"quote": quote}).content
    assert plain.startswith(b"\x89PNG")
    assert framed != plain
    original = program.http.get(f"{path}/original")
    assert original.content == content
    assert "Rapport%202024.pdf" in original.headers["content-disposition"]
    removal = program.work(program.http.delete(path).json())
    assert (removal["state"], removal["documents"][0]["outcome"]) == ("done", "removed")
    assert program.ids() == {"ferme"}


def test_the_same_file_in_the_corpus_folder_is_noticed(program: Program, tmp_path: Path) -> None:
    """An editor sees that a report which was handed in is in the base already, under another name."""
    write_report(program.settings.corpus_dir / "copie.pdf", pages=1)
    (program.settings.corpus_dir / "cas.csv").write_text(
        "title;text\nUn;Un cas assez long.\nDeux;Un autre cas.\n", "utf-8"
    )
    program.hand_in("rapport.pdf", (program.settings.corpus_dir / "copie.pdf").read_bytes())
    items = program.http.get("/duplicates").json()["items"]
    assert [item["document_ids"] for item in items] == [["copie", "depots/rapport"]]


def test_a_preview_is_looked_at_then_published_then_undone(program: Program) -> None:
    """What waits is seen by editors only; publishing shows it to all, and going back hides it again."""
    program.work(program.http.post("/jobs", json={"kind": "corpus"}).json())
    job = program.hand_in("note.md", "# Note\n\nUn texte à relire.".encode(), publish="preview")
    assert job["state"] == "ready"
    assert program.ids() == {"ferme"}
    preview = program.http.get("/preview").json()
    assert (preview["job_id"], [one["id"] for one in preview["added"]]) == (job["id"], ["depots/note"])
    assert preview["added"][0]["title"] == "Note"
    published = program.http.post("/preview/publish").json()
    assert program.ids() == {"ferme", "depots/note"}
    assert program.http.get(f"/jobs/{job['id']}").json()["state"] == "done"
    assert program.http.get("/preview").json() is None
    generations = program.http.get("/generations").json()["items"]
    assert [(one["number"], one["current"]) for one in generations] == [(published["number"], True), (1, False)]
    assert program.http.post("/rollback", json={"generation": 1}).json()["number"] == 1
    assert program.ids() == {"ferme"}
    assert program.http.get("/holdings").json() == {"items": []}
    assert program.http.post("/rollback", json={"generation": 2}).json()["current"] is True
    assert program.ids() == {"ferme", "depots/note"}
    assert program.http.get("/holdings").json()["items"][0]["document_id"] == "depots/note"


def test_what_is_refused_is_told_and_tried_again(program: Program) -> None:
    """A damaged file says why; the same file tried again says the same; a good one under its name replaces it."""
    job = program.hand_in("rapport.pdf", b"%PDF-1.7 cut off")
    assert (job["state"], job["documents"][0]["state"]) == ("refused", "refused")
    assert job["documents"][0]["code"]
    again = program.work(program.http.post(f"/jobs/{job['id']}/documents/1/retry").json())
    assert again["documents"][0]["code"] == job["documents"][0]["code"]
    fixed = program.hand_in("rapport.pdf", "# Rapport\n\nEnregistré en texte.".encode())
    assert fixed["documents"][0]["state"] == "done", fixed
