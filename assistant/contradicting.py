"""Two documents that give different figures for the same thing: both are told, the newer one first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from assistant.analysis import analyse
from assistant.asking import asked_for
from assistant.catalogue import Catalogue
from assistant.documents import Document
from assistant.evidence import Sentence
from assistant.expecting import Expected, expected_of
from assistant.language import fold

_NUMBER: Final = re.compile(
    r"(?<![\w.,])(?P<value>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?)[ \u00a0\u202f]?"
    r"(?P<scale>M|k|Md|millions?|milliards?|milliers?)?(?:[ \u00a0\u202f]d[’'])?[ \u00a0\u202f]?"
    r"(?P<unit>%|€|euros?\b|[^\W\d_][\w’'-]*)?"
)
_SCALES: Final = {"k": 1e3, "millier": 1e3, "m": 1e6, "million": 1e6, "md": 1e9, "milliard": 1e9}
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATED: Final = re.compile(
    r"^(?:janv|fevr|mars|avril|mai|juin|juil|aout|sept|octo|nove|dece|an|ans|annee|mois|jour|heure|semaine)"
)
_SHARED: Final = 2
"""Stems that two sentences about the same thing have in common besides what is counted."""
_ALIKE: Final = 0.5
"""The share of the shorter sentence's stems that the other one holds too."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit in a sentence."""

    text: str
    """As written: « 1,5 M€ »."""
    value: float
    unit: str
    """`%`, `€`, or the stem of what is counted."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two figures for the same thing, the one of the newer document first."""

    figures: tuple[Figure, Figure]
    sentences: tuple[Sentence, Sentence]
    documents: tuple[Document, Document]


def contradiction(question: str, sentences: Iterable[Sentence], catalogue: Catalogue) -> Contradiction | None:
    """Find two documents whose sentences count the same thing differently; a question that names a year wants one.

    Args:
        question: as written.
        sentences: the ones that would be quoted, of all documents.
        catalogue: gives the documents with their years.
    """
    if _YEAR.search(question):
        return None
    units = _units(question)
    dated = [(s, document) for s in sentences if (document := catalogue.document(s.passage.document_id)).year]
    dated.sort(key=lambda pair: -(pair[1].year or 0))
    for (newer, new), (older, old) in combinations(dated, 2):
        figures = differing(newer.text, older.text)
        if figures and new.year != old.year and (not units or figures[0].unit in units):
            return Contradiction(figures, (newer, older), (new, old))
    return None


def _units(question: str) -> set[str]:
    """Give the units of what a question asks for; none where it does not say."""
    expected = expected_of(question)
    named = {"€"} if Expected.MONEY in expected else {"%"} if Expected.SHARE in expected else set()
    return named or {*analyse(asked_for(question))}


def differing(text: str, other: str) -> tuple[Figure, Figure] | None:
    """Give the figures in which two sentences about the same thing differ: one of a unit in each, and other values."""
    ours, theirs = figures_of(text), figures_of(other)
    for unit in dict.fromkeys(figure.unit for figure in ours):
        one, two = ([f for f in figures if f.unit == unit] for figures in (ours, theirs))
        if len(one) == len(two) == 1 and one[0].value != two[0].value and _about_the_same(text, other, unit):
            return one[0], two[0]
    return None


def figures_of(text: str) -> list[Figure]:
    """Give the figures of a sentence that count something; years, dates and durations count nothing."""
    found = []
    for match in _NUMBER.finditer(text):
        unit, scale = match["unit"] or "", fold(match["scale"] or "").removesuffix("s")
        stems = analyse(unit)
        if not unit or (_YEAR.fullmatch(match["value"]) and unit not in {"%", "€"}) or _DATED.match(fold(unit)):
            continue
        name = "€" if fold(unit).startswith(("€", "euro")) else "%" if unit == "%" else "".join(stems[:1])
        value = float(re.sub(r"[ \u00a0\u202f]", "", match["value"]).replace(",", ".")) * _SCALES.get(scale, 1.0)
        if name:
            found.append(Figure(match[0].strip(), value, name))
    return found


def _about_the_same(text: str, other: str, unit: str) -> bool:
    ours, theirs = _content(text, unit), _content(other, unit)
    shared = len(ours & theirs)
    return shared >= _SHARED and shared >= _ALIKE * min(len(ours), len(theirs))


def _content(text: str, unit: str) -> set[str]:
    return {stem for stem in analyse(text) if not stem[0].isdigit() and stem != unit}
