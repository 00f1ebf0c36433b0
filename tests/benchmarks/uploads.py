"""Reports handed in while people ask: how soon one answers, and what eighty at once do to the chat.

`python -m tests.benchmarks.uploads`. The API and the worker are the programs that people run, on a home of their own,
with the real model; the reports are made for the occasion, each of other words.
"""

import random
import re
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate
from rich.console import Console

from assistant.editor import editor_key
from assistant.evaluation.datasets import load_questions
from assistant.evaluation.metrics import percentile
from assistant.jobs import ENDED
from assistant.settings import Settings
from tests.benchmarks.latency import CORPUS, QUESTIONS, WARM_UP, ask
from tests.benchmarks.program import run_rameau, serving, working

REPORTS = 80
PAGES = 6
LONG_PAGES = 48
WORDS_A_PAGE = 400
IDLE_SECONDS = 20
PAUSE_SECONDS = 0.5
"""Between two questions: nobody asks without a breath."""
MARK = "Zéphyrin Quatrelivres"
"""A name that no other document holds."""


def run() -> dict[str, object]:
    """Hand in one report of 48 pages, then 80 of 6, asking all the while; seconds and milliseconds."""
    questions = [question.turns[-1] for question in load_questions(QUESTIONS)]
    words = _words()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        run_rameau("ingest", home=home, corpus=CORPUS)
        key = editor_key(Settings(_env_file=None, home=home))
        headers = {"Authorization": f"Bearer {key}"}
        with (
            serving(home, CORPUS) as (address, _),
            working(home, CORPUS),
            httpx2.Client(base_url=address, timeout=600, headers=headers) as http,
        ):
            for question in questions[:WARM_UP]:
                ask(http, question)
            idle = _ask_until(http, questions, time.monotonic() + IDLE_SECONDS)
            long = write_report(Path(folder) / "long.pdf", LONG_PAGES, words, seed=0)
            answerable, first = _answerable(http, long), _job(http)
            many = [write_report(Path(folder) / f"r{n:02}.pdf", PAGES, words, seed=n + 1) for n in range(REPORTS)]
            busy, job, seconds = _ask_meanwhile(http, questions, many)
    return {
        "long_answerable_s": answerable,
        "long_job_s": _seconds(first),
        "idle_p50_ms": percentile(idle, 50),
        "idle_p95_ms": percentile(idle, 95),
        "busy_p50_ms": percentile(busy, 50),
        "busy_p95_ms": percentile(busy, 95),
        "busy_over_idle": percentile(busy, 95) / percentile(idle, 95),
        "questions_meanwhile": len(busy),
        "many_s": seconds,
        "ended": sum(job["counts"].get(state, 0) for state in ("done", "refused")),
        **{f"many_{state}": count for state, count in job["counts"].items()},
    }


def _words() -> list[str]:
    text = " ".join(path.read_text("utf-8") for path in sorted((CORPUS / "publications").glob("*.md")))
    return [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]


def write_report(path: Path, pages: int, words: Sequence[str], seed: int) -> Path:
    """Write a PDF of so many pages; its words follow from the seed, and one page names somebody."""
    chance, styles = random.Random(seed), getSampleStyleSheet()
    parts: list[Any] = []
    for page in range(pages):
        sentences = [_sentence(chance, words) for _ in range(WORDS_A_PAGE // 15)]
        if page == pages // 2:
            sentences.insert(3, f"La présidence du comité numéro {seed} est confiée à {MARK} {seed} depuis 2019.")
        parts += [Paragraph(f"Étape {page + 1}", styles["Heading1"])]
        parts += [Paragraph(" ".join(sentences[n : n + 6]), styles["BodyText"]) for n in range(0, len(sentences), 6)]
        parts += [PageBreak()]
    SimpleDocTemplate(str(path), pagesize=A4, title=f"Rapport {seed}").build(parts)
    return path


def _sentence(chance: random.Random, words: Sequence[str]) -> str:
    return " ".join(chance.choice(words) for _ in range(15)).capitalize() + "."


def _hand_in(http: httpx2.Client, paths: Sequence[Path]) -> str:
    files = [("files", (path.name, path.read_bytes(), "application/pdf")) for path in paths]
    response = http.post("/uploads", files=files)
    response.raise_for_status()
    return str(response.json()["id"])


def _answerable(http: httpx2.Client, path: Path) -> float:
    """Hand a report in and ask about it until it is cited; give the seconds from the click."""
    began = time.monotonic()
    _hand_in(http, [path])
    while time.monotonic() - began < 300:
        body = {"question": f"À qui est confiée la présidence du comité ? {MARK} 0"}
        answer = http.post("/answers", json=body, headers={"Accept": "application/json"}).json()
        if any(MARK in citation["quote"] for citation in answer["citations"]):
            return time.monotonic() - began
        time.sleep(0.2)
    raise RuntimeError(f"The report was not cited within 300 s; its job: {_job(http)}.")


def _job(http: httpx2.Client) -> dict[str, Any]:
    newest: dict[str, Any] = http.get("/jobs", params={"limit": 1}).json()["items"][0]
    return newest


def _seconds(job: dict[str, Any]) -> float:
    from datetime import datetime

    return (datetime.fromisoformat(job["finished"]) - datetime.fromisoformat(job["created"])).total_seconds()


def _ask_until(http: httpx2.Client, questions: Sequence[str], end: float) -> list[float]:
    timed: list[float] = []
    while time.monotonic() < end:
        timed.append(ask(http, questions[len(timed) % len(questions)])[1])
        time.sleep(PAUSE_SECONDS)
    return timed


def _ask_meanwhile(
    http: httpx2.Client, questions: Sequence[str], paths: Sequence[Path]
) -> tuple[list[float], dict[str, Any], float]:
    """Ask from the moment of the drop until its job has ended."""
    timed: list[float] = []
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            timed.append(ask(http, questions[len(timed) % len(questions)])[1])
            time.sleep(PAUSE_SECONDS)

    asking = threading.Thread(target=go_on)
    began = time.monotonic()
    asking.start()
    try:
        job_id = _hand_in(http, paths)
        while (job := http.get(f"/jobs/{job_id}").json())["state"] not in ENDED:
            time.sleep(0.5)
    finally:
        over.set()
        asking.join()
    return timed, job, time.monotonic() - began


if __name__ == "__main__":
    Console().print(run())
