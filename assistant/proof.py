"""What may not be invented in a sentence, and the words of a passage that hold it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.analysis import analyse
from assistant.documents import Passage
from assistant.language import fold, words
from assistant.normalising import normalise
from assistant.quantities import Date, Quantity, read_dates, read_quantities, without_quantities
from assistant.sentences import split_sentences

_ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.|(?:mailto|javascript|data|tel):)[^\s)\]>»\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[a-z0-9-]+\.)+(?:fr|org|com|net|eu|io|example|test|info|gouv)\b(?:/[^\s)\]>»\"]*)?",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÝŒ][\w’'&-]*\w|\b[A-Z]\b")
_ELISION: Final = re.compile(r"^(?:[LDSNCJMTldsncjmt]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)[’']|[’']s$")
_NOT_NAMES: Final = frozenset(
    [
        *["a", "an", "and", "as", "at", "by", "for", "from", "i", "if", "in", "it", "its", "of", "on", "or", "so"],
        *["that", "the", "these", "they", "this", "those", "to", "we", "with", "english", "european"],
        *["french", "january", "february", "march", "april", "may", "june", "july", "august", "september"],
        *["october", "november", "december"],
    ]
)
"""Words that English writes with a capital, and that no French passage spells so."""
_OPENING: Final = """
a afin ailleurs ainsi apres au aucun aucune aussi autre autres aux avant avec beaucoup c ca car ce ceci cela celle
celles celui certains certaines ces cet cette ceux chacun chacune chaque chez ci comme comment concernant contre d dans
de depuis des dans des desormais deux dix dont du durant elle elles en enfin ensuite entre environ et etant face faute
grace hors huit ici il ils jamais je jusqu l la le les leur leurs lors lorsque mais malgre meme moins ne ni nos notre
nous nul on or ou outre par parce parmi pas peu pendant plus plusieurs pour pourquoi pourtant pres puis puisque quand
quant quatre que quelque quelques qui quoi sa sans sauf se selon sept si six son sous souvent suite sur tandis tant
tel telle tels telles toujours tous tout toute toutes trois trop un une vers via voici voila vos votre y
oui non cependant toutefois neanmoins notamment actuellement aujourd hui
all also although any as at because both but by do each ten during every first for from he her his however how in into
it its many more most much no not now of on one only other our over she since some such than that the their then there
these they this those through to under until we what when where which while who with within yes you your
"""
_OPENERS: Final = frozenset(_OPENING.split())
_FORMED: Final = re.compile(r"(?:ment|ants?|antes?|ée?s?|ing|ed|ly)$")
"""How words end that are seldom names: « Notamment », « Porté par », « Financées »."""
_VAGUE: Final = re.compile(
    r"\b(?:dizaines|centaines|milliers|millions|milliards|moitie|tiers|quarts?|doubl\w+|tripl\w+|hundreds|thousands|half)\b"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage that support a sentence."""

    text: str
    start: int
    """Where they begin in `passage.text`, in characters."""
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states that is exact, and its words."""

    text: str
    """Normalised."""
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    vague: frozenset[str]
    """Quantities that are no numbers: « milliers », « moitié »."""
    addresses: frozenset[str]
    names: tuple[str, ...]
    """As written, in order."""
    opening: str
    """The first word where it may be a name."""
    words: frozenset[str]
    stems: frozenset[str]
    """Of its words, but for those of quantities and dates."""


@lru_cache(maxsize=16_384)
def read_facts(text: str) -> Facts:
    """Read what a text states; remembered, as passages are looked at again for every question."""
    addresses = _ADDRESS.findall(text)
    rest = _ADDRESS.sub(" ", text)
    plain = normalise(rest)
    dates, undated = read_dates(plain)
    opening, names = _names(rest)
    return Facts(
        text=plain,
        quantities=tuple(read_quantities(undated)),
        dates=tuple(dates),
        vague=frozenset(_VAGUE.findall(plain)),
        addresses=frozenset(address.rstrip(".,;:!?").lower() for address in addresses),
        names=tuple(names),
        opening=opening,
        words=frozenset([*words(text), *words(plain)]),
        stems=frozenset(analyse(without_quantities(undated))),
    )


def _names(sentence: str) -> tuple[str, list[str]]:
    """Give the first word where only its place may explain its capital, then the words that are names."""
    first = re.search(r"\w", sentence)
    opening, names = "", []
    for match in _NAME.finditer(sentence):
        name = _ELISION.sub("", match[0])
        if not name or fold(name) in _NOT_NAMES:
            continue
        opens = first is not None and match.start() <= first.start()
        if opens and name[0].isupper() and name == match[0] and sum(letter.isupper() for letter in name) == 1:
            opening = "" if fold(name) in _OPENERS or not name[1:] else name
        elif name[0].isupper():
            names.append(name)
    return opening, names


def name_parts(name: str) -> Iterator[str]:
    """Give the words of a name, folded; single letters say nothing."""
    yield from (part for part in words(name) if len(part) > 1)


def looks_formed(word: str) -> bool:
    """Tell whether a word ends as adverbs and participles do, rather than names."""
    return bool(_FORMED.search(word))


@lru_cache(maxsize=16_384)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Give where the sentences of a passage are; the whole of it where there is none."""
    return tuple(split_sentences(text)) or ((0, len(text)),)


def quote(passage: Passage, sentence: str, most: int = 3) -> Quote:
    """Give the words of the passage that support a sentence best, verbatim: whole sentences, from first to last.

    Args:
        passage: what is cited.
        sentence: what it supports.
        most: how many sentences may be taken together, those between them included.
    """
    spans = sentence_spans(passage.text)
    wanted = read_facts(sentence)
    said = [read_facts(passage.text[start:end]) for start, end in spans]
    best = max(range(len(spans)), key=lambda i: _likeness(wanted, said[i]))
    first = last = best
    while last - first + 1 < most:
        grown = [pair for pair in ((first - 1, last), (first, last + 1)) if pair[0] >= 0 and pair[1] < len(spans)]
        held = held_facts(wanted, said[first : last + 1])
        better = [pair for pair in grown if held_facts(wanted, said[pair[0] : pair[1] + 1]) > held]
        if not better:
            break
        first, last = max(better, key=lambda pair: held_facts(wanted, said[pair[0] : pair[1] + 1]))
    start, end = spans[first][0], spans[last][1]
    return Quote(passage.text[start:end], start, end)


def _likeness(wanted: Facts, said: Facts) -> float:
    """Compare in both directions, so that neither a long sentence nor a heading of one word wins by its length."""
    shared = len(wanted.stems & said.stems)
    share = shared / len(wanted.stems) if wanted.stems else 0.0
    return share + (shared / len(said.stems) if said.stems else 0.0) + held_facts(wanted, [said])


def held_facts(wanted: Facts, said: Sequence[Facts]) -> int:
    """Count the numbers, dates and names of a sentence that others hold."""
    numbers = sum(any(q.equals(other) for s in said for other in s.quantities) for q in wanted.quantities)
    dates = sum(any(date.told_by(other) for s in said for other in s.dates) for date in wanted.dates)
    names = sum(any(part in s.words for s in said) for name in wanted.names for part in name_parts(name))
    return numbers + dates + names
