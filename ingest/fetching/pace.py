"""How often one site is asked: a polite rate, a host at a time."""

import math
import threading
import time
from collections.abc import Callable
from typing import Final

_SLOWEST: Final = 10.0
"""Seconds; a site that asks for longer pauses gets these."""


class Pace:
    """Keeps requests to one host apart.

    Args:
        interval: seconds between two requests to one host; 0 for none.
        sleep: how to wait.
    """

    def __init__(self, interval: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self._interval = interval
        self._sleep = sleep
        self._slow: dict[str, float] = {}
        self._free: dict[str, float] = {}
        self._lock = threading.Lock()

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep longer pauses on a host, as its robots.txt asks; up to ten seconds."""
        if self._interval:
            self._slow[host] = min(seconds, _SLOWEST)

    def wait(self, host: str, at_most: float = math.inf) -> None:
        """Wait for the host's turn, or for so many seconds, and take it."""
        interval = max(self._interval, self._slow.get(host, 0.0))
        with self._lock:
            now = time.monotonic()
            turn = min(max(now, self._free.get(host, now)), now + at_most)
            self._free[host] = turn + interval
        if turn > now:
            self._sleep(turn - now)
