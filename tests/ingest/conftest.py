from collections.abc import Callable
from pathlib import Path

import pytest


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
