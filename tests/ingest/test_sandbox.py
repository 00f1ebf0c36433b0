import ctypes
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import psutil
import pytest

from assistant.documents import Box, Document, Link, Partner, Section
from assistant.settings import Settings
from ingest.readers.original import Original
from ingest.report import DocumentRefusedError
from ingest.sandbox import Limits, Reading, ReadingCancelledError, limits_of, read_measured, read_original

FAST: Final = Limits(seconds=20, memory_mb=512, output_bytes=1_000_000, file_bytes=1_000_000, pages=10)
Read = Callable[..., Reading]


def untold(_done: int, _total: int) -> None:
    """Leave progress untold."""


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read a file with one of the readers of `unruly_readers.py`."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
    path = tmp_path / "file"

    def read(
        reader: str,
        content: str = "Bonjour",
        limits: Limits = FAST,
        tell: Callable[[int, int], None] = untold,
        cancelled: Callable[[], bool] = lambda: False,
        name: str = "rapport.x",
    ) -> Reading:
        path.write_text(content, "utf-8")
        original = Original(path, "depot/rapport", name, "test/x")
        names = {"test/x": f"unruly_readers:{reader}"}
        return read_measured(original, limits, tell, cancelled=cancelled, readers=names)

    return read


def refusal(read: Read, reader: str, **more: object) -> DocumentRefusedError:
    with pytest.raises(DocumentRefusedError) as caught:
        read(reader, **more)
    assert caught.value.reason
    assert caught.value.remedy
    return caught.value


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Tell whether something becomes true in time."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_a_document_comes_back_with_all_that_is_in_it(read: Read) -> None:
    """Boxes, labels, links, recognition and rows arrive as the reader gave them."""
    section = Section(("Un", "Deux"), "Té\u2028xte\U0001f600", 3, (Box(3, 0.1, 0.2, 0.9, 0.25),), "ocr", "Tcxte")
    document = Document(
        "depot/rapport/0", "Cas 0", "étude de cas", "https://example.org/", year=2024, pages=4, sections=(section,),
        partners=(Partner("Solifap", "entreprise"),), links=(Link("là", "https://example.org/a", 2),),
    )  # fmt: skip
    others = [replace(document, id=f"depot/rapport/{row}", title=f"Cas {row}") for row in (1, 2)]
    assert read("rich").documents == [document, *others]


def test_a_markdown_file_is_read_by_the_reader_of_its_kind(tmp_path: Path) -> None:
    """A file that was handed in is read as the same file in the corpus folder would be."""
    path = tmp_path / "0123"
    path.write_text("Bonjour le **monde**.\n", "utf-8")
    documents = read_original(Original(path, "depot/x", "Le rapport.md", "text/markdown"), FAST, untold)
    assert [(document.id, document.title) for document in documents] == [("depot/x", "Le rapport")]
    assert documents[0].sections[0].text == "Bonjour le monde."


@pytest.mark.slow
def test_progress_comes_while_pages_are_read(read: Read) -> None:
    """Who waits for a long document sees its pages go by."""
    seen: list[tuple[int, int, float]] = []
    read("told", tell=lambda done, total: seen.append((done, total, time.monotonic())))
    assert [(done, total) for done, total, _ in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert seen[-1][2] - seen[0][2] > 0.5


@pytest.mark.parametrize(
    ("reader", "code", "detail"),
    [
        ("grow", "too-large", "memory"),
        ("grow_and_abort", "too-large", "memory"),
        ("segfault", "crashed", "SIGSEGV"),
        ("leave", "crashed", "3"),
        ("hang_up", "crashed", "silence"),
        ("lie", "crashed", "nonsense"),
        ("fail", "damaged", "RuntimeError"),
        ("blank", "empty", ""),
        ("nothing", "empty", ""),
        ("talk", "too-large", "output"),
        ("write", "too-large", "disk"),
        ("thick", "too-many-pages", "11"),
        ("thick_untold", "too-many-pages", "11"),
        ("absent", "unavailable", "no_such_module_anywhere"),
    ],
)
def test_a_bad_file_costs_one_refusal(read: Read, reader: str, code: str, detail: str) -> None:
    """Whatever a file does to its reader, the person who gave it learns what happened and what to do."""
    error = refusal(read, reader)
    assert (error.code, error.detail) == (code, detail)
    assert "secret" not in str(error)
    assert read("plain").documents[0].sections[0].text == "Bonjour"


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["loop", "sleep"])
def test_a_loop_ends_in_time(read: Read, reader: str) -> None:
    """A file that would keep its reader busy for ever is given up when its time is over."""
    started = time.monotonic()
    error = refusal(read, reader, limits=replace(FAST, seconds=1))
    assert error.code == "too-slow"
    assert time.monotonic() - started < 3


