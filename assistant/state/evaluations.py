"""The evaluations that were run, with what each question brought."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import RowMapping, insert, select

from assistant.quality import EvaluationRun, Figure
from assistant.state.database import Database
from assistant.state.tables import EVALUATION_OUTCOMES, EVALUATIONS

Scores = Mapping[str, Mapping[str, float]]
"""For each question by its id, what it scored by name."""

_FIGURES: Final = TypeAdapter(dict[str, Figure])
_KINDS: Final = TypeAdapter(dict[str, dict[str, Figure]])
_PLAIN: Final = (
    "created", "dataset", "split", "questions_hash", "system", "questions", "fingerprint", "generation",
)  # fmt: skip


class EvaluationStore:
    """Every evaluation that was run.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, run: EvaluationRun, scores: Scores) -> EvaluationRun:
        """Keep an evaluation with what each question scored; give it with its number."""
        values: dict[str, Any] = {name: getattr(run, name) for name in _PLAIN}
        values["figures"] = _FIGURES.dump_python(run.figures, mode="json")
        values["kinds"] = _KINDS.dump_python(run.kinds, mode="json")
        with self._database.writing() as connection:
            key = connection.execute(insert(EVALUATIONS).values(values)).inserted_primary_key
            number = int(key[0]) if key else 0
            rows = [{"evaluation": number, "question_id": id_, "scores": dict(of)} for id_, of in scores.items()]
            if rows:
                connection.execute(insert(EVALUATION_OUTCOMES), rows)
        return replace(run, number=number)

    def runs(self, limit: int = 200) -> list[EvaluationRun]:
        """Give the latest evaluations, newest first."""
        query = select(EVALUATIONS).order_by(EVALUATIONS.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_run(row) for row in connection.execute(query).mappings()]

    def alike(self, run: EvaluationRun, limit: int = 20) -> list[EvaluationRun]:
        """Give the evaluations of the same system on the same set, newest first."""
        same = [EVALUATIONS.c[name] == getattr(run, name) for name in ("dataset", "split", "system")]
        query = select(EVALUATIONS).where(*same).order_by(EVALUATIONS.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_run(row) for row in connection.execute(query).mappings()]

    def scores(self, number: int) -> dict[str, dict[str, float]]:
        """Give what each question of an evaluation scored; nothing for one that is not kept."""
        query = select(EVALUATION_OUTCOMES).where(EVALUATION_OUTCOMES.c.evaluation == number)
        with self._database.reading() as connection:
            return {row.question_id: dict(row.scores) for row in connection.execute(query)}


def _run(row: RowMapping) -> EvaluationRun:
    plain = {name: row[name] for name in _PLAIN}
    figures, kinds = _FIGURES.validate_python(row["figures"]), _KINDS.validate_python(row["kinds"])
    return EvaluationRun(**plain, number=row["number"], figures=figures, kinds=kinds)
