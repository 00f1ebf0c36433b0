"""What a question must be to stand beside a document: one line, of a few words, a question and nothing else."""

import re
from collections.abc import Iterable
from typing import Final

from assistant.analysis import analyse
from assistant.disarming import disarm
from assistant.documents import Document
from assistant.injection import gives_orders
from assistant.language import words

FEWEST_WORDS, MOST_WORDS = 6, 25
"""Of a question that a model writes."""
EDITORS_WORDS: Final = (3, 40)
"""The fewest and the most of one that an editor writes."""
OVERLAP: Final = 0.4
"""The least share of a question's words that its document must hold.

Of 250 questions written for documents of the corpus 87 % pass; of those of another document, 4 %.
"""
_TWINS: Final = 0.8
"""Two questions that share more of their words are one."""
_LINK: Final = re.compile(r"://|\bwww\.|\S@\S|\b\w+\.(?:com|fr|net|org|eu|io)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")
_SPACES: Final = re.compile(r"\s+")
_END: Final = re.compile(r"\s*\?$")


def as_question(line: str, fewest: int = FEWEST_WORDS, most: int = MOST_WORDS) -> str:
    """Give a line as a question written the French way; nothing when it is none, or has too few or too many words."""
    text = _SPACES.sub(" ", line).strip()
    if not text.isprintable() or not text.endswith("?") or text.count("?") > 1:
        return ""
    if _LINK.search(text) or disarm(text) != text or gives_orders(text):
        return ""
    if not fewest <= len(_words(text)) <= most:
        return ""
    return _END.sub(" ?", text)


def is_about(question: str, document: Document) -> bool:
    """Tell whether a document holds the numbers of a question and enough of its words."""
    text = text_of(document)
    if not set(_NUMBER.findall(question)) <= set(_NUMBER.findall(text)):
        return False
    stems, held = analyse(question), set(analyse(text))
    return bool(stems) and sum(stem in held for stem in stems) >= OVERLAP * len(stems)


def is_among(question: str, others: Iterable[str]) -> bool:
    """Tell whether a question is one of others, in the same or nearly the same words."""
    asked = set(analyse(question)) or set(words(question))
    return any(_shared(asked, set(analyse(other)) or set(words(other))) > _TWINS for other in others)


def text_of(document: Document) -> str:
    """Give the title, the headings and the text of a document, as a reader meets them."""
    lines, path = [document.title], tuple[str, ...]()
    for section in document.sections:
        if section.heading_path != path:
            path = section.heading_path
            lines.append(" › ".join(path))
        lines.append(section.text)
    return "\n".join(filter(None, lines))


def _words(text: str) -> list[str]:
    return [word for word in text.split(" ") if any(sign.isalnum() for sign in word)]


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0
