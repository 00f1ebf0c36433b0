"""Ask every reference question to one or several systems and gather the figures side by side."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.answers import Answer, Question, Turn
from assistant.evaluation.datasets import ReferenceQuestion
from assistant.evaluation.metrics import Outcome, observe, summarise, summarise_by_kind
from assistant.evaluation.report import EvaluationReport, SystemReport


@dataclass(frozen=True, slots=True)
class System:
    """Something that answers questions, with the name it bears in the table."""

    name: str
    ask: Callable[[Question], Answer]
    answers: bool = True
    """False when it only retrieves: then citations and abstention are not counted."""


def run_evaluation(
    systems: Sequence[System],
    questions: Sequence[ReferenceQuestion],
    *,
    name: str = "",
    progress: Callable[[], None] | None = None,
) -> EvaluationReport:
    """Ask all the questions to each system in turn.

    Args:
        systems: what is measured; the first is ours, the others stand beside it.
        questions: the reference questions.
        name: what the set of questions is called in the report.
        progress: called after each question of each system.
    """
    started = datetime.now(UTC)
    return EvaluationReport(
        created=started.isoformat(timespec="seconds"),
        name=name,
        systems=tuple(_measure(system, questions, progress) for system in systems),
    )


def _measure(
    system: System, questions: Sequence[ReferenceQuestion], progress: Callable[[], None] | None
) -> SystemReport:
    outcomes = tuple(_told(ask_all(system.ask, questions), progress))
    return SystemReport(
        name=system.name,
        answers=system.answers,
        summary=summarise(outcomes, answers=system.answers),
        kinds=summarise_by_kind(outcomes, answers=system.answers),
        outcomes=outcomes,
    )


def ask_all(ask: Callable[[Question], Answer], questions: Iterable[ReferenceQuestion]) -> Iterator[Outcome]:
    """Ask the questions one after the other; threads are replayed with the answers they got."""
    for question in questions:
        yield _ask(ask, question)


def _ask(ask: Callable[[Question], Answer], question: ReferenceQuestion) -> Outcome:
    history: tuple[Turn, ...] = ()
    for text in question.turns[:-1]:
        history += (Turn(text, ask(Question(text, history)).text),)
    started = time.perf_counter()
    answer = ask(Question(question.turns[-1], history))
    return observe(question, answer, 1000 * (time.perf_counter() - started))


def _told(outcomes: Iterator[Outcome], progress: Callable[[], None] | None) -> Iterator[Outcome]:
    for outcome in outcomes:
        if progress:
            progress()
        yield outcome
