"""What a failing language model's server meant: a reason for the person, and whether to ask it once more."""

import time
from email.utils import parsedate_to_datetime
from typing import Any, Final

from assistant.errors import ModelError
from assistant.model_texts import REFUSALS
from assistant.prompts import MODEL_CUT, MODEL_UNREACHABLE

_PAUSE_SECONDS: Final = 0.5
"""Before a second try, where the server doesn't say how long to wait."""
_TOO_MANY: Final = 429
_SERVER_FAILED: Final = 500


def reason_of(error: Exception, begun: bool) -> str:
    """Give the reason of a failure in French; nothing of what the server wrote, which may hold anything.

    Args:
        error: what the provider's package raised.
        begun: whether some of the reply had come.
    """
    if isinstance(error, ModelError):
        return str(error)
    return MODEL_CUT if begun else REFUSALS.get(_status(error), MODEL_UNREACHABLE)


def pause_before_retry(error: Exception) -> float | None:
    """Give the seconds to wait before asking once more; None where asking again is of no use."""
    status = _status(error)
    if status == _TOO_MANY:
        return _retry_after(error)
    return _PAUSE_SECONDS if status >= _SERVER_FAILED else None


def _status(error: Any) -> int:
    """Give the HTTP status of an error of any provider's package; 0 where it has none."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return 0


def _retry_after(error: Any) -> float:
    """Read the `Retry-After` header: seconds, or a date (RFC 9110)."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    value = str(headers.get("retry-after", ""))
    try:
        if value.isascii() and value.isdigit():
            return float(value)
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return _PAUSE_SECONDS