@pytest.mark.slow
def test_each_page_that_is_done_gives_a_little_more_time(read: Read) -> None:
    """A long document that goes on is not given up; one that stops in the middle is, as soon as a short one."""
    assert read("told", limits=replace(FAST, seconds=0.8, seconds_a_page=0.3)).documents
    started = time.monotonic()
    assert refusal(read, "stick", limits=replace(FAST, seconds=1, seconds_a_page=10)).code == "too-slow"
    assert time.monotonic() - started < 3


@pytest.mark.slow
def test_pages_that_are_all_slow_are_given_up(read: Read) -> None:
    """A document that always takes just less than is allowed does not occupy the worker for a day."""
    error = refusal(read, "told", limits=replace(FAST, seconds=0.6, seconds_a_page=0.01))
    assert error.code == "too-slow"


def test_a_refusal_comes_back_with_all_its_fields(read: Read) -> None:
    """The page shows the reason and the remedy in the reader's own words."""
    error = refusal(read, "refuse")
    assert (error.code, error.reason, error.remedy, error.detail) == (
        "password", "Le « fichier » est protégé.", "Enlevez le mot de passe.", "détail\x00",
    )  # fmt: skip


def test_what_a_library_prints_is_no_answer(read: Read) -> None:
    """A library that prints warnings, or a file that makes it print, does not end up among the documents."""
    assert [section.text for section in read("noisy").documents[0].sections] == ["x"]


def test_half_characters_are_no_text(read: Read) -> None:
    """A broken table of letters in a PDF does not stop the writing of the knowledge base."""
    assert read("halves").documents[0].sections[0].text == "a?b"


def test_a_file_that_is_gone_is_not_called_damaged(tmp_path: Path) -> None:
    """Who looks for the reason of a refusal is not told to export a file again that was only removed."""
    with pytest.raises(DocumentRefusedError) as caught:
        read_original(Original(tmp_path / "file", "a", "a.md", "text/markdown"), FAST, untold)
    assert caught.value.code == "unreadable"


def test_unknown_kinds_are_refused(tmp_path: Path) -> None:
    """A file without a reader is refused, not failed."""
    path = tmp_path / "file"
    path.write_text("x", "utf-8")
    with pytest.raises(DocumentRefusedError) as caught:
        read_original(Original(path, "a", "a", "application/x-foo"), FAST, untold)
    assert caught.value.code == "format"


