"""Files of each format as documents: a new format is one reader and a line here."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from assistant.documents import Document
from ingest.readers.markdown import read_markdown

Reader = Callable[[bytes, str], Document]
"""The content of a file and the document's id to the document; raises `DocumentRefusedError`."""

READERS: Final[dict[str, Reader]] = {".md": read_markdown, ".markdown": read_markdown}
"""By suffix; where two files have one id, the suffix that comes first here wins."""


def read(content: bytes, document_id: str, path: PurePath) -> Document:
    """Read the content of a file by the reader of its suffix."""
    return READERS[path.suffix.lower()](content, document_id)
