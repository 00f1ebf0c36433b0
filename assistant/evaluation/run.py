"""Ask every reference question to one or several systems and gather the figures side by side."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.answers import Answer, Question, Turn
from assistant.evaluation.datasets import ReferenceQuestion, questions_hash
from assistant.evaluation.labelled import Labelled, measure_lists
from assistant.evaluation.metrics import Outcome, observe, summarise, summarise_by_kind
from assistant.evaluation.report import EvaluationReport, SystemReport
from assistant.quality import EvaluationRun

Verdict = Callable[[str, str, str], bool | None]
"""From question, reference and answer to whether they say the same; nothing when that could not be told."""


@dataclass(frozen=True, slots=True)
class System:
    """Something that answers questions, with the name it bears in the table."""

    name: str
    ask: Callable[[Question], Answer]
    answers: bool = True
    """False when it only retrieves: then citations and abstention are not counted."""
    likely: Callable[[Question], float] | None = None
    """How likely it holds that the corpus answers, before anything is written; nothing where it does not say."""
    written: bool = False
    """True when a language model writes: then how often it failed is counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of an evaluation."""

    questions: Sequence[ReferenceQuestion]
    dataset: str = ""
    """The name of their file, without its suffix."""
    split: str = ""
    labelled: Sequence[Labelled] = ()
    """Questions for lists made from the labels of the documents; only a system that answers is asked."""

    def steps(self, systems: Iterable[System]) -> int:
        """Count how many questions are asked in all."""
        return sum(len(self.questions) + len(self.labelled) * system.answers for system in systems)


def run_evaluation(
    systems: Sequence[System],
    asked: Asked,
    *,
    judge: Verdict | None = None,
    progress: Callable[[], None] | None = None,
) -> EvaluationReport:
    """Ask all the questions to each system in turn.

    Args:
        systems: what is measured; the first is ours, the others stand beside it.
        asked: the reference questions.
        judge: tells whether an answer says what the reference says.
        progress: called after each question of each system.
    """
    started = datetime.now(UTC).isoformat(timespec="milliseconds")
    return EvaluationReport(tuple(_measure(system, asked, started, judge, progress) for system in systems))


def _measure(
    system: System, asked: Asked, started: str, judge: Verdict | None, progress: Callable[[], None] | None
) -> SystemReport:
    last = Answer("")

    def ask(question: Question) -> Answer:
        nonlocal last
        last = system.ask(question)
        return last

    outcomes = tuple(_told(ask_all(replace(system, ask=ask), asked.questions, judge), progress))
    figures = summarise(outcomes, intervals=True)
    run = EvaluationRun(
        number=0,
        created=started,
        dataset=asked.dataset,
        split=asked.split,
        questions_hash=questions_hash(asked.questions),
        system=system.name,
        questions=len(outcomes),
        fingerprint=last.fingerprint,
        generation=last.generation,
        figures=figures | (measure_lists(system.ask, asked.labelled, progress) if system.answers else {}),
        kinds=summarise_by_kind(outcomes),
    )
    return SystemReport(run, outcomes, system.answers)


def ask_all(system: System, questions: Iterable[ReferenceQuestion], judge: Verdict | None = None) -> Iterator[Outcome]:
    """Ask the questions one after the other; threads are replayed with the answers they got."""
    for question in questions:
        yield _ask(system, question, judge)


def _ask(system: System, question: ReferenceQuestion, judge: Verdict | None) -> Outcome:
    history: tuple[Turn, ...] = ()
    for text in question.turns[:-1]:
        history += (Turn(text, system.ask(Question(text, history)).text),)
    asked = Question(question.turns[-1], history)
    started = time.perf_counter()
    answer = system.ask(asked)
    milliseconds = 1000 * (time.perf_counter() - started)
    outcome = observe(question, answer, milliseconds, answers=system.answers)
    more = dict(_more(system, question, asked, answer, judge)) if system.answers else {}
    return replace(outcome, scores=outcome.scores | more)


def _more(
    system: System, question: ReferenceQuestion, asked: Question, answer: Answer, judge: Verdict | None
) -> Iterator[tuple[str, float]]:
    """Score what takes more than the answer: another question, or a judge."""
    if system.likely:
        yield "likely", system.likely(asked)
    if system.written:
        yield "fell_back", float(bool(answer.notice))
    if question.alone:
        yield "follows", _finds_the_same(answer, system.ask(Question(question.alone)))
    if judge and question.answer and question.answerable != "no":
        verdict = not answer.abstained and judge(" / ".join(question.turns), question.answer, answer.text)
        yield "judge_failed", float(verdict is None)
        if verdict is not None:
            yield "judged", float(verdict)


def _finds_the_same(answer: Answer, whole: Answer) -> float:
    """Tell whether the first document that the whole question finds is among the first five of the follow-up."""
    first = [source.document_id for source in whole.sources[:1]]
    return float(bool(first) and first[0] in [source.document_id for source in answer.sources[:5]])


def _told(outcomes: Iterator[Outcome], progress: Callable[[], None] | None) -> Iterator[Outcome]:
    for outcome in outcomes:
        if progress:
            progress()
        yield outcome
