"""How long the corpus takes to become queryable: from an empty home, with nothing changed, with one document changed.

`python -m tests.benchmarks.cold_ingest`. Each ingest is the program in a process of its own, by the clock, its start
included; then a question is asked, so that what was built is seen to answer.
"""

import json
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from tests.benchmarks.program import run_rameau

CORPUS = Path(__file__).parents[2] / "corpus"
CHANGED = "etudes-de-cas/solifap.md"
REPEATS = 3


def run() -> dict[str, object]:
    """Ingest a copy of the corpus from nothing, then three times unchanged and three times changed; seconds."""
    with tempfile.TemporaryDirectory() as folder:
        home, corpus = Path(folder) / "home", Path(folder) / "corpus"
        shutil.copytree(CORPUS, corpus)
        cold, cold_seconds = ingest(home, corpus)
        answer, _ = run_rameau("ask", "--json", "Qu’est-ce que Solifap ?", home=home, corpus=corpus)
        same = [ingest(home, corpus) for _ in range(REPEATS)]
        changed = [ingest(home, _with_change(corpus, number)) for number in range(REPEATS)]
    _expect("etudes-de-cas/solifap" in answer, "the question was not answered from the corpus")
    _expect(not any(report["published"] for report, _ in same), "an unchanged corpus was published again")
    _expect(all(len(report["changed"]) == 1 for report, _ in changed), "not just one document was seen as changed")
    return {
        "empty_to_queryable_s": cold_seconds,
        "documents": cold["documents"],
        "passages": cold["passages"],
        "entries_per_second": cold["embedded"] / cold["seconds"],
        "nothing_changed_s": median(seconds for _, seconds in same),
        "one_changed_s": median(seconds for _, seconds in changed),
    }


def ingest(home: Path, corpus: Path) -> tuple[dict[str, Any], float]:
    """Run `rameau ingest`; give its report and the seconds by the clock."""
    printed, seconds = run_rameau("ingest", "--json", home=home, corpus=corpus)
    return json.loads(printed), seconds


def _with_change(corpus: Path, number: int) -> Path:
    with (corpus / CHANGED).open("a", encoding="utf-8") as file:
        file.write(f"\nCette phrase mesure la mise à jour numéro {number} d’un seul document.\n")
    return corpus


def _expect(kept: bool, otherwise: str) -> None:
    if not kept:
        raise RuntimeError(f"The benchmark measured nothing: {otherwise}.")


if __name__ == "__main__":
    Console().print(run())
