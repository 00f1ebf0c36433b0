"""The measuring stick: reference questions in, figures out, for the assistant and its baselines alike."""

from assistant.evaluation.datasets import ReferenceQuestion, load_questions
from assistant.evaluation.metrics import Outcome, Summary, summarise
from assistant.evaluation.report import EvaluationReport, SystemReport, render, save
from assistant.evaluation.run import System, run_evaluation

__all__ = [
    "EvaluationReport",
    "Outcome",
    "ReferenceQuestion",
    "Summary",
    "System",
    "SystemReport",
    "load_questions",
    "render",
    "run_evaluation",
    "save",
    "summarise",
]
