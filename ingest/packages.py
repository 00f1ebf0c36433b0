"""Zip archives that are documents: which kind, and none that unpacks to far more than it seems."""

import mmap
import re
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ingest.report import DocumentRefusedError

_EPUB: Final = "application/epub+zip"
_ODF: Final = "application/vnd.oasis.opendocument."
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS: Final[dict[str, str]] = {
    "wordprocessingml.document.main+xml": f"{_OOXML}wordprocessingml.document",
    "presentationml.presentation.main+xml": f"{_OOXML}presentationml.presentation",
    "spreadsheetml.sheet.main+xml": f"{_OOXML}spreadsheetml.sheet",
}
_LARGEST_LIST: Final = 1_000_000
_UNPACKED: Final = 100_000_000
"""Bytes that any archive may unpack to."""
_RATIO: Final = 50
"""How many times its own size a larger archive may unpack to: the densest honest tables reach 30."""
_MEMBERS: Final = 20_000
_ENTRY: Final = re.compile(rb"PK\x01\x02.{24}(.{6})", re.DOTALL)
"""How an entry of the list of members begins; the last six bytes are the lengths of what follows."""
_LARGEST_INDEX: Final = 10_000_000
_AGAIN: Final = "Download or export it again."


def package_type(path: Path) -> str:
    """Give the media type of a zip archive that is a document.

    Raises:
        DocumentRefusedError: `format`, `damaged`, `password`, or `too-large` for one made to fill memory or disk.
    """
    try:
        _weigh_index(path)
        with zipfile.ZipFile(path) as archive:
            _weigh(archive.infolist(), path.stat().st_size)
            media_type = _declared_type(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
        reason = "The file is an archive that is cut off or damaged."
        raise DocumentRefusedError("damaged", reason, _AGAIN, type(error).__name__) from error
    except RuntimeError as error:  # what zipfile raises for a member that is encrypted
        raise _protected() from error
    return media_type


def _weigh_index(path: Path) -> None:
    """Refuse an archive whose list of members alone would fill the memory of who opens it."""
    count = length = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for entry in _ENTRY.finditer(content):
            count += 1
            length += sum(struct.unpack("<HHH", entry[1]))
            if count > _MEMBERS or length > _LARGEST_INDEX:
                reason = f"The archive has more than {_MEMBERS:,} parts, or names without end."
                raise DocumentRefusedError("too-large", reason, "Cut the document into several.", f"{count}")


def _weigh(members: Iterable[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive by what its members say they unpack to: zipfile reads no byte more than that."""
    unpacked = sum(member.file_size for member in members)
    if unpacked > _UNPACKED and unpacked > _RATIO * size:
        ratio = unpacked // max(size, 1)
        reason = f"The file unpacks to {unpacked / 1e6:,.0f} MB, {ratio:,} times its size."
        raise DocumentRefusedError("too-large", reason, "Save the document again, or cut it into several.", f"×{ratio}")


def _declared_type(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        return _named_type(archive)
    if "[Content_Types].xml" in names:
        return _office_type(_start_of(archive, "[Content_Types].xml").decode("utf-8", "replace"))
    remedy = "Unpack it and give the documents in it, one by one."
    raise DocumentRefusedError("format", "The file is a zip archive, not a document.", remedy, "zip")


def _named_type(archive: zipfile.ZipFile) -> str:
    media_type = _start_of(archive, "mimetype").decode("ascii", "replace").strip()
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in _start_of(
        archive, "META-INF/manifest.xml"
    ):
        raise _protected()
    if media_type in {_EPUB, f"{_ODF}text"}:
        return media_type
    if media_type.startswith(_ODF):
        remedy = "Save it as PPTX, XLSX or PDF."
        raise DocumentRefusedError("format", "The file is an OpenDocument of another kind than text.", remedy, "odf")
    raise DocumentRefusedError("format", "The file is an archive of an unknown kind.", "Save it as PDF.", "zip")


def _office_type(content_types: str) -> str:
    for part, media_type in _MAIN_PARTS.items():
        if part in content_types:
            return media_type
    reason = "The file is a template, a slide show, a drawing or an Office document with macros."
    raise DocumentRefusedError("format", reason, "Save it as DOCX, PPTX, XLSX or PDF, without macros.", "office")


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_LARGEST_LIST)


def _protected() -> DocumentRefusedError:
    reason = "The document is protected by a password."
    return DocumentRefusedError("password", reason, "Save it without the password, then give it again.", "zip")
