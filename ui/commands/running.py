"""The programs that run until told to stop: the API, the worker, and all of them with the page."""

import typer

from ui import cli_texts as texts
from ui.commands.options import EXIT_ERROR, EXIT_PARTIAL, read_settings


def serve_command() -> None:
    """Serve the API until told to stop."""
    from ui.launch import require_free_ports
    from ui.serving import serve

    settings = read_settings()
    require_free_ports(settings, "api_port")
    serve(settings)


def worker_command() -> None:
    """Carry out jobs until told to stop."""
    from ingest.worker import run_worker
    from ui import console, launch

    settings = read_settings()
    with launch.stop_requests() as stop:
        console.notes().print(texts.WORKER_READY.format(home=settings.home))
        run_worker(settings, stop)


def up_command() -> None:
    """Update the knowledge base, then run the API, the worker and the page together."""
    from assistant.editor import editor_key
    from assistant.manifest import current_number
    from ui import console, launch

    settings = read_settings()
    launch.require_free_ports(settings, "api_port", "ui_port")
    with launch.stop_requests() as stop:
        code = launch.run_quietly_until([*launch.PROGRAM, "ingest"], stop)
        if stop.is_set():
            return
        if code not in {0, EXIT_PARTIAL}:
            if not current_number(settings.home):
                raise typer.Exit(EXIT_ERROR)
            console.notes().print(texts.INGEST_FAILED)
        console.notes().print(texts.STARTING)
        # Made here if it never was: whoever reads the line below must find the file.
        editor_key(settings)
        ready = launch.announcement(settings)
        launch.run_together(launch.children(settings), stop, lambda: console.output().print(ready, soft_wrap=True))
        console.notes().print(texts.STOPPED)
