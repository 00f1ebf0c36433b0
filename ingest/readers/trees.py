"""XML and HTML as trees: nothing that they point to is followed, no entity is filled in.

libxml2 itself refuses, or cuts, what is nested more than 256 deep, so walking a tree by recursion is safe.
"""

import re
from typing import Any, Final

from lxml import etree, html  # type: ignore[import-untyped]

from ingest.report import DocumentRefusedError

Element = Any
"""A node of a tree: lxml carries no types."""

_SAFE: Final = {"no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a page can bring into a tree, but that can't be written to one again."""


def parse_xml(content: bytes) -> Element:
    """Read an XML file, with the names of its elements and attributes as they are: `{namespace}name`.

    Raises:
        DocumentRefusedError: when it is no XML, or declares entities.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, load_dtd=False, **_SAFE))
    except etree.XMLSyntaxError as error:
        raise damaged(f"a part of it is not valid XML: {error.msg}") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise damaged("a part of it declares entities of its own")
    return root


def parse_html(text: str) -> Element:
    """Read an HTML page, however badly it is written; comments are left out."""
    # What the page says of its own encoding no longer holds: its characters are known.
    parser = html.HTMLParser(encoding="utf-8", **_SAFE)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return html.document_fromstring("<body></body>")
    for node in root.iter():
        _drop_forbidden(node)
    return root


def _drop_forbidden(node: Element) -> None:
    if node.text and _FORBIDDEN.search(node.text):
        node.text = _FORBIDDEN.sub(" ", node.text)
    if node.tail and _FORBIDDEN.search(node.tail):
        node.tail = _FORBIDDEN.sub(" ", node.tail)
    for name, value in node.items():
        if _FORBIDDEN.search(value):
            node.set(name, _FORBIDDEN.sub("", value))


def name_of(node: Element) -> str:
    """Give the name of an element without its namespace; empty for what is no element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def number(text: str, usual: int, most: int) -> int:
    """Give the number that a file writes, or the usual one where it writes something else or nothing."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) + 3 else usual


def plain_names(root: Element) -> Element:
    """Strip the namespace off each element's name, so that XHTML reads like HTML."""
    for node in root.iter(etree.Element):
        node.tag = name_of(node).lower()
    return root


def remove(node: Element) -> None:
    """Take an element out of its tree; the text that follows it stays."""
    parent = node.getparent()
    if parent is None:
        return
    previous = node.getprevious()
    if node.tail and previous is not None:
        previous.tail = (previous.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def walk(root: Element) -> Any:
    """Give `("start", element)` as each one opens and `("end", element)` as it closes.

    `skip_subtree()` passes over what is in the element that has just opened.
    """
    return etree.iterwalk(root, events=("start", "end"))


def damaged(why: str) -> DocumentRefusedError:
    """Give the refusal of a file that is not what it says it is."""
    return DocumentRefusedError(
        "damaged", f"The file is damaged: {why}.", "Open it, save it again, and give the new file.", why
    )
