"""The body of an answer on its way to a file, counted as it is once decoded."""

import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ingest.fetch_errors import FetchError

_PIECE: Final = 1 << 18
_GZIP: Final = frozenset({"gzip", "x-gzip"})
_REMEDY: Final = "Raise RAMEAU_UPLOAD_MAX_BYTES if the document is meant to be this large."


def too_large(url: str, limit: int) -> FetchError:
    """Give the refusal of what is larger than allowed."""
    return FetchError("too-large", f"{url} is larger than {limit:,} bytes.", _REMEDY, str(limit))


def decoded(chunks: Iterable[bytes], encoding: str, url: str) -> Iterator[bytes]:
    """Decode a body piece by piece, so that no small piece becomes a huge one at once.

    Raises:
        FetchError: `http`, for an encoding nobody asked for; `unreachable`, for a body that is damaged or cut short.
    """
    if encoding in {"", "identity"}:
        yield from chunks
    elif encoding in _GZIP or encoding == "deflate":
        yield from inflated(chunks, url, zlib.MAX_WBITS | (16 if encoding in _GZIP else 0))
    else:
        remedy = "Download the document in a browser and hand in the file."
        raise FetchError("http", f"{url} comes in an encoding that wasn't asked for: {encoding}.", remedy, encoding)


def inflated(chunks: Iterable[bytes], url: str, bits: int = zlib.MAX_WBITS | 16) -> Iterator[bytes]:
    """Unpack gzip (or, by its window bits, zlib) piece by piece.

    Raises:
        FetchError: `unreachable`, when it is damaged or cut short.
    """
    engine = zlib.decompressobj(bits)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield engine.decompress(rest, _PIECE)
                rest = engine.unconsumed_tail
                if engine.eof and engine.unused_data:  # several gzip files one after the other
                    rest, engine = engine.unused_data, zlib.decompressobj(bits)
        complete = engine.eof
    except zlib.error as error:
        raise _damaged(url, str(error)) from error
    if not complete:
        raise _damaged(url, "it ends too early")


def _damaged(url: str, why: str) -> FetchError:
    reason = f"What came from {url} is damaged: {why}."
    return FetchError("unreachable", reason, "Try again later.", "gzip", transient=True)


def save(chunks: Iterable[bytes], folder: Path, limit: int, url: str) -> tuple[Path, int]:
    """Write a body to a new file and give it with its size; nothing stays of one that fails.

    Raises:
        FetchError: `too-large`, as soon as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix="fetched-", dir=folder)
    path, size = Path(name), 0
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in within(chunks, limit, url):
                size += file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, size


def within(chunks: Iterable[bytes], limit: int, url: str) -> Iterator[bytes]:
    """Let pieces through as long as they make no more bytes than allowed.

    Raises:
        FetchError: `too-large`.
    """
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise too_large(url, limit)
        yield chunk
