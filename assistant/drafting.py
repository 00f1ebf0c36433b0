"""The answer of a language model as far as it is written: sentences are checked, numbered and put down one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from assistant.answers import CheckedSentence, Citation
from assistant.checking import Check, check
from assistant.citations import WrittenSentence
from assistant.disarming import as_text, disarm
from assistant.documents import Passage, RetrievedPassage, plain
from assistant.injection import gives_orders
from assistant.language import words
from assistant.prompts import UNSUPPORTED_MARK
from assistant.proof import Quote, read_facts

_FOUND: Final = 0.6
"""The least share of a sentence's words in a passage that it does not cite: nothing else ties them."""

HEADING_SIGN: Final = " › "
"""Between the headings that a model is shown: what repeats it is no sentence."""
_MOST_TOGETHER: Final = 2
"""Passages that are put together for a sentence that cites one."""


@dataclass(frozen=True, slots=True)
class Support:
    """The passages that prove a sentence best, by their numbers, and how far."""

    numbers: tuple[int, ...]
    check: Check
    rebound: bool = False
    """The sentence itself does not cite them, or not all."""


def find_support(text: str, numbers: Iterable[int], passages: Sequence[Passage]) -> Support:
    """Find what proves a sentence: what it cites, else the passage that fits best.

    Args:
        text: the sentence without its markers.
        numbers: those that it bears, from 1.
        passages: all that the model was shown.
    """
    cited = {number: check(text, [passages[number - 1]]) for number in numbers}
    for wanted in ("established", "to_check"):
        alone = {number: found for number, found in cited.items() if found.verdict == wanted}
        if alone:
            established = _join(tuple(alone), list(alone.values()))
            return established if wanted == "established" else _elsewhere(text, cited, passages) or established
        together = check(text, [passages[number - 1] for number in cited]) if len(cited) > 1 else Check("unsupported")
        if together.verdict == wanted:
            return Support(tuple(cited), together)
    refused = next(iter(cited.values()), check(text, passages[:1]))
    return _elsewhere(text, cited, passages) or _put_together(text, cited, passages) or Support((), refused)


def _join(numbers: tuple[int, ...], checks: Sequence[Check]) -> Support:
    quotes = tuple(quote for found in checks for quote in found.quotes)
    return Support(numbers, Check(checks[0].verdict, quotes, (), max(found.likeness for found in checks)))


def _elsewhere(text: str, cited: dict[int, Check], passages: Sequence[Passage]) -> Support | None:
    """Find the passage that fits a sentence best among those that it does not cite."""
    others = [
        (found.verdict == "established", found.likeness, -number, found)
        for number, passage in enumerate(passages, 1)
        if number not in cited and (found := check(text, [passage])).verdict != "unsupported"
        if found.likeness >= _FOUND and found.anchored
    ]
    if not others or (cited and not any(other[0] for other in others)):
        return None
    _, _, negative, found = max(others, key=lambda other: other[:3])
    return Support((-negative,), found, rebound=True)


def _put_together(text: str, cited: dict[int, Check], passages: Sequence[Passage]) -> Support | None:
    """Find passages of one document that prove together what none does alone: a model often forgets one of two.

    The model did not tie them, so that what they prove together has to be checked.
    """
    for document in dict.fromkeys(passages[number - 1].document_id for number in cited):
        numbers = [n for n, passage in enumerate(passages, 1) if passage.document_id == document]
        found = {n: cited.get(n) or check(text, [passages[n - 1]]) for n in numbers}
        best = sorted(numbers, key=lambda n: (len(found[n].missing), -found[n].likeness))[:_MOST_TOGETHER]
        together = check(text, [passages[n - 1] for n in best])
        if len(best) > 1 and together.verdict != "unsupported" and together.likeness >= _FOUND:
            return Support(tuple(best), replace(together, verdict="to_check"), rebound=not set(best) <= set(cited))
    return None


@dataclass(slots=True)
class Draft:
    """Takes the sentences of a model in turn and keeps those that the passages support.

    Args:
        passages: what the model was shown, numbered from 1.
        unsupported: whether to drop or mark a sentence that none supports.
    """

    passages: Sequence[RetrievedPassage]
    unsupported: Literal["drop", "mark"] = "drop"
    text: str = ""
    citations: list[Citation] = field(default_factory=list)
    sentences: list[CheckedSentence] = field(default_factory=list)
    checks: dict[str, int] = field(default_factory=lambda: {"rebound": 0, "dropped": 0, "marked": 0, "unknown": 0})
    idle: int = 0
    """How many sentences in a row added nothing: dropped, or said before."""
    _spacing: str = ""
    _said: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, sentence: WrittenSentence) -> str:
        """Check a sentence; give what it adds to the answer, nothing where it is dropped or was said before."""
        self.idle += 1
        bare = disarm(sentence.text)
        if (said := tuple(words(bare))) in self._said:
            return ""
        # An address in a link is no word of the sentence; it is a claim all the same.
        stated = " ".join((bare, *(a for a in read_facts(sentence.text).addresses if a not in bare.lower())))
        support = Support((), Check("unsupported"))
        if not gives_orders(bare) and HEADING_SIGN not in bare:
            support = find_support(stated, sentence.numbers, self.passages)
        if support.check.verdict == "unsupported":
            return self._refuse(bare, support, sentence.spacing)
        self._said.add(said)
        self.checks["rebound"] += support.rebound
        quotes = zip(support.numbers, support.check.quotes, strict=True)
        numbers = tuple(dict.fromkeys(self._cite(self.passages[n - 1], found) for n, found in quotes))
        written = WrittenSentence(as_text(bare.strip()), numbers, "").with_numbers(numbers)
        return self._put(written, numbers, support.check, sentence.spacing)

    def _refuse(self, bare: str, support: Support, spacing: str) -> str:
        if self.unsupported == "mark" and any(character.isalnum() for character in bare):
            self.checks["marked"] += 1
            return self._put(as_text(bare.strip()) + UNSUPPORTED_MARK, (), support.check, spacing)
        self.checks["dropped"] += 1
        self._spacing = max(self._spacing, spacing, key=lambda gap: gap.count("\n"))
        return ""

    def _put(self, written: str, numbers: tuple[int, ...], found: Check, spacing: str) -> str:
        self.idle = 0
        before = self._spacing if self.text else ""
        start = len(self.text) + len(before)
        self.sentences.append(CheckedSentence(start, start + len(written), numbers, found.verdict, found.missing))
        self._spacing = spacing
        self.text += before + written
        return before + written

    def _cite(self, passage: RetrievedPassage, found: Quote) -> int:
        """Give the number of a quotation: that of its first appearance."""
        for citation in self.citations:
            if (citation.passage.id, citation.start, citation.end) == (passage.id, found.start, found.end):
                return citation.number
        number = len(self.citations) + 1
        self.citations.append(Citation(number, plain(passage), found.text, found.start, found.end))
        return number
