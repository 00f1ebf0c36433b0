"""Web pages as documents: their main content, without menus, banners and what they hide."""

import re
from typing import Final

import trafilatura

from assistant.documents import Document, Link
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
_NEARLY_ALL: Final = 0.95
"""Of the words of the main content, for it to be recognised on the page."""
_UNMISTAKABLE: Final = 25
"""Letters: a shorter line may stand elsewhere on the page by chance."""
_LONGEST_SEARCH: Final = 500_000
"""Letters in which each line of the page is looked for."""
_WIDEST: Final = 20
"""Columns that one cell may span: each is written out as a cell of its own."""
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
    url, base, published, language = labels.canonical, labels.base, labels.published, labels.language
    asks_password = bool(root.xpath("//input[translate(@type, 'PASWORD', 'pasword')='password']"))
    drop_hidden(root)
    _drop_marks(root)
    titles = [labels.shared_title, *labels.headings, labels.window_title]
    blocks, links = _content(root, base)
    _refuse_shells(blocks, asks_password)
    tell(1, 1)
    return [document_of(original, blocks, titles=titles, language=language, url=url, published=published, links=links)]


def _content(root: Element, base: str) -> tuple[list[Block], list[Link]]:
    """Give the main content, with the headings that it has on the page; all of the body where too little was found."""
    found = trafilatura.extract(
        root, output_format="html", include_comments=False, include_tables=True, include_links=True,
        include_formatting=False, favor_recall=True, deduplicate=False,
    )  # fmt: skip
    main = Page(parse_html(found or "").find("body"), base)
    _drop_margins(root)
    body = root.find("body")
    whole = Page(root if body is None else body, base)
    words, most = _count(main.blocks), _count(whole.blocks)
    kept = _kept(whole, main.blocks)
    if _count(kept) >= _NEARLY_ALL * words >= _ENOUGH * most:
        text = "".join(map(_letters, kept))
        return kept, [link for link in whole.links if _only_letters(link.text) in text]
    if _ENOUGH * most <= words < _NEARLY_ALL * most:
        return main.blocks, main.links
    return whole.blocks, whole.links


def _drop_margins(root: Element) -> None:
    """Take out what stands around the content on most pages."""
    for node in list(root.iter(*_ASIDE)):
        heads_article = (
            node.tag in {"header", "footer"} and next(node.iterancestors("article", "main"), None) is not None
        )
        if not heads_article and (node.tag != "form" or len(node.text_content().split()) < _FORM_WORDS):
            remove(node)


def _kept(page: Page, main: list[Block]) -> list[Block]:
    """Give the blocks of a page that are in its main content or beside one that is, and the headings above them."""
    lines = list(map(_letters, main))
    text, exact = " ".join(lines)[:_LONGEST_SEARCH], frozenset(lines)
    headings = {_letters(block) for block in page.blocks if block.level}
    found = [_is_found(_letters(block), exact, text) for block in page.blocks]
    homes = {home for home, yes, block in zip(page.homes, found, page.blocks, strict=True) if yes and not block.level}
    kept: list[Block] = []
    above: list[Block] = []
    for block, home in zip(page.blocks, page.homes, strict=True):
        if block.level:
            above.append(block)
        elif home not in homes:
            above = []
        elif _letters(block) not in headings:  # what says the same as a heading is of a table of contents
            kept += [*above, block]
            above = []
    return kept


def _is_found(letters: str, exact: frozenset[str], text: str) -> bool:
    return letters in exact or (len(letters) > _UNMISTAKABLE and letters in text)


def _letters(block: Block) -> str:
    return _only_letters(block.text)


def _only_letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _drop_marks(root: Element) -> None:
    """Take out the banners about cookies, the signs beside headings that link to themselves, and senseless widths."""
    for cell in root.xpath(f"//*[@colspan > {_WIDEST}]"):
        del cell.attrib["colspan"]
    for anchor in root.xpath("//a[starts-with(@href, '#')]"):
        if not any(character.isalnum() for character in anchor.text_content()):
            remove(anchor)
    for node in list(root.iter("div", "section", "aside", "dialog", "form")):
        names = f"{node.get('id') or ''} {node.get('class') or ''}"
        if _BANNER.search(names) and next(node.iter("h1", "main", "article"), None) is None:
            remove(node)


def _refuse_shells(blocks: list[Block], asks_password: bool) -> None:
    words = _count(blocks)
    if asks_password and words < _FORM_WORDS:
        raise empty("The page asks for a password: what it leads to was not given.")
    if words < _SHELL_WORDS and any(_SHELL.search(block.text) for block in blocks):
        raise empty("The page shows nothing without JavaScript.")


def _count(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)
