"""What a question asks for that the evidence does not hold: its subject may be there, and not the sum or the date."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from assistant.analysis import analyse
from assistant.asking import ASKING, asked_for
from assistant.documents import RetrievedPassage
from assistant.evidence import Sentence, sentences_of
from assistant.expecting import Expected, counts, expected_of, holds
from assistant.intent import Shape
from assistant.language import fold
from assistant.weighing import enumerates

_PERSON: Final = re.compile(r"\b[A-ZÀ-Ý][\w’'-]+\s+(?:de\s+)?[A-ZÀ-Ý][\w’'-]+")
_ROLE: Final = re.compile(
    r"\b(?:qui (?:est|etait|sera)|comment s'appelle|nom d[eu])\b.{0,30}?\b"
    r"(president\w*|direct\w+|fondat\w+|responsable|delegue\w*|maire|charge\w*|secretaire|tresori\w+)"
)
_COUNTED: Final = re.compile(
    r"\b(?:quel(?:le)?s? sont|enumere\w*|liste\w*|cite[rz]?|donne[rz]?|detaille\w*)\b.{0,30}?\bles\s+(?:deux|trois"
    r"|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|\d+)\s+(\w+)"
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE: Final = re.compile(r"\d")
_HELD_WHOLE: Final = (Expected.CONTACT, Expected.MONEY, Expected.SHARE, Expected.TIME, Expected.DATE)
"""Kinds of which not one is to be found where they are lacking."""
_ITEMS: Final = 2
_ABOUT: Final = 0.5
"""The share of the question's words from which a sentence with a figure is about it."""


def missing_attribute(question: str, shape: Shape, evidence: Sequence[RetrievedPassage]) -> str | None:
    """Tell what a question asks for that none of the passages holds, in doubt nothing.

    Args:
        question: as written.
        shape: what it calls for.
        evidence: the passages of the documents that would answer.

    Returns:
        `money`, `number`, `share`, `date`, `time`, `contact`, `who` for a person's name, or `several` for a list that
        is mentioned and not given; None when nothing is known to be missing.
    """
    if shape in {Shape.LIST, Shape.COUNT, Shape.BREAKDOWN} or not evidence:
        return None
    expected = expected_of(question)
    text = " ".join((*(p.text for p in evidence), *(p.title for p in evidence)))
    for kind in _HELD_WHOLE:
        known = kind is Expected.DATE and any(p.year for p in evidence)
        if kind in expected and not known and not holds(kind, text):
            return kind.value
    sentences = sentences_of(evidence)
    if expected == (Expected.NUMBER,) and not _counted(question, sentences):
        return Expected.NUMBER.value
    if (role := _ROLE.search(fold(question))) and not _named(role[1], sentences):
        return Expected.WHO.value
    return "several" if _mentioned_only(question, sentences) else None


def _counted(question: str, sentences: Iterable[Sentence]) -> bool:
    """Tell whether some figure may count what is asked for; years and days are no such figure."""
    noun = analyse(asked_for(question))
    asked = {stem for stem in analyse(question) if stem not in ASKING}
    for sentence in sentences:
        text = _YEAR.sub(" ", sentence.text)
        if not holds(Expected.NUMBER, text):
            continue
        about = len(asked.intersection(analyse(f"{sentence.passage.title} {sentence.text}")))
        if counts(text, noun or asked) or about >= _ABOUT * len(asked):
            return True
    return False


def _named(role: str, sentences: Iterable[Sentence]) -> bool:
    """Tell whether some sentence that speaks of a role holds the name of a person."""
    return any(role[:6] in fold(s.text) and _PERSON.search(s.text) for s in sentences)


def _mentioned_only(question: str, sentences: Sequence[Sentence]) -> bool:
    """Tell whether a counted list (« les sept principes ») is spoken of and nowhere given."""
    found = _COUNTED.search(fold(question))
    noun = {*analyse(found[1])} if found else set()
    about = [s for s in sentences if noun.intersection(analyse(fold(s.text)))]
    return bool(about) and not any(_gives(s, sentences) for s in about) and not _headed(noun, sentences)


def _gives(sentence: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Tell whether a sentence enumerates, or opens a list."""
    if enumerates(sentence.text):
        return True
    behind = [s for s in sentences if s.passage.id == sentence.passage.id and s.start > sentence.start]
    return sentence.text.rstrip().endswith(":") and sum(s.is_item for s in behind) >= _ITEMS


def _headed(noun: set[str], sentences: Sequence[Sentence]) -> bool:
    """Tell whether a list stands under a heading that names it, or labels its items."""
    under = [s for s in sentences if noun.intersection(analyse(fold(" ".join(s.passage.heading_path[-1:]))))]
    return len(under) >= _ITEMS or sum(s.is_labelled and s.is_item for s in sentences) >= _ITEMS
