"""What a worker works with, kept warm from one job to the next."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from assistant.settings import Settings
from assistant.state.database import Database
from assistant.state.holdings import HoldingStore
from assistant.state.jobs import JobStore
from assistant.state.questions import QuestionStore
from assistant.state.sources import SourceStore
from ingest.engines import EngineProcess
from ingest.originals import Originals
from ingest.sandbox import Limits, limits_of
from ingest.workshop import IdentifiedEmbedder

BuildEmbedder = Callable[[], IdentifiedEmbedder]


@dataclass(frozen=True, slots=True)
class Workplace:
    """Settings, records, files and tools.

    Args:
        settings: name the home folder and the limits.
        database: of jobs, holdings, sources and questions.
        tools: the embedder and the process of the engines.
    """

    settings: Settings
    jobs: JobStore
    holdings: HoldingStore
    sources: SourceStore
    questions: QuestionStore
    originals: Originals
    tools: "Tools"

    @classmethod
    def over(cls, settings: Settings, database: Database, build_embedder: BuildEmbedder) -> "Workplace":
        """Work on the records of a database and the files of a home folder."""
        return cls(
            settings,
            JobStore(database),
            HoldingStore(database),
            SourceStore(database),
            QuestionStore(database),
            Originals(settings.home, settings.upload_max_bytes),
            Tools(build_embedder),
        )

    @property
    def limits(self) -> Limits:
        """Give what reading one file may take."""
        return limits_of(self.settings)


class Tools:
    """The embedder and the process of the engines: each takes seconds to be ready, so they get ready during reading.

    Args:
        build_embedder: builds the one that the settings name.
    """

    def __init__(self, build_embedder: BuildEmbedder) -> None:
        self._build = build_embedder
        self._embedder: IdentifiedEmbedder | None = None
        self._engines: EngineProcess | None = None
        self._building = threading.Lock()
        self._warming: threading.Thread | None = None

    @property
    def embedder(self) -> IdentifiedEmbedder:
        """The embedder.

        Raises:
            ModelError: it can't be loaded.
        """
        with self._building:
            if self._embedder is None:
                self._embedder = self._build()
            return self._embedder

    @property
    def engines(self) -> EngineProcess:
        """The process of the engines, started if it isn't there."""
        if self._engines is None:
            self._engines = EngineProcess()
        return self._engines

    def prepare(self) -> None:
        """Begin to get ready for a job, and return at once."""
        _ = self.engines
        self.warm()

    def warm(self) -> None:
        """Begin to load the embedder, and return at once."""
        self._warming = threading.Thread(target=self._load, name="embedder", daemon=True)
        self._warming.start()

    def settle(self) -> None:
        """Wait until the embedder is loaded: native code still at it when the program ends would abort it."""
        if self._warming is not None:
            self._warming.join()

    def _load(self) -> None:
        with suppress(Exception):  # whoever needs it is told
            self.embedder.embed_query("x")

    def stop_engines(self) -> None:
        """End the process of the engines, whatever it is doing; the next job gets another one."""
        if self._engines is not None:
            self._engines.close()
            self._engines = None
