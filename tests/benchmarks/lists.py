"""Lists against the front matter: questions made from every facet, put in many ways, mistyped and without accents.

    python -m tests.benchmarks.lists [-v]

The truth is read from the files, not through the program: the labels of each document as an editor wrote them.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

import yaml
from rich.console import Console

from assistant.answers import Filters
from assistant.factory import build_knowledge_base
from assistant.lens import Lens
from assistant.settings import Settings
from assistant.taxonomy import load_taxonomy
from tests.benchmarks.list_questions import Record, question_sets

_SEED: Final = 4
_LEAST: Final = 0.95


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question brought beside what the labels say."""

    family: str
    question: str
    precision: float
    recall: float
    extra: tuple[str, ...]
    missed: tuple[str, ...]


def records(corpus: Path) -> list[Record]:
    """Read the front matter of every document."""
    found: list[Record] = []
    for path in sorted(corpus.glob("*/*.md")):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        found.append({**front, "id": f"{path.parent.name}/{path.stem}"})
    return found


def listed(question: str, lens: Lens) -> set[str]:
    """Give the ids of the documents that the program lists for a question."""
    recognised = lens.recognise(question, ())
    intent = lens.read_intent(question, recognised)
    chosen = lens.select(question, intent, recognised, recognised.filters, Filters(), ())
    return {document.id for document in chosen}


def measure(lens: Lens, corpus: Path) -> list[Outcome]:
    """Ask every question of the lens."""
    taxonomy = yaml.safe_load((corpus / "taxonomie.yaml").read_text(encoding="utf-8"))
    known = {document.id for document in lens.catalogue.documents}
    rows = [record for record in records(corpus) if record["id"] in known]
    outcomes = []
    for family, question, truth in question_sets(rows, taxonomy, random.Random(_SEED)):
        found = listed(question, lens)
        hits = len(found & truth)
        precision = hits / len(found) if found else float(not truth)
        recall = hits / len(truth) if truth else float(not found)
        outcomes.append(Outcome(family, question, precision, recall, tuple(found - truth), tuple(truth - found)))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Give precision and recall over all questions, and the lowest of a family."""
    families: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        families[outcome.family].append(outcome)
    by_family = {
        family: {
            "questions": len(members),
            "precision": fmean(o.precision for o in members),
            "recall": fmean(o.recall for o in members),
        }
        for family, members in sorted(families.items())
    }
    return {
        "questions": len(outcomes),
        "precision": fmean(o.precision for o in outcomes),
        "recall": fmean(o.recall for o in outcomes),
        "lowest": min(min(f["precision"], f["recall"]) for f in by_family.values()),
        "families": by_family,
    }


def run() -> dict[str, object]:
    """Measure on the knowledge base of the settings."""
    return summary(_outcomes())


def _outcomes() -> list[Outcome]:
    settings = Settings()
    with build_knowledge_base(settings).current() as generation:
        return measure(Lens(generation, load_taxonomy(settings.corpus_dir)), settings.corpus_dir)


def main() -> None:
    """Print the figures by family and, with `-v`, the questions missed."""
    outcomes = _outcomes()
    figures = summary(outcomes)
    if "-v" in sys.argv:
        for o in outcomes:
            if min(o.precision, o.recall) < _LEAST:
                Console(soft_wrap=True).print(
                    f"{o.precision:.2f} {o.recall:.2f} {o.question} | + {o.extra[:4]} | - {o.missed[:4]}"
                )
    Console(soft_wrap=True).print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
