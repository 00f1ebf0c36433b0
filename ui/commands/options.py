"""What the commands share: options, exit codes, settings."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from ui import cli_texts as texts

if TYPE_CHECKING:
    from assistant.settings import Settings

EXIT_ERROR: Final = 1
EXIT_USAGE: Final = 2
EXIT_PARTIAL: Final = 3
EXIT_INTERRUPTED: Final = 130
"""What shells use for a program ended by Ctrl-C."""

Json = Annotated[bool, typer.Option("--json", help=texts.JSON)]


def read_settings() -> "Settings":
    """Read the settings, from the environment and from `.env`."""
    from assistant.settings import Settings

    return Settings()
