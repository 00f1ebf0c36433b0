"""The documents of a folder on this machine."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingest.discovering.listing import Candidate, Listing
from ingest.fetch_errors import broken_listing
from ingest.identities import file_id_of
from ingest.sources import Source


def read_folder(source: Source) -> Listing:
    """List the files of a folder, or the one file that a source is.

    Files and folders whose names begin with `.`, `_` or `~` are passed over, as are links that lead elsewhere.

    Raises:
        FetchError: there is nothing: a share that isn't mounted must not empty the base.
    """
    top = source.path
    files = [top] if source.kind == "file" else sorted(_files(top))
    candidates = tuple(_candidate(source, path) for path in files if path.is_file() and _wanted(source, path))
    if not candidates:
        raise broken_listing(str(top), "there is no file" if top.exists() else "it doesn't exist")
    kept = candidates[: source.max_pages]
    notes = (f"More than {source.max_pages} files: the others are left out.",) if len(kept) < len(candidates) else ()
    return Listing(kept, complete=not notes, notes=notes)


def _files(top: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name[0] not in "._~"]
        yield from (
            Path(folder, name) for name in names if name[0] not in "._~" and not Path(folder, name).is_symlink()
        )


def _relative(source: Source, path: Path) -> Path:
    return path.relative_to(source.path) if source.kind == "folder" else Path(path.name)


def _wanted(source: Source, path: Path) -> bool:
    return source.wants_target(f"/{_relative(source, path).as_posix()}")


def _candidate(source: Source, path: Path) -> Candidate:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return Candidate(file_id_of(source.name, _relative(source, path)), "", path.name, changed, path)
