"""The API, the worker and the page as child processes: started together, watched, stopped together."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Final

from assistant.editor import KEY_FILE
from assistant.settings import Settings
from ui import cli_texts as texts
from ui.child import Child, LaunchError

_POLL_SECONDS: Final = 0.2
_START_SECONDS: Final = 120
_GRACE_SECONDS: Final = 10
PROGRAM: Final = (sys.executable, "-P", "-m", "ui.cli")
"""Our own program; `-P`, since a `ui.py` or a `typer.py` of the folder one is in would be run in place of ours."""
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def children(settings: Settings) -> tuple[Child, Child, Child]:
    """Give the API, the worker and the page, not yet started."""
    logs = settings.home / "logs"
    host = reachable(settings.host)
    api, page = f"http://{host}:{settings.api_port}", f"http://{host}:{settings.ui_port}"
    options = {
        "server.headless": "true",
        "server.address": settings.host,
        "server.port": str(settings.ui_port),
        "browser.gatherUsageStats": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    script = str(Path(__file__).with_name("app.py"))
    return (
        Child("api", [*PROGRAM, "serve"], f"{api}/health", logs / "api.log"),
        Child("worker", [*PROGRAM, "worker"], "", logs / "worker.log", again=True),
        Child(
            "page",
            [sys.executable, "-P", "-m", "streamlit", "run", script, *flags],
            f"{page}/_stcore/health",
            logs / "page.log",
            {"RAMEAU_API_URL": settings.api_url or api},
        ),
    )


def announcement(settings: Settings) -> str:
    """Say where everything is, and where the key of editors is kept."""
    host = reachable(settings.host)
    path = settings.home / KEY_FILE
    key = texts.KEY_SET if settings.editor_key.get_secret_value() else texts.KEY_FILE.format(path=path)
    page, api = f"http://{host}:{settings.ui_port}", f"http://{host}:{settings.api_port}"
    return texts.READY.format(page=page, api=api, key=key)


def reachable(host: str) -> str:
    """Give a name under which a server that listens on `host` can be called from this machine."""
    if host in {"0.0.0.0", ""}:
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


def require_free_ports(settings: Settings, *names: str) -> None:
    """Raise LaunchError, naming the setting to change, unless the ports of these settings can be listened on."""
    for name in names:
        port: int = getattr(settings, name)
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            # As servers do: a port whose last connections are still fading away is free.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((settings.host, port))
            except OSError as error:
                raise _port_error(settings.host, port, name, error) from error


def _port_error(host: str, port: int, name: str, error: OSError) -> LaunchError:
    import errno

    if error.errno in {errno.EADDRINUSE, errno.EACCES}:
        setting = f"RAMEAU_{name.upper()}"
        other = port + 10 if port < 65_000 and error.errno == errno.EADDRINUSE else 8600
        return LaunchError(texts.PORT_TAKEN.format(port=port, host=host, setting=setting, other=other))
    return LaunchError(texts.HOST_UNUSABLE.format(host=host, reason=error.strerror))


@contextmanager
def stop_requests() -> Iterator[Event]:
    """Give an event that Ctrl-C, SIGTERM and a closed terminal set in place of ending the program."""
    asked = Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    former = {number: signal.signal(number, ask) for number in _SIGNALS}
    try:
        yield asked
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def run_together(
    started: tuple[Child, ...], stop: Event, on_ready: Callable[[], None], grace: float = _GRACE_SECONDS
) -> None:
    """Start the children, say when all answer, then watch them until asked to stop; stop them whatever happens.

    Args:
        started: what to run.
        stop: set when it is time to stop.
        on_ready: called once all answer.
        grace: seconds from the request to stop until a child is forced to.

    Raises:
        LaunchError: one of them stopped by itself or is too slow to start.
    """
    try:
        for child in started:
            child.start()
        if _wait_until_ready(started, stop):
            on_ready()
        while not stop.wait(_POLL_SECONDS):
            for child in started:
                child.check()
    finally:
        for child in started:
            child.ask_to_stop()
        deadline = time.monotonic() + grace
        for child in started:
            child.end(deadline)


def _wait_until_ready(started: tuple[Child, ...], stop: Event) -> bool:
    begun, waiting = time.monotonic(), list(started)
    while waiting and not stop.wait(_POLL_SECONDS):
        for child in started:
            child.check()
        waiting = [child for child in waiting if not child.is_ready()]
        if waiting and time.monotonic() - begun > _START_SECONDS:
            raise waiting[0].too_slow(_START_SECONDS)
    return not waiting


def run_quietly_until(command: list[str], stop: Event) -> int:
    """Run a program in this terminal until it ends, or ask it to end when `stop` is set; give its exit code."""
    process = subprocess.Popen(command, start_new_session=True)
    while process.poll() is None:
        if stop.wait(_POLL_SECONDS):
            process.terminate()
            process.wait()
    return process.returncode
