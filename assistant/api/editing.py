"""What editors do over HTTP: the records they work on, and who may."""

from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import Depends, Security
from fastapi.params import Depends as Dependency
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant import prompts
from assistant.api.problems import ProblemError
from assistant.editor import is_editor_key
from assistant.manifest import Manifest
from assistant.state.database import Database
from assistant.state.holdings import HoldingStore
from assistant.state.jobs import JobStore
from assistant.state.questions import QuestionStore
from assistant.state.sources import SourceStore

_BEARER = HTTPBearer(auto_error=False, description="La clé d'éditeur.")


class Publisher(Protocol):
    """Decides which generation is the current one."""

    def publish(self) -> Manifest:
        """Publish the generation that waits, with what its jobs changed.

        Raises:
            NothingReadyError: none waits, or another one was published since.
            BusyError: a generation is being built.
        """
        ...

    def drop(self) -> None:
        """Drop the generation that waits; its jobs are cancelled.

        Raises:
            NothingReadyError: none waits.
            BusyError: a generation is being built.
        """
        ...

    def go_to(self, number: int) -> Manifest:
        """Make a generation that is kept the current one, with the holdings that it had.

        Raises:
            NoEarlierError: it is not kept.
            BusyError: a generation is being built.
        """
        ...


@dataclass(frozen=True, slots=True)
class Editing:
    """What the routes of editors work on."""

    jobs: JobStore
    holdings: HoldingStore
    sources: SourceStore
    questions: QuestionStore
    publisher: Publisher
    key: str

    @classmethod
    def over(cls, database: Database, publisher: Publisher, key: str) -> "Editing":
        """Work on the records of a database."""
        stores = JobStore(database), HoldingStore(database), SourceStore(database), QuestionStore(database)
        return cls(*stores, publisher, key)


def editors_only(key: str) -> Dependency:
    """Turn away whoever does not give the key, before anything of the body is read."""

    def check(given: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]) -> None:
        # Headers are bytes, which were read as Latin-1; a key is sent as UTF-8.
        if given is None or not is_editor_key(given.credentials.encode("latin-1").decode("utf-8", "replace"), key):
            # A body may follow that nobody reads: it would be taken for the next request of a kept connection.
            headers = {"WWW-Authenticate": "Bearer", "Connection": "close"}
            raise ProblemError(401, "unauthorized", prompts.KEY_WRONG, headers)

    dependency: Dependency = Depends(check)
    return dependency
