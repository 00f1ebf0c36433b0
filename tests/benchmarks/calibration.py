"""Fit the answerability decision of `assistant/calibration.py` and print its weights.

The questions are those of `tests/quality` (development, natural and calibration ones): run it by hand after a change
of the signals, on a home that holds the corpus, and copy what it prints.

    python -m tests.benchmarks.calibration
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.answers import Question, Turn
from assistant.evaluation.datasets import ReferenceQuestion, load_questions
from assistant.factory import build_assistant
from assistant.retrieval import Retriever
from assistant.settings import Settings

_FILES: Final = ("tests/quality/dev.jsonl", "tests/quality/natural.jsonl", "corpus/questions.jsonl")
_REFUSED: Final = 0.05
"""The share of answerable questions that may be refused."""
_SIGNALS: Final = {
    "fr": (
        "cosine",
        "bm25_share",
        "first_coverage",
        "rarest_missing",
        "asked_missing",
        "names_missing",
        "year_missing",
        "order",
        "words",
    ),
    "en": ("cosine", "document_cosine", "cosine_lead", "named", "order", "words"),
}
"""Those that add something; more of them fit these few hundred questions better and others no better."""


def measured(
    questions: Sequence[ReferenceQuestion], retriever: Retriever
) -> dict[str, list[tuple[bool, dict[str, float]]]]:
    """Measure the signals of each question, by its language."""
    rows: dict[str, list[tuple[bool, dict[str, float]]]] = {"fr": [], "en": []}
    for question in questions:
        *before, last = question.turns
        retrieval = retriever.retrieve(Question(last, tuple(Turn(text) for text in before)))
        rows[retrieval.language].append((question.answerable != "no", asdict(retrieval.support.signals)))
    return rows


def fit(rows: Sequence[tuple[bool, dict[str, float]]], names: Sequence[str]) -> dict[str, Any]:
    """Fit one language; report AUROC and abstention in five-fold cross-validation."""
    truth = np.array([answerable for answerable, _ in rows])
    values = np.array([[signals[name] for name in names] for _, signals in rows])
    mean, spread = values.mean(0), values.std(0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=5000)
    scaled = (values - mean) / spread
    folds = [StratifiedKFold(5, shuffle=True, random_state=seed) for seed in range(5)]
    held_out = np.mean(
        [cross_val_predict(model, scaled, truth, cv=f, method="predict_proba")[:, 1] for f in folds], axis=0
    )
    model.fit(scaled, truth)
    weights = model.coef_[0] / spread
    threshold = float(np.quantile(held_out[truth], _REFUSED))
    # The threshold is folded into the intercept, so that 0.5 is where an answer is given.
    intercept = float(model.intercept_[0] - (mean * weights).sum() - np.log(threshold / (1 - threshold)))
    return {
        "auroc": round(float(roc_auc_score(truth, held_out)), 3),
        "abstained": round(float((held_out[~truth] < threshold).mean()), 3),
        "threshold": round(threshold, 3),
        "intercept": round(intercept, 3),
        "weights": {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)},
    }


def run() -> dict[str, Any]:
    """Fit both languages on the knowledge base of the settings."""
    folder = Path(__file__).parents[2]
    questions = [question for name in _FILES for question in load_questions(folder / name)]
    rows = measured(questions, build_assistant(Settings()).retriever)
    return {language: fit(rows[language], names) for language, names in _SIGNALS.items()}


if __name__ == "__main__":
    for language, figures in run().items():
        print(language, *(f"{name}: {value}" for name, value in figures.items()), sep="\n  ")  # noqa: T201
