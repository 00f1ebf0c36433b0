"""The key that opens what only editors may do, until there are accounts."""

import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from assistant.settings import Settings

KEY_FILE: Final = "editor.key"
"""Under the home folder: where the key is kept that was made at the first start."""
_BYTES: Final = 24


def editor_key(settings: Settings) -> str:
    """Give the key of the settings, else the one kept in the home folder, which is made when first asked for."""
    given = settings.editor_key.get_secret_value().strip()
    return given or _kept(settings.home / KEY_FILE)


def is_editor_key(given: str, key: str) -> bool:
    """Compare a key with the right one, in a time that says nothing of how much of it is right."""
    return bool(key) and hmac.compare_digest(given.encode("utf-8", "replace"), key.encode())


def _kept(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return _make(path)


def _make(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Readable by its owner only from the start, and whole before it has its name: two programs may start at once.
    descriptor, draft = tempfile.mkstemp(prefix=f".{KEY_FILE}-", dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(_BYTES) + "\n")
    with suppress(FileExistsError):  # the other one was first
        os.link(draft, path)
    Path(draft).unlink()
    return path.read_text("ascii").strip()
