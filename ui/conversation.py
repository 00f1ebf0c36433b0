"""The conversation as the page keeps it: exchanges, the history sent with the next question, the text to copy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from assistant.answers import Answer, DocumentLink, Filters, Question, Turn
from assistant.documents import Passage
from assistant.exchanges import StoredExchange
from ui import proofs, texts

HISTORY_TURNS = 6
"""How many turns travel with a question."""
HISTORY_CHARS = 2000
"""How much of each earlier answer travels; a follow-up needs its subject, not its hundredth line."""
KEPT = 30
"""How many exchanges a session holds, so that an evening's conversation stays small in memory."""


@dataclass(slots=True)
class Exchange:
    """A question and what became of it."""

    text: str
    number: int
    """Its place in the conversation: what its widgets and citations are named after."""
    filters: Filters = field(default_factory=Filters)
    alone: bool = False
    """It is whole: nothing is added to it from the history."""
    key: str = field(default_factory=lambda: uuid4().hex)
    """Its name where the conversation is kept: asked again, it takes its own place."""
    state: Literal["asked", "stopped", "failed", "answered"] = "asked"
    answer: Answer | None = None
    partial: str = ""
    """What had been written when it was stopped."""
    problem: str = ""
    """Why there is no answer, for the person."""

    def ask_again(self, ignored: Iterable[str] = ()) -> None:
        """Put the question once more, without recognising the values given again."""
        self.filters = Filters(ignored=(*self.filters.ignored, *ignored))
        self.state, self.answer, self.partial, self.problem = "asked", None, "", ""

    def correct(self, text: str) -> None:
        """Put the question in other words, as whole as they are; nothing when there are none."""
        if text.strip():
            self.text, self.alone = text.strip(), True
            self.ask_again()


def ask(exchanges: list[Exchange], text: str, *, alone: bool = False) -> None:
    """Add a question to the conversation; what the person removed before stays removed unless they name it."""
    words = text.casefold()
    before = exchanges[-1].filters.ignored if exchanges else ()
    ignored = tuple(label for label in before if label.partition(":")[2].casefold() not in words)
    number = exchanges[-1].number + 1 if exchanges else 1
    exchanges.append(Exchange(text.strip(), number, Filters(ignored=ignored), alone))
    del exchanges[:-KEPT]


def restored(stored: Iterable[StoredExchange]) -> list[Exchange]:
    """Give the exchanges of a conversation that was kept, as they were answered."""
    return [
        Exchange(one.question, number, one.filters, one.alone, one.key, "answered", one.answer)
        for number, one in enumerate(stored, start=1)
    ]


def understood_otherwise(exchange: Exchange) -> str:
    """Give the question as it was understood, where that is not what was typed."""
    understood = exchange.answer.understood.question if exchange.answer else ""
    return understood if _letters(understood) != _letters(exchange.text) else ""


def question(exchanges: Sequence[Exchange], asked: Exchange) -> Question:
    """Make the question to send, with the answered turns before it."""
    before = [exchange for exchange in exchanges if exchange.number < asked.number and exchange.answer]
    turns = (Turn(past.text, past.answer.text[:HISTORY_CHARS]) for past in before[-HISTORY_TURNS:] if past.answer)
    return Question(asked.text, tuple(turns), asked.filters, asked.alone)


def kind_and_year(document: Passage | DocumentLink) -> str:
    """Say what kind of document it is and of what year."""
    return ", ".join(filter(None, (document.kind, str(document.year or ""))))


def copied(asked: str, answer: Answer) -> str:
    """Give the question, the answer and its numbered sources as plain text."""
    numbers: dict[tuple[str, str, str], str] = {}
    for citation in answer.citations:
        source = (citation.passage.title, kind_and_year(citation.passage), citation.passage.url)
        numbers[source] = numbers.get(source, "") + f"[{citation.number}]"
    listed = [" — ".join(filter(None, (f"{mark} {title}", kind, url))) for (title, kind, url), mark in numbers.items()]
    sources = "\n".join([texts.COPIED_SOURCES, *listed]) if listed else ""
    return "\n\n".join(filter(None, (asked, _plain(proofs.in_plain_words(answer)), sources)))


def _letters(text: str) -> str:
    """Give the letters and digits of a text, whatever their case, its spaces and its punctuation."""
    return "".join(filter(str.isalnum, text.casefold()))


def _plain(markdown: str) -> str:
    """Take the marks of Markdown away, keeping the words, the list dashes and the citation numbers."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", markdown)
    text = re.sub(r"\[([^\[\]]+)\]\([^()\s]+\)", r"\1", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    text = re.sub(r"\*\*|__|^#+ +|^> ?", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])", r"\1", text).strip()
