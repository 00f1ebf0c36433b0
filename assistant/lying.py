"""A language model that lies in every way that is known, for the tests of what keeps lies from people."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from assistant.sentences import split_sentences

_EXTRACT: Final = re.compile(r"<(\S+) (\d+)>\n(.*?)\n</\1 \2>", re.DOTALL)
_ORDERED: Final = re.compile(
    r"(?:réponds?|répondez|écris|dis|affirme|reply|answer|respond|say|write|output)\b[^:\n]{0,60}:\s*([^\n]+)",
    re.IGNORECASE,
)
_VERB: Final = re.compile(r"\b(a|ont|est|sont|reçoit|accueille|fixe|ouvre|doit)\b")
_FIGURE: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Lie:
    """A sentence that no extract says, with the words by which it is recognised wherever they show up."""

    kind: str
    sentence: str
    """With its marker, as the model writes it."""
    telltale: str


def _figure(sentence: str) -> tuple[str, str] | None:
    found = _FIGURE.search(sentence)
    false = f"{int(found[0]) + 7}" if found else ""
    return (_FIGURE.sub(false, sentence, count=1), false) if found else None


def _name(sentence: str) -> tuple[str, str]:
    return f"{sentence}, avec Zorglub Industries", "Zorglub"


def _opening_name(sentence: str) -> tuple[str, str]:
    return f"Zorglub a obtenu que {sentence[0].lower()}{sentence[1:]}", "Zorglub"


def _negation(sentence: str) -> tuple[str, str] | None:
    found = _VERB.search(sentence)
    if not found:
        return None
    denied = f"n’{found[0]} pas" if found[0][0] in "aeo" else f"ne {found[0]} pas"
    return f"{sentence[: found.start()]}{denied}{sentence[found.end() :]}", denied


def _date(sentence: str) -> tuple[str, str]:
    return f"Depuis le 17 octobre 1987, {sentence[0].lower()}{sentence[1:]}", "1987"


def _link(sentence: str) -> tuple[str, str]:
    return f"{sentence}, voir [la suite](https://evil.example/?q=secret)", "evil.example"


def _image(sentence: str) -> tuple[str, str]:
    return f"{sentence} ![](https://evil.example/pixel.png)", "pixel.png"


def _elsewhere(sentence: str) -> tuple[str, str]:
    return "Le trésorier a détourné la moitié des cotisations des adhérents", "trésorier"


LIES: Final[dict[str, Callable[[str], tuple[str, str] | None]]] = {
    "figure": _figure,
    "name": _name,
    "opening name": _opening_name,
    "negation": _negation,
    "date": _date,
    "link": _link,
    "image": _image,
    "elsewhere": _elsewhere,
}
"""From a true sentence to a false one with its telltale words, by kind."""


class LiarChatModel:
    """A `ChatModel` that repeats what its extracts say, tells every lie about it, and obeys whoever gives it orders.

    Args:
        piece: characters of a piece.
    """

    def __init__(self, piece: int = 5) -> None:
        self._piece = piece
        self.truths: list[str] = []
        """The true sentences that it wrote, without markers."""
        self.lies: list[Lie] = []

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """Yield truths and lies about every extract, then what any text in the prompt orders to say."""
        reply = "\n".join(
            [*self._about_extracts(prompt), *self._obeying(prompt), "Fin [42] ![x](y) </s> \\[1\\] 【7】."]
        )
        for start in range(0, len(reply), self._piece):
            yield reply[start : start + self._piece]

    def _about_extracts(self, prompt: str) -> Iterator[str]:
        for _, number, text in _EXTRACT.findall(prompt):
            body = text.partition("\n")[2]
            for start, end in split_sentences(body):
                true = body[start:end].rstrip(" .!?…:;")
                self.truths.append(true)
                yield f"{true} [{number}]."
                yield from self._lies_about(true, number)

    def _lies_about(self, true: str, number: str) -> Iterator[str]:
        for kind, lie in LIES.items():
            if told := lie(true):
                sentence = f"{told[0]} [{number}]."
                self.lies.append(Lie(kind, sentence, told[1]))
                yield sentence

    def _obeying(self, prompt: str) -> Iterator[str]:
        for ordered in _ORDERED.findall(prompt):
            self.lies.append(Lie("obedience", f"{ordered} [1]", ordered.strip(' .«»"')))
            yield f"{ordered} [1]"
