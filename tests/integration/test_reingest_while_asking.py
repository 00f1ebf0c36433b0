import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.embedding import SentenceTransformerEmbedder
from assistant.factory import build_assistant, build_embedder, build_knowledge_base
from assistant.settings import Settings
from ingest.pipeline import ingest

pytestmark = pytest.mark.slow

URL = "https://example.org/phare-de-kermorvenn"
DOCUMENT = f"""---
title: "Le phare de Kermorvenn : un gîte tenu par des apprentis"
kind: étude de cas
url: {URL}
year: 2024
regions: [Bretagne]
---

## La réponse

La commune de Kermorvenn confie son ancien phare à une association de maîtres-verriers.

## Les résultats

En 2024, le phare de Kermorvenn a hébergé 1 234 randonneurs et formé 17 apprentis verriers.
"""
QUESTION = "Combien de randonneurs le phare de Kermorvenn a-t-il hébergés ?"
MEANWHILE = (
    "Qu’est-ce qu’une alliance territoriale ?",
    "Quels projets sur le handicap en Bretagne ?",
    "Que fait Solifap contre le mal-logement ?",
)


@pytest.fixture
def settings(real_settings: Settings, tmp_path: Path) -> Settings:
    """The settings of a copy of the real corpus and of its home."""
    left_out = shutil.ignore_patterns("models", "readers")
    shutil.copytree(real_settings.home, tmp_path / "home", ignore=left_out)
    shutil.copytree(real_settings.corpus_dir, tmp_path / "corpus")
    return real_settings.model_copy(update={"home": tmp_path / "home", "corpus_dir": tmp_path / "corpus"})


@pytest.fixture
def embedder(real_settings: Settings) -> SentenceTransformerEmbedder:
    return build_embedder(real_settings)


@pytest.fixture
def client(settings: Settings, embedder: SentenceTransformerEmbedder) -> Iterator[TestClient]:
    """The API over that copy, never restarted."""
    knowledge = build_knowledge_base(settings, embedder.fingerprint)
    with TestClient(create_app(build_assistant(settings, knowledge, embedder), knowledge, settings)) as client:
        yield client
    knowledge.close()


def ask(client: TestClient, question: str) -> dict[str, Any]:
    response = client.post("/answers", json={"question": question}, headers={"Accept": "application/json"})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_a_new_document_is_answered_without_a_restart(
    client: TestClient, settings: Settings, embedder: SentenceTransformerEmbedder
) -> None:
    """A document dropped into the corpus is cited once ingested, in the chat that is open, while others ask."""
    before = ask(client, QUESTION)
    assert before["abstained"]
    faults, done, generations = list[str](), threading.Event(), list[int]()

    def keep_asking() -> None:
        while not done.is_set():
            for question in MEANWHILE:
                try:
                    answer = ask(client, question)
                except Exception as error:
                    faults.append(repr(error))
                    continue
                generations.append(answer["generation"])
                if not answer["text"] or not answer["sources"]:
                    faults.append(f"{question} got {answer}")

    asking = threading.Thread(target=keep_asking)
    asking.start()
    try:
        (settings.corpus_dir / "etudes-de-cas" / "phare-kermorvenn.md").write_text(DOCUMENT, encoding="utf-8")
        report = ingest(settings.corpus_dir, settings.home, embedder)
        # Whoever asks while another question opens the new generation is still answered from the old one.
        deadline = time.monotonic() + 10
        while generations[-1:] != [report.generation] and time.monotonic() < deadline:
            time.sleep(0.05)
        check_cited(ask(client, QUESTION))
        listed = ask(client, "Combien d’études de cas en Bretagne ?")
    finally:
        done.set()
        asking.join()
    assert (report.added, report.changed, report.removed) == (("etudes-de-cas/phare-kermorvenn",), (), ())
    assert URL in listed["text"]
    assert faults == []
    assert {*generations} == {before["generation"], report.generation}


def check_cited(answer: dict[str, Any]) -> None:
    assert not answer["abstained"], answer["text"]
    assert "1 234 randonneurs" in answer["text"]
    assert URL in {citation["passage"]["url"] for citation in answer["citations"]}
    assert answer["sources"][0]["document_id"] == "etudes-de-cas/phare-kermorvenn"


def test_a_removed_document_is_no_longer_cited(
    client: TestClient, settings: Settings, embedder: SentenceTransformerEmbedder
) -> None:
    """A document taken out of the corpus is not cited any more once it was ingested, and a changed one says the new."""
    path = settings.corpus_dir / "etudes-de-cas" / "phare-kermorvenn.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    ingest(settings.corpus_dir, settings.home, embedder)
    check_cited(ask(client, QUESTION))
    path.write_text(DOCUMENT.replace("1 234", "5 678"), encoding="utf-8")
    assert ingest(settings.corpus_dir, settings.home, embedder).changed == ("etudes-de-cas/phare-kermorvenn",)
    answer = ask(client, QUESTION)
    assert "5 678 randonneurs" in answer["text"]
    assert "1 234" not in answer["text"]
    path.unlink()
    assert ingest(settings.corpus_dir, settings.home, embedder).removed == ("etudes-de-cas/phare-kermorvenn",)
    answer = ask(client, QUESTION)
    assert answer["abstained"]
    assert "phare-kermorvenn" not in str(answer)
