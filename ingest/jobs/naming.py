"""The ids of documents that were handed in: the file's own if it has one, else made from its name."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

from assistant.documents import Document
from assistant.jobs import Holding
from assistant.language import fold
from assistant.state.holdings import DEPOSIT
from ingest.addresses import canonical
from ingest.fetch_errors import FetchError
from ingest.readers import MARKDOWN
from ingest.readers.front_matter import split_front_matter
from ingest.report import DocumentRefusedError

FOLDER: Final = "depots"
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 120
_HEAD_BYTES: Final = 100_000


class Names:
    """Gives ids to files by their names: the same name is the same document, another name is another one.

    Args:
        holdings: what is there already.
    """

    def __init__(self, holdings: Iterable[Holding]) -> None:
        held = [one for one in holdings if one.document_id.startswith(f"{FOLDER}/")]
        self._ids = {_folded(one.name): one.document_id for one in held if one.source == DEPOSIT}
        self._taken = {one.document_id for one in held}

    def id_of(self, name: str) -> str:
        """Give the id of a file."""
        known = self._ids.get(_folded(name))
        if known is None:
            known = self._free(name)
            self._ids[_folded(name)] = known
            self._taken.add(known)
        return known

    def _free(self, name: str) -> str:
        path = PurePath(name)
        stem = _slug(path.stem) or "document"
        candidates = [f"{FOLDER}/{stem}", f"{FOLDER}/{stem}-{_slug(path.suffix)}".rstrip("-")]
        candidates += [f"{FOLDER}/{stem}-{number}" for number in range(2, len(self._taken) + 3)]
        return next(candidate for candidate in candidates if candidate not in self._taken)


def own_id(path: Path, media_type: str) -> str:
    """Give the id that a file says it has, in the front matter of a Markdown file; empty when it says none.

    Raises:
        DocumentRefusedError: its front matter can't be read.
    """
    if media_type != MARKDOWN:
        return ""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode("utf-8-sig", "replace")
    return split_front_matter(head)[0].id


def known_by_address(document: Document, by_address: dict[str, str]) -> str:
    """Give the id of the holding that has the address which a document says is its own; empty when none has."""
    try:
        return by_address.get(canonical(document.url), "") if document.url else ""
    except FetchError:
        return ""


def addresses_of(holdings: Iterable[Holding]) -> dict[str, str]:
    """Give the ids of holdings by each address that they have or had."""
    return {url: one.document_id for one in holdings for url in (*one.aliases, one.url) if url}


def refuse_second(document_id: str, name: str) -> DocumentRefusedError:
    """Give the refusal of a file that has the id of another one of the same job."""
    reason = f"Another file of this job is the document {document_id} too."
    return DocumentRefusedError("duplicate", reason, "Rename one of the two, and hand it in again.", name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _slug(text: str) -> str:
    return _OTHER.sub("-", fold(text)).strip("-")[:_LONGEST].rstrip("-")
