"""Replies of the API, good or bad: each failure, of the API or of the line to it, becomes one sentence of French."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from pydantic import TypeAdapter, ValidationError


class ClientError(Exception):
    """The API gave no usable reply; the message is meant for the person."""


class KeyRefusedError(ClientError):
    """The API does not know the editor's key."""


class GoneError(ClientError):
    """There is nothing of that name, or no longer."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of each failure."""

    down: str
    """The API can't be reached."""
    slow: str
    cut: str
    """The line broke before the end."""
    mismatch: str
    """The reply can't be read."""
    failed: str
    """Anything else."""
    refusals: Mapping[int, str]
    """By HTTP status, where the API does not say more."""
    silenced: frozenset[int]
    """The statuses whose detail says less to a person than our sentence."""


def check(response: httpx2.Response, wording: Wording) -> None:
    """Raise the API's own sentence when it refused.

    Raises:
        KeyRefusedError: it asks for another key.
        GoneError: it knows nothing of that name.
        ClientError: it refused for another reason.
    """
    if response.is_success:
        return
    response.read()
    try:
        problem = _PROBLEM.validate_json(response.content)
    except ValidationError:
        problem = {}
    kind = _KINDS.get(response.status_code, ClientError)
    raise kind(sentence(problem | {"status": response.status_code}, wording))


def sentence(problem: Mapping[str, Any], wording: Wording) -> str:
    """Choose the sentence for a problem: the API's detail where it says more to a person than its status."""
    status, detail = problem.get("status"), problem.get("detail")
    if status == 422 and problem.get("errors"):
        return wording.mismatch
    if isinstance(detail, str) and detail and status not in wording.silenced:
        return detail
    return wording.refusals.get(status if isinstance(status, int) else 0, wording.failed)


@contextmanager
def in_french(wording: Wording) -> Iterator[None]:
    """Turn each failure of the transport into the sentence for it."""
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
        raise ClientError(wording.down) from error
    except httpx2.TimeoutException as error:
        raise ClientError(wording.slow) from error
    except httpx2.HTTPError as error:
        raise ClientError(wording.cut) from error
    except ValidationError as error:
        raise ClientError(wording.mismatch) from error


_KINDS: dict[int, type[ClientError]] = {401: KeyRefusedError, 403: KeyRefusedError, 404: GoneError}
_PROBLEM = TypeAdapter(dict[str, Any])
