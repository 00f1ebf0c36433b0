from pathlib import Path

import pytest

from assistant.errors import SettingsError
from ingest.scanning import scan


def write(path: Path, text: str = "Bonjour.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_documents_are_files_of_known_formats_in_any_folder(tmp_path: Path) -> None:
    """A document's id is its path without suffix; README, hidden and underlined names are none, nor pictures shown."""
    for name in (
        "a.md",
        "b/c.markdown",
        "b/D.MD",
        "README.md",
        "b/readme.md",
        ".x.md",
        "_y.md",
        ".git/z.md",
        "_d/z.md",
    ):
        write(tmp_path / name)
    (tmp_path / "b" / "shown.md").write_text("![Une photo](images/photo.png)", encoding="utf-8")
    for name in ("photo.png", "page.png", "programme.exe"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(16))
    (tmp_path / "note.txt").write_text("Une note.", encoding="utf-8")
    scanned = scan(tmp_path)
    assert set(scanned.found) == {"a", "b/c", "b/D", "b/shown", "page", "note"}
    assert (scanned.found["page"].media_type, scanned.found["note"].media_type) == ("image/png", "text/plain")
    assert scanned.refused == ()


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    """A file touched but not changed counts as unchanged, one letter changed does not."""
    path = write(tmp_path / "a.md")
    before = scan(tmp_path).found["a"].content_hash
    path.touch()
    assert scan(tmp_path).found["a"].content_hash == before
    write(path, "Bonsoir.")
    assert scan(tmp_path).found["a"].content_hash != before


def test_two_files_of_one_id(tmp_path: Path) -> None:
    """The second file of an id is refused by name, the first stays."""
    write(tmp_path / "a.md")
    write(tmp_path / "a.markdown")
    scanned = scan(tmp_path)
    assert scanned.found["a"].path.name == "a.md"
    assert [(refusal.document_id, refusal.code, refusal.detail) for refusal in scanned.refused] == [
        ("a", "duplicate", "a.markdown")
    ]


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    """A link can't bring in a file from elsewhere; one that stays inside is a document."""
    secret = write(tmp_path / "secret.md")
    corpus = tmp_path / "corpus"
    write(corpus / "a.md")
    (corpus / "out.md").symlink_to(secret)
    (corpus / "inside.md").symlink_to(corpus / "a.md")
    (corpus / "dangling.md").symlink_to(corpus / "nothing.md")
    scanned = scan(corpus)
    assert set(scanned.found) == {"a", "inside"}
    assert {(refusal.document_id, refusal.code) for refusal in scanned.refused} == {
        ("out", "outside"),
        ("dangling", "unreadable"),
    }


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file above five megabytes is refused without being read."""
    write(tmp_path / "a.md", "a" * 5_000_001)
    assert [refusal.code for refusal in scan(tmp_path).refused] == ["too-large"]


def test_decomposed_names_are_the_same_document(tmp_path: Path) -> None:
    """A file name written by a Mac gives the id that any other machine gives."""
    write(tmp_path / "e\u0301cole.md")
    assert set(scan(tmp_path).found) == {"école"}


@pytest.mark.parametrize("make", [False, True])
def test_a_wrong_folder_is_an_error(tmp_path: Path, make: bool) -> None:
    """A missing or empty folder never passes for a corpus whose documents were all removed."""
    corpus = tmp_path / "corpus"
    if make:
        corpus.mkdir()
        write(corpus / "README.md")
    with pytest.raises(SettingsError, match="RAMEAU_CORPUS_DIR"):
        scan(corpus)
