"""Failures of the program `rameau` in words: what happened, what to do, the detail; never a traceback."""

import tempfile
import traceback
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import AssistantError
from ui import cli_texts as texts
from ui.child import LaunchError
from ui.commands.errors import CommandError
from ui.console import write_error, write_json
from ui.replies import ClientError


def report_failure(error: Exception, *, json: bool = False) -> int:
    """Write a failure in French and give the exit code.

    Args:
        error: what happened.
        json: write it for a script as well, to the output.
    """
    message, detail = _told(error)
    write_error(message, detail)
    if json:
        write_json({"error": message, "detail": detail})
    return 1


def _told(error: Exception) -> tuple[str, str]:
    """Say what happened and what to do, and the detail."""
    match error:
        case LaunchError():
            return str(error), error.detail
        case ClientError() | CommandError():
            return str(error), ""
        case AssistantError():
            return _advice(error), str(error)
        case ValidationError():
            return texts.ERRORS["SettingsError"], _wrong_settings(error)
        case OSError():
            return texts.ERRORS["OSError"], str(error)
        case _:
            return texts.UNEXPECTED.format(kind=type(error).__name__, log=_keep_traceback(error)), ""


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
