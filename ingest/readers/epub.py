"""E-books as documents: their chapters in order, read as the web pages that they are."""

import html
import posixpath
import re
from collections.abc import Iterator
from typing import Final

from assistant.documents import Document, Link
from ingest.readers.archives import Archive, inner_path, opened
from ingest.readers.blocks import Block, document_of
from ingest.readers.dates import iso_date
from ingest.readers.decoding import decode
from ingest.readers.markup import Page
from ingest.readers.original import Original, Tell
from ingest.readers.trees import Element, damaged, name_of, parse_html, parse_xml, plain_names
from ingest.readers.visible import drop_hidden
from ingest.report import DocumentRefusedError

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_FONTS: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""How fonts are made useless outside of their book; what is to be read is not touched."""
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
_ENTITY: Final = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST_CHAPTERS: Final = 5000


def read_epub(original: Original, tell: Tell) -> list[Document]:
    """Read an e-book; see `Reader`. It has no pages; a book that a licence locks is refused as `password`."""
    with opened(original.path) as archive:
        _check_readable(archive)
        book = _Book(archive)
        blocks: list[Block] = []
        links: list[Link] = []
        for number, name in enumerate(book.chapters, 1):
            page = _chapter(archive, name)
            blocks += _headed(page.blocks, book.contents.get(name, ""))
            links += page.links
            tell(number, len(book.chapters))
    document = document_of(
        original,
        blocks,
        titles=[book.label("title")],
        language=book.label("language"),
        published=iso_date(book.label("date")),
        publishers=tuple(filter(None, [book.label("publisher")])),
        links=links,
    )
    return [document]


def _check_readable(archive: Archive) -> None:
    tree = archive.optional(_ENCRYPTION)
    methods = [] if tree is None else [node for node in tree.iter() if name_of(node) == "EncryptionMethod"]
    if any(node.get("Algorithm") not in _FONTS for node in methods if name_of(node.getparent()) == "EncryptedData"):
        remedy = "Ask its publisher for a copy without protection."
        raise DocumentRefusedError("password", "The book is locked by a licence.", remedy)


class _Book:
    """What the package of a book says."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        roots = [node for node in archive.xml(_CONTAINER).iter() if name_of(node) == "rootfile"]
        if not roots:
            raise damaged("it names no package of a book")
        name = inner_path("", roots[0].get("full-path", ""))
        self._folder = posixpath.dirname(name)
        self._package = archive.xml(name)
        self._items = {node.get("id", ""): node for node in self._package.iter() if name_of(node) == "item"}
        self.chapters: Final = list(self._chapters())
        self.contents: Final = self._contents()

    def label(self, name: str) -> str:
        """Give what the book says of itself: its title or its date."""
        nodes = (node for node in self._package.iter() if name_of(node) == name and node.text)
        return next((" ".join(node.text.split()) for node in nodes), "")

    def _chapters(self) -> Iterator[str]:
        references = [node.get("idref", "") for node in self._package.iter() if name_of(node) == "itemref"]
        items = (self._items[reference] for reference in dict.fromkeys(references) if reference in self._items)
        pages = [item for item in items if item.get("media-type") in _PAGES and not _is_contents(item)]
        names = dict.fromkeys(inner_path(self._folder, item.get("href", "")) for item in pages)
        yield from list(names)[:_MOST_CHAPTERS]

    def _contents(self) -> dict[str, str]:
        """Give the titles of chapters by the table of contents, which may name what has no heading of its own."""
        found: dict[str, str] = {}
        for item in self._items.values():
            name = inner_path(self._folder, item.get("href", ""))
            if name in self._archive.names and (_is_contents(item) or "ncx" in item.get("media-type", "")):
                for title, target in _entries(self._archive.xml(name)):
                    found.setdefault(inner_path(posixpath.dirname(name), target), title)
        return found


def _is_contents(item: Element) -> bool:
    return "nav" in item.get("properties", "").split()


def _entries(tree: Element) -> Iterator[tuple[str, str]]:
    for node in tree.iter():
        if name_of(node) == "a":
            yield " ".join("".join(node.itertext()).split()), node.get("href", "")
        elif name_of(node) == "navPoint":
            label = next((part.text or "" for part in node.iter() if name_of(part) == "text"), "")
            source = next((part.get("src", "") for part in node.iter() if name_of(part) == "content"), "")
            yield " ".join(label.split()), source


def _chapter(archive: Archive, name: str) -> Page:
    text = decode(archive.read(name))
    whole = _ENTITY.sub(lambda entity: html.unescape(entity.group()), _DECLARATION.sub("", text))
    try:
        root = plain_names(parse_xml(whole.encode()))
    except DocumentRefusedError:  # books are sold that are no valid XML
        root = parse_html(text)
    drop_hidden(root)
    body = root.find("body")
    return Page(root if body is None else body)


def _headed(blocks: list[Block], title: str) -> list[Block]:
    """Give a chapter its title, where it has no heading of its own."""
    if not blocks or any(block.level for block in blocks[:3]):
        return blocks
    return [Block(title, 1), *blocks]
