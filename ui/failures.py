"""Failures of the program `rameau` in words: what happened, what to do, the detail; never a traceback."""

import tempfile
import traceback
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import AssistantError
from ui import cli_texts as texts
from ui.child import LaunchError
from ui.commands.errors import CommandError
from ui.console import write_error
from ui.replies import ClientError


def report_failure(error: Exception) -> int:
    """Write a failure in French and give the exit code."""
    match error:
        case LaunchError():
            write_error(str(error), error.detail)
        case ClientError() | CommandError():
            write_error(str(error))
        case AssistantError():
            write_error(_advice(error), str(error))
        case ValidationError():
            write_error(texts.ERRORS["SettingsError"], _wrong_settings(error))
        case OSError():
            write_error(texts.ERRORS["OSError"], str(error))
        case _:
            write_error(texts.UNEXPECTED.format(kind=type(error).__name__, log=_keep_traceback(error)))
    return 1


def _advice(error: AssistantError) -> str:
    known = (texts.ERRORS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in texts.ERRORS)
    return next(known, str(error))


def _wrong_settings(error: ValidationError) -> str:
    wrong = ((".".join(map(str, entry["loc"])), entry["input"]) for entry in error.errors())
    return " ".join(texts.SETTING_WRONG.format(name=f"RAMEAU_{name.upper()}", value=value) for name, value in wrong)


def _keep_traceback(error: Exception) -> Path:
    """Write the traceback to a file of its own: whoever mends the program needs it, the person doesn't."""
    with tempfile.NamedTemporaryFile("w", prefix="rameau-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return Path(file.name)
