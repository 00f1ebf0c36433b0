"""Questions proposed for documents that jobs brought, by a language model, while the worker has nothing else to do."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Final, Protocol, runtime_checkable

from assistant.catalogue import Catalogue
from assistant.documents import Document
from assistant.errors import AssistantError, ModelError
from assistant.factory import build_chat_model
from assistant.manifest import Manifest, current_number, generation_folder
from assistant.proposing import GivenUpError, propose_questions
from assistant.protocols import ChatModel
from assistant.settings import Settings
from ingest.jobs.workplace import Workplace

_LOG: Final = logging.getLogger(__name__)
_REST_SECONDS: Final = 120.0
"""After a failure of the model, before it is asked again."""
_TRIES: Final = 3
"""After which a document is passed over: what the model can't take of it, it won't take later."""
_LOOK_SECONDS: Final = 1.0
"""Between two looks at whether a job waits, while the model writes."""

BuildModel = Callable[[Settings], ChatModel | None]


@runtime_checkable
class _Closable(Protocol):
    def close(self) -> None:
        """Let go of connections and memory."""
        ...


class Proposer:
    """Asks a model about one document at a time, newest first; a job that comes in the middle goes first.

    Args:
        place: the records, and the folder of generations.
        build_model: builds the model that the settings name, or nothing.
    """

    def __init__(self, place: Workplace, build_model: BuildModel = build_chat_model) -> None:
        self._place = place
        self._build = build_model
        self._model: ChatModel | None = None
        self._resting = 0.0
        self._failed: Counter[tuple[str, int]] = Counter()
        self._loaded: tuple[Manifest, Catalogue] | None = None

    def step(self, stopping: Callable[[], bool]) -> bool:
        """Ask about the next document, if there is one and a model is named.

        Args:
            stopping: tells whether the worker stops.

        Returns:
            False when there was nothing to do, or the model rests after a failure.
        """
        if not self._place.settings.llm or time.monotonic() < self._resting:
            return False
        found = self._place.questions.next_unasked()
        if found is None:
            self.close()
            return False
        job_id, number, document_id = found
        try:
            self._tell(job_id, number, self._propose(document_id, stopping))
        except GivenUpError:
            return False
        except Exception as error:
            self._rest(job_id, number, error)
        return True

    def close(self) -> None:
        """Let go of the model and of what was read; the next document brings them back."""
        model: object = self._model
        if isinstance(model, _Closable):
            model.close()
        self._model, self._loaded = None, None

    def _propose(self, document_id: str, stopping: Callable[[], bool]) -> int:
        manifest, catalogue = self._current()
        if document_id not in catalogue:  # a table, whose rows are the documents, or one that is gone since
            return 0
        document, version = catalogue.document(document_id), manifest.version(document_id)
        if document.questions or self._place.questions.is_asked(document_id, version):
            return 0
        texts = self._ask(document, stopping)
        return self._place.questions.propose(document_id, texts, version)

    def _ask(self, document: Document, stopping: Callable[[], bool]) -> tuple[str, ...]:
        if self._model is None:
            self._model = self._build(self._place.settings)
        if self._model is None:
            raise ModelError("No language model is named. Set RAMEAU_LLM.")
        known = [one.text for one in self._place.questions.questions(document.id) if one.state != "proposed"]
        return propose_questions(document, self._model, known, wait=self._patience(stopping))

    def _patience(self, stopping: Callable[[], bool]) -> Callable[[], bool]:
        looked = time.monotonic()

        def wait() -> bool:
            nonlocal looked
            if stopping():
                return False
            if time.monotonic() - looked < _LOOK_SECONDS:
                return True
            looked = time.monotonic()
            return self._place.jobs.next_queued() is None

        return wait

    def _current(self) -> tuple[Manifest, Catalogue]:
        home = self._place.settings.home
        number = current_number(home)
        if self._loaded is None or self._loaded[0].number != number:
            folder = generation_folder(home, number)
            self._loaded = Manifest.load(folder), Catalogue.load(folder / "catalogue")
        return self._loaded

    def _tell(self, job_id: str, number: int, proposed: int) -> None:
        self._failed.pop((job_id, number), None)
        self._place.jobs.update_document(job_id, number, proposed=proposed)

    def _rest(self, job_id: str, number: int, error: Exception) -> None:
        """Leave the model alone for a while; give the document up when it is not the first time."""
        self._resting = time.monotonic() + _REST_SECONDS
        # The message of another error may hold an address with its key.
        _LOG.warning("No question could be proposed: %s", error if isinstance(error, AssistantError) else type(error))
        self._failed[job_id, number] += 1
        if self._failed[job_id, number] >= _TRIES:
            self._tell(job_id, number, 0)
