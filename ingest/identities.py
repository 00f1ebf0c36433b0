"""Ids of documents that come from addresses and folders: readable, stable, one for each canonical address."""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import PurePath
from typing import Final
from urllib.parse import unquote

from ingest.addresses import Twins, canonical, parse_address

_LONGEST: Final = 150
_OTHER: Final = re.compile(r"[^a-z0-9._-]+")


def document_id_of(url: str, twins: Sequence[Twins] = ()) -> str:
    """Give the id of the document at an address: `sites/www.lerameau.fr/<path>`.

    Every form of the address gives the same id. Where the path says more than a readable id can hold, a few letters
    of its hash follow, so that two documents never share an id.

    Raises:
        FetchError: `address`.
    """
    address = parse_address(canonical(url, twins))
    whole = f"{address.place}{address.target}".rstrip("/")
    return _id("sites", whole, f"{_readable(address.place)}{_path(address.path)}")


def file_id_of(source: str, path: PurePath) -> str:
    """Give the id of a file of a source: `dossiers/<source>/<path>`.

    Args:
        source: the name of the source.
        path: of the file, relative to the source's folder.
    """
    whole = unicodedata.normalize("NFC", f"{source}/{path.as_posix()}")
    return _id("dossiers", whole, _path(f"/{whole}").removeprefix("/"))


def _id(kind: str, whole: str, readable: str) -> str:
    if readable == whole and len(readable) <= _LONGEST:
        return f"{kind}/{readable}"
    return f"{kind}/{readable[:_LONGEST].rstrip('/-.')}-{blake2b(whole.encode(), digest_size=4).hexdigest()}"


def _path(path: str) -> str:
    return "".join(f"/{_readable(unquote(segment)) or '-'}" for segment in path.split("/") if segment)


def _readable(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return _OTHER.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-.")
