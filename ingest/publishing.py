"""Drafts of generations, their publication in one step, and the removal of what is too old."""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from assistant.chroma import forget_collections
from assistant.disk import build_lock, replace_file, sync, sync_tree
from assistant.errors import KnowledgeBaseError, NothingReadyError
from assistant.manifest import (
    READY,
    Manifest,
    checksums,
    current_number,
    generation_folder,
    generations_folder,
    pointer_file,
    published_numbers,
    ready_folder,
)

_HIDDEN: Final = "."
"""What begins the name of a folder that is not, or no longer, a generation."""
_COLLECTIONS: Final = "collections"
"""The file that names a draft's collections on a server, so that they can be removed after a kill."""
_BYTES_AN_ENTRY: Final = 12_000
"""Disk that an entry takes at most while its generation is built, verified and read."""


def new_draft(home: Path, chroma_url: str) -> tuple[int, Path, str]:
    """Make the folder of a generation to be, after removing those that were never finished.

    Returns:
        Its number, its folder, and what the names of its collections on the server begin with.
    """
    folder = generations_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    for unfinished in folder.glob(_HIDDEN + "*"):
        _remove(unfinished, chroma_url)
    number = max([current_number(home), *published_numbers(home)]) + 1
    # Chroma remembers the folders it has opened: a path is never used twice.
    draft = folder / f"{_HIDDEN}{number:06}-{secrets.token_hex(4)}"
    draft.mkdir()
    collections = f"rameau{draft.name.replace(_HIDDEN, '-')}-" if chroma_url else ""
    (draft / _COLLECTIONS).write_text(collections, "ascii")
    sync(draft / _COLLECTIONS)
    return number, draft, collections


def check_space(home: Path, entries: int) -> None:
    """Refuse to begin what the disk can't hold.

    Raises:
        KnowledgeBaseError: when too little is free.
    """
    free, needed = shutil.disk_usage(home).free, entries * _BYTES_AN_ENTRY
    if free < needed:
        message = (
            f"{home} has {free / 1e6:,.0f} MB free; a generation of {entries:,} entries may need {needed / 1e6:,.0f}. "
            "Make room, or set RAMEAU_HOME to another disk."
        )
        raise KnowledgeBaseError(message)


def publish(home: Path, draft: Path, manifest: Manifest, keep: int, chroma_url: str) -> Manifest:
    """Make a finished draft the current generation, and remove those that are too old.

    A kill at any moment leaves the former generation or this one, whole.
    """
    manifest = _seal(draft, manifest)
    _point_to(home, draft, manifest.number)
    _prune(home, keep, chroma_url)
    return manifest


def set_ready(home: Path, draft: Path, manifest: Manifest, chroma_url: str) -> Manifest:
    """Keep a finished draft beside the current generation, in place of any other, until it is published or dropped."""
    manifest = _seal(draft, manifest)
    _drop_ready(home, chroma_url)
    draft.rename(draft.with_name(f"{READY}{manifest.number:06}-{secrets.token_hex(4)}"))
    sync(draft.parent)
    return manifest


def ready_manifest(home: Path) -> Manifest | None:
    """Give the description of the generation that waits to be published, if there is one."""
    folder = ready_folder(home)
    return Manifest.load(folder) if folder else None


def publish_ready(home: Path, keep: int = 3, chroma_url: str = "") -> Manifest:
    """Make the generation that waits the current one.

    Raises:
        NothingReadyError: there is none, or another generation was published since it was built.
        BusyError: when a builder is at work.
    """
    with build_lock(home):
        folder = ready_folder(home)
        if folder is None:
            raise NothingReadyError("No generation waits to be published. Build one: rameau ingest --preview.")
        manifest = Manifest.load(folder)
        current = current_number(home)
        if manifest.base != current:
            message = (
                f"The generation that waits was built after number {manifest.base}, the current one is {current}. "
                "Build it again, so that nothing published since is lost."
            )
            raise NothingReadyError(message)
        _point_to(home, folder, manifest.number)
        _prune(home, keep, chroma_url)
    return manifest


def drop_ready(home: Path, chroma_url: str = "") -> None:
    """Remove the generation that waits, if there is one.

    Raises:
        BusyError: when a builder is at work.
    """
    with build_lock(home):
        _drop_ready(home, chroma_url)


def _drop_ready(home: Path, chroma_url: str) -> None:
    while folder := ready_folder(home):
        _discard(folder, Manifest.load(folder).collections, chroma_url)


def _seal(draft: Path, manifest: Manifest) -> Manifest:
    """Bring a draft to the disk as what it will be from now on."""
    (draft / _COLLECTIONS).unlink()
    manifest = replace(manifest, checksums=checksums(draft))
    manifest.save(draft)
    sync_tree(draft)
    return manifest


def _point_to(home: Path, folder: Path, number: int) -> None:
    final = generation_folder(home, number)
    folder.rename(final)
    sync(final.parent)
    replace_file(pointer_file(home), f"{number}\n")


def _prune(home: Path, keep: int, chroma_url: str) -> None:
    """Keep the current generation, those it was built from, then the newest of the others."""
    published = published_numbers(home)
    lineage = _lineage(home, published)
    for number in [*lineage, *(number for number in reversed(published) if number not in lineage)][keep:]:
        old = generation_folder(home, number)
        _discard(old, Manifest.load(old).collections, chroma_url)


def _lineage(home: Path, published: Sequence[int]) -> list[int]:
    number, found = current_number(home), list[int]()
    while number in published and number not in found:
        found.append(number)
        number = Manifest.load(generation_folder(home, number)).base
    return found


def _discard(folder: Path, collections: str, chroma_url: str) -> None:
    # Renamed first: a kill while it is being removed must not leave a part of it under its name.
    gone = folder.with_name(f"{_HIDDEN}{folder.name}-removed")
    folder.rename(gone)
    (gone / _COLLECTIONS).write_text(collections, "ascii")
    _remove(gone, chroma_url)


def _remove(folder: Path, chroma_url: str) -> None:
    names = folder / _COLLECTIONS
    collections = names.read_text("ascii") if names.is_file() else ""
    if collections and chroma_url:
        forget_collections(chroma_url, collections)
    # A process that outlived a killed builder by a moment may still write there: what stays goes the next time.
    shutil.rmtree(folder, ignore_errors=True)
