"""How long a person waits: from question to first event and to whole answer, through the API, one user, warm.

`python -m tests.benchmarks.latency`. The knowledge base is that of RAMEAU_TEST_HOME, or is built for the occasion.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import httpx2
import psutil
from rich.console import Console

from assistant.evaluation.datasets import load_questions
from assistant.evaluation.metrics import percentile
from tests.assistant.openai_server import serving as model_serving
from tests.benchmarks.program import run_rameau, serving

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
QUESTIONS = ROOT / "tests" / "quality" / "dev.jsonl"
WARM_UP = 10
ROUNDS = 3


def run() -> dict[str, object]:
    """Ask the development questions three times over; milliseconds."""
    questions = [question.turns[-1] for question in load_questions(QUESTIONS)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("RAMEAU_TEST_HOME") or folder)
        run_rameau("ingest", home=home, corpus=CORPUS)
        with serving(home, CORPUS) as (address, process), httpx2.Client(base_url=address, timeout=30) as http:
            for question in questions[:WARM_UP]:
                ask(http, question)
            timed = [ask(http, question) for _ in range(ROUNDS) for question in questions]
            memory = psutil.Process(process).memory_info().rss
        return {**figures(timed), "rss_mb": memory / 1e6, "questions": len(timed), **with_a_model(home, questions)}


def with_a_model(home: Path, questions: Sequence[str]) -> dict[str, object]:
    """Give our own milliseconds before a language model is asked, which then answers at once.

    Questions that the model is not asked (lists, refusals) are left out.
    """
    waits = []
    with (
        model_serving() as model,
        serving(home, CORPUS, llm="openai:scripted", llm_base_url=model.url) as (address, _),
        httpx2.Client(base_url=address, timeout=30) as http,
    ):
        for place, question in enumerate([*questions[:WARM_UP], *questions]):
            asked, started = len(model.arrivals), time.perf_counter()
            ask(http, question)
            if place >= WARM_UP and len(model.arrivals) > asked:
                waits.append(1000 * (model.arrivals[asked] - started))
    return {"model_asked_p50_ms": median(waits), "model_asked_p95_ms": percentile(waits, 95), "asked": len(waits)}


def figures(timed: Sequence[tuple[float, float]]) -> dict[str, object]:
    """Give the percentiles of (first event, whole answer) times."""
    firsts, answers = [first for first, _ in timed], [answer for _, answer in timed]
    return {
        "first_event_p50_ms": median(firsts),
        "first_event_p95_ms": percentile(firsts, 95),
        "answer_p50_ms": median(answers),
        "answer_p95_ms": percentile(answers, 95),
        "answer_max_ms": max(answers),
    }


def ask(http: httpx2.Client, question: str) -> tuple[float, float]:
    """Ask once; give the milliseconds to the first event and to the end of the whole answer."""
    started = time.perf_counter()
    first = whole = 0.0
    event = ""
    headers = {"Accept": "text/event-stream"}
    with http.stream("POST", "/answers", json={"question": question}, headers=headers) as response:
        response.raise_for_status()
        for line in response.iter_lines():
            if line.startswith("event:"):
                event = line.removeprefix("event:").strip()
            elif line.startswith("data:"):
                first = first or time.perf_counter()
                whole = time.perf_counter() if event == "answer" else whole
    if not whole:
        raise RuntimeError(f"No answer came to {question!r}; the last event was {event!r}.")
    return 1000 * (first - started), 1000 * (whole - started)


if __name__ == "__main__":
    Console().print(run())
