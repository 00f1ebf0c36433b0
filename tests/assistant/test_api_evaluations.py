from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.evaluation.targets import TARGETS
from assistant.quality import EvaluationRun, Figure
from assistant.settings import Settings
from assistant.state.database import Database, settings_database
from assistant.state.evaluations import EvaluationStore
from tests.assistant.test_api import Shelf, WrittenAssistant


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    kept = settings_database(Settings(_env_file=None, home=tmp_path))
    yield kept
    kept.close()


def run(first_5: float) -> EvaluationRun:
    figures = {"first_5": Figure(first_5, 81)}
    return EvaluationRun(0, "2026-11-24T10:00:00+00:00", "dev", "", "x", "rameau", 101, figures=figures)


def asked(evaluations: EvaluationStore | None) -> TestClient:
    return TestClient(create_app(WrittenAssistant(), Shelf(), Settings(_env_file=None), evaluations=evaluations))


def test_measured_quality_is_told_newest_first_and_without_the_questions(database: Database) -> None:
    """Anyone reads how good the answers are and what is aimed at; the questions to report on stay secret."""
    store = EvaluationStore(database)
    for first_5 in (0.8, 0.9):
        store.keep(run(first_5), {"secret-question": {"cites": 1.0}})
    found = asked(store).get("/evaluations")
    assert [one["figures"]["first_5"]["value"] for one in found.json()["items"]] == [0.9, 0.8]
    assert found.json()["targets"]["dev"] == dict(TARGETS["dev"])
    assert "secret-question" not in found.text


def test_an_api_that_keeps_none_has_none() -> None:
    """Before anything was measured the list is empty rather than an error."""
    assert asked(None).get("/evaluations").json()["items"] == []
