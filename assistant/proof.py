"""Whether a passage supports a sentence: the same facts (numbers, dates, names, addresses) and much the same words.

A cheap and deterministic test, strict where inventions hurt most. It can't see a negation or a reversed relation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.documents import Passage
from assistant.language import fold, words
from assistant.sentences import split_sentences

_NUMBER: Final = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s)\]>»]+")
_NAME: Final = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÝŒ][\w’'&-]*\w|\b[A-Z]\b")
_ELISION: Final = re.compile(r"^[LDSNCJMTldsncjmt][’']|^[Qq]u[’']|[’']s$")
_MONTHS: Final = frozenset(
    [
        *["janvier", "fevrier", "mars", "avril", "mai", "juin"],
        *["juillet", "aout", "septembre", "octobre", "novembre", "decembre"],
    ]
)
_WRITTEN_NUMBERS: Final = {
    **{"deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9"},
    **{"dix": "10", "onze": "11", "douze": "12", "treize": "13", "quatorze": "14", "quinze": "15", "seize": "16"},
    **{"vingt": "20", "trente": "30", "quarante": "40", "cinquante": "50", "soixante": "60", "cent": "100"},
}
_NOT_NAMES: Final = frozenset(
    [
        *["a", "an", "and", "as", "at", "by", "for", "from", "i", "if", "in", "it", "its", "of", "on", "or", "so"],
        *["that", "the", "these", "they", "this", "those", "to", "we", "with", "english", "european", "france"],
        *["french", "january", "february", "march", "april", "may", "june", "july", "august", "september"],
        *["october", "november", "december"],
    ]
)
"""Words that English writes with a capital, and that no French passage spells so."""
_STEM: Final = 6
"""Letters: a crude stem, good enough to count words in common."""
_MIN_WORD: Final = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage that support a sentence."""

    text: str
    start: int
    """Where they begin in `passage.text`, in characters."""
    end: int


def facts(sentence: str) -> frozenset[str]:
    """Give what may not be invented in a sentence: its numbers, months, names and addresses, folded."""
    addresses = _ADDRESS.findall(sentence)
    rest = _ADDRESS.sub(" ", sentence)
    found = {_plain_number(number) for number in _NUMBER.findall(rest)}
    # « Les deux partenaires » sums up a list; greater numbers are counted by no one but the passage.
    found |= {_WRITTEN_NUMBERS[word] for word in words(rest) if word in _WRITTEN_NUMBERS and word != "deux"}
    found |= _MONTHS & set(words(rest)) if found else set()
    return frozenset(found | set(_names(rest)) | {address.rstrip(".,;").lower() for address in addresses})


def _plain_number(number: str) -> str:
    return re.sub(r"[ \u00a0\u202f]", "", number).replace(",", ".")


def _names(sentence: str) -> Iterator[str]:
    start = re.search(r"\w", sentence)
    for match in _NAME.finditer(sentence):
        name = _ELISION.sub("", match[0])
        opens = start is not None and match.start() <= start.start()
        capitals = sum(letter.isupper() for letter in name)
        # The first word bears a capital anyway; capitals further in tell a name or an acronym.
        if name and fold(name) not in _NOT_NAMES and (not opens or capitals > 1):
            yield from (part for part in words(name) if len(part) > 1)


def _facts_of(passages: Sequence[Passage]) -> frozenset[str]:
    text = " ".join(f"{p.embedding_text} {p.year or ''} {p.url}" for p in passages)
    numbers = {_plain_number(number) for number in _NUMBER.findall(text)}
    plain = set(words(text))
    written = {_WRITTEN_NUMBERS[word] for word in plain & _WRITTEN_NUMBERS.keys()}
    addresses = {address.rstrip(".,;").lower() for address in _ADDRESS.findall(text)}
    return frozenset(numbers | plain | written | addresses)


def overlap(sentence: str, text: str) -> float:
    """Give the share of the sentence's content words that the text holds, between 0 and 1."""
    wanted = _stems(sentence)
    return len(wanted & _stems(text)) / len(wanted) if wanted else 0.0


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in words(text) if len(word) >= _MIN_WORD or word.isdigit()}


def supports(passages: Sequence[Passage], sentence: str, least: float) -> bool:
    """Tell whether the passages together hold every fact of the sentence and enough of its words.

    Args:
        passages: those that the sentence cites.
        sentence: without its markers.
        least: the least share of its content words, between 0 and 1.
    """
    if not passages or not facts(sentence) <= _facts_of(passages):
        return False
    return overlap(sentence, " ".join(passage.embedding_text for passage in passages)) >= least


def quote(passage: Passage, sentence: str) -> Quote:
    """Give the sentence of the passage that shares most with a sentence, verbatim."""
    spans = split_sentences(passage.text) or [(0, len(passage.text))]
    start, end = max(spans, key=lambda span: _likeness(sentence, passage.text[span[0] : span[1]]))
    return Quote(passage.text[start:end], start, end)


def _likeness(sentence: str, candidate: str) -> float:
    """Compare in both directions, so that neither a long sentence nor a heading of one word wins by its length."""
    shared_facts = len(facts(sentence) & _facts_of_text(candidate))
    return overlap(sentence, candidate) + overlap(candidate, sentence) + shared_facts


def _facts_of_text(text: str) -> set[str]:
    return {_plain_number(number) for number in _NUMBER.findall(text)} | set(words(text))
