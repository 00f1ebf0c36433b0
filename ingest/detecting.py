"""What a file is, by its content: names and servers are often wrong, and a reader must get its own format only."""

import codecs
import mmap
import re
from pathlib import Path, PurePath
from typing import Final

from ingest.packages import package_type
from ingest.readers import MARKDOWN, MEDIA_TYPES
from ingest.report import DocumentRefusedError

HEAD: Final = 65_536
"""How many bytes are looked at; a zip archive is opened besides."""
_READABLE: Final = "PDF, DOCX, ODT, PPTX, EPUB, XLSX, CSV, HTML, Markdown, text, PNG, JPEG and TIFF can be read"
_TEXT_KINDS: Final = frozenset({"text/plain", "text/html", "text/csv", MARKDOWN})
_DECLARED: Final = {"text/tab-separated-values": "text/csv", "application/xhtml+xml": "text/html"}
_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
)
_FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"MZ", "a program", ""),
    (b"\x7fELF", "a program", ""),
    (b"#!", "a script", ""),
    (b"\xca\xfe\xba\xbe", "a program", ""),
    (b"\xcf\xfa\xed\xfe", "a program", ""),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and give the documents in it."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and give the documents in it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and give the documents in it."),
    (b"BZh", "a bzip2 archive", "Unpack it and give the documents in it."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it and give the documents in it."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it and give the documents in it."),
    (b"{\\rtf", "an RTF document", "Open it and save it as DOCX."),
    (b"%!PS", "a PostScript document", "Convert it to PDF."),
    (b"AT&TFORM", "a DjVu document", "Convert it to PDF."),
    (b"GIF8", "a GIF image", "Save it as PNG."),
    (b"BM", "a BMP image", "Save it as PNG."),
    (b"RIFF", "a WebP image, a sound or a film", "Save an image as PNG; films and sounds can't be read."),
    (b"OggS", "a sound or a film", "Write down what is said, and give that."),
    (b"ID3", "a sound", "Write down what is said, and give that."),
    (b"fLaC", "a sound", "Write down what is said, and give that."),
    (b"\x1aE\xdf\xa3", "a film", "Write down what is said, and give that."),
    (b"SQLite format 3\x00", "a database", "Export its tables as CSV."),
)
_PAGE_REMEDY: Final = "Give the page or the document that people read."
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BEFORE: Final = rb"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*"
_PAGE: Final = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
_MARKUP: Final = re.compile(
    _BEFORE + rb"<(?:head|body|title|meta|link|script|style|h[1-6]|p|div|table|article|section|main|header|nav|ul|ol"
    rb"|iframe)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_XML: Final = re.compile(rb"\s*<(?:\?xml|!doctype|svg|rss|feed|urlset|sitemapindex)\b", re.IGNORECASE)
_MAIL: Final = re.compile(rb"^MIME-Version:[ \t]*1\.0", re.IGNORECASE | re.MULTILINE)
_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# No text holds these; a form feed, a tab or an escape may be in one.
_BINARY: Final = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def detect(path: Path, name: str, declared: str = "") -> str:
    """Give the media type of a file by its content.

    The name, or else what a server declared, decides only among the kinds of text: Markdown, CSV, HTML, plain.

    Args:
        path: the file.
        name: what people call it; its suffix counts.
        declared: the `Content-Type` that it came with.

    Raises:
        DocumentRefusedError: `empty`, `format` (no reader for it), `password`, `damaged` or `too-large` (an archive
            that unpacks to far more than it seems).
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise DocumentRefusedError("empty", "The file has no content.", "Export or download it again.", "0")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return package_type(path)
    if head.startswith(_OLE):
        raise _old_office(path)
    return _by_signature(head) or _by_text(head, name, declared)


def _by_signature(head: bytes) -> str:
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    for signature, what, remedy in _FOREIGN:
        if head.startswith(signature) and (len(signature) > 2 or _BINARY.search(head) or signature == b"#!"):
            raise _unreadable(what, remedy)
    if head[4:8] == b"ftyp":
        raise _unreadable("a film, a sound or a HEIC image", "Save an image as JPEG; films and sounds can't be read.")
    # Some programs write a few lines above a PDF; a page of HTML that speaks of PDF is none.
    return "application/pdf" if b"%PDF-" in head[:1024] and not _PAGE.match(head) else ""


def _by_text(head: bytes, name: str, declared: str) -> str:
    if _MAIL.search(head[:4096]) and PurePath(name).suffix.lower() not in MEDIA_TYPES:
        raise _unreadable("an e-mail or a web archive", "Save it as PDF, or the page as HTML.")
    text = _plain_bytes(head)
    if text is None:
        raise _unreadable("of a kind that no reader knows", "", head[:8].hex())
    if not text.strip():
        raise DocumentRefusedError("empty", "The file holds blanks only.", "Export or download it again.")
    promised = _promised(name, declared)
    if _PAGE.match(text) or (_MARKUP.match(text) and promised in {"", "text/html"}):
        return "text/html"
    if not promised and _XML.match(text):
        raise _unreadable("XML data", _PAGE_REMEDY)
    if text.lstrip()[:1] in {b"{", b"["} and PurePath(name).suffix.lower() in {".json", ".jsonl", ".geojson", ".ipynb"}:
        raise _unreadable("JSON data", _PAGE_REMEDY)
    return promised or "text/plain"


def _promised(name: str, declared: str) -> str:
    """Give the kind of text that the name says, else the declaration."""
    kind = declared.partition(";")[0].strip().lower()
    by_name = MEDIA_TYPES.get(PurePath(name).suffix.lower(), "")
    return next((kind for kind in (by_name, _DECLARED.get(kind, kind)) if kind in _TEXT_KINDS), "")


def _plain_bytes(head: bytes) -> bytes | None:
    """Give the text of a head in an encoding that holds ASCII as it is, or nothing where it is no text."""
    if head.startswith(codecs.BOM_UTF8):
        head = head.removeprefix(codecs.BOM_UTF8)
    for mark, encoding in _UTF16.items():
        if head.startswith(mark):
            even = head[: len(head) // 2 * 2]
            return even.decode(encoding, "replace").encode("utf-8", "replace")
    return None if _BINARY.search(head) else head


def _old_office(path: Path) -> DocumentRefusedError:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        encrypted = content.find(_ENCRYPTED) >= 0
    if encrypted:
        reason = "The document is protected by a password."
        return DocumentRefusedError("password", reason, "Save it without the password, then give it again.", "office")
    return _unreadable(
        "in a format of Office before 2007 (.doc, .xls, .ppt, .msg)", "Save it as DOCX, XLSX, PPTX or PDF."
    )


def _unreadable(what: str, remedy: str, detail: str = "") -> DocumentRefusedError:
    remedy = remedy or f"Save the document as PDF or DOCX: {_READABLE}."
    return DocumentRefusedError("format", f"The file is {what}.", remedy, detail)
