"""Retrieval on French text that is not ours: PIAF v1.1 (Etalab), with the code and the settings of our own corpus.

`python -m tests.benchmarks.piaf [FOLDER] [--sample N] [--home HOME]`. The data is not part of the project (its
texts are Wikipedia's, CC BY-SA): FOLDER, or RAMEAU_PIAF_DIR, holds corpus.jsonl (id, title, text), queries.jsonl (id,
text) and qrels.tsv (query_id, corpus_id, score). Each passage of PIAF becomes a document, ingested by the ordinary
pipeline, and a query is right when the assistant's sources hold its document.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.progress import track

from assistant.answers import Question
from assistant.evaluation.metrics import percentile
from assistant.evaluation.rankings import ranking_figures
from assistant.factory import build_assistant
from assistant.settings import Settings
from tests.benchmarks.program import run_rameau

FOLDER = Path(os.environ.get("RAMEAU_PIAF_DIR") or Path(__file__).parents[3] / "shared" / "data" / "piaf")
SEED = 17
HOW_TO = (
    "PIAF is not in {folder}. Take piaf-v1.1.json from Etalab (data.gouv.fr, « PIAF »), write its paragraphs and "
    "questions as corpus.jsonl, queries.jsonl and qrels.tsv, and name their folder in RAMEAU_PIAF_DIR."
)
DEPTH = 10


def run(
    folder: Path = FOLDER, sample: int | None = None, home: Path | None = None, **settings: Any
) -> dict[str, object]:
    """Measure nDCG@10 and recall.

    Args:
        folder: where the data is; when it is not, the figures are left out and `skipped` says how to get it.
        sample: how many of the queries, drawn with a fixed seed, for a first look: of 1,500 the standard error is 0.8
            points. None for all 7,569.
        home: where the knowledge base is or will be; a temporary folder by default.
        settings: what to try in place of the assistant's own settings.
    """
    if not (folder / "corpus.jsonl").is_file():
        return {"skipped": HOW_TO.format(folder=folder)}
    queries, relevant = read_queries(folder, sample)
    with tempfile.TemporaryDirectory() as temporary:
        corpus = Path(temporary) / "corpus"
        write_corpus(_lines(folder / "corpus.jsonl"), corpus)
        home = home or Path(temporary) / "home"
        run_rameau("ingest", home=home, corpus=corpus)
        shown = Settings(home=home, corpus_dir=corpus, sources=DEPTH, **settings)
        ranked, times = retrieve(shown, queries)
    figures = ranking_figures(relevant, ranked, ["nDCG@10", "R@1", "R@5", "R@10"])
    return {
        "queries": len(queries),
        "ndcg_at_10": figures["nDCG@10"],
        **{f"recall_at_{k}": figures[f"R@{k}"] for k in (1, 5, 10)},
        "retrieval_p50_ms": percentile(times, 50),
        "retrieval_p95_ms": percentile(times, 95),
    }


def read_queries(folder: Path, sample: int | None) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Read the queries and, for each, the relevant documents' ids."""
    queries = {row["id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
    if sample is not None and sample < len(queries):
        queries = {id_: queries[id_] for id_ in sorted(random.Random(SEED).sample(sorted(queries), sample))}
    relevant: dict[str, list[str]] = {id_: [] for id_ in queries}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, score = line.split("\t")
        if query in relevant and float(score) > 0:
            relevant[query].append(document)
    return queries, relevant


def write_corpus(rows: Iterable[dict[str, Any]], corpus: Path) -> None:
    """Write each passage of PIAF as a Markdown document named by its id."""
    corpus.mkdir(parents=True)
    for row in rows:
        head = yaml.safe_dump({"title": row["title"]}, allow_unicode=True)
        (corpus / f"{row['id']}.md").write_text(f"---\n{head}---\n\n{row['text']}\n", encoding="utf-8")


def retrieve(settings: Settings, queries: dict[str, str]) -> tuple[dict[str, list[str]], list[float]]:
    """Ask each query; give the documents of the first sources, each once, and the milliseconds taken."""
    retriever = build_assistant(settings).retriever
    retriever.warm()
    ranked, times = {}, []
    for id_, text in track(queries.items(), "PIAF", transient=True):
        started = time.perf_counter()
        found = retriever.retrieve(Question(text))
        times.append(1000 * (time.perf_counter() - started))
        ranked[id_] = list(dict.fromkeys(passage.document_id for passage in found.passages))[:DEPTH]
    return ranked, times


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--sample", type=int, help="how many queries, drawn with a fixed seed; all 7,569 by default")
    parser.add_argument("--home", type=Path, help="keep the knowledge base there, to measure again without ingesting")
    given = parser.parse_args()
    Console().print(run(given.folder, given.sample, given.home))


if __name__ == "__main__":
    main()
