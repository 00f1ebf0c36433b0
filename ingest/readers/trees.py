"""XML and HTML as trees: nothing that they point to is followed, no entity is filled in.

libxml2 itself refuses, or cuts, what is nested more than 256 deep, so walking a tree by recursion is safe.
"""

from typing import Any, Final

from lxml import etree, html  # type: ignore[import-untyped]

from ingest.report import DocumentRefusedError

Element = Any
"""A node of a tree: lxml carries no types."""

_SAFE: Final = {"no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}


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
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return html.document_fromstring("<body></body>")


def name_of(node: Element) -> str:
    """Give the name of an element without its namespace; empty for what is no element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


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
