"""What kind of thing a question expects for an answer (a sum, a date, a name…), and whether words hold it."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from assistant.analysis import analyse
from assistant.language import fold


class Expected(StrEnum):
    """A kind of thing that can be asked for."""

    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    TIME = "time"
    """How long: a number with a unit of time."""
    DATE = "date"
    PLACE = "place"
    WHO = "who"
    CONTACT = "contact"


_NUMBER_WORDS: Final = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante"
    "|cinquante|soixante|cent|mille|dizaines?|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine"
    "|soixantaine|centaines?|milliers?|millions?|moitie|tiers|quarts?|un sur|une sur"
)
_ASKED: Final = tuple(
    (expected, re.compile(rf"\b(?:{words})"))
    for expected, words in (
        (
            Expected.CONTACT,
            r"(?:numero de |n° de )?telephone|adresses? (?:mail|e-mail|postale|electronique)|adresse exacte|e-?mail\b"
            r"|courriel|coordonnees|phone number|joindre par",
        ),
        (
            Expected.MONEY,
            r"combien (?:ca |cela |est-ce que ca )?(?:coute|a coute|couterait|d'argent|d'euros)|(?:ca |cela )?coute"
            r"(?:-t-il|-t-elle|nt)? combien|quel (?:est le |etait le )?(?:prix|cout|budget|montant|salaire|tarif)"
            r"|budget|montant|salaire|chiffre d'affaires|how much (?:money|funding|does it cost|has it invested)"
            r"|combien .{0,40}(?:verse|collecte|coute|paye)\b",
        ),
        (Expected.SHARE, r"pourcentage|proportion|quelle part\b|part des\b|taux\b|quelle fraction|percent|share of"),
        (
            Expected.TIME,
            r"combien de temps|quelle (?:est la )?duree|combien de (?:mois|semaines|jours|heures)|how long",
        ),
        (
            Expected.DATE,
            r"quand\b(?! (?:on|il|elle|une?|les?|la|des|je|nous|vous|mon|ma|mes|ses|son|sa)\b)|quelle annee"
            r"|en quelle annee|quelle date|depuis quand|quel jour|quel mois|when (?:was|were|did|is)\b|which year"
            r"|what year|date de (?:creation|naissance|lancement)",
        ),
        (Expected.NUMBER, r"combien|quel (?:est le )?nombre|nombre de\b|how many|how much"),
        (
            Expected.PLACE,
            r"(?:(?<=[,.;:?!] )|(?<=^)|(?<=\bet ))ou (?:se|est|sont|a-t|ont|s'est|etait|ca|cela)\b"
            r"|dans quel(?:le)? (?:ville|region|commune|departement|pays)|a quel endroit"
            r"|where (?:is|was|are|were|did)\b",
        ),
        (
            Expected.WHO,
            r"(?<!\bce )qui (?:a|ont|est|sont|etait|porte|finance|pilote|paie|paye|dirige|preside"
            r"|anime|soutient|participe|fait|lutte|peut|met|mene|monte|organise|fonde)\b|avec qui|par qui|a qui"
            r"|quels? (?:partenaires?|soutiens?|fondateurs?|acteurs?|entreprises?|associations?|fondations?"
            r"|organisations?|financeurs?|enseignes?)|quelles? (?:entreprises?|associations?|fondations?"
            r"|organisations?|enseignes?|collectivites?|structures?)|quel (?:est le nom|groupe)\b|who\b"
            r"|which (?:company|companies|association|foundation|coalition|french coalition)",
        ),
    )
)
_DIGIT: Final = r"\d[\d \u00a0\u202f.,]*"
_HELD: Final = {
    Expected.MONEY: re.compile(
        rf"{_DIGIT}\s*(?:(?:m|k|mds?|milliards? d'|millions? d'|milliers? d')?\s*(?:€|euros?\b)|m€|k€)"
        r"|(?:millions?|milliards?|centaines?|milliers?|mille|cents?) d'?euros|[€$£]\s*\d"
    ),
    Expected.SHARE: re.compile(
        rf"{_DIGIT}\s*%|\b(?:moitie|tiers|quarts?|majorite|un sur|une sur|\w+ sur (?:deux|trois|quatre|cinq|dix))\b"
    ),
    Expected.NUMBER: re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b"),
    Expected.TIME: re.compile(
        rf"(?:\d|\b(?:une?|{_NUMBER_WORDS}))\s*(?:ans?|annees?|mois|semaines?|jours?|heures?|h|minutes?|jour)\b"
    ),
    Expected.DATE: re.compile(r"\b(?:1[89]|20)\d\d\b"),
    Expected.CONTACT: re.compile(r"\b0\d(?:[ .]?\d\d){4}\b|\+33|@\w|\b\d{5}\s+\w"),
}
_NAME: Final = re.compile(r"(?<![.!?:«]\s)(?<!^)\b(?:[LDld][’'])?[A-ZÀ-ÖØ-Ý][\w’'&-]+")
_SECOND: Final = re.compile(
    r"(?:\bet\b|\bou\b|,|;) (?:a |avec |pour |par |de |en )?"
    r"(?:qui|quand|ou|comment|combien|quel\w*|pourquoi|quoi|who|when|how)\b"
)
_AROUND: Final = 5
"""Words between a figure and what it counts."""
_SEVERAL: Final = re.compile(
    rf"\b(?:quels?|quelles?)\s+(?:sont|etaient|seront)\s+(?:les|vos|ses|leurs)\s+(?:{_NUMBER_WORDS}|\d+)?\s*(?P<a>\w+)"
    rf"|\b(?:les|ces|nos|vos|leurs|ses)\s+(?:{_NUMBER_WORDS}|\d+)\s+(?P<b>\w+)"
    r"|\bquel(?:le)?s\s+(?P<c>\w+s)\b|\b(?:what|which) are the (?P<d>\w+)"
)


def expected_of(question: str) -> tuple[Expected, ...]:
    """Tell what a question expects, the most particular first; nothing when it asks for an account."""
    folded = re.sub(r"\s+", " ", fold(question))
    found = [expected for expected, asked in _ASKED if asked.search(folded)]
    particular = {Expected.MONEY, Expected.SHARE, Expected.TIME}
    return tuple(e for e in found if e is not Expected.NUMBER or not particular.intersection(found))


def holds(expected: Expected, text: str) -> bool:
    """Tell whether some words hold a thing of that kind; of a date, the year is enough."""
    if expected in {Expected.WHO, Expected.PLACE}:
        return _NAME.search(text) is not None
    return _HELD[expected].search(fold(text)) is not None


def counts(text: str, stems: Iterable[str]) -> bool:
    """Tell whether a figure stands close to one of the stems: « 28 *salariés* en insertion »."""
    wanted = {*stems}
    tokens = text.split()
    figures = [position for position, token in enumerate(tokens) if _HELD[Expected.NUMBER].search(fold(token))]
    return any(wanted.intersection(analyse(" ".join(tokens[p : p + _AROUND + 1]))) for p in figures)


def asks_one_thing(question: str) -> bool:
    """Tell whether a question asks for one thing only: « combien, et qui paie ? » asks for two."""
    return len(expected_of(question)) <= 1 and question.count("?") <= 1 and not _SECOND.search(fold(question))


def several_of(question: str) -> str:
    """Give the noun of what is asked for in number (« quels sont les trois *piliers* »), folded; empty for none."""
    found = _SEVERAL.search(fold(question))
    return next((noun for noun in found.groups() if noun), "") if found else ""
