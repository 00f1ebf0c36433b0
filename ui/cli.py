"""The program `rameau`: the composition root of the command line."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ui import cli_texts as texts
from ui.french import FrenchCommand, FrenchGroup, explain, speak_french

if TYPE_CHECKING:  # engines, models and servers load inside the commands that need them: `--help` must be instant
    from assistant.answers import Answer, Question
    from assistant.settings import Settings

EXIT_ERROR: Final = 1
EXIT_USAGE: Final = 2
EXIT_PARTIAL: Final = 3
_EXIT_INTERRUPTED: Final = 130
"""What shells use for a program ended by Ctrl-C."""

app = typer.Typer(help=texts.APP_HELP, cls=FrenchGroup, add_completion=False, no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help=texts.JSON)]


@app.command("ingest", cls=FrenchCommand, help=texts.INGEST_HELP)
def ingest_command(
    corpus: Annotated[Path | None, typer.Option("--corpus", metavar="DOSSIER", help=texts.CORPUS)] = None,
    json: Json = False,
) -> None:
    """Bring the knowledge base in line with the corpus."""
    from dataclasses import asdict

    from assistant.factory import build_embedder
    from ingest.pipeline import ingest
    from ui import console

    settings = _settings()
    embedder = build_embedder(settings, console.say_preparing)
    with console.progress() as tell:
        report = ingest(
            corpus or settings.corpus_dir,
            settings.home,
            embedder,
            chroma_url=settings.chroma_url,
            keep=settings.generations_kept,
            progress=tell,
        )
    if json:
        console.write_json(asdict(report))
    else:
        console.show_report(report)
    if report.refused:
        raise typer.Exit(EXIT_PARTIAL)


@app.command("ask", cls=FrenchCommand, help=texts.ASK_HELP)
def ask_command(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help=texts.QUESTION)], json: Json = False
) -> None:
    """Answer one question."""
    from dataclasses import asdict

    from assistant.answers import Question
    from ui import console

    with nullcontext() if json else console.notes().status(texts.SEARCHING):
        answer = _answer(Question(question), _settings())
    if json:
        console.write_json(asdict(answer))
    else:
        console.show_answer(answer)


def _answer(question: "Question", settings: "Settings") -> "Answer":
    import httpx2

    from assistant.answers import AnswerEvent
    from ui.client import AssistantClient
    from ui.probing import api_answers

    if not api_answers(settings):
        from assistant.factory import build_assistant

        return build_assistant(settings).answer(question)
    with httpx2.Client(base_url=settings.api_address, timeout=120, trust_env=False) as http:
        events = AssistantClient(http).stream(question)
        return next(event.answer for event in events if isinstance(event, AnswerEvent))


@app.command("serve", cls=FrenchCommand, help=texts.SERVE_HELP)
def serve_command() -> None:
    """Serve the API until told to stop."""
    from ui.launch import require_free_ports
    from ui.serving import serve

    settings = _settings()
    require_free_ports(settings, "api_port")
    serve(settings)


@app.command("up", cls=FrenchCommand, help=texts.UP_HELP)
def up_command() -> None:
    """Update the knowledge base, then run the API and the page together."""
    from assistant.manifest import current_number
    from ui import console, launch

    settings = _settings()
    launch.require_free_ports(settings, "api_port", "ui_port")
    with launch.stop_requests() as stop:
        code = launch.run_quietly_until([sys.executable, "-m", "ui.cli", "ingest"], stop)
        if stop.is_set():
            return
        if code not in {0, EXIT_PARTIAL}:
            if not current_number(settings.home):
                raise typer.Exit(EXIT_ERROR)
            console.notes().print(texts.INGEST_FAILED)
        console.notes().print(texts.STARTING)
        host = launch.reachable(settings.host)
        ready = texts.READY.format(page=f"http://{host}:{settings.ui_port}", api=f"http://{host}:{settings.api_port}")
        launch.run_together(launch.children(settings), stop, lambda: console.output().print(ready))
        console.notes().print(texts.STOPPED)


@app.command("status", cls=FrenchCommand, help=texts.STATUS_HELP)
def status_command(json: Json = False) -> None:
    """Tell what the knowledge base holds."""
    from assistant.generations import status
    from ui import console
    from ui.probing import api_answers

    settings = _settings()
    found = status(settings.home)
    manifest = found.current
    facts: dict[str, Any] = {
        "home": str(settings.home),
        "generation": manifest.number if manifest else 0,
        "created": manifest.created if manifest else None,
        "documents": len(manifest.documents) if manifest else 0,
        "passages": manifest.passages if manifest else 0,
        "embedding": manifest.embedding if manifest else settings.embedding_model,
        "llm": settings.llm or None,
        "generations": list(found.generations),
        "api": settings.api_address if api_answers(settings) else None,
    }
    if json:
        console.write_json(facts)
    else:
        console.show_status(facts)
    if manifest is None:
        raise typer.Exit(EXIT_ERROR)


@app.command("rollback", cls=FrenchCommand, help=texts.ROLLBACK_HELP)
def rollback_command(
    steps: Annotated[int, typer.Option("--steps", metavar="NOMBRE", min=1, help=texts.STEPS)] = 1, json: Json = False
) -> None:
    """Go back to an earlier generation."""
    from assistant.generations import rollback
    from ui import console

    manifest = rollback(_settings().home, steps)
    if json:
        console.write_json({"generation": manifest.number, "documents": len(manifest.documents)})
    else:
        told = texts.ROLLED_BACK.format(generation=manifest.number, documents=len(manifest.documents))
        console.output().print(told)


@app.command("evaluate", cls=FrenchCommand, help=texts.EVALUATE_HELP)
def evaluate_command(
    questions: Annotated[Path, typer.Argument(metavar="FICHIER", help=texts.QUESTIONS)] = Path(
        "tests/quality/dev.jsonl"
    ),
    baselines: Annotated[bool, typer.Option("--baselines", help=texts.BASELINES)] = False,
    json: Json = False,
) -> None:
    """Measure the answers on reference questions."""
    from assistant.evaluation.report import render, save
    from ui import console
    from ui.measuring import evaluate

    settings = _settings()
    report = evaluate(settings, questions, baselines=baselines)
    path = save(report, settings.home)
    if json:
        console.output().out(report.to_json(), highlight=False)
    else:
        console.output().print(render(report))
        console.notes().print(texts.KEPT_AT.format(path=path))


def _settings() -> "Settings":
    from assistant.settings import Settings

    return Settings()


def main(arguments: list[str] | None = None) -> None:
    """Run the program; every failure is a French sentence and an exit code, never a traceback.

    Args:
        arguments: those of the command line, unless given.
    """
    speak_french()
    try:
        code = app(arguments, standalone_mode=False, prog_name="rameau")
    except KeyboardInterrupt:
        from ui.console import notes

        notes().print(texts.INTERRUPTED)
        code = _EXIT_INTERRUPTED
    except typer.TyperException as error:
        code = _usage(error)
    except Exception as error:
        from ui.failures import report_failure

        code = report_failure(error)
    sys.exit(code or 0)


def _usage(error: typer.TyperException) -> int:
    from ui.console import write_error

    if type(error).__name__ != "NoArgsIsHelpError":
        write_error(explain(error))
    return EXIT_USAGE


if __name__ == "__main__":
    main()
