"""How well and how fast scanned pages are read, on pages drawn for the occasion: clean, bad and turned.

`python -m tests.benchmarks.ocr`. Where RAMEAU_SAMPLES holds a scan with its text (`scan/*.png`, `scan/*_gt.txt`), it is
measured too.
"""

import json
import os
import re
import shutil
import statistics
import time
from pathlib import Path

from PIL import Image
from rapidfuzz.distance import Levenshtein
from rich.console import Console

from assistant.documents import Section
from ingest.readers.ocr import recognise
from ingest.repair import repair
from tests.ingest.scans import PARAGRAPHS, draw_page, spoil, truth

SAMPLES = Path(os.environ.get("RAMEAU_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples") / "scan"
ROUNDS = 3
FULL = (PARAGRAPHS[0], *PARAGRAPHS[1:3] * 3, *PARAGRAPHS[3:])
"""A page of about 2,400 characters."""


def run() -> dict[str, object]:
    """Measure.

    Returns:
        Shares of characters misread by kind of page, median seconds a page at 300 dots an inch, and seconds to repair a
        page of 3,000 characters.
    """
    if shutil.which("tesseract") is None:
        return {"skipped": "tesseract is not installed"}
    page = draw_page(FULL, dpi=300)
    expected = truth(FULL)
    seconds = [_seconds(page) for _ in range(ROUNDS)]
    figures: dict[str, object] = {
        "seconds_per_page": statistics.median(seconds),
        "character_error": _error(recognise(page, 1), expected),
        "character_error_150_dpi": _error(recognise(draw_page(FULL, dpi=150), 1), expected),
        "character_error_grainy": _error(recognise(spoil(page, grain=40, blur=2, quality=40), 1), expected),
        "character_error_turned": _error(recognise(page.rotate(90, expand=True), 1), expected),
        "repair_seconds_per_page": _repair_seconds(),
    }
    for sample in sorted(SAMPLES.glob("*.png")):
        text = sample.with_name(f"{sample.stem.partition('_')[0]}_gt.txt")
        if text.is_file():
            with Image.open(sample) as picture:
                figures[f"character_error_{sample.stem}"] = _error(recognise(picture, 1), text.read_text("utf-8"))
    return figures


def _error(sections: list[Section], expected: str) -> float:
    """Give the share of characters misread; a heading counts where it first stands."""
    parts: list[str] = []
    for section in sections:
        parts += [heading for heading in section.heading_path if heading not in parts] + [section.text]
    return Levenshtein.normalized_distance(_plain(" ".join(parts)), _plain(expected))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("'", "’")).strip()


def _seconds(page: Image.Image) -> float:
    started = time.perf_counter()
    recognise(page, 1)
    return time.perf_counter() - started


def _repair_seconds() -> float:
    garbled = truth(FULL).replace("è", "e").replace("ê", "é").replace("à", "a")[:3000]
    repair(garbled)  # the word list is read once for all pages
    started = time.perf_counter()
    repair(f"{garbled} Autre page.")
    return time.perf_counter() - started


if __name__ == "__main__":
    Console().print_json(json.dumps(run()))
