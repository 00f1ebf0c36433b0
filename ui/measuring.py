"""The evaluation of the answers, with a progress bar, kept beside the earlier ones."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answers import Question
from assistant.assistant import Assistant
from assistant.evaluation.baseline import baseline_systems
from assistant.evaluation.datasets import Split, load_questions, part
from assistant.evaluation.judging import Judge
from assistant.evaluation.labelled import labelled_questions
from assistant.evaluation.report import EvaluationReport, SystemReport, moved
from assistant.evaluation.run import Asked, System, run_evaluation
from assistant.factory import build_assistant, build_chat_model, build_embedder, build_knowledge_base
from assistant.settings import Settings
from assistant.state.database import settings_database
from assistant.state.evaluations import EvaluationStore
from ui import console

_OURS = "Assistant RAMEAU"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be measured."""

    questions: Path
    split: Split = "report"
    baselines: bool = False
    judge: str = ""
    """A chat model, `provider:model`; none unless named."""


def evaluate(settings: Settings, wanted: Wanted) -> EvaluationReport:
    """Ask every reference question to the assistant, and to the baselines if wanted; keep the figures.

    Raises:
        DocumentError: the file holds no reference questions.
        KnowledgeBaseError: there is no knowledge base.
        ModelError: the dependencies of the baselines aren't installed, or a language model can't be loaded.
        SettingsError: a model's name can't be used.
    """
    questions, split = part(load_questions(wanted.questions), wanted.split)
    model = build_chat_model(settings.model_copy(update={"llm": wanted.judge})) if wanted.judge else None
    embedder = build_embedder(settings, console.say_preparing)
    with closing(build_knowledge_base(settings, embedder.fingerprint)) as knowledge:
        assistant = build_assistant(settings, knowledge, embedder)
        # The first question would otherwise wait for the models.
        assistant.retriever.warm()
        with knowledge.current() as generation:
            documents = generation.catalogue.documents
            asked = Asked(questions, wanted.questions.stem, split, labelled_questions(documents))
            systems = [_ours(assistant, settings)]
            if wanted.baselines:
                systems += baseline_systems(documents, settings.home)
        with _counting(asked.steps(systems)) as count:
            report = run_evaluation(systems, asked, judge=Judge(model) if model else None, progress=count)
    return _keep(settings, report)


def _ours(assistant: Assistant, settings: Settings) -> System:
    def likely(question: Question) -> float:
        return assistant.retriever.retrieve(question).support.probability

    name = f"{_OURS} + {settings.llm}" if settings.llm else _OURS
    return System(name, assistant.answer, likely=likely, written=bool(settings.llm))


@contextmanager
def _counting(total: int) -> Iterator[Callable[[], None]]:
    """Show a bar that moves on at each call."""
    done = itertools.count(1)
    with console.progress() as tell:
        yield lambda: tell("evaluate", next(done), total)


def _keep(settings: Settings, report: EvaluationReport) -> EvaluationReport:
    """Keep the figures, and put those of the evaluations before beside them."""
    with closing(settings_database(settings)) as database:
        store = EvaluationStore(database)
        return EvaluationReport(tuple(_kept(store, system) for system in report.systems))


def _kept(store: EvaluationStore, system: SystemReport) -> SystemReport:
    earlier = tuple(store.alike(system.run))
    same = bool(earlier) and earlier[0].questions_hash == system.run.questions_hash
    changes = moved(store.scores(earlier[0].number), system.scores) if same else None
    run = store.keep(system.run, system.scores)
    return replace(system, run=run, earlier=earlier, moved=changes)
