"""An independent look at the proofs of an answer, which knows nothing of how they were made or checked."""

import re
from collections.abc import Iterable
from typing import Final

from assistant.answers import Answer, CheckedSentence, Citation
from assistant.documents import Passage
from assistant.evaluation.overlap import bare, comparable, holds, key_facts

_MARKER: Final = re.compile(r"\[(\d+)\](?!\()")


def exact_citations(answer: Answer) -> float | None:
    """Give the share of the citations whose quotation stands where it says; a forged marker counts as wrong."""
    known = {citation.number for citation in answer.citations}
    forged = {int(number) for number in _MARKER.findall(answer.text)} - known
    found = [*(_stands(citation) for citation in answer.citations), *(False for _ in forged)]
    return sum(found) / len(found) if found else None


def proven_sentences(answer: Answer) -> float | None:
    """Give the share of the cited sentences that their passages prove to a reader who compares letters.

    A sentence is proven when its words stand as such in a passage that it cites, or else when all of its numbers and
    names do.
    """
    passages = {citation.number: citation.passage for citation in answer.citations}
    cited = [sentence for sentence in answer.sentences if sentence.citations]
    found = [_is_proven(answer.text, sentence, passages) for sentence in cited]
    found += [False for number in _unchecked(answer)]
    return sum(found) / len(found) if found else None


def _stands(citation: Citation) -> bool:
    quoted = citation.passage.text[citation.start : citation.end]
    return bool(citation.quote) and quoted == citation.quote


def _is_proven(text: str, sentence: CheckedSentence, passages: dict[int, Passage]) -> bool:
    said = bare(text[sentence.start : sentence.end]).strip(" «»-–•:;.,\n\u00a0\u202f")
    held = [_readable(passages[number]) for number in sentence.citations if number in passages]
    if any(comparable(said) in comparable(one) for one in held):
        return True
    return bool(held) and all(any(holds(one, fact) for one in held) for fact in key_facts(said))


def _readable(passage: Passage) -> str:
    return "\n".join((passage.text, passage.title, *passage.heading_path, str(passage.year or "")))


def _unchecked(answer: Answer) -> Iterable[str]:
    """Give the markers that stand outside of every sentence that was checked."""
    spans = [(sentence.start, sentence.end) for sentence in answer.sentences]
    for marker in _MARKER.finditer(answer.text):
        if not any(start <= marker.start() < end for start, end in spans):
            yield marker[0]
