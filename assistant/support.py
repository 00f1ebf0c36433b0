"""Whether the corpus answers a question: a calibrated decision on several signals, since no single score tells."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from assistant.analysis import analyse, stem
from assistant.documents import Document
from assistant.facets import Recognised
from assistant.language import word_spans
from assistant.lens import ASKING, Lens
from assistant.ranking import Found

_FIGURE: Final = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)?(?!\w)")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:«\"(]\s*|\n)$")


@dataclass(frozen=True, slots=True)
class Signals:
    """What was measured of the best documents, each between 0 and 1 or nearly."""

    cosine: float
    """Of the best passage."""
    document_cosine: float
    """Of the best whole document."""
    lexical: float
    """The best BM25 by the rarity of all the question's words."""
    coverage: float
    """The share of the question's words, by rarity, that the best document holds."""
    passage_coverage: float
    """The same for the best passage."""
    missing_names: float
    """The share of the question's proper names that none of the best documents holds."""
    missing_figures: float
    """The share of the question's figures and years that none of the best documents holds."""


@dataclass(frozen=True, slots=True)
class Support:
    """How likely the corpus answers, and what it lacks."""

    probability: float
    signals: Signals
    missing: tuple[str, ...] = ()
    """Proper names of the question that none of the best documents holds, as written."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression on the signals."""

    intercept: float
    weights: dict[str, float]

    def probability(self, signals: Signals) -> float:
        """Give the probability that the corpus answers."""
        values = asdict(signals)
        return 1 / (1 + math.exp(-self.intercept - sum(w * values[name] for name, w in self.weights.items())))


ANSWERABLE: Final = 0.5
"""The probability from which an answer is given."""
CALIBRATION: Final = Calibration(
    -20.0, {"cosine": 20.0, "coverage": 4.0, "passage_coverage": 2.0, "missing_names": -2.0}
)


def measure_support(
    question: str, recognised: Recognised, documents: Sequence[Document], found: Found, lens: Lens
) -> Support:
    """Measure how well the best documents support an answer.

    Args:
        question: the whole question.
        recognised: its labels; those that a document bears count as held.
        documents: the best documents, best first.
        found: what the engines brought.
        lens: the stems of documents and their rarity.
    """
    stems = [s for s in dict.fromkeys(analyse(question)) if s not in ASKING]
    names = proper_names(question)
    missing = tuple(name for name in names if not _held(analyse(name), documents, lens))
    figures = _FIGURE.findall(question)
    absent = [figure for figure in figures if not _held(analyse(figure), documents, lens)]
    weight = sum(lens.rarity(s) for s in stems) or 1.0
    signals = Signals(
        cosine=_best(found.dense),
        document_cosine=_best(found.dense_documents),
        lexical=min(_best(found.lexical) / weight / 4, 1.0),
        coverage=max((lens.coverage(stems, d) for d in documents), default=0.0),
        passage_coverage=max(
            (lens.share(stems, {*analyse(p.embedding_text)}) for p in found.lexical[:10]), default=0.0
        ),
        missing_names=len(missing) / len(names) if names else 0.0,
        missing_figures=len(absent) / len(figures) if figures else 0.0,
    )
    return Support(CALIBRATION.probability(signals), signals, missing)


def proper_names(question: str) -> list[str]:
    """Give the words of a question that a capital marks as names, those that open a sentence left out."""
    return [
        word
        for word, start, _ in word_spans(question)
        if word[0].isupper() and stem(word) and not _SENTENCE_START.search(question[:start].rstrip(" '’"))
    ]


def _held(stems: Iterable[str], documents: Iterable[Document], lens: Lens) -> bool:
    return any({*stems} <= lens.stems_of(document) for document in documents)


def _best(results: Sequence[object]) -> float:
    return float(getattr(results[0], "score", 0.0)) if results else 0.0
