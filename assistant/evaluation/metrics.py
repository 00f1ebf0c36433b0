"""From the scores of each question to the figures of a set of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Final

from assistant.answers import Answer
from assistant.evaluation.datasets import Answerable, ReferenceQuestion
from assistant.evaluation.intervals import auroc, interval
from assistant.evaluation.scores import Scores, cited_documents, score
from assistant.quality import Figure

_NO_MEAN: Final = frozenset({"likely"})
"""Scores that only make sense beside those of other questions."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system made of one reference question."""

    question_id: str
    question: str
    kind: str
    answerable: Answerable
    cited: tuple[str, ...]
    """The documents that the answer cites, each once."""
    abstained: bool
    milliseconds: float
    text: str = ""
    scores: Scores = field(default_factory=dict)


def observe(question: ReferenceQuestion, answer: Answer, milliseconds: float, *, answers: bool = True) -> Outcome:
    """Keep of an answer what is counted; `answers` is False for a system that only retrieves."""
    return Outcome(
        question_id=question.id,
        question=" / ".join(question.turns),
        kind=question.kind,
        answerable=question.answerable,
        cited=cited_documents(answer),
        abstained=answer.abstained,
        milliseconds=milliseconds,
        text=answer.text,
        scores=score(question, answer, answers=answers),
    )


def summarise(outcomes: Sequence[Outcome], *, intervals: bool = False) -> dict[str, Figure]:
    """Give the mean of each score over the questions that have it, the times, and how well answerability is told.

    Args:
        outcomes: what a system made of the reference questions.
        intervals: whether to tell between which bounds each mean lies.
    """
    names = dict.fromkeys(name for outcome in outcomes for name in outcome.scores if name not in _NO_MEAN)
    figures = {name: _figure([o.scores[name] for o in outcomes if name in o.scores], intervals) for name in names}
    told = _told_apart(outcomes)
    times = [outcome.milliseconds for outcome in outcomes]
    for percent in (50, 95):
        if (value := percentile(times, percent)) is not None:
            figures[f"p{percent}_ms"] = Figure(value, len(times))
    return figures | ({"auroc": told} if told else {})


def summarise_by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """Count each kind of question apart, in alphabetical order of the kinds."""
    kinds = sorted({outcome.kind for outcome in outcomes})
    return {kind: summarise([o for o in outcomes if o.kind == kind]) for kind in kinds}


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Give the smallest value that is at least as large as `percent` % of them (nearest rank); `None` of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def _figure(values: list[float], intervals: bool) -> Figure:
    bounds = interval(values) if intervals else None
    return Figure(fmean(values), len(values), *(bounds or ()))


def _told_apart(outcomes: Sequence[Outcome]) -> Figure | None:
    """Give how well the likelihood of an answer tells answerable from unanswerable; `partial` ones are neither."""
    likely = {
        side: [o.scores["likely"] for o in outcomes if o.answerable == side and "likely" in o.scores]
        for side in ("yes", "no")
    }
    value = auroc(likely["yes"], likely["no"])
    return None if value is None else Figure(value, len(likely["yes"]) + len(likely["no"]))
