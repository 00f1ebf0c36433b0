import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.disk import PrivateFolder, build_lock, link_or_copy, replace_file
from assistant.errors import BusyError


def test_one_builder_at_a_time(tmp_path: Path) -> None:
    """A second builder is told who is at work, and may start once the first has ended."""
    with build_lock(tmp_path), pytest.raises(BusyError, match=str(os.getpid())), build_lock(tmp_path):
        pass
    with build_lock(tmp_path):
        pass


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    """A builder that was killed keeps nobody out."""
    script = (
        f"import time; from pathlib import Path; from assistant.disk import build_lock\n"
        f"with build_lock(Path({str(tmp_path)!r})): print('locked', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "locked\n"
        with pytest.raises(BusyError), build_lock(tmp_path):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    with build_lock(tmp_path):
        pass


def test_replacing_a_file_leaves_nothing_else(tmp_path: Path) -> None:
    """A file is replaced whole, without a draft beside it."""
    replace_file(tmp_path / "CURRENT", "1\n")
    replace_file(tmp_path / "CURRENT", "2\n")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["2\n"]


def test_a_link_is_a_second_name(tmp_path: Path) -> None:
    """What is linked takes no room, and outlives its first name."""
    (tmp_path / "a").write_text("x")
    link_or_copy(str(tmp_path / "a"), str(tmp_path / "b"))
    assert (tmp_path / "a").stat().st_ino == (tmp_path / "b").stat().st_ino
    (tmp_path / "a").unlink()
    assert (tmp_path / "b").read_text() == "x"


def test_folders_of_dead_processes_are_removed(tmp_path: Path) -> None:
    """A process killed while it worked leaves nothing behind for ever; one that lives is left alone."""
    script = (
        f"import time; from pathlib import Path; from assistant.disk import PrivateFolder\n"
        f"print(PrivateFolder.make(Path({str(tmp_path)!r}), 'x').path, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        theirs = Path(process.stdout.readline().strip())
        ours = PrivateFolder.make(tmp_path, "x")
        assert theirs.is_dir()
        process.kill()
        process.wait()
    third = PrivateFolder.make(tmp_path, "x")
    assert not theirs.exists()
    assert ours.path.is_dir()
    assert third.path != ours.path
    ours.remove()
    third.remove()
    assert list(tmp_path.iterdir()) == []
