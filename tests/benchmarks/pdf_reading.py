"""How PDF files are read: words, order, headings, tables, time and memory.

`python -m tests.benchmarks.pdf_reading`. What is measured on real files needs those that `pdf_samples.json` names, in
the folder `pdf` of RAMEAU_SAMPLES; their headings and the order of their words were written down by a person who looked
at the pages. The rest is measured on files that are made for the occasion.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from rich.console import Console

from assistant.documents import Document
from assistant.language import fold
from assistant.pdfium import open_pdf
from ingest.cleaning import clean, dehyphenate
from ingest.readers.original import Original
from ingest.readers.pdf import read_pdf
from tests.ingest.pdf_files import TABLES, cells_of, write_report, write_table

SAMPLES = Path(os.environ.get("RAMEAU_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples") / "pdf"
TRUTH = Path(__file__).with_name("pdf_samples.json")
MANY_PAGES = 1980
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEADER = re.compile(r"(?:\. ?){4,}")
PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from ingest.readers.original import Original
from ingest.readers.pdf import read_pdf
from assistant.language import detect_language
detect_language("the language model loads once for all documents")
began, cpu = time.perf_counter(), time.process_time()
document = read_pdf(Original(Path(sys.argv[1]), "bench", "bench.pdf", "application/pdf"), lambda done, count: None)[0]
seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
recognised = any(section.recognition for section in document.sections)
print(json.dumps({"seconds": seconds, "cpu": cpu, "pages": document.pages, "rss_mb": rss, "recognised": recognised}))
"""


def run() -> dict[str, object]:
    """Measure; shares between 0 and 1, milliseconds a page, megabytes."""
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        report, many = Path(folder) / "report.pdf", Path(folder) / "many.pdf"
        write_report(report, pages=33)
        figures["table_cells"] = _table_cells(Path(folder))
        figures |= {f"made_{name}": value for name, value in _measured(report).items()}
        real = SAMPLES / "guide-qualite.pdf"
        _repeat(real if real.is_file() else report, many)
        figures |= {f"many_{name}": value for name, value in _measured(many).items()}
    truth = json.loads(TRUTH.read_text("utf-8"))
    if not all((SAMPLES / name).is_file() for name in truth):
        return {**figures, "skipped": f"{SAMPLES} has not the files that {TRUTH.name} names."}
    return figures | _on_samples(truth)


def _on_samples(truth: dict[str, dict[str, Any]]) -> dict[str, object]:
    figures: dict[str, object] = {}
    recalls: list[float] = []
    seconds = pages = 0.0
    found = known = right = pairs = ordered = 0
    for name, expected in truth.items():
        document = read(SAMPLES / name)
        recalls.append(_recall(SAMPLES / name, document))
        measured = _measured(SAMPLES / name)
        if not measured["recognised"]:  # pages that are pictures take the time of another engine
            seconds, pages = seconds + measured["ms_per_page"] * measured["pages"], pages + measured["pages"]
        hits, given, wanted = _headings(document, expected["headings"])
        if wanted:
            found, known, right = found + given, known + wanted, right + hits
            figures[f"headings_{Path(name).stem}"] = f"{hits} of {wanted} found, {given} given"
        good, count = _order(document, expected.get("order", {}))
        ordered, pairs = ordered + good, pairs + count
        figures[f"words_{Path(name).stem}"] = recalls[-1]
    return figures | {
        "word_recall_min": min(recalls),
        "ms_per_page": seconds / pages,
        "heading_recall": right / known,
        "heading_precision": right / found,
        "order": ordered / pairs,
    }


def read(path: Path) -> Document:
    """Read a file."""
    return read_pdf(Original(path, "bench", path.name, "application/pdf"), lambda done, count: None)[0]


def _measured(path: Path) -> dict[str, float]:
    """Read a file in a process of its own; the language model that all documents share is loaded before.

    Milliseconds are those of the processor, as the machine may be shared; by the clock they are given too.
    """
    printed = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    row = json.loads(printed)
    by_clock, by_processor = (1000 * row.pop(name) / row["pages"] for name in ("seconds", "cpu"))
    return {"ms_per_page": by_processor, "clock_ms_per_page": by_clock, **row}


