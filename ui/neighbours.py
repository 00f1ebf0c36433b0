"""Questions near the one that has no answer, and that have one."""

import re
from collections.abc import Iterable

from assistant.answers import DocumentLink
from assistant.documents import Document

MOST = 3


def neighbouring(asked: str, related: Iterable[DocumentLink], documents: dict[str, Document]) -> list[str]:
    """Give at most one question of each nearby document, the one that shares most words with what was asked.

    Args:
        asked: the question without an answer.
        related: the nearby documents, nearest first.
        documents: by their id, with the questions that they answer.
    """
    words = _words(asked)
    found = []
    for link in related:
        questions = documents[link.document_id].questions if link.document_id in documents else ()
        if questions:
            found.append(max(questions, key=lambda question: len(words & _words(question))))
    return [question for question in dict.fromkeys(found) if _words(question) != words][:MOST]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}
