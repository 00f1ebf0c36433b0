"""The verdict on a sentence: whether the passages that it cites prove it.

Deterministic, and strict where inventions hurt most: numbers with their units and what they count, dates, names,
addresses, negations, contraries. It compares words, so it can't tell a wrong sentence made only of the passage's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answers import Verdict
from assistant.documents import Passage
from assistant.injection import without_orders
from assistant.language import fold
from assistant.polarity import contradiction, negations, turned_round
from assistant.proof import Facts, Quote, held_facts, looks_formed, name_parts, quote, read_facts, sentence_spans
from assistant.quantities import Date, Quantity

_ESTABLISHED: Final = 0.6
"""The least share of a sentence's words in what it quotes with its headings, to be established."""
_TO_CHECK: Final = 0.35
"""The same to be shown at all, as to be checked."""
_OTHER_LANGUAGE: Final = 0.15
"""The same for an English sentence whose exact facts are all there: names and figures need no translation."""
_FEWEST: Final = 2
"""Words that a sentence shares with the text itself: headings alone prove nothing."""
_OWN_WORDS: Final = 0.25
"""The least share of its words in the text itself, headings left out."""
_ENGLISH: Final = frozenset(["the", "of", "and", "to", "in", "is", "was", "were", "with", "for", "by", "an", "has"])
_FRENCH: Final = frozenset(
    ["le", "la", "les", "des", "du", "de", "et", "en", "un", "une", "est", "par", "au", "l", "d"]
)
_ITEM_SIGNS: Final = " |-–—•▪◦‣*·«\u00a0\u202f"
_END_SIGNS: Final = " |.!?…:;,»\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one sentence."""

    verdict: Verdict
    quotes: tuple[Quote, ...] = ()
    """The words that support it, of each passage in turn."""
    missing: tuple[str, ...] = ()
    """The numbers, dates, names and negations that the passages don't hold, as the sentence writes them."""
    likeness: float = 0.0
    """The share of its words that the quoted ones hold."""
    anchored: bool = True
    """Each of its numbers has in the quoted words the neighbour that it has in the sentence."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The passages of a sentence: all that they say, the words quoted, and what their headings say."""

    said: tuple[Facts, ...]
    quoted: str
    headings: tuple[Facts, ...]


def check(sentence: str, passages: Sequence[Passage]) -> Check:
    """Tell whether passages together prove a sentence.

    Args:
        sentence: without its markers.
        passages: those that it cites.
    """
    if not passages or not read_facts(sentence).words:
        return Check("unsupported")
    if len(passages) == 1 and (found := verbatim(passages[0], sentence)):
        return Check("established", (found,), likeness=1.0)
    quotes = tuple(quote(passage, sentence) for passage in passages)
    evidence = _Evidence(
        tuple(read_facts(without_orders(passage.text)) for passage in passages),
        "\n".join(without_orders(found.text) for found in quotes),
        tuple(read_facts(" › ".join((passage.title, *passage.heading_path))) for passage in passages),
    )
    return _verdict(read_facts(sentence), evidence, quotes, passages)


def verbatim(passage: Passage, sentence: str) -> Quote | None:
    """Find whole sentences of the passage that are the sentence, sign for sign but for spaces around it.

    A part of a sentence is not enough: « il est faux que… » might stand before it.
    """
    bare = sentence.strip(_ITEM_SIGNS + _END_SIGNS + "\n")
    start = passage.text.find(bare) if bare else -1
    if start < 0:
        return None
    end = start + len(bare)
    first, last = _around(passage, start), _around(passage, end - 1)
    if passage.text[first[0] : start].strip(_ITEM_SIGNS) or passage.text[end : last[1]].strip(_END_SIGNS):
        return None
    end += len(passage.text[end : last[1]].rstrip(" |"))
    return Quote(passage.text[start:end], start, end)


def _around(passage: Passage, place: int) -> tuple[int, int]:
    """Give the sentence of a passage that holds a place."""
    return next(span for span in sentence_spans(passage.text) if span[0] <= place < span[1])


def _verdict(said: Facts, evidence: _Evidence, quotes: tuple[Quote, ...], passages: Sequence[Passage]) -> Check:
    missing, doubtful = _missing(said, evidence, passages)
    polarity = contradiction(said.text, read_facts(evidence.quoted).text)
    if polarity == "contradicts":
        missing += negations(said.text) or ("contraire",)
    likeness, shared = _likeness(said, evidence)
    if missing or shared < min(_FEWEST, max(len(said.stems), 1)) or likeness < _least(said):
        return Check("unsupported", quotes, missing, likeness)
    turned = any(turned_round(said.text, read_facts(piece.text).text) for piece in quotes)
    doubt = doubtful or polarity == "doubtful" or turned or likeness < _ESTABLISHED
    return Check("to_check" if doubt else "established", quotes, (), likeness, _anchored(said, evidence))


def _anchored(said: Facts, evidence: _Evidence) -> bool:
    held = read_facts(evidence.quoted).quantities
    return all(any(one.equals(other) and one.beside(other) for other in held) for one in said.quantities)


