import json
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli import main

COMMANDS = (
    "ingest", "ask", "serve", "up", "status", "rollback", "evaluate", "sources", "jobs", "preview", "publish",
    "documents", "worker",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, no API, and no `.env` of the developer's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAMEAU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RAMEAU_API_URL", "http://127.0.0.1:9")
    return tmp_path


def rameau(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_speaks_french_and_gives_the_exit_codes(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever writes a script finds every command, option and exit code."""
    assert rameau(*command, "--help") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Codes de sortie" in shown
    assert "Affiche cette aide" in shown
    assert "Usage :" in shown
    for english in ("Show this message", "Usage:", "default", "required"):
        assert english not in shown


def test_help_loads_no_engine() -> None:
    """Help comes at once."""
    code = (
        "import sys\nfrom ui.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = ('torch', 'chromadb', 'tantivy', 'streamlit', 'langchain_core', 'fastapi', 'numpy', 'pydantic')\n"
        "sys.exit(', '.join(name for name in heavy if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("reponds",), "la commande « reponds » n’existe pas"),
        (("ask",), "il manque QUESTION"),
        (("ask", "x", "--yaml"), "l’option --yaml n’existe pas"),
        (("rollback", "--steps", "deux"), "la valeur de --steps ne convient pas"),
        (("rollback", "--steps", "0"), "la valeur de --steps ne convient pas"),
        (("status", "trop"), "ces arguments ne conviennent pas"),
    ],
)
def test_a_wrong_command_is_explained_in_french(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typing mistake gives the exit code 2 and the way to the help."""
    assert rameau(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert words in shown.err
    assert "--help" in shown.err


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A person sees which variable to mend, not a traceback."""
    monkeypatch.setenv("RAMEAU_API_PORT", "huit mille")
    assert rameau("status") == 1
    shown = capsys.readouterr().err
    assert "RAMEAU_API_PORT vaut 'huit mille'" in shown
    assert "Traceback" not in shown


def test_status_of_an_empty_base_gives_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    """A script can tell by the exit code that there is nothing to ask yet."""
    assert rameau("status") == 1
    assert "rameau ingest" in capsys.readouterr().out
    assert rameau("status", "--json") == 1
    assert json.loads(capsys.readouterr().out)["generation"] == 0


@pytest.mark.parametrize("command", [("rollback",), ("ask", "Qui ?")])
def test_without_a_base_the_remedy_is_given(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """An empty installation answers every command with what to do first."""
    assert rameau(*command) == 1
    shown = capsys.readouterr()
    assert "rameau ingest" in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_ingesting_a_folder_that_is_not_there_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped folder is named."""
    assert rameau("ingest", "--corpus", "nulle-part") == 1
    assert "nulle-part" in capsys.readouterr().err


def test_evaluating_without_questions_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped file is named."""
    assert rameau("evaluate", "--questions", "rien.jsonl") == 1
    assert "rien.jsonl" in capsys.readouterr().err


def test_a_taken_port_stops_serve_and_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    """Starting twice says so at once, with the setting to change."""
    monkeypatch.setenv("RAMEAU_API_PORT", address.rsplit(":", 1)[1])
    for command in ("serve", "up"):
        assert rameau(command) == 1
        assert "RAMEAU_API_PORT=" in capsys.readouterr().err


def test_a_question_goes_to_the_api_when_it_runs(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the assistant open, the command line answers without loading a model again."""
    assert rameau("ask", "Quels sont les résultats de Solifap ?") == 0
    shown = capsys.readouterr().out
    assert "Sources" in shown
    assert "[1]" in shown
    assert "https://www.lerameau.fr/solifap/" in shown
    assert rameau("ask", "Quels sont les résultats de Solifap ?", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["citations"][0]["passage"]["document_id"] == "etudes-de-cas/solifap"


def test_the_unforeseen_is_a_sentence_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even a bug shows no traceback, and keeps one for whoever mends it."""
    from ui.failures import report_failure

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    try:
        {}["absent"]
    except KeyError as error:
        assert report_failure(error) == 1
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    kept = Path(shown.split(" dans ", 1)[1].strip())
    assert "KeyError" in kept.read_text("utf-8")
    kept.unlink()


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        (("rollback", "--json"), 1, "base de connaissances"),
        (("rollback", "--to", "7", "--json"), 1, "La version n° 7 n’est pas gardée. Versions gardées : aucune."),
        (("rollback", "--to", "sept", "--json"), 2, "la valeur de --to ne convient pas"),
    ],
)
def test_scripts_read_failures_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...], code: int, told: str,
) -> None:  # fmt: skip
    """Whoever asked for JSON gets JSON when it fails too, beside the sentence for people."""
    monkeypatch.setenv("RAMEAU_HOME", str(tmp_path))
    assert rameau(*command) == code
    shown = capsys.readouterr()
    assert told in json.loads(shown.out)["error"]
    assert told in " ".join(shown.err.split())
