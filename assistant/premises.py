"""What a question takes for granted and the corpus contradicts: an alliance of two that none joins, a wrong place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assistant.answers import Filters
from assistant.asking import proper_names
from assistant.documents import Document
from assistant.facets import Mention, Recognised, blank_out
from assistant.intent import Shape, read_intent
from assistant.language import fold
from assistant.lens import Lens
from assistant.periods import years_of

_TOGETHER: Final = re.compile(
    r"\b(?:partenariat|alliance|accord|convention|collaboration|cooperation|joint-venture|co-?entreprise|projet|programme"
    r"|partnership|agreement)\b.{0,40}?\b(?:entre|between|avec|with|de|du|des|d')\b"
)
_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Premise:
    """Something taken for granted that no document bears out.

    `partnership`: `first` and `second` are organisations that no document joins. `place` and `year`: `first` is the
    title of the document that is meant, `second` the place or the year that are not its own.
    """

    kind: Literal["partnership", "place", "year"]
    first: str
    second: str
    documents: tuple[Document, ...] = ()
    """What there is of the first: documents that involve it, or the one that is meant."""
    others: tuple[Document, ...] = ()
    """Documents that involve the second; none where the corpus does not know it."""


def find_premise(question: str, recognised: Recognised, lens: Lens) -> Premise | None:
    """Find what a question wrongly takes for granted; None where documents bear it out or nothing is."""
    return _no_partnership(question, recognised, lens) or _elsewhere(question, recognised, lens)


def _no_partnership(question: str, recognised: Recognised, lens: Lens) -> Premise | None:
    if read_intent(question).is_structured or not _TOGETHER.search(fold(question)):
        return None
    named = _organisations(question, recognised, lens)
    if len(named) != 2:
        return None
    (first, with_first), (second, with_second) = named
    if not with_first:
        (first, with_first), (second, with_second) = named[::-1]
    joined = any(_tells_of(d, first, lens) and _tells_of(d, second, lens) for d in (*with_first, *with_second))
    if joined or not with_first:
        return None
    return Premise("partnership", first, second, with_first[:_EXAMPLES], with_second[:_EXAMPLES])


def _organisations(question: str, recognised: Recognised, lens: Lens) -> list[tuple[str, tuple[Document, ...]]]:
    """Give the two organisations named, with the documents that involve each."""
    partners = dict.fromkeys(m.value for m in recognised.mentions if m.facet == "partners")
    found = [(name, _involving(name, lens)) for name in partners]
    others = _runs(question, recognised.mentions)
    return [*found, *((name, tuple(d for d in lens.cases if lens.says(d, name))) for name in others)]


def _involving(name: str, lens: Lens) -> tuple[Document, ...]:
    return tuple(lens.selector.select(lens.cases, Filters(partners=(name,))))


def _runs(question: str, mentions: Sequence[Mention]) -> list[str]:
    """Give the proper names of a question that are no labels, words that follow one another together."""
    names = proper_names(blank_out(question, mentions))
    runs: list[str] = []
    for name in names:
        if runs and f"{runs[-1]} {name}" in question:
            runs[-1] = f"{runs[-1]} {name}"
        else:
            runs.append(name)
    return runs


def _tells_of(document: Document, name: str, lens: Lens) -> bool:
    return lens.selector.admits(document, Filters(partners=(name,))) or lens.says(document, name)


def _elsewhere(question: str, recognised: Recognised, lens: Lens) -> Premise | None:
    """Find a place or a year that is not that of the one case that the question calls by its name."""
    cases = [d for d in map(lens.catalogue.document, recognised.named) if d.is_case]
    if len(cases) != 1 or read_intent(question).shape is Shape.COMPARISON:
        return None
    (case,) = cases
    for mention in recognised.mentions:
        place = _place(mention)
        if place and (case.regions or case.departments) and not _lies_in(case, mention, place, lens):
            return Premise("place", case.title, question[mention.start : mention.end], (case,))
    first, last = years_of(question, of_documents=True)
    if first and first == last and case.year and not lens.says(case, str(first)) and case.year != first:
        return Premise("year", case.title, str(first), (case,))
    return None


def _place(mention: Mention) -> Filters:
    regions = (mention.value,) if mention.facet == "regions" else ()
    return Filters(regions=regions, departments=(mention.value,) if mention.facet == "departments" else ())


def _lies_in(case: Document, mention: Mention, place: Filters, lens: Lens) -> bool:
    region = (lens.taxonomy.region_of or {}).get(mention.value, mention.value)
    head = case.title.partition(" : ")[0]
    if any(lens.says(other, head) for other in lens.selector.select(lens.cases, place)):
        return True
    wider = Filters(regions=(region,)) if not case.departments else place
    names = (mention.value, mention.said)
    return lens.selector.admits(case, wider) or any(name and lens.says(case, name) for name in names)
