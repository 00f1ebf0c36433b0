"""`ingest`, with engines that are loaded once for all tests rather than two seconds each time."""

import atexit
from functools import cache
from pathlib import Path
from typing import Any

from ingest import pipeline
from ingest.engines import EngineProcess
from ingest.report import IngestReport
from ingest.workshop import IdentifiedEmbedder


@cache
def _engines() -> EngineProcess:
    process = EngineProcess()
    atexit.register(process.close)
    return process


def ingest(corpus: Path, home: Path, embedder: IdentifiedEmbedder, **options: Any) -> IngestReport:
    """Ingest as the program does; its jobs run in copies of one warm process, as the worker's do."""
    return pipeline.ingest(corpus, home, embedder, engines=_engines(), **options)
