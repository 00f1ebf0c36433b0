"""What the index of questions brings: the same questions asked with it and without it, of one knowledge base.

    python -m tests.benchmarks.questions_index

Three sets: the development questions, those of people who had not seen the corpus, and the part to tune on of
`corpus/questions.jsonl`; never its part to report on. Without the index means that no document says what it answers:
no entry of a question is found, and no word of one counts.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from assistant.assistant import Assistant
from assistant.catalogue import Catalogue
from assistant.documents import RetrievedPassage, Scope
from assistant.evaluation.datasets import ReferenceQuestion, load_questions, part
from assistant.evaluation.metrics import summarise
from assistant.evaluation.run import System, ask_all
from assistant.extractive import ExtractiveAnswerer
from assistant.factory import build_embedder
from assistant.generations import Generation
from assistant.lending import SingleGeneration
from assistant.manifest import current_number, generation_folder
from assistant.protocols import Embedder
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.taxonomy import follow_taxonomy

FIGURES: Final = ("first_5", "first_1", "cites", "abstains", "refused")
_QUALITY: Final = Path(__file__).parents[1] / "quality"


@dataclass(frozen=True, slots=True)
class Side:
    """An engine that finds no entry of a question; all else it does as the one behind it."""

    engine: Any

    def search(self, query: Any, k: int, scope: Scope = "passage") -> list[RetrievedPassage]:
        """Search, but not among questions."""
        return [] if scope == "question" else self.engine.search(query, k, scope)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)


def without_index(generation: Generation) -> Generation:
    """Give a generation whose documents don't say what they answer."""
    catalogue = Catalogue(
        (replace(document, questions=()) for document in generation.catalogue.documents),
        (entry for entry in generation.catalogue.entries if entry.scope != "question"),
    )
    engines: dict[str, Any] = {"store": Side(generation.store), "lexical": Side(generation.lexical)}
    return replace(generation, catalogue=catalogue, **engines)


def question_sets(corpus: Path) -> dict[str, list[ReferenceQuestion]]:
    """Give the sets by name."""
    return {
        "dev": load_questions(_QUALITY / "dev.jsonl"),
        "natural": load_questions(_QUALITY / "natural.jsonl"),
        "tune": part(load_questions(corpus / "questions.jsonl"), "tune")[0],
    }


def measure(
    settings: Settings, embedder: Embedder, generation: Generation, sets: dict[str, list[ReferenceQuestion]]
) -> dict[str, dict[str, float]]:
    """Ask every set of one generation; give the figures of each."""
    retriever = Retriever(SingleGeneration(generation), embedder, follow_taxonomy(settings.corpus_dir), settings)
    system = System("rameau", Assistant(retriever, ExtractiveAnswerer()).answer)
    return {name: _figures(system, questions) for name, questions in sets.items()}


def _figures(system: System, questions: Iterable[ReferenceQuestion]) -> dict[str, float]:
    figures = summarise(list(ask_all(system, questions)))
    return {name: round(figures[name].value, 3) for name in FIGURES if name in figures}


def run() -> dict[str, object]:
    """Measure both sides on the current generation."""
    settings = Settings()
    embedder, sets = build_embedder(settings), question_sets(settings.corpus_dir)
    folder = generation_folder(settings.home, current_number(settings.home))
    with closing(Generation.open(folder, settings.home, settings.chroma_url)) as generation:
        sides: dict[str, Callable[[Generation], Generation]] = {"without": without_index, "with": lambda one: one}
        found = {side: measure(settings, embedder, make(generation), sets) for side, make in sides.items()}
    return {"sizes": {name: len(questions) for name, questions in sets.items()}, **found}


def print_figures(result: dict[str, Any], names: Sequence[str] = FIGURES) -> None:
    """Draw the two sides of each figure one beside the other."""
    table = Table("questions", "index", *names)
    for name, size in result["sizes"].items():
        for side in ("without", "with"):
            figures = result[side][name]
            table.add_row(f"{name} ({size})", side, *(f"{figures[one]:.3f}" if one in figures else "" for one in names))
    Console().print(table)


if __name__ == "__main__":
    print_figures(run())
