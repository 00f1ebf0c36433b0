import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from assistant.api import problems
from assistant.api.pages import pages_router
from assistant.api.pictures import Pictures
from assistant.catalogue import Catalogue
from assistant.documents import Document
from assistant.drawing import Limits
from assistant.originals import incoming
from assistant.settings import Settings
from tests.assistant.slow_pages import POSTER, save_pdf, slow_page
from tests.assistant.test_api import problem_of

PLAIN = b"0.8 g 50 50 200 200 re f"


class Shelf:
    """A base of three PDF files."""

    def __init__(self, **originals: str) -> None:
        self.catalogue = Catalogue(
            tuple(
                Document(name, name, "rapport", "", media_type="application/pdf", original=kept, pages=1)
                for name, kept in originals.items()
            ),
            (),
        )

    @contextmanager
    def current(self) -> Iterator[SimpleNamespace]:
        """Lend the only generation."""
        yield SimpleNamespace(number=7, catalogue=self.catalogue)


def keep(home: Path, content: bytes, size: tuple[int, int] = (595, 842)) -> str:
    made = save_pdf(home / "made.pdf", content, size)
    with incoming(home, 100_000_000) as file:
        file.write(made.read_bytes())
        return file.keep()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(plain=keep(tmp_path, PLAIN), slow=keep(tmp_path, slow_page()), poster=keep(tmp_path, b"", POSTER))


@contextmanager
def serve(home: Path, shelf: Shelf, limits: Limits, patience: float = 5.0) -> Iterator[TestClient]:
    app = FastAPI()
    problems.install(app)
    settings = Settings(_env_file=None, home=home)
    app.include_router(pages_router(shelf, settings, pictures=Pictures(limits, patience)))
    with TestClient(app, raise_server_exceptions=False) as http:
        yield http


def is_drawn(http: TestClient, name: str) -> bool:
    response = http.get(f"/documents/{name}/pages/1.png")
    return response.status_code == 200 and Image.open(BytesIO(response.content)).size == (910, 1287)


def test_a_slow_page_costs_one_answer_and_the_others_are_served_meanwhile(tmp_path: Path, shelf: Shelf) -> None:
    """A file made to be endless to draw holds up neither the other files nor those who ask for it again."""
    with serve(tmp_path, shelf, Limits(seconds=3, memory_mb=4096)) as http, ThreadPoolExecutor() as readers:
        slow = readers.submit(http.get, "/documents/slow/pages/1.png")
        time.sleep(0.5)
        assert is_drawn(http, "plain")
        assert not slow.done()
        refused = slow.result()
        told = problem_of(refused, 503)
        assert told["type"].endswith(":page")
        assert "dessinée" in told["detail"]
        begun = time.monotonic()
        again = http.get("/documents/slow/pages/1.png", params={"quote": "autre"})
        problem_of(again, 503)
        assert time.monotonic() - begun < 1
        assert 0 < int(again.headers["retry-after"]) <= 61
        assert is_drawn(http, "plain")


def test_a_crash_costs_one_answer(tmp_path: Path, shelf: Shelf) -> None:
    """A page that takes more memory than there is ends its own process, not the chat."""
    with serve(tmp_path, shelf, Limits(memory_mb=128)) as http:
        problem_of(http.get("/documents/poster/pages/1.png"), 503)
        assert is_drawn(http, "plain")


def test_who_waits_too_long_for_a_turn_is_told_when_to_come_back(tmp_path: Path, shelf: Shelf) -> None:
    """Two pages are drawn at once; a third is not left waiting without a word."""
    other = Shelf(
        **{document.id: document.original for document in shelf.catalogue.documents},
        slower=keep(tmp_path, slow_page() + b"\n% another"),
    )
    with (
        serve(tmp_path, other, Limits(seconds=3, memory_mb=4096), patience=0.2) as http,
        ThreadPoolExecutor() as readers,
    ):
        slow = [readers.submit(http.get, f"/documents/{name}/pages/1.png") for name in ("slow", "slower")]
        time.sleep(0.5)
        refused = http.get("/documents/plain/pages/1.png")
        assert problem_of(refused, 503)["type"].endswith(":busy")
        assert refused.headers["retry-after"] == "2"
        assert [answer.result().status_code for answer in slow] == [503, 503]
        assert is_drawn(http, "plain")


def test_a_page_that_was_drawn_is_not_drawn_again(tmp_path: Path, shelf: Shelf) -> None:
    """Turning pages back and forth waits for nothing."""
    with serve(tmp_path, shelf, Limits()) as http:
        first = http.get("/documents/plain/pages/1.png").content
        begun = time.monotonic()
        assert all(http.get("/documents/plain/pages/1.png").content == first for _ in range(5))
        assert time.monotonic() - begun < 0.2
