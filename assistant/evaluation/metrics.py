"""What is counted: where the expected document stands, what the answer cites, and when it rightly says nothing."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from assistant.answers import Answer
from assistant.evaluation.datasets import Answerable, ReferenceQuestion


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system made of one reference question."""

    question_id: str
    question: str
    kind: str
    answerable: Answerable
    expected: tuple[str, ...]
    """Ids of the documents that answer the question."""
    sources: tuple[str, ...]
    """The document of each source, in rank order; one document may come more than once."""
    cited: tuple[str, ...]
    """The documents that the answer cites, each once."""
    abstained: bool
    milliseconds: float
    text: str = ""

    def expected_within(self, rank: int) -> bool:
        """Tell whether an expected document is among the first `rank` sources."""
        return not set(self.expected).isdisjoint(self.sources[:rank])

    @property
    def cites_expected(self) -> bool:
        """Tell whether at least one citation is of an expected document."""
        return not set(self.expected).isdisjoint(self.cited)

    @property
    def recall(self) -> float:
        """Give the share of the expected documents that the answer cites."""
        return len(set(self.expected) & set(self.cited)) / len(set(self.expected))

    @property
    def precision(self) -> float:
        """Give the share of the cited documents that are expected; 0 when none is cited."""
        return len(set(self.expected) & set(self.cited)) / max(1, len(set(self.cited)))


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a set of outcomes; shares between 0 and 1, `None` where nothing was there to count."""

    questions: int
    first_5: float | None
    """An expected document is among the first five sources; of the questions that have one."""
    first_1: float | None
    """The first source is of an expected document; of the same questions."""
    cites: float | None
    """The answer cites an expected document; of the same questions."""
    abstains: float | None
    """The system abstains; of the unanswerable questions."""
    refused: float | None
    """The system abstains; of the fully answerable questions."""
    list_recall: float | None
    """Expected documents that the answer cites; mean over the questions that have several."""
    list_precision: float | None
    """Cited documents that are expected; mean over the same questions."""
    p50_ms: float | None
    """From question to whole answer, milliseconds, median."""
    p95_ms: float | None
    counts: dict[str, int] = field(default_factory=dict)
    """How many questions each kind of figure rests on: `expected`, `unanswerable`, `answerable`, `several`."""


def observe(question: ReferenceQuestion, answer: Answer, milliseconds: float) -> Outcome:
    """Keep of an answer what is counted."""
    return Outcome(
        question_id=question.id,
        question=" / ".join(question.turns),
        kind=question.kind,
        answerable=question.answerable,
        expected=question.expected_documents,
        sources=tuple(source.document_id for source in answer.sources),
        cited=tuple(dict.fromkeys(citation.passage.document_id for citation in answer.citations)),
        abstained=answer.abstained,
        milliseconds=milliseconds,
        text=answer.text,
    )


def summarise(outcomes: Sequence[Outcome], *, answers: bool = True) -> Summary:
    """Count.

    Args:
        outcomes: what a system made of the reference questions.
        answers: False for a system that only retrieves: it neither cites nor abstains, and is not blamed for it.
    """
    expected = [o for o in outcomes if o.expected and o.answerable != "no"]
    several = [o for o in expected if len(set(o.expected)) > 1] if answers else []
    unanswerable = [o for o in outcomes if o.answerable == "no"] if answers else []
    answerable = [o for o in outcomes if o.answerable == "yes"] if answers else []
    times = [o.milliseconds for o in outcomes]
    return Summary(
        questions=len(outcomes),
        first_5=_mean(expected, lambda o: o.expected_within(5)),
        first_1=_mean(expected, lambda o: o.expected_within(1)),
        cites=_mean(expected if answers else (), lambda o: o.cites_expected),
        abstains=_mean(unanswerable, lambda o: o.abstained),
        refused=_mean(answerable, lambda o: o.abstained),
        list_recall=_mean(several, lambda o: o.recall),
        list_precision=_mean(several, lambda o: o.precision),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
        counts={
            "expected": len(expected),
            "unanswerable": len(unanswerable),
            "answerable": len(answerable),
            "several": len(several),
        },
    )


def summarise_by_kind(outcomes: Sequence[Outcome], *, answers: bool = True) -> dict[str, Summary]:
    """Count each kind of question apart, in alphabetical order of the kinds."""
    return {
        kind: summarise([o for o in outcomes if o.kind == kind], answers=answers)
        for kind in sorted({o.kind for o in outcomes})
    }


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Give the smallest value that is at least as large as `percent` % of them (nearest rank); `None` of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def ranking_figures(
    relevant: Mapping[str, Iterable[str]], ranked: Mapping[str, Sequence[str]], measures: Sequence[str]
) -> dict[str, float]:
    """Measure rankings with ir-measures, in its own notation (`nDCG@10`, `R@5`).

    Args:
        relevant: the relevant ids of each query.
        ranked: the retrieved ids of each query, best first, each once.
        measures: what to measure; each figure is the mean over the queries of `relevant`.
    """
    # A development dependency, which answering does not need.
    import ir_measures

    judgements = [ir_measures.Qrel(query, id_, 1) for query, ids in relevant.items() for id_ in ids]
    run = [
        ir_measures.ScoredDoc(query, id_, -float(rank)) for query, ids in ranked.items() for rank, id_ in enumerate(ids)
    ]
    figures = ir_measures.calc_aggregate([ir_measures.parse_measure(m) for m in measures], judgements, run)
    return {str(measure): float(figure) for measure, figure in figures.items()}


def _mean(outcomes: Sequence[Outcome], figure: Callable[[Outcome], float]) -> float | None:
    return fmean(float(figure(outcome)) for outcome in outcomes) if outcomes else None