def test_a_reader_knows_no_secret(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes over its reader finds no key, no proxy and no address in the environment."""
    for name in ("RAMEAU_LLM_API_KEY", "OPENAI_API_KEY", "DATABASE_PASSWORD", "HTTP_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "CANARY")
    told, folder = (section.text for section in read("surroundings").documents[0].sections)
    assert "CANARY" not in told
    assert f"TMPDIR={folder}" in told
    assert not Path(folder).exists()


def test_the_kernel_holds_the_bounds(read: Read) -> None:
    """Even where the worker itself hangs, memory, time and disk are bounded, and questions go before reading."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (min(4096, before[1]) if before[1] >= 0 else 4096, before[1]))
    try:
        told = [int(section.text) for section in read("bounds").documents[0].sections]
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
    assert told[:4] == [512 * 1024 * 1024, 21, 1_000_000, 0]
    assert told[4] >= os.nice(0) + 10


@pytest.mark.parametrize(("reader", "answer"), [("connect", "refused 1"), ("connect_by_program", "1")])
def test_a_reader_has_no_network(read: Read, trap: "Trap", reader: str, answer: str) -> None:
    """A file that takes over its reader, or a program that the reader starts, sends nothing anywhere."""
    assert read(reader, content=str(trap.port)).documents[0].sections[0].text == answer
    assert trap.connections() == 0


class Trap:
    """A port that counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def connections(self) -> int:
        """Count who connected since the last count."""
        count = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    """A listening port on loopback."""
    trap = Trap()
    yield trap
    trap.close()


MANY: Final = replace(FAST, pages=10_000_000)
"""For a reader that tells numbers of processes as if they were pages."""


def is_gone(process: int) -> bool:
    try:
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_nothing_that_a_reader_started_or_wrote_outlives_it(read: Read) -> None:
    """No program and no file is left behind, document after document."""
    started: list[int] = []
    reading = read("leave_a_program", name="short", limits=MANY, tell=lambda *processes: started.extend(processes))
    assert len(started) == 2
    assert within(2, lambda: all(map(is_gone, started)))
    assert not Path(reading.documents[0].sections[0].text).exists()
    assert not Path(read("leave_a_file").documents[0].sections[0].text).exists()


def test_cancelling_ends_the_reader_at_once(read: Read) -> None:
    """Who cancels a job gets the processor back, programs such as tesseract included."""
    started: list[int] = []
    asked: list[float] = []

    def cancelled() -> bool:
        if started:
            asked.append(time.monotonic())
        return bool(started)

    with pytest.raises(ReadingCancelledError):
        read("leave_a_program", name="long", limits=MANY, tell=lambda *them: started.extend(them), cancelled=cancelled)
    assert time.monotonic() - asked[0] < 0.5
    assert within(1, lambda: all(map(is_gone, started)))


def test_a_reader_dies_with_its_owner(read: Read, tmp_path: Path) -> None:
    """A worker that is killed leaves no reader, no program and no file behind."""
    told = tmp_path / "told"
    owner = os.fork()
    if not owner:
        read("leave_a_program", name="long", limits=MANY, tell=lambda *them: told.write_text(f"{them[0]} {them[1]} "))
        os._exit(0)
    assert within(10, lambda: told.exists() and told.read_text("utf-8").count(" ") == 2)
    started = [int(process) for process in told.read_text("utf-8").split()]
    folder = Path(f"/proc/{started[0]}/cwd").readlink()
    watch = [process.pid for process in psutil.Process(started[0]).children()]
    assert folder.exists()
    os.kill(owner, 9)
    os.waitpid(owner, 0)
    assert within(3, lambda: all(map(is_gone, (*started, *watch))) and not folder.exists())


def test_no_dead_process_waits_to_be_buried(read: Read) -> None:
    """In a container whose first process is the worker itself, the table of processes does not fill up."""
    become_the_first(True)
    try:
        read("plain")
        with pytest.raises(DocumentRefusedError):
            read("refuse")
        time.sleep(0.1)
        assert [child.pid for child in psutil.Process().children() if is_gone(child.pid)] == []
    finally:
        become_the_first(False)


def become_the_first(first: bool) -> None:
    """Make this process the parent of those whose parent dies, as the first process of a container is."""
    assert ctypes.CDLL(None).prctl(36, int(first), 0, 0, 0) == 0


def test_a_reader_changes_nothing_outside_its_folder(read: Read, tmp_path: Path) -> None:
    """A file that takes over its reader can neither change the knowledge base nor end the worker."""
    known = tmp_path / "CURRENT"
    known.write_text("000007", "utf-8")
    before = sorted(tmp_path.iterdir())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as worker:
        reading = read("change", content=f"{known}\n{worker.pid}")
        assert worker.poll() is None
        worker.kill()
    assert reading.documents[0].sections[0].text == "done: []"
    assert known.read_text("utf-8") == "000007"
    assert {path for path in tmp_path.iterdir() if path.name != "file"} == set(before)


def test_an_error_of_who_listens_is_not_the_files(read: Read) -> None:
    """A failure of our own records is not told as a fault of the document."""

    def broken(_done: int, _total: int) -> None:
        raise ValueError("the disk of the records is full")

    with pytest.raises(ValueError, match="the disk of the records"):
        read("told", tell=broken)


def test_what_reading_took_is_told(read: Read) -> None:
    """The benchmark can print the memory and the time of each document."""
    reading = read("plain")
    assert 0 < reading.start_seconds < reading.seconds
    assert 10 < reading.peak_mb < 200


def test_limits_are_those_of_the_settings() -> None:
    """Who raises a limit in the settings gets it."""
    limits = limits_of(Settings(parse_seconds=7, parse_memory_mb=300, parse_max_pages=12))
    assert (limits.seconds, limits.memory_mb, limits.pages) == (7, 300, 12)
