from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.documents import Document
from ingest.readers.original import Original, Reader
from ingest.report import DocumentRefusedError


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of three documents."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in {
        "mecenat": "# Mécénat\n\nLe mécénat de compétences réunit entreprises et associations.",
        "logement": "# Logement\n\n## Le défi\n\nLoger les jeunes.\n\n## Les résultats\n\nCent jeunes logés à Nantes.",
        "ferme": "---\ntitle: Ferme\nregions: [Bretagne]\n---\nUne ferme urbaine accueille des écoliers.",
    }.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def write(corpus: Path) -> Callable[[str, str], None]:
    """Write a document of the corpus."""

    def write(name: str, text: str) -> None:
        (corpus / name).write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Document]]:
    """Read a file that was handed in."""

    def read(reader: Reader, content: bytes, name: str, url: str = "") -> list[Document]:
        path = tmp_path / "kept"
        path.write_bytes(content)
        return reader(Original(path, "documents/x", name, "type/of-it", url), lambda done, total: None)

    return read


@pytest.fixture
def refusal(read: Callable[..., list[Document]]) -> Callable[..., DocumentRefusedError]:
    """Give the reason why a file is refused."""

    def refusal(reader: Reader, content: bytes, name: str, url: str = "") -> DocumentRefusedError:
        with pytest.raises(DocumentRefusedError) as caught:
            read(reader, content, name, url)
        return caught.value

    return refusal
