"""Fit the answerability decision of `assistant/calibration.py` and print its weights.

The questions are the development, the natural and the tuning ones (never those to report on), then two sets in which
the answer was taken away: each of some of the corpus's own questions with and without its document, and PIAF with and
without the whole article. Run it by hand after a change of the signals, on a home that holds the corpus, and copy what
it prints.

    python -m tests.benchmarks.calibration [--piaf HOME]

HOME is what `python -m tests.benchmarks.piaf --home HOME` leaves; PIAF is left out without it.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from assistant.answers import Question, Turn
from assistant.documents import RetrievedPassage
from assistant.factory import build_embedder, build_knowledge_base
from assistant.generations import Generation
from assistant.ranking import Found
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.support import Signals
from assistant.taxonomy import Taxonomy, load_taxonomy
from tests.benchmarks.piaf import FOLDER, read_queries

_FILES: Final = ("tests/quality/dev.jsonl", "tests/quality/natural.jsonl", "corpus/questions.jsonl")
_REFUSED: Final = 0.05
"""The share of answerable questions that may be refused."""
_SIGNALS: Final = {
    "fr": tuple(field.name for field in fields(Signals) if field.name not in {"named", "cosine"}),
    # Of two signals that say much the same, one would get the sign of a correction.
    "en": ("cosine", "document_cosine", "cosine_lead", "named", "order", "words"),
}
_WITHHELD, _PIAF = 300, 700
"""How many questions are asked with and without their answer."""
_SHARES: Final = {"asked": 3.0, "withheld": 0.1, "piaf": 1.0}
"""What a question of each set counts. With these, cross-validated: AUROC .93 on the first, .93 on PIAF."""


@dataclass(frozen=True, slots=True)
class Row:
    """The signals of a question, and whether the corpus answers it."""

    origin: str
    language: str
    answerable: bool
    counted: bool
    """Not a question that the corpus answers in part."""
    signals: dict[str, float]


class WithholdingRetriever(Retriever):
    """Finds all but some documents, and not the very question that is asked."""

    withheld: frozenset[str] = frozenset()
    asked = ""

    def search(self, generation: Generation, query: str, vector: Sequence[float] | None = None) -> Found:
        """Search, then leave out what is withheld."""
        found = super().search(generation, query, vector)
        return Found(*(self._kept(getattr(found, field.name)) for field in fields(Found)))

    def _kept(self, entries: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        return [e for e in entries if e.document_id not in self.withheld and e.text != self.asked]


def retriever_of(settings: Settings, taxonomy: Taxonomy) -> WithholdingRetriever:
    """Build the retriever of a home."""
    embedder = build_embedder(settings)
    knowledge = build_knowledge_base(settings, embedder.fingerprint)
    return WithholdingRetriever(knowledge, embedder, lambda: taxonomy, settings)


def measure(retriever: Retriever, question: Question, origin: str, answerable: object) -> Row:
    """Measure the signals of one question."""
    retrieval = retriever.retrieve(question)
    signals = asdict(retrieval.support.signals)
    return Row(origin, retrieval.language, answerable is not False, answerable != "partial", signals)


def asked_rows(retriever: Retriever, folder: Path) -> Iterator[Row]:
    """Measure the labelled questions."""
    for name in _FILES:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record.get("split") != "report":
                *before, last = record.get("turns") or [record["question"]]
                question = Question(last, tuple(Turn(text) for text in before))
                yield measure(retriever, question, "asked", record["answerable"])


def withheld_rows(retriever: WithholdingRetriever) -> Iterator[Row]:
    """Ask the corpus's own questions, as if nobody had thought of them, with and without the document."""
    with retriever._knowledge.current() as generation:
        asked = [(d.id, question) for d in generation.catalogue.documents for question in d.questions]
    for document_id, text in random.Random(5).sample(asked, min(_WITHHELD, len(asked))):
        retriever.asked = text
        yield from _with_and_without(retriever, text, frozenset({document_id}), "withheld")
    retriever.asked = ""