def _repeat(source: Path, target: Path) -> None:
    with pikepdf.open(source) as one, pikepdf.new() as many:
        while len(many.pages) < MANY_PAGES:
            many.add_pages_from(one)
        many.save(target)


def _words(text: str) -> Counter[str]:
    return Counter(word.lower() for word in _WORD.findall(text.replace("\u2011", "-")))


def _recall(path: Path, document: Document) -> float:
    """Give the share of PDFium’s own words that was read, without running heads, contents and page numbers."""
    with open_pdf(path) as pdf:
        pages = [list(_lines(pdf.read(number).runs)) for number in range(1, pdf.page_count + 1)]
    often = Counter(re.sub(r"\d+", "#", line) for lines in pages for line in set(lines))
    kept = [
        line
        for lines in pages
        for line in lines
        if not (len(pages) > 3 and often[re.sub(r"\d+", "#", line)] >= 3) and not _LEADER.search(line)
    ]
    wanted = _words(dehyphenate(clean("\n".join(kept).replace("\u2011", "-"))))
    given = _words("\n".join((document.title, *_heading_texts(document), *(s.text for s in document.sections))))
    return sum(min(count, given[word]) for word, count in wanted.items()) / wanted.total()


def _lines(runs: Iterable[Any]) -> Iterator[str]:
    """Give the lines as they were drawn: PDFium's own text, in its own order."""
    line, baseline = "", None
    for run in runs:
        if line and (run.broken or baseline is None or abs(run.baseline - baseline) > 3):
            yield line.strip().replace("\u00ad", "-")
            line = ""
        line, baseline = line + run.text, run.baseline
    yield line.strip().replace("\u00ad", "-")


def _heading_texts(document: Document) -> list[str]:
    paths = [s.heading_path[:depth] for s in document.sections for depth in range(1, len(s.heading_path) + 1)]
    return [path[-1] for path, _ in Counter(paths).items()]


def _headings(document: Document, expected: list[list[Any]]) -> tuple[int, int, int]:
    """Count the headings found, given and wanted; a heading with nothing under it is among the texts."""
    given = Counter(map(_key, _heading_texts(document)))
    alone = Counter(_key(s.text) for s in document.sections if "\n" not in s.text)
    wanted = Counter(_key(text) for _, text in expected)
    hits = sum(min(count, given[key] + alone[key]) for key, count in wanted.items())
    return hits, given.total() + sum(min(count, wanted[key]) for key, count in alone.items()), wanted.total()


def _key(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def _order(document: Document, expected: dict[str, list[str]]) -> tuple[int, int]:
    """Count the pairs of neighbouring words in the right order, and all pairs."""
    good = count = 0
    for page, anchors in expected.items():
        texts = []
        for section in document.sections:
            if section.page == int(page):
                texts += [*section.heading_path, section.text]
        whole = _key(" ".join([document.title if page == "1" else "", *dict.fromkeys(texts)]))
        at = 0
        for before, after in pairwise(anchors):
            at = max(at, whole.find(_key(before), at))
            good += whole.find(_key(after), at) > at - 1 >= -1 and _key(after) in whole[at:]
            count += 1
    return good, count


def _table_cells(folder: Path) -> float:
    """Give the share of the cells of ruled tables, made for the occasion, that are read as they were written."""
    good = count = 0
    for name in TABLES:
        path = folder / f"{name}.pdf"
        wanted = write_table(path, name)
        given = [cells_of(line) for s in read(path).sections for line in s.text.splitlines() if line.startswith("|")]
        good += sum(a == b for row, other in zip(wanted, given, strict=False) for a, b in zip(row, other, strict=False))
        count += sum(map(len, wanted))
    return good / count


if __name__ == "__main__":
    Console().print(run())
