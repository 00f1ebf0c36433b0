"""The program `rameau`: the composition root of the command line."""

import sys

import typer

from ui import cli_texts as texts
from ui.commands import answering, base, evaluating, feeding, following, publishing, running
from ui.commands.options import EXIT_INTERRUPTED, EXIT_USAGE
from ui.french import FrenchCommand, FrenchGroup, explain, speak_french

app = typer.Typer(help=texts.APP_HELP, cls=FrenchGroup, add_completion=False, no_args_is_help=True)

app.command("up", cls=FrenchCommand, help=texts.UP_HELP)(running.up_command)
app.command("ask", cls=FrenchCommand, help=texts.ASK_HELP)(answering.ask_command)
app.command("ingest", cls=FrenchCommand, help=texts.INGEST_HELP)(feeding.ingest_command)
app.command("sources", cls=FrenchCommand, help=texts.SOURCES_HELP)(feeding.sources_command)
app.command("jobs", cls=FrenchCommand, help=texts.JOBS_HELP)(following.jobs_command)
app.command("preview", cls=FrenchCommand, help=texts.PREVIEW_HELP)(publishing.preview_command)
app.command("publish", cls=FrenchCommand, help=texts.PUBLISH_HELP)(publishing.publish_command)
app.command("documents", cls=FrenchCommand, help=texts.DOCUMENTS_HELP)(base.documents_command)
app.command("status", cls=FrenchCommand, help=texts.STATUS_HELP)(base.status_command)
app.command("rollback", cls=FrenchCommand, help=texts.ROLLBACK_HELP)(base.rollback_command)
app.command("evaluate", cls=FrenchCommand, help=texts.EVALUATE_HELP)(evaluating.evaluate_command)
app.command("serve", cls=FrenchCommand, help=texts.SERVE_HELP)(running.serve_command)
app.command("worker", cls=FrenchCommand, help=texts.WORKER_HELP)(running.worker_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the program; every failure is a French sentence and an exit code, never a traceback.

    Args:
        arguments: those of the command line, unless given.
    """
    speak_french()
    json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(arguments, standalone_mode=False, prog_name="rameau")
    except KeyboardInterrupt:
        from ui.console import notes

        notes().print(texts.INTERRUPTED)
        code = EXIT_INTERRUPTED
    except typer.TyperException as error:
        code = _usage(error, json=json)
    except Exception as error:
        from ui.failures import report_failure

        code = report_failure(error, json=json)
    sys.exit(code or 0)


def _usage(error: typer.TyperException, *, json: bool) -> int:
    from ui.console import write_error, write_json

    if type(error).__name__ != "NoArgsIsHelpError":
        write_error(explain(error))
        if json:
            write_json({"error": explain(error), "detail": ""})
    return EXIT_USAGE


if __name__ == "__main__":
    main()
