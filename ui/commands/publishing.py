"""The generation that waits: what it would change, and its two ends."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui import cli_texts as texts
from ui.commands.options import EXIT_ERROR, Json, read_settings

if TYPE_CHECKING:
    from assistant.preview import Preview
    from assistant.settings import Settings


def preview_command(json: Json = False) -> None:
    """Show what would change if the generation that waits were published."""
    from dataclasses import asdict

    from assistant.preview import load_preview
    from ui import console
    from ui.commands import showing

    settings = read_settings()
    found = load_preview(settings.home)
    if found and not (found.added or found.changed or found.removed or found.asked):
        found = _compare(settings) or found
    if json:
        console.write_json(asdict(found) if found else None)
    elif found:
        showing.show_preview(found)
    else:
        console.output().print(texts.NO_PREVIEW)
    if found is None:
        raise typer.Exit(EXIT_ERROR)


def _compare(settings: "Settings") -> "Preview | None":
    from assistant.factory import build_embedder
    from ingest.preview import preview
    from ui import console

    embedder = build_embedder(settings, console.say_preparing)
    with console.progress() as tell:
        return preview(settings, embedder, tell=lambda done, total: tell("evaluate", done, total))


def publish_command(drop: Annotated[bool, typer.Option("--drop", help=texts.DROP)] = False, json: Json = False) -> None:
    """Publish the generation that waits, or drop it."""
    from ui import console
    from ui.commands.desk import open_desk

    with open_desk(read_settings()) as desk:
        if drop:
            desk.publisher.drop()
            facts: dict[str, object] = {"dropped": True}
            told = texts.DROPPED
        else:
            manifest = desk.publisher.publish()
            facts = {"generation": manifest.number, "documents": len(manifest.documents)}
            told = texts.PUBLISHED.format(generation=manifest.number, documents=len(manifest.documents))
    if json:
        console.write_json(facts)
    else:
        console.output().print(told)
