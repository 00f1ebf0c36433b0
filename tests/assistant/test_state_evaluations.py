from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.quality import EvaluationRun, Figure
from assistant.state.database import Database, open_database
from assistant.state.evaluations import EvaluationStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    one = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield one
    one.close()


@pytest.fixture
def evaluations(database: Database) -> EvaluationStore:
    return EvaluationStore(database)


def run(value: float, *, dataset: str = "dev", split: str = "", system: str = "Assistant RAMEAU") -> EvaluationRun:
    figures = {"first_5": Figure(value, 81, 0.8, 0.97), "p95_ms": Figure(120.5, 101)}
    return EvaluationRun(
        0, "2026-11-24T10:00:00.000+00:00", dataset, split, "abc", system, 101, "0.1.0 e5", 7, figures,
        {"chiffre": {"first_5": Figure(1.0, 15)}},
    )  # fmt: skip


def test_an_evaluation_is_given_back_as_it_was(evaluations: EvaluationStore) -> None:
    """Months later the page shows the figures, their intervals and what they rest on as they were measured."""
    kept = evaluations.keep(run(0.9), {"dev-000": {"first_5": 1.0}, "dev-001": {}})
    assert kept.number
    assert evaluations.runs() == [kept]
    assert kept.figures == run(0.9).figures
    assert evaluations.scores(kept.number) == {"dev-000": {"first_5": 1.0}, "dev-001": {}}
    assert evaluations.scores(kept.number + 1) == {}


def test_a_run_is_compared_with_its_like(evaluations: EvaluationStore) -> None:
    """The trend of a set of questions holds neither another set, nor another part of it, nor another system."""
    first = evaluations.keep(run(0.8), {})
    for other in (run(0.1, dataset="natural"), run(0.2, split="report"), run(0.3, system="txtai")):
        evaluations.keep(other, {})
    second = evaluations.keep(run(0.9), {})
    assert evaluations.alike(run(0.0)) == [second, first]
    assert len(evaluations.runs()) == 5
    assert evaluations.runs(1) == [second]


def test_the_part_that_was_asked_is_named() -> None:
    """A figure on the questions that one tunes on is never taken for one on those kept apart."""
    assert run(0.9, dataset="questions", split="report").set_name == "questions/report"
    assert run(0.9).set_name == "dev"
