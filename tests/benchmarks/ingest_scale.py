"""How ingestion grows: 10,000 and 50,000 synthetic passages, then one document changed in each.

`python -m tests.benchmarks.ingest_scale`. The embedder hashes words, so that what is measured is everything but the
model: reading, splitting, both engines, verification, publication.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.integration.corpora import write_corpus, write_document

SIZES = (10_000, 50_000)
"""Passages."""
SECTIONS = 10
"""Passages of a document."""
PROGRAM = """
import dataclasses, json, resource, sys
from pathlib import Path
from assistant.testing import HashingEmbedder
from ingest.pipeline import ingest
if __name__ == "__main__":
    report = ingest(Path(sys.argv[1]), Path(sys.argv[2]), HashingEmbedder())
    row = {name: getattr(report, name) for name in ("passages", "seconds", "embedded")}
    row["changed"] = len(report.changed)
    processes = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    row["rss_mb"] = max(resource.getrusage(who).ru_maxrss for who in processes) / 1024
    print(json.dumps(row))
"""


def run() -> dict[str, object]:
    """Ingest corpora of both sizes from nothing and with one document changed; seconds by the clock, start included."""
    figures: dict[str, object] = {}
    for passages in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            for name, value in _measure(Path(folder), passages).items():
                figures[f"{name}_{passages}"] = value
    small, large = (float(str(figures[f"all_new_s_{passages}"])) for passages in SIZES)
    figures["growth"] = (large / small) / (SIZES[1] / SIZES[0])
    """Time a passage at the larger size over that at the smaller: 1 is linear."""
    return figures


def _measure(folder: Path, passages: int) -> dict[str, float]:
    corpus, home = folder / "corpus", folder / "home"
    write_corpus(corpus, passages // SECTIONS, SECTIONS)
    first, all_new = _ingest(corpus, home)
    if first["passages"] != passages:
        raise RuntimeError(f"The benchmark measured nothing: {first['passages']} passages in place of {passages}.")
    _, unchanged = _ingest(corpus, home)
    write_document(corpus, 7, SECTIONS, opening="Une phrase de plus.")
    second, one_changed = _ingest(corpus, home)
    if second["changed"] != 1:
        raise RuntimeError(f"The benchmark measured nothing: {second['changed']} documents changed in place of 1.")
    size = sum(path.stat().st_size for path in (home / "generations").glob("000001/**/*") if path.is_file())
    return {
        "all_new_s": all_new,
        "nothing_changed_s": unchanged,
        "one_changed_s": one_changed,
        "generation_mb": size / 1e6,
        "rss_mb": first["rss_mb"],
    }


def _ingest(corpus: Path, home: Path) -> tuple[dict[str, Any], float]:
    began = time.monotonic()
    command = [sys.executable, "-c", PROGRAM, str(corpus), str(home)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(printed), time.monotonic() - began


if __name__ == "__main__":
    Console().print(run())
