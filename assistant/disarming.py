"""A model's words without what could act on the page or look like our own signs: tags, links, images, brackets."""

import html
import re
from typing import Final

from assistant.citations import KEPT_MARKER

_IMAGE: Final = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_LINK: Final = re.compile(r"\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_TAG: Final = re.compile(r"[<‹][/!?|a-zA-Z][^<>‹›\n]*[>›]?")
_BRACKET: Final = re.compile(r"[\[\]<>`]")
_TIMES: Final = 3


def disarm(text: str) -> str:
    """Give plain words: no tag, no image, a link's words without the link, every entity as its sign."""
    for _ in range(_TIMES):
        text = html.unescape(text)
    for pattern, kept in ((_TAG, ""), (_IMAGE, ""), (_LINK, r"\1"), (KEPT_MARKER, "")):
        text = pattern.sub(kept, text)
    return text


def as_text(text: str) -> str:
    """Write words so that Markdown takes no sign of them for its own, nor the page one for a citation."""
    return _BRACKET.sub(lambda match: "\\" + match[0], text)