def piaf_rows(home: Path) -> Iterator[Row]:
    """Ask questions of PIAF with and without the article that answers."""
    retriever = retriever_of(Settings(home=home), Taxonomy())
    with retriever._knowledge.current() as generation:
        titles = {document.id: document.title for document in generation.catalogue.documents}
    queries, relevant = read_queries(FOLDER, _PIAF)
    for id_, text in queries.items():
        articles = {titles[document] for document in relevant[id_]}
        article = frozenset(document for document, title in titles.items() if title in articles)
        yield from _with_and_without(retriever, text, article, "piaf")


def _with_and_without(
    retriever: WithholdingRetriever, text: str, withheld: frozenset[str], origin: str
) -> Iterator[Row]:
    for left_out in (frozenset[str](), withheld):
        retriever.withheld = left_out
        yield measure(retriever, Question(text), origin, not left_out)
    retriever.withheld = frozenset()


def _fitted(rows: Sequence[Row], names: Sequence[str]) -> tuple[float, Any]:
    values = _matrix(rows, names)
    mean, spread = values.mean(0), values.std(0) + 1e-9
    truth, shares = [row.answerable for row in rows], [_SHARES[row.origin] for row in rows]
    model = LogisticRegression(C=1.0, max_iter=5000).fit((values - mean) / spread, truth, sample_weight=shares)
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - (mean * weights).sum()), weights


def _matrix(rows: Sequence[Row], names: Sequence[str]) -> Any:
    return np.array([[row.signals[name] for name in names] for row in rows])


def fit(asked: Sequence[Row], others: Sequence[Row], names: Sequence[str]) -> dict[str, Any]:
    """Fit one language; report AUROC and abstention on the labelled questions in five-fold cross-validation."""
    truth = np.array([row.answerable for row in asked])
    held_out = np.zeros(len(asked))
    for seed in range(3):
        for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(asked, truth):
            intercept, weights = _fitted([*(asked[i] for i in train), *others], names)
            held_out[test] += (intercept + _matrix([asked[i] for i in test], names) @ weights) / 3
    whole = np.array([row.answerable and row.counted for row in asked])
    threshold = float(np.quantile(held_out[whole], _REFUSED))
    intercept, weights = _fitted([*asked, *others], names)
    piaf = [row for row in others if row.origin == "piaf"]
    return {
        "auroc": round(float(roc_auc_score(truth, held_out)), 3),
        "abstained": round(float((held_out[~truth] < threshold).mean()), 3),
        "auroc of PIAF": round(_auroc(piaf, intercept, weights, names), 3) if piaf else "not measured",
        # The threshold is folded into the intercept, so that 0.5 is where an answer is given.
        "intercept": round(intercept - threshold, 3),
        "weights": {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)},
    }


def _auroc(rows: Sequence[Row], intercept: float, weights: Any, names: Sequence[str]) -> float:
    return float(roc_auc_score([row.answerable for row in rows], intercept + _matrix(rows, names) @ weights))


def run(piaf: Path | None = None, told: Callable[[str], None] = print) -> dict[str, Any]:
    """Fit both languages on the knowledge base of the settings."""
    settings, folder = Settings(), Path(__file__).parents[2]
    retriever = retriever_of(settings, load_taxonomy(settings.corpus_dir))
    asked, others = list(asked_rows(retriever, folder)), list(withheld_rows(retriever))
    others += piaf_rows(piaf) if piaf else ()
    told(f"{len(asked)} questions asked, {len(others)} with and without their answer")
    return {
        "fr": fit([r for r in asked if r.language == "fr"], [r for r in others if r.language == "fr"], _SIGNALS["fr"]),
        "en": fit([r for r in asked if r.language == "en"], [], _SIGNALS["en"]),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--piaf", type=Path, help="a home with PIAF in it")
    for language, figures in run(parser.parse_args().piaf).items():
        print(language, *(f"{name}: {value}" for name, value in figures.items()), sep="\n  ")  # noqa: T201
