"""The commands of editors: on records alone, then with the real worker, corpus and model."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.disk import link_or_copy
from assistant.jobs import Holding
from assistant.settings import Settings
from assistant.state.orders import Order
from ui.cli import main
from ui.commands.carrying import exit_code
from ui.commands.desk import Desk, has_records, open_desk
from ui.commands.errors import CommandError
from ui.commands.ordering import define_sources, orders_of

SOURCES = """\
sources:
  - name: partage
    title: Dossier partagé
    kind: folder
    address: partage
    publish: preview
"""
Rameau = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty home, a corpus folder with one source, no API."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus" / "partage").mkdir(parents=True)
    (tmp_path / "corpus" / "sources.yaml").write_text(SOURCES, "utf-8")
    for name, value in {"HOME": "home", "CORPUS_DIR": "corpus", "API_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(f"RAMEAU_{name}", value)
    return Settings()


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    with open_desk(settings) as opened:
        yield opened


def rameau(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_what_is_named_becomes_jobs(desk: Desk, tmp_path: Path) -> None:
    """All files go in one job, those of folders too but for hidden ones; each address and each source has its own."""
    folder = tmp_path / "dossier"
    (folder / "sous").mkdir(parents=True)
    for name in ("a.pdf", "sous/b.txt", ".caché"):
        (folder / name).write_bytes(b"contenu")
    upload, address, source = orders_of(
        desk, ["partage", "https://exemple.org/r.pdf", str(folder)], publish=None, force=True
    )
    assert (upload.kind, [one.name for one in upload.arrivals]) == ("upload", ["a.pdf", "b.txt"])
    assert all(one.content_hash for one in upload.arrivals)
    assert (address.kind, address.address, address.publish) == ("address", "https://exemple.org/r.pdf", True)
    assert (source.kind, source.source, source.publish, source.force) == ("source", "partage", False, True)


def test_a_name_that_is_nothing_is_explained(desk: Desk) -> None:
    """A typing mistake names what could have been meant."""
    with pytest.raises(CommandError, match=r"« rapprot\.pdf » n’est ni un fichier.*Sources : partage"):
        orders_of(desk, ["rapprot.pdf"], publish=None, force=False)


def test_a_file_that_is_too_large_does_not_stop_the_others(settings: Settings, tmp_path: Path) -> None:
    """It is a refused document of the job, with its reason."""
    (tmp_path / "petit.txt").write_bytes(b"x")
    (tmp_path / "gros.txt").write_bytes(b"x" * 2000)
    with open_desk(settings.model_copy(update={"upload_max_bytes": 1024})) as desk:
        (order,) = orders_of(desk, ["petit.txt", "gros.txt"], publish=None, force=False)
    assert [one.code for one in order.arrivals] == ["", "too-large"]


def test_jobs_are_listed_found_by_their_beginning_and_cancelled(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """A script reads them as JSON, a person names one by its first letters."""
    assert rameau("jobs") == 0
    assert "rameau ingest" in capsys.readouterr().out
    job = desk.place.jobs.add(Order("corpus", "dossier du corpus", "Ana"))
    assert rameau("jobs") == 0
    shown = capsys.readouterr().out
    assert job.id[:8] in shown
    assert "en attente" in shown
    assert rameau("jobs", job.id[:6], "--cancel", "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"] == "cancelled"
    assert rameau("jobs", "--json") == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)] == [job.id]
    assert rameau("jobs", job.id, "--cancel") == 1
    assert "état" in capsys.readouterr().err
    assert rameau("jobs", "zzz") == 1
    assert "zzz" in capsys.readouterr().err


def test_sources_are_listed_as_the_file_says(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """What was just written in sources.yaml shows at once."""
    assert rameau("sources", "--json") == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["partage"]
    assert rameau("sources") == 0
    assert "à la demande" in capsys.readouterr().out
    assert rameau("sources", "--refresh", "inconnue") == 1
    assert "partage" in capsys.readouterr().err
    assert settings.home.exists()


def test_documents_that_vanished_are_listed_and_kept(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """What a source no longer has is named at the terminal, and stays when told; any other id is refused."""
    lost = Holding("partage/a", "partage", "a.txt", "", "ab", "text/plain", 1, "", "", state="missing")
    desk.place.holdings.stage("job", [lost])
    desk.place.holdings.publish(("job",), 1, "")
    assert rameau("sources") == 0
    assert "partage/a" in capsys.readouterr().out
    assert rameau("sources", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["missing"] == ["partage/a"]
    assert rameau("sources", "--confirm", "partage/b") == 1
    assert "Documents disparus : partage/a." in capsys.readouterr().err
    assert rameau("sources", "--confirm", "partage/a", "--keep", "partage/a") == 1
    assert "deux fois" in capsys.readouterr().err
    assert rameau("sources", "--keep", "partage/a") == 0
    assert "1\u00a0document gardé" in capsys.readouterr().out
    assert desk.place.holdings.decisions() == {"partage/a": "keep"}
    assert rameau("sources", "--keep", "partage/a") == 1


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("preview",), "--preview"),
        (("publish",), "Aucune version"),
        (("publish", "--drop"), "Aucune version"),
        (("documents",), "rameau ingest"),
        (("documents", "--delete", "x"), "rameau ingest"),
    ],
)
def test_nothing_there_is_an_error_with_a_remedy(
    settings: Settings, command: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """On an empty base each command says what to do first, and scripts see the exit code."""
    assert settings.home
    assert rameau(*command) == 1
    shown = capsys.readouterr()
    assert words in shown.out + shown.err
    assert "Traceback" not in shown.err


def test_records_are_opened_only_where_there_are_some(settings: Settings) -> None:
    """Reading the corpus folder again does not wait for a database that says nothing of it."""
    assert not has_records(settings)
    with open_desk(settings) as desk:
        assert not has_records(settings)
        held = Holding("depots/a", "depot", "a.txt", "", "ab", "text/plain", 1, "", "")
        desk.place.holdings.stage("job", [held])
        desk.place.holdings.publish(("job",), 1, "")
    assert has_records(settings)


def test_exit_codes_tell_scripts_how_it_went(desk: Desk) -> None:
    """0 for all, 3 for a part, 1 when nothing came in."""
    define_sources(desk)
    ended = {}
    for state, documents in (("done", {"done": 2}), ("ready", {"refused": 1}), ("refused", {"refused": 2})):
        job = desk.place.jobs.add(Order("corpus", "x"))
        desk.place.jobs.end(job.id, state)
        from dataclasses import replace

        ended[state] = replace(desk.place.jobs.job(job.id), counts=documents)
    assert exit_code([ended["done"]]) == 0
    assert exit_code([ended["done"], ended["ready"]]) == 3
    assert exit_code(ended.values()) == 1


# --- With the real worker ---------------------------------------------------------------------------------------------


@pytest.fixture
def environment(real_settings: Settings, tmp_path: Path) -> dict[str, str]:
    """A home of its own that holds the real base."""

    def copy(source: str, target: str) -> None:
        written_once = {"models", "generations"} & {*Path(source).parts}
        link_or_copy(source, target) if written_once else shutil.copy2(source, target)

    home = tmp_path / "home"
    shutil.copytree(real_settings.home, home, copy_function=copy, ignore=shutil.ignore_patterns("readers", "logs"))
    others = {name: value for name, value in os.environ.items() if not name.startswith("RAMEAU_")}
    return {**others, "RAMEAU_HOME": str(home), "RAMEAU_CORPUS_DIR": str(real_settings.corpus_dir)}


@pytest.fixture
def run(environment: dict[str, str]) -> Rameau:
    """The program, run to its end."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "ui.cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)

    return run


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "Note du zébulon.md"
    path.write_text("# Note du zébulon\n\nLe zébulon bleu réunit 47 communes du littoral.\n", "utf-8")
    return path


