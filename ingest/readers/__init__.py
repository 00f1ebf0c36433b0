"""Files of each format as documents: a new format is one reader and a line here."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from assistant.documents import Document
from ingest.readers.original import Original, Tell

ContentReader = Callable[[bytes, str], Document]
"""The content of a file and the document's id to the document; raises `DocumentRefusedError`."""

READERS_VERSION: Final = 1
"""Raise it when a reader gives other documents for the same files: what was read before is then read again."""

MARKDOWN: Final = "text/markdown"

READER_NAMES: Final[dict[str, str]] = {
    "application/pdf": "ingest.readers.pdf:read_pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "ingest.readers.docx:read_docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "ingest.readers.pptx:read_pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "ingest.readers.tables:read_xlsx",
    "application/vnd.oasis.opendocument.text": "ingest.readers.odt:read_odt",
    "application/epub+zip": "ingest.readers.epub:read_epub",
    "text/html": "ingest.readers.html:read_html",
    MARKDOWN: "ingest.readers:read_markdown_file",
    "text/plain": "ingest.readers.text:read_text",
    "text/csv": "ingest.readers.tables:read_csv",
    "image/png": "ingest.readers.images:read_image",
    "image/jpeg": "ingest.readers.images:read_image",
    "image/tiff": "ingest.readers.images:read_image",
}
"""The `Reader` of each media type, `module:function`: imported only where a file is read, in a process of its own."""

SUFFIXES: Final[dict[str, tuple[str, ...]]] = {
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/epub+zip": (".epub",),
    "text/html": (".html", ".htm", ".xhtml"),
    MARKDOWN: (".md", ".markdown"),
    "text/plain": (".txt", ".text"),
    "text/csv": (".csv", ".tsv"),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
}
"""The usual suffixes of each media type; the first is the one to give a file."""

MEDIA_TYPES: Final[dict[str, str]] = {suffix: kind for kind, suffixes in SUFFIXES.items() for suffix in suffixes}
"""The media type of each suffix: what a name promises, to be checked against the content."""


def _read_markdown(content: bytes, document_id: str) -> Document:
    # Imported when it is called: readers in a process of their own need nothing of it.
    from ingest.readers.markdown import read_markdown

    return read_markdown(content, document_id)


READERS: Final[dict[str, ContentReader]] = {".md": _read_markdown, ".markdown": _read_markdown}
"""Those that read a corpus folder, by suffix; where two files have one id, the suffix that comes first here wins."""


def read(content: bytes, document_id: str, path: PurePath) -> Document:
    """Read the content of a file by the reader of its suffix."""
    return READERS[path.suffix.lower()](content, document_id)


def read_markdown_file(original: Original, tell: Tell) -> list[Document]:
    """Read a Markdown file that was handed in; a file without any title is called by its name.

    Raises:
        DocumentRefusedError: when it is in another encoding, holds no text, or has front matter that can't be read.
    """
    from dataclasses import replace

    document = _read_markdown(original.path.read_bytes(), PurePath(original.name).stem)
    tell(1, 1)
    return [replace(document, id=original.document_id)]
