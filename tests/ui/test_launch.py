import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Timer

import pytest

from assistant.settings import Settings
from ui.child import Child, LaunchError
from ui.launch import announcement, children, reachable, require_free_ports, run_together


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def web_child(folder: Path, name: str = "api", before: str = "") -> Child:
    """A child that serves an empty folder, after some code of ours."""
    port = free_port()
    code = (
        f"{before}\nfrom http.server import HTTPServer, SimpleHTTPRequestHandler\n"
        f"HTTPServer(('127.0.0.1', {port}), SimpleHTTPRequestHandler).serve_forever()"
    )
    return Child(name, [sys.executable, "-c", code], f"http://127.0.0.1:{port}/", folder / f"{name}.log")


def test_both_are_started_announced_and_stopped(tmp_path: Path) -> None:
    """The address is printed when it works, and Ctrl-C leaves nothing behind."""
    stop, ready = Event(), Event()
    pair = (web_child(tmp_path), web_child(tmp_path, "page"))

    def announce() -> None:
        assert all(child.is_ready() for child in pair)
        ready.set()
        stop.set()

    run_together(pair, stop, announce)
    assert ready.is_set()
    assert [child.process and child.process.returncode for child in pair] == [-signal.SIGTERM] * 2


def test_a_child_that_dies_takes_the_other_along_and_says_why(tmp_path: Path) -> None:
    """A half-working assistant does not linger, and the last lines of the log are shown."""
    dying = web_child(tmp_path, "page", before="import sys; print('port brûlé'); sys.exit(7)")
    other = web_child(tmp_path)
    with pytest.raises(LaunchError, match=r"La page web.*code 7") as caught:
        run_together((other, dying), Event(), lambda: None)
    assert "port brûlé" in caught.value.detail
    assert other.process
    assert other.process.returncode is not None


def test_a_worker_that_is_killed_is_run_again(tmp_path: Path) -> None:
    """Jobs go on after the worker was killed, and the chat never notices."""
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    worker = Child("worker", command, "", tmp_path / "log", again=True, shortest=0)
    stop = Event()
    first: list[int] = []

    def kill() -> None:
        assert worker.process
        first.append(worker.process.pid)
        worker.process.kill()
        Timer(1.5, stop.set).start()

    run_together((worker,), stop, kill)
    assert worker.process
    assert worker.process.pid != first[0]


def test_a_worker_that_dies_at_once_leaves_the_rest_running(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A worker that can't start is tried again, less and less often, told once; answers go on meanwhile."""
    command = [sys.executable, "-c", "print('sans espoir'); raise SystemExit(3)"]
    log = tmp_path / "worker.log"
    hopeless = Child("worker", command, "", log, again=True, wait=0.01)
    api = web_child(tmp_path)
    stop = Event()
    Timer(4, stop.set).start()
    run_together((api, hopeless), stop, lambda: None)
    assert api.process
    assert api.process.returncode == -signal.SIGTERM
    assert log.read_text().count("sans espoir") >= 3
    assert hopeless.failures >= 3
    told = capsys.readouterr().err
    assert told.count("La file des travaux s’arrête dès son démarrage (code 3)") == 1


def test_the_wait_between_starts_doubles_up_to_a_minute(tmp_path: Path) -> None:
    """A worker that fails all night costs one start a minute, and one that ran well is run again at once."""
    worker = Child("worker", [sys.executable, "-c", ""], "", tmp_path / "log", again=True)
    worker.begun = time.monotonic()
    waits = [worker._pause(1) for _ in range(2_000)]
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert waits[-1] == 60
    worker.begun -= worker.shortest
    assert worker._pause(1) == 0
    assert worker.failures == 0


def test_a_file_of_the_folder_one_is_in_is_not_run_in_place_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`rameau up` works in a folder that holds a `ui.py`."""
    (tmp_path / "ui.py").write_text("raise SystemExit('wrong one')")
    monkeypatch.chdir(tmp_path)
    for child in children(Settings(_env_file=None)):
        python, *flags = child.command[: child.command.index("-m")]
        tried = subprocess.run([python, *flags, "-m", "ui.cli", "--help"], capture_output=True, check=False)
        assert tried.returncode == 0, tried.stderr


def test_a_child_that_will_not_stop_is_forced_to(tmp_path: Path) -> None:
    """Stopping never hangs."""
    stop = Event()
    stubborn = web_child(tmp_path, before="import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    started = time.monotonic()
    run_together((stubborn,), stop, stop.set, grace=0.5)
    assert time.monotonic() - started < 30
    assert stubborn.process
    assert stubborn.process.returncode == -9


def test_a_request_to_stop_is_heard_while_starting(tmp_path: Path) -> None:
    """Ctrl-C works before anything answers."""
    stop = Event()
    slow = web_child(tmp_path, before="import time; time.sleep(60)")
    Timer(0.3, stop.set).start()
    run_together((slow,), stop, lambda: pytest.fail("it never answered"))
    assert slow.process
    assert slow.process.returncode is not None


@pytest.mark.parametrize("name", ["api_port", "ui_port"])
def test_a_taken_port_names_the_setting_to_change(name: str) -> None:
    """A person learns which variable to set, with a value that works."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = Settings(_env_file=None, **{name: port})
        with pytest.raises(LaunchError, match=rf"{port}.*RAMEAU_{name.upper()}="):
            require_free_ports(settings, name)


def test_a_host_that_is_not_ours_names_its_setting() -> None:
    """A wrong address is told apart from a taken port."""
    with pytest.raises(LaunchError, match="RAMEAU_HOST"):
        require_free_ports(Settings(_env_file=None, host="203.0.113.7"), "api_port")


def test_the_page_is_told_where_the_api_is() -> None:
    """The page finds the API under any setting, and tells nobody of its visitors."""
    settings = Settings(_env_file=None, host="0.0.0.0", api_port=1234, ui_port=2345, api_url="")
    api, worker, page = children(settings)
    assert api.probe == "http://127.0.0.1:1234/health"
    assert worker.is_ready()
    assert page.environment == {"RAMEAU_API_URL": "http://127.0.0.1:1234"}
    assert page.command[-2:] == ["--browser.gatherUsageStats", "false"]
    told = announcement(settings)
    assert "http://127.0.0.1:2345/base-documentaire" in told
    assert str(settings.home / "editor.key") in told
    assert reachable("::") == "[::1]"
    assert reachable("192.0.2.1") == "192.0.2.1"