@pytest.mark.slow
def test_a_file_comes_in_stays_and_goes(run: Rameau, note: Path, tmp_path: Path) -> None:
    """A file handed in is cited, outlives the next reading of the corpus folder, and goes when told to."""
    (tmp_path / "vide.txt").write_bytes(b"")
    done = run("ingest", str(note), str(tmp_path / "vide.txt"), "--json")
    assert done.returncode == 3, done.stderr
    (job,) = json.loads(done.stdout)
    by_name = {one["name"]: one for one in job["documents"]}
    assert by_name["vide.txt"]["code"] == "empty"
    document_id = by_name[note.name]["document_id"]
    assert "47 communes" in run("ask", "Combien de communes réunit le zébulon bleu ?").stdout
    again = run("ingest")
    assert again.stdout.startswith("Rien n’a changé"), again.stderr
    assert document_id in run("documents", "zebulon").stdout
    gone = run("documents", "--delete", document_id)
    assert gone.returncode == 0, gone.stderr
    assert document_id not in run("documents", "zebulon").stdout
    assert run("rollback").returncode == 0
    assert document_id in run("documents", "zebulon").stdout
    assert run("ingest").stdout.startswith("Rien n’a changé"), "going back must bring the file back for good"


@pytest.mark.slow
def test_looking_before_publishing(run: Rameau, note: Path) -> None:
    """What waits changes no answer until it is published; the preview names it."""
    waiting = run("ingest", str(note), "--preview")
    assert waiting.returncode == 0, waiting.stderr
    assert "rameau publish" in waiting.stdout
    assert "zébulon" not in run("documents", "zebulon").stdout
    shown = run("preview", "--json")
    assert [one["title"] for one in json.loads(shown.stdout)["added"]] == ["Note du zébulon"]
    assert "Qualité" in run("preview").stdout or "Mesure" in run("preview").stdout
    assert run("publish").returncode == 0
    assert "zébulon" in run("documents", "zebulon").stdout
    assert run("publish").returncode == 1


@pytest.mark.slow
def test_the_worker_that_is_there_does_it(environment: dict[str, str], run: Rameau, note: Path) -> None:
    """With a worker running, the command line hands it the job and follows; the worker ends when told to."""
    worker = subprocess.Popen([sys.executable, "-m", "ui.cli", "worker"], env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        done = run("ingest", str(note))
        assert done.returncode == 0, done.stderr
        assert "ajouté" in done.stdout
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.wait()


def states(home: Path) -> list[str]:
    """Read the states of jobs where they are kept, as a program would take seconds to start."""
    try:
        with closing(sqlite3.connect(f"file:{home / 'state.sqlite3'}?mode=ro", uri=True)) as database:
            return [state for (state,) in database.execute("SELECT state FROM jobs")]
    except sqlite3.OperationalError:  # not made yet
        return []


@pytest.mark.slow
def test_ctrl_c_cancels_what_was_asked_for(environment: dict[str, str], run: Rameau, tmp_path: Path) -> None:
    """Whoever changes their mind leaves nothing half done behind."""
    folder = tmp_path / "beaucoup"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"Titre {number}\n\n" + "Une phrase de plus. " * 40, "utf-8")
    command = [sys.executable, "-m", "ui.cli", "ingest", str(folder)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while "reading" not in states(Path(environment["RAMEAU_HOME"])):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert [one["state"] for one in json.loads(run("jobs", "--json").stdout)] == ["cancelled"]
