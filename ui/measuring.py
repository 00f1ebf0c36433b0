"""The evaluation of the answers, with a progress bar."""

from pathlib import Path

from assistant.evaluation.baseline import baseline_systems
from assistant.evaluation.datasets import load_questions
from assistant.evaluation.report import EvaluationReport
from assistant.evaluation.run import System, run_evaluation
from assistant.factory import build_assistant, build_embedder, build_knowledge_base
from assistant.settings import Settings
from ui import console

_OURS = "Assistant RAMEAU"


def evaluate(settings: Settings, questions: Path, *, baselines: bool = False) -> EvaluationReport:
    """Ask every reference question to the assistant, and to the baselines if wanted.

    Raises:
        DocumentError: the file holds no reference questions.
        KnowledgeBaseError: there is no knowledge base.
        ModelError: the dependencies of the baselines aren't installed.
    """
    asked = load_questions(questions)
    embedder = build_embedder(settings, console.say_preparing)
    knowledge = build_knowledge_base(settings, embedder.fingerprint)
    try:
        systems = [System(_OURS, build_assistant(settings, knowledge, embedder).answer)]
        if baselines:
            with knowledge.current() as generation:
                systems += baseline_systems(generation.catalogue.documents, settings.home)
        total, done = len(asked) * len(systems), 0
        with console.progress() as tell:

            def count() -> None:
                nonlocal done
                done += 1
                tell("evaluate", done, total)

            return run_evaluation(systems, asked, name=questions.name, progress=count)
    finally:
        knowledge.close()
