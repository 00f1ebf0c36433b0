import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI

from ui.testing import create_app


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of this machine; give its address."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def api() -> FastAPI:
    return create_app()


@pytest.fixture
def address(api: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The API's double, served; the page finds it there."""
    with served(api) as url:
        monkeypatch.setenv("RAMEAU_API_URL", url)
        yield url
