"""The program as people run it: its own processes, the real corpus, the real model."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from assistant.disk import link_or_copy
from assistant.settings import Settings

pytestmark = pytest.mark.slow
Rameau = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(real_settings: Settings, tmp_path: Path) -> dict[str, str]:
    """A home of its own that holds the real base, ports of the system's choice."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        api_port, ui_port = first.getsockname()[1], second.getsockname()[1]
    home = tmp_path / "home"
    shutil.copytree(real_settings.home, home, copy_function=_copy, ignore=shutil.ignore_patterns("readers", "logs"))
    others = {name: value for name, value in os.environ.items() if not name.startswith("RAMEAU_")}
    return {
        **others,
        "RAMEAU_HOME": str(home),
        "RAMEAU_CORPUS_DIR": str(real_settings.corpus_dir),
        "RAMEAU_API_PORT": str(api_port),
        "RAMEAU_UI_PORT": str(ui_port),
    }


def _copy(source: str, target: str) -> None:
    """Link what is never written again, models and generations; copy the rest."""
    written_once = {"models", "generations"} & {*Path(source).parts}
    link_or_copy(source, target) if written_once else shutil.copy2(source, target)


@pytest.fixture
def rameau(environment: dict[str, str]) -> Rameau:
    """The program, run to its end."""

    def run(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "ui.cli", *arguments]
        return subprocess.run(
            command, env={**environment, **more}, capture_output=True, text=True, timeout=250, check=False
        )

    return run


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


@pytest.fixture
def up(environment: dict[str, str], tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The program `rameau up`, started and ready."""
    output = tmp_path / "up.txt"
    with output.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", "up"], env=environment, stdout=written, stderr=subprocess.STDOUT
        )
    try:
        wait_for(lambda: "prêt" in output.read_text("utf-8") or process.poll() is not None, 120)
        assert process.poll() is None, output.read_text("utf-8")
        yield process
    finally:
        process.terminate()
        process.wait(30)


def answers(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=5).is_success
    except httpx2.HTTPError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_serves_both_and_stops_both(
    up: "subprocess.Popen[bytes]", environment: dict[str, str], rameau: Rameau, number: signal.Signals
) -> None:
    """One command opens the assistant, one key closes it, and starting it twice is explained."""
    api = f"http://127.0.0.1:{environment['RAMEAU_API_PORT']}"
    page = f"http://127.0.0.1:{environment['RAMEAU_UI_PORT']}"
    assert answers(f"{api}/health")
    assert answers(page)
    asked = rameau("ask", "Quels sont les résultats de Solifap ?", "--json")
    assert json.loads(asked.stdout)["citations"], asked.stderr
    second = rameau("up")
    assert second.returncode == 1
    assert "RAMEAU_API_PORT=" in second.stderr
    up.send_signal(number)
    assert up.wait(30) == 0
    assert not answers(f"{api}/health")
    assert not answers(page)


def test_up_tells_when_a_part_dies(up: "subprocess.Popen[bytes]", environment: dict[str, str]) -> None:
    """An API that is killed takes the page along, with the exit code of an error."""
    found = subprocess.run(["pgrep", "-P", str(up.pid), "-f", "ui.cli serve"], capture_output=True, check=True)
    os.kill(int(found.stdout), signal.SIGKILL)
    assert up.wait(30) == 1
    assert not answers(f"http://127.0.0.1:{environment['RAMEAU_UI_PORT']}")


def test_ingest_status_and_rollback_serve_scripts(rameau: Rameau, environment: dict[str, str], tmp_path: Path) -> None:
    """A script knows by the exit code and the JSON what was done."""
    corpus = tmp_path / "corpus"
    shutil.copytree(environment["RAMEAU_CORPUS_DIR"], corpus)
    (corpus / "notre-note.md").write_text("# Notre note\n\nLe zébulon bleu réunit 47 communes.\n", encoding="utf-8")
    (corpus / "vide.md").write_bytes(b"")
    before = json.loads(rameau("status", "--json").stdout)["generation"]
    done = rameau("ingest", "--json", RAMEAU_CORPUS_DIR=str(corpus))
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    assert report["added"] == ["notre-note"]
    assert [refusal["document_id"] for refusal in report["refused"]] == ["vide"]
    again = rameau("ingest", RAMEAU_CORPUS_DIR=str(corpus))
    assert again.returncode == 3
    assert "document vide" in again.stdout
    asked = rameau("ask", "Combien de communes réunit le zébulon bleu ?", RAMEAU_CORPUS_DIR=str(corpus))
    assert "47 communes" in asked.stdout
    back = rameau("rollback", "--json")
    assert (back.returncode, json.loads(back.stdout)["generation"]) == (0, before)
    assert json.loads(rameau("status", "--json").stdout)["generation"] == before


def test_ingesting_again_without_changes_says_so(rameau: Rameau) -> None:
    """Nothing to do is told in one line, with the exit code of success."""
    done = rameau("ingest")
    assert done.returncode == 0
    assert done.stdout.startswith("Rien n’a changé")


def test_evaluate_measures_and_keeps(rameau: Rameau, environment: dict[str, str], tmp_path: Path) -> None:
    """The figures are printed, drawn in a report and kept, so that the next run says what changed; no question is."""
    some = (Path(__file__).parents[1] / "quality" / "dev.jsonl").read_text("utf-8").splitlines()[:5]
    questions = tmp_path / "five.jsonl"
    questions.write_text("\n".join(some) + "\n", "utf-8")
    first = rameau("evaluate", "--questions", str(questions), "--html", str(tmp_path / "report.html"))
    assert first.returncode == 0, first.stderr
    assert "Première mesure" in first.stdout
    assert "Bon document en première source" in (tmp_path / "report.html").read_text("utf-8")
    second = rameau("evaluate", "--questions", str(questions), "--json")
    assert second.returncode == 0, second.stderr
    (system,) = json.loads(second.stdout)["systems"]
    assert system["run"]["number"] == system["earlier"][0]["number"] + 1
    assert system["outcomes"] == []
