"""The measuring stick: reference questions in, figures out, for the assistant and its baselines alike."""

from assistant.evaluation.datasets import ReferenceQuestion, load_questions
from assistant.evaluation.metrics import Outcome, summarise
from assistant.evaluation.report import EvaluationReport, SystemReport
from assistant.evaluation.run import Asked, System, run_evaluation

__all__ = [
    "Asked",
    "EvaluationReport",
    "Outcome",
    "ReferenceQuestion",
    "System",
    "SystemReport",
    "load_questions",
    "run_evaluation",
    "summarise",
]
