"""What fetching an address gave."""

import re
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote

from ingest.addresses import Address
from ingest.fetch_errors import gone
from ingest.fetching.web_pages import WebPage

_HIDDEN: Final = re.compile(r"[\x00-\x1f\x7f/\\\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_LONGEST_NAME: Final = 150


@dataclass(frozen=True, slots=True)
class Hop:
    """An address that led to another one."""

    url: str
    status: int

    @property
    def permanent(self) -> bool:
        """Tell whether the site says that the document moved for good."""
        return self.status in {301, 308}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to a request, with the file that came."""

    status: Literal["fetched", "unchanged", "gone"]
    """`unchanged`: the site says that it is as it was. `gone`: it says that there is nothing any more (404, 410)."""
    url: str
    """Its canonical address: where it moved for good, or what it declares for itself; `http` where that answered."""
    asked: str
    """The address that was asked for."""
    http_status: int
    hops: tuple[Hop, ...] = ()
    """The addresses on the way, each of which led to the next one."""
    media_type: str = ""
    """What the site declares, in lower case and without parameters."""
    charset: str = ""
    """What the site declares."""
    name: str = ""
    """The name of the file, for people."""
    etag: str = ""
    last_modified: str = ""
    path: Path | None = None
    """The file, decoded; whoever takes it removes it (`discard`). Only when fetched."""
    size: int = 0
    """In bytes."""
    page: WebPage | None = None
    """What it says of itself, when it is a web page."""

    @property
    def moved(self) -> bool:
        """Tell whether the site says that the document has another address for good."""
        return bool(self.hops) and all(hop.permanent for hop in self.hops)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Give the addresses that led here, without the canonical one."""
        met = (self.asked, *(hop.url for hop in self.hops))
        return tuple(url for url in dict.fromkeys(met) if url != self.url)

    def read(self) -> bytes:
        """Give the content.

        Raises:
            FetchError: `gone`.
        """
        self.require()
        return self.path.read_bytes() if self.path else b""

    def require(self) -> "Fetched":
        """Insist on there being a document.

        Raises:
            FetchError: `gone`.
        """
        if self.status == "gone":
            raise gone(self.asked, self.http_status)
        return self

    def discard(self) -> None:
        """Remove the file."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


def file_name(disposition: str, address: Address) -> str:
    """Give the name of a file for people: what the site declares, else the end of its address."""
    declared = Message()
    declared["content-disposition"] = disposition
    try:
        name = declared.get_filename("")
    except (LookupError, ValueError, TypeError):  # an encoding nobody knows
        name = ""
    name = name or unquote(address.path.rstrip("/").rpartition("/")[2]) or address.host
    name = _HIDDEN.sub("-", name).strip(" .-")
    if len(name) <= _LONGEST_NAME:
        return name or address.host
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < 10 else name[:_LONGEST_NAME]


def media_type_of(header: str) -> tuple[str, str]:
    """Split a `Content-Type` into the media type and the character set."""
    declared = Message()
    declared["content-type"] = header
    kind = declared.get_content_type() if header else ""
    try:
        return kind, (declared.get_content_charset("") or "") if header else ""
    except (LookupError, ValueError, TypeError):
        return kind, ""
