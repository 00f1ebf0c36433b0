"""Web pages as documents: their main content, without menus, banners and what they hide."""

import re
from typing import Final

import trafilatura

from assistant.documents import Document
from ingest.readers.blocks import Block, document_of, empty
from ingest.readers.decoding import decode
from ingest.readers.markup import Page
from ingest.readers.original import Original, Tell
from ingest.readers.page_labels import Labels
from ingest.readers.trees import Element, parse_html, remove
from ingest.readers.visible import drop_hidden

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD: Final = 4096
_ASIDE: Final = frozenset(["nav", "header", "footer", "aside", "form", "script", "style", "noscript"])
_BANNER: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|rgpd|gdpr|tarteaucitron|axeptio|didomi|onetrust|cmplz|cookiebot)(?:$|[\s_-])",
    re.I,
)
_ENOUGH: Final = 0.4
"""Of the words of the body: with fewer, the main content was mistaken for something else."""
_FORM_WORDS: Final = 120
"""A page with a field for a password and fewer words is there to let people in."""
_SHELL: Final = re.compile(r"\bjavascript\b", re.IGNORECASE)
_SHELL_WORDS: Final = 40


def read_html(original: Original, tell: Tell) -> list[Document]:
    """Read a page; see `Reader`. `empty` is refused: nothing to read, a shell without scripts, a login page."""
    content = original.path.read_bytes()
    declared = _CHARSET.search(content[:_HEAD])
    root = parse_html(decode(content, declared[1].decode("ascii") if declared else ""))
    labels = Labels(root, original.url)
    title, published, language = labels.title, labels.published, labels.language
    url, base = labels.canonical, labels.base
    asks_password = bool(root.xpath("//input[translate(@type, 'PASWORD', 'pasword')='password']"))
    drop_hidden(root)
    _drop_marks(root)
    page = _content(root, base)
    _refuse_shells(page.blocks, asks_password)
    tell(1, 1)
    return [
        document_of(
            original, page.blocks, titles=[title], language=language, url=url, published=published, links=page.links
        )
    ]


def _content(root: Element, base: str) -> Page:
    """Give the main content; all of the body but its margins where too little of it was found."""
    root.make_links_absolute(base, resolve_base_href=False) if base else None
    found = trafilatura.extract(
        root, output_format="html", include_comments=False, include_tables=True, include_links=True,
        include_formatting=False, favor_recall=True, deduplicate=False,
    )  # fmt: skip
    main = Page(parse_html(found or "").find("body"), base)
    for node in list(root.iter(*_ASIDE)):
        remove(node)
    body = root.find("body")
    whole = Page(body if body is not None else root, base)
    return whole if _count(main.blocks) < _ENOUGH * _count(whole.blocks) else main


def _drop_marks(root: Element) -> None:
    """Take out the banners about cookies, and the signs beside headings that link to themselves."""
    for anchor in root.xpath("//a[starts-with(@href, '#')]"):
        if not any(character.isalnum() for character in anchor.text_content()):
            remove(anchor)
    for node in list(root.iter("div", "section", "aside", "dialog", "form")):
        names = f"{node.get('id') or ''} {node.get('class') or ''}"
        if _BANNER.search(names) and not any(node.iter("h1", "main", "article")):
            remove(node)


def _refuse_shells(blocks: list[Block], asks_password: bool) -> None:
    words = _count(blocks)
    if asks_password and words < _FORM_WORDS:
        raise empty("The page asks for a password: what it leads to was not given.")
    if words < _SHELL_WORDS and any(_SHELL.search(block.text) for block in blocks):
        raise empty("The page shows nothing without JavaScript.")


def _count(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)
