"""What the home folder relies on: locks that die with their process, replacement in one step, private copies."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from assistant.errors import BusyError

_LOCK: Final = "build.lock"
_serial: Final = count()


@contextmanager
def build_lock(home: Path) -> Iterator[None]:
    """Admit one builder of a home folder at a time; the lock ends with the process, however it ends.

    Raises:
        BusyError: when another process, or thread, holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip() or "unknown process"
            message = f"The knowledge base in {home} is being built ({holder}). Wait until that ends, then try again."
            raise BusyError(message) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def replace_file(path: Path, text: str) -> None:
    """Give a file new contents in one step, on the disk when this returns; readers see the old or the new whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Bring a file, or the names of a folder, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Bring a folder with everything in it onto the disk."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


def link_or_copy(source: str, target: str) -> None:
    """Give a file that is never rewritten a second name, or a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@dataclass(frozen=True, slots=True)
class PrivateFolder:
    """A folder that one process works in; whoever finds it after that process died removes it."""

    path: Path
    _lock: int

    @classmethod
    def make(cls, parent: Path, name: str) -> "PrivateFolder":
        """Make a folder under a path that this process never used before, and remove those of dead processes."""
        parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(parent)
        path = parent / f"{name}-{os.getpid()}-{next(_serial)}"
        # A process of the same number may have died here: take its place.
        lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        return cls(path, lock)

    def remove(self) -> None:
        """Remove the folder and give up the lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.with_suffix(".lock").unlink(missing_ok=True)
        with suppress(OSError):  # closed already
            os.close(self._lock)


def _remove_abandoned(parent: Path) -> None:
    for lock in parent.glob("*.lock"):
        try:
            descriptor = os.open(lock, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
