import gzip
import io
import os
import time
import unicodedata
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from ingest.originals import Originals
from ingest.readers import READERS_VERSION
from ingest.report import DocumentRefusedError
from ingest.sandbox import Limits

LIMITS = Limits(seconds=20)
NAMES = (
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\boot.ini",
    "rapport\x00.pdf",
    "rapport\u202efdp.exe",
    "r" * 4000,
    "CON",
    ".",
    "",
    "été/…\n\r\t'\"$(id)`id`;*?<>|",
    unicodedata.normalize("NFD", "été.md"),
    "\ud800.md",
)


def untold(_done: int, _total: int) -> None:
    """Leave progress untold."""


def files(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_a_file_is_found_again_by_its_content(tmp_path: Path) -> None:
    """The file that a person handed in can be given back, byte for byte."""
    kept = Originals(tmp_path).keep(io.BytesIO(b"%PDF-1.7"))
    assert kept.content_hash == blake2b(b"%PDF-1.7", digest_size=16).hexdigest()
    assert (kept.path.read_bytes(), kept.size) == (b"%PDF-1.7", 8)
    assert Originals(tmp_path).path(kept.content_hash) == kept.path


def test_keeping_twice_keeps_once(tmp_path: Path) -> None:
    """The same file handed in by two people, as a stream or a path, takes the disk once."""
    originals = Originals(tmp_path / "home")
    (tmp_path / "a.txt").write_bytes(b"Bonjour")
    first = originals.keep(tmp_path / "a.txt")
    assert originals.keep(io.BytesIO(b"Bonjour")) == first
    assert files(tmp_path / "home") == {f"originals/{first.content_hash[:2]}/{first.content_hash}"}


def test_a_file_too_large_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    """A file without end is cut off at the limit, and nothing of it stays on the disk."""

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return bytes(size)

    source = Endless()
    with pytest.raises(DocumentRefusedError) as caught:
        Originals(tmp_path, largest=3_000_000).keep(source)
    assert caught.value.code == "too-large"
    assert source.given < 5_000_000
    assert files(tmp_path) == set()


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_from_outside_never_are_paths(tmp_path: Path, name: str) -> None:
    """A file called `../../etc/passwd` is kept, read and shown like any other, under a path that no name is part of."""
    home = tmp_path / "deep" / "home"
    originals = Originals(home)
    kept = originals.keep(io.BytesIO(b"Bonjour le monde.\n"))
    original = originals.original(kept.content_hash, f"depot/{name}", name, "text/markdown", f"https://x.org/{name}")
    assert originals.parsed(original, LIMITS, untold)[0].sections[0].text == "Bonjour le monde."
    content_hash = kept.content_hash
    original_path = f"deep/home/originals/{content_hash[:2]}/{content_hash}"
    parsed_path = f"deep/home/parsed/{content_hash[:2]}/{content_hash}-{READERS_VERSION}-"
    others = {path for path in files(tmp_path) if not path.startswith(parsed_path)}
    assert others == {original_path}


@pytest.mark.parametrize(
    "content_hash", ["../../../etc/passwd", "", "0" * 31, "0" * 33, "G" * 32, "0" * 32, "0" * 32 + "\n"]
)
def test_a_hash_that_is_none_leads_nowhere(tmp_path: Path, content_hash: str) -> None:
    """An address made up by a visitor opens no file of the server."""
    with pytest.raises(KeyError):
        Originals(tmp_path).path(content_hash)


@pytest.mark.parametrize("name", ["..", "*", "rapport.pdf"])
def test_only_kept_files_are_read_from_the_store(tmp_path: Path, name: str) -> None:
    """A pattern or a name in place of a hash neither reads nor removes what others keep."""
    originals = Originals(tmp_path)
    kept = originals.keep(io.BytesIO(b"Bonjour"))
    original = originals.original(kept.content_hash, "a", "a.md", "text/markdown")
    originals.parsed(original, LIMITS, untold)
    before = files(tmp_path)
    with pytest.raises(KeyError):
        originals.forget(name)
    with pytest.raises(KeyError):
        originals.parsed(replace(original, path=tmp_path / name), LIMITS, untold)
    assert files(tmp_path) == before


def test_a_document_knows_its_file(tmp_path: Path) -> None:
    """A document says which file and address it comes from; an address that it gives itself is its own."""
    originals = Originals(tmp_path)
    plain = originals.keep(io.BytesIO(b"Bonjour"))
    labelled = originals.keep(io.BytesIO(b"---\nurl: https://own.org/\n---\nBonjour"))
    address = "https://example.org/a"
    given = [
        originals.parsed(originals.original(kept.content_hash, "a", "a.md", "text/markdown", address), LIMITS, untold)[
            0
        ]
        for kept in (plain, labelled)
    ]
    assert [(document.original, document.url, document.media_type) for document in given] == [
        (plain.content_hash, address, ""),
        (labelled.content_hash, "https://own.org/", ""),
    ]


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    """A document is read once, however often the knowledge base is built; under another id it is the same."""
    originals = Originals(tmp_path)
    kept = originals.keep(io.BytesIO(b"# Un titre\n\nBonjour\n"))
    original = originals.original(kept.content_hash, "depot/a", "a.md", "text/markdown")
    first = originals.parsed(original, LIMITS, untold)
    # With this little time nothing can be read.
    none = replace(LIMITS, seconds=0)
    assert originals.parsed(original, none, untold) == first
    moved = originals.parsed(replace(original, document_id="guides/b"), none, untold)
    assert moved == [replace(first[0], id="guides/b")]


def test_another_name_or_address_is_read_again(tmp_path: Path) -> None:
    """A title made of the file's name is that of the name it has now."""
    originals = Originals(tmp_path)
    kept = originals.keep(io.BytesIO(b"Bonjour\n"))
    titles = [
        originals.parsed(originals.original(kept.content_hash, "a", name, "text/markdown"), LIMITS, untold)[0].title
        for name in ("Le guide.md", "Le rapport.md")
    ]
    assert titles == ["Le guide", "Le rapport"]


@pytest.mark.parametrize("harm", ["cut", "garbage", "other"])
def test_damage_to_what_was_read_is_mended(tmp_path: Path, harm: str) -> None:
    """A cache that a full disk or a power cut damaged costs a second reading, not the document."""
    originals = Originals(tmp_path)
    kept = originals.keep(io.BytesIO(b"Bonjour\n"))
    original = originals.original(kept.content_hash, "a", "a.md", "text/markdown")
    first = originals.parsed(original, LIMITS, untold)
    (path,) = (tmp_path / "parsed").rglob("*.gz")
    content = path.read_bytes()
    path.write_bytes({"cut": content[:-9], "garbage": b"\x1f\x8b" + bytes(40), "other": gzip.compress(b"[1]\n")}[harm])
    assert originals.parsed(original, LIMITS, untold) == first


def test_readings_of_older_readers_are_forgotten(tmp_path: Path) -> None:
    """After an update, documents are read by the new readers and the old readings take no room."""
    originals = Originals(tmp_path)
    kept = originals.keep(io.BytesIO(b"Bonjour\n"))
    older = tmp_path / "parsed" / kept.content_hash[:2] / f"{kept.content_hash}-0-01234567.json.gz"
    older.parent.mkdir(parents=True)
    older.write_bytes(b"")
    originals.parsed(originals.original(kept.content_hash, "a", "a.md", "text/markdown"), LIMITS, untold)
    assert len(list(older.parent.iterdir())) == 1
    assert not older.exists()


def test_a_refusal_is_tried_again(tmp_path: Path) -> None:
    """A document refused for its size is read after the limit is raised."""
    originals = Originals(tmp_path)
    kept = originals.keep(io.BytesIO(b"Bonjour\n"))
    original = originals.original(kept.content_hash, "a", "a.md", "text/markdown")
    with pytest.raises(DocumentRefusedError):
        originals.parsed(original, replace(LIMITS, output_bytes=10), untold)
    assert originals.parsed(original, LIMITS, untold)


def test_what_nothing_needs_can_go(tmp_path: Path) -> None:
    """Files that no document comes from any more are found, those that just came in are spared."""
    originals = Originals(tmp_path)
    used, old, young = (originals.keep(io.BytesIO(content)) for content in (b"a", b"b", b"c"))
    originals.parsed(originals.original(old.content_hash, "a", "a.md", "text/markdown"), LIMITS, untold)
    day_ago = time.time() - 86_400
    for kept in (used, old):
        os.utime(kept.path, (day_ago, day_ago))
    assert originals.unused({used.content_hash}) == {old.content_hash}
    assert originals.unused({used.content_hash}, older_than_seconds=0) >= {old.content_hash, young.content_hash}
    originals.forget(old.content_hash)
    originals.forget(old.content_hash)
    assert len(files(tmp_path)) == 2
    with pytest.raises(KeyError):
        originals.path(old.content_hash)


def test_a_file_kept_again_is_young_again(tmp_path: Path) -> None:
    """A file that comes back just before the old ones are cleared away stays."""
    originals = Originals(tmp_path)
    kept = originals.keep(io.BytesIO(b"a"))
    day_ago = time.time() - 86_400
    os.utime(kept.path, (day_ago, day_ago))
    originals.keep(io.BytesIO(b"a"))
    assert originals.unused(()) == frozenset()


def test_drafts_of_dead_processes_are_cleared_away(tmp_path: Path) -> None:
    """A worker killed in the middle of an upload leaves nothing for ever."""
    originals = Originals(tmp_path)
    originals.keep(io.BytesIO(b"a"))
    draft = tmp_path / "originals" / "draft-left"
    draft.write_bytes(b"half")
    originals.keep(io.BytesIO(b"b"))
    assert draft.exists()
    os.utime(draft, (0, 0))
    originals.keep(io.BytesIO(b"c"))
    assert not draft.exists()