def _likeness(said: Facts, evidence: _Evidence) -> tuple[float, int]:
    """Give the share of a sentence's words in what it quotes with its headings, and how much it shares with the text.

    Figures are no words: they are compared by themselves.
    """
    quoted = read_facts(evidence.quoted)
    headings = frozenset[str]().union(*(facts.stems for facts in evidence.headings))
    shared = len(said.stems & quoted.stems) + held_facts(said, [quoted])
    if said.stems and len(said.stems & quoted.stems) / len(said.stems) < _OWN_WORDS:
        return 0.0, shared  # a heading said again states nothing
    return len(said.stems & (quoted.stems | headings)) / len(said.stems) if said.stems else 1.0, shared


def _least(said: Facts) -> float:
    english = len(said.words & _ENGLISH) > len(said.words & _FRENCH)
    return _OTHER_LANGUAGE if english and (said.quantities or said.dates or said.names) else _TO_CHECK


def _missing(said: Facts, evidence: _Evidence, passages: Sequence[Passage]) -> tuple[tuple[str, ...], bool]:
    """Give the facts that the passages don't hold, and whether one of those that they hold is doubtful."""
    known = (*evidence.said, *evidence.headings)
    missing, doubtful = [], False
    quoted = read_facts(evidence.quoted)
    for quantity in said.quantities:
        state = _holds(quantity, known, passages)
        refused = state == "unsupported" or _takes_the_place(quantity, said, quoted, known)
        missing += [quantity.text] if refused else []
        # Another sentence of the passage has it, of what may be another thing.
        near = (quoted, *evidence.headings)
        doubtful |= state == "to_check" or not any(_has(facts, quantity) for facts in near)
    missing += [date.text for date in said.dates if not _dated(date, known)]
    held = frozenset[str]().union(*(facts.words for facts in known))
    missing += [word for word in sorted(said.vague) if word not in held]
    missing += [name for name in said.names if not held.issuperset(name_parts(name))]
    addresses = {passage.url.lower() for passage in passages}.union(*(facts.addresses for facts in known))
    missing += sorted(said.addresses - addresses)
    if said.opening and fold(said.opening) not in held and not held.issuperset(name_parts(said.opening)):
        missing += [] if looks_formed(said.opening) else [said.opening]
        doubtful = True
    return tuple(missing), doubtful


def _dated(date: Date, known: Sequence[Facts]) -> bool:
    """Tell whether a date is told, whole, or its year elsewhere than its day and month."""
    if any(date.told_by(other) for facts in known for other in facts.dates):
        return True
    undated = any(
        other.year is None and other.month == date.month and date.day in {None, other.day}
        for facts in known
        for other in facts.dates
    )
    years = {value for facts in known for q in facts.quantities for value in q.values}
    return undated and date.year in years


def _holds(quantity: Quantity, known: Sequence[Facts], passages: Sequence[Passage]) -> Verdict:
    """Tell whether the passages hold a quantity, of the same unit and of the same things."""
    same = [other for facts in known for other in facts.quantities if quantity.equals(other)]
    if not same:
        return _as_year(quantity, known, passages)
    agreeing = [other for other in same if not quantity.units.isdisjoint(other.units)]
    if not agreeing:
        plain = any("" in other.units for other in same)
        return "to_check" if plain and quantity.units != {""} else "unsupported"
    return "unsupported" if _counts_other_things(quantity, agreeing, known) else "established"


def _takes_the_place(quantity: Quantity, said: Facts, quoted: Facts, known: Sequence[Facts]) -> bool:
    """Tell whether the quoted words have another number, which the sentence lacks, between the same two words."""
    own = (other for facts in known for other in facts.quantities if quantity.equals(other))
    if any(quantity.beside(other) for other in own):
        return False
    place = (quantity.before, quantity.after)
    replaced = (other for other in quoted.quantities if (other.before, other.after) == place and any(place))
    return any(not any(other.equals(one) for one in said.quantities) for other in replaced)


def _has(facts: Facts, quantity: Quantity) -> bool:
    years = {float(date.year) for date in facts.dates if date.year}
    return any(quantity.equals(other) for other in facts.quantities) or not quantity.values.isdisjoint(years)


def _as_year(quantity: Quantity, known: Sequence[Facts], passages: Sequence[Passage]) -> Verdict:
    years = {float(date.year) for facts in known for date in facts.dates if date.year}
    if not quantity.values.isdisjoint(years):
        return "established"
    # « Deux partenaires » sums up a list that the passage gives; greater numbers are counted by no one but the passage.
    if quantity.text == "2" and not _counts_other_things(quantity, [], known):
        return "to_check"
    # A source may be known to be of a year that its text doesn't say.
    published = {float(passage.year) for passage in passages if passage.year}
    return "unsupported" if quantity.values.isdisjoint(published) else "to_check"


def _counts_other_things(quantity: Quantity, same: Sequence[Quantity], known: Sequence[Facts]) -> bool:
    """Tell whether the passages have another number of what is counted, and this number of something else."""
    if not quantity.counted or any(not quantity.counted.isdisjoint(other.counted) for other in same):
        return False
    others = [other for facts in known for other in facts.quantities if not quantity.equals(other)]
    return any(quantity.counted & other.counted and not other.units.isdisjoint(quantity.units) for other in others)
