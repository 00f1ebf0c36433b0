"""The program as a person runs it, for the benchmarks: `rameau` in a child process with a home of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

import httpx2

START_SECONDS = 60
RAMEAU = Path(sys.executable).with_name("rameau")


def environment(home: Path, corpus: Path, **settings: str) -> dict[str, str]:
    """Give the environment of a child that has this home and this corpus."""
    own = {f"RAMEAU_{name.upper()}": value for name, value in settings.items()}
    return {**os.environ, "RAMEAU_HOME": str(home), "RAMEAU_CORPUS_DIR": str(corpus), "RAMEAU_LLM": "", **own}


def run_rameau(*arguments: str, home: Path, corpus: Path) -> tuple[str, float]:
    """Run the program to its end.

    Returns:
        What it printed, and the seconds it took by the clock, its own start included.
    """
    started = time.perf_counter()
    done = subprocess.run(
        [str(RAMEAU), *arguments],
        env=environment(home, corpus),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"rameau {' '.join(arguments)} gave {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout, seconds


@contextmanager
def serving(home: Path, corpus: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Serve the API from a child process; give its address and the child's id once it answers."""
    port = _free_port()
    with TemporaryFile() as log:
        child = subprocess.Popen(
            [str(RAMEAU), "serve"],
            env=environment(home, corpus, api_port=str(port), **settings),
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, child)
            yield address, child.pid
        except RuntimeError as error:
            log.seek(0)
            raise RuntimeError(f"{error} {log.read()[-2000:].decode(errors='replace')}") from error
        finally:
            child.terminate()
            child.wait(20)


@contextmanager
def working(home: Path, corpus: Path) -> Iterator[int]:
    """Run the worker in a child process; give the child's id."""
    with TemporaryFile() as log:
        child = subprocess.Popen([str(RAMEAU), "worker"], env=environment(home, corpus), stdout=log, stderr=log)
        try:
            yield child.pid
            if child.poll() is not None:
                log.seek(0)
                raise RuntimeError(f"rameau worker ended: {log.read()[-2000:].decode(errors='replace')}")
        finally:
            child.terminate()
            child.wait(20)


def _wait(address: str, child: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"rameau serve ended with {child.returncode}.")
        try:
            if httpx2.get(f"{address}/health", timeout=5).is_success:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"rameau serve did not answer within {START_SECONDS} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
