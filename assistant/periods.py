"""Which years a question is about: « depuis 2018 », « entre 2015 et 2019 », « dans les années 2010 »."""

import re
from typing import Final

from assistant.language import fold

_YEAR: Final = r"((?:19|20)\d\d)\b"
_THE_YEAR: Final = r"(?:l'annee\s+)?"
_BETWEEN: Final = re.compile(rf"\b(?:entre|de|between|from)\s+{_YEAR}\s*(?:et|a|and|to|-|–)\s*{_YEAR}")
_SINCE: Final = re.compile(rf"\b(?:depuis|a (?:partir|compter) de|des|since|from)\s+{_THE_YEAR}{_YEAR}")
_AFTER: Final = re.compile(rf"\b(?:apres|posterieure?s? a|plus recente?s? que|after)\s+{_THE_YEAR}{_YEAR}")
_UNTIL: Final = re.compile(rf"\b(?:jusqu'(?:en|a)|until|up to)\s+{_THE_YEAR}{_YEAR}")
_BEFORE: Final = re.compile(rf"\b(?:avant|anterieure?s? a|plus anciens? que|before)\s+{_THE_YEAR}{_YEAR}")
_DECADE: Final = re.compile(r"\b(?:annees|the)\s+((?:19|20)\d0)s?\b")
_IN_YEAR: Final = re.compile(rf"\b(?:en|in|pour|annee|de|date(?:e|s|es|nt|ant)? de|du millesime)\s+{_YEAR}")


def years_of(text: str, *, of_documents: bool) -> tuple[int | None, int | None]:
    """Give the first and the last year that a question is about, each None where it is open.

    Args:
        text: what the person wrote.
        of_documents: documents are asked for, so that « en 2019 » is theirs rather than a date in their texts.
    """
    folded = fold(text)
    if between := _BETWEEN.search(folded):
        earlier, later = sorted((int(between[1]), int(between[2])))
        return earlier, later
    if of_documents and (decade := _DECADE.search(folded)):
        return int(decade[1]), int(decade[1]) + 9
    first, last = _found(_SINCE, folded), _found(_UNTIL, folded)
    after, before = _found(_AFTER, folded), _found(_BEFORE, folded)
    first = first or (after + 1 if after else None)
    last = last or (before - 1 if before else None)
    if of_documents and not first and not last:
        first = last = _found(_IN_YEAR, folded)
    return first, last


def _found(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) if found else None


def without_years(text: str) -> str:
    """Leave the years out of a question, with the words that say how they narrow it."""
    folded = fold(text)
    if len(folded) != len(text):  # a ligature: places differ
        return text
    for pattern in (_BETWEEN, _SINCE, _UNTIL, _AFTER, _BEFORE, _DECADE, _IN_YEAR):
        while found := pattern.search(folded):
            text = text[: found.start()] + text[found.end() :]
            folded = folded[: found.start()] + folded[found.end() :]
    return text
