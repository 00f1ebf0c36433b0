"""A program run beside this one: started, watched, stopped, and run again where that is wanted."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2

from assistant.errors import AssistantError
from ui import cli_texts as texts
from ui import console

_LOG_LINES: Final = 15
_LONGEST_WAIT: Final = 60.0


class LaunchError(AssistantError):
    """Something can't start or stopped by itself; the message is French, for the person.

    Args:
        message: what happened and what to do.
        detail: the last lines that the program wrote.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(slots=True)
class Child:
    """A program run beside this one.

    Args:
        name: a key of `texts.CHILD_NAMES`.
        command: its arguments.
        probe: the address that answers once it is ready; empty for one that answers nobody.
        log: where its output goes.
        environment: added to ours.
        again: run it again when it stops by itself, as often as it takes; the others go on meanwhile.
        shortest: seconds that it must have run to be run again at once: else the wait doubles each time.
        wait: seconds before the second start of one that did not run so long; a minute at most in the end.
    """

    name: str
    command: list[str]
    probe: str
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    again: bool = False
    shortest: float = 5.0
    wait: float = 1.0
    begun: float = 0.0
    """When it was last started."""
    due: float = 0.0
    """When to start it again; 0 while it runs."""
    failures: int = 0
    """How many times in a row it stopped too soon."""
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through us only, in our order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # What it said before it stopped is what tells why.
        with self.log.open("ab" if self.begun else "wb") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        self.begun = time.monotonic()

    def check(self) -> None:
        """Raise LaunchError when it has stopped by itself, or run it again where that is wanted."""
        code = self.process.poll() if self.process else None
        if code is None:
            return
        if not self.again:
            raise self._error(texts.CHILD_DIED, code=code)
        if not self.due:
            self.due = time.monotonic() + self._pause(code)
        if time.monotonic() >= self.due:
            self.due = 0.0
            self.start()

    def _pause(self, code: int) -> float:
        """Give the seconds to let pass before the next start; say once that it stops too soon."""
        if time.monotonic() - self.begun >= self.shortest:
            self.failures = 0
            return 0.0
        self.failures += 1
        if self.failures == 1:
            told = texts.CHILD_AGAIN.format(name=texts.CHILD_NAMES[self.name], code=code, log=self.log)
            console.notes().print(told, markup=False, soft_wrap=True)
        # The exponent is bounded: 2.0 ** 1024 overflows after a night of failures.
        return min(self.wait * 2.0 ** min(self.failures - 1, 10), _LONGEST_WAIT)

    def is_ready(self) -> bool:
        """Tell whether it answers."""
        if not self.probe:
            return True
        try:
            return httpx2.get(self.probe, timeout=2, trust_env=False).is_success
        except httpx2.HTTPError:
            return False

    def too_slow(self, seconds: float) -> LaunchError:
        """Give the error of a start that takes too long."""
        return self._error(texts.CHILD_SLOW, seconds=round(seconds))

    def ask_to_stop(self) -> None:
        """Ask it to end; it may finish what it is doing."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for its end, then force it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _error(self, text: str, **values: int) -> LaunchError:
        lines = self.log.read_text("utf-8", "replace").splitlines()[-_LOG_LINES:]
        return LaunchError(text.format(name=texts.CHILD_NAMES[self.name], log=self.log, **values), "\n".join(lines))
