"""What kind of answer a question calls for: a list, a number of documents, a figure, names or lessons."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.language import fold


class Shape(StrEnum):
    """The shape of the answer."""

    LIST = "list"
    """Every document that fits."""
    COUNT = "count"
    """How many documents fit."""
    BREAKDOWN = "breakdown"
    """How many documents for each value of a facet."""
    FIGURE = "figure"
    PARTNERS = "partners"
    RESULTS = "results"
    LESSONS = "lessons"
    DEFINITION = "definition"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Intent:
    """The shape of the answer, and how a list is to be cut and ordered."""

    shape: Shape
    facet: str = ""
    """For a breakdown: the field to count by."""
    latest_first: bool = False
    noun: str = ""
    """The noun that named what to list: `études de cas`, `publications`."""

    @property
    def is_structured(self) -> bool:
        """Tell whether the answer comes from the whole corpus rather than from passages."""
        return self.shape in {Shape.LIST, Shape.COUNT, Shape.BREAKDOWN}


_CASES: Final = (
    r"etudes? de cas|cas|exemples?|ex|initiatives?|alliances?|partenariats?|projets?|experiences?|cooperations?"
    r"|actions?|demarches?|dispositifs?|case studies|cases|examples|partnerships|projects|initiatives"
)
_PUBLICATIONS: Final = (
    r"publications?|rapports?|guides?|notes?|livres?|ouvrages?|moocs?|cours|etudes?|referentiels?|articles?|fiches?"
    r"|documents?|ressources?|plateformes?|outils?|programmes?|methodes?|concepts?|reports?|books?|courses?|resources"
)
_NOUN: Final = rf"(?P<noun>{_CASES}|{_PUBLICATIONS})"
_OF: Final = r"(?:de |d'|des |of )"
_COUNT: Final = re.compile(
    rf"\b(?:combien|nombre|how many)\b(?: y a[- ]t[- ]il| avez[- ]vous| existe[- ]t[- ]il| as[- ]tu)? ?"
    rf"{_OF}?(?:ces )?{_NOUN}\b"
)
_LISTS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:liste[rz]?|enumere[rz]?|recense[rz]?|list)\b.{{0,40}}?\b{_NOUN}\b",
        rf"\b(?:quels|quelles)\s+(?:sont\s+)?(?:les\s+|vos\s+)?{_NOUN}\b",
        rf"\b(?:tous les|toutes les|all(?: the)?)\s+{_NOUN}\b",
        rf"\b(?:avez[- ]vous|vs avez|vous avez|auriez[- ]vous|as[- ]tu|il y a|y a[- ]t[- ]il|existe[- ]t[- ]il|ya"
        rf"|je cherche|je recherche|on cherche|donne[zr]?(?:[- ]moi)?|montre[zr]?(?:[- ]moi)?|trouve[rz]?)\s+"
        rf"(?:aussi\s+)?(?:des|les|quelques|plusieurs|d'autres|vos)\s+{_NOUN}\b",
        rf"^\W*(?:des\s+|les\s+|vos\s+)?{_NOUN}\s+"
        r"(?:en|dans|de|d'|sur|a|au|aux|avec|outre|pour|autour|in|of|about|with)\b",
        rf"\b(?:are there|do you have|any)\s+(?:any\s+)?{_NOUN}\b",
        r"\bqu'?(?:a|ont|avez)[- ](?:t[- ])?(?:il |elle |on |vous )?(?P<noun>publi)e",
    )
)
_BREAKDOWN: Final = re.compile(
    r"\b(?:repartition|repartis|reparties|ventilation|breakdown)\b.{0,30}?\bpar\s+"
    r"(?P<facet>regions?|themes?|annees?|types?|odd|departements?)"
)
_COUNTED: Final = re.compile(rf"\b{_NOUN}\b")
_FACET_FIELDS: Final = {
    "region": "regions",
    "theme": "themes",
    "annee": "year",
    "type": "alliance_type",
    "odd": "sdgs",
    "departement": "departments",
}
_LATEST: Final = re.compile(r"\b(?:(?:plus|derniere?s?)\s+recente?s?|dernieres? publications?|latest|most recent)\b")
_SHAPES: Final = tuple(
    (shape, re.compile(rf"\b(?:{words})\b"))
    for shape, words in (
        (
            Shape.LESSONS,
            r"lecons?|enseignements?|conseils?|retenir|limites?|echecs?|erreurs?|facteurs? cles?|lessons?",
        ),
        (Shape.RESULTS, r"resultats?|donne quoi|bilan|effets?|impacts?|results?|outcomes?"),
        (
            Shape.FIGURE,
            r"combien|chiffres?|pourcentage|proportion|part|taux|nombre|montant|budget|cout\w*"
            r"|how much|how many|share",
        ),
        (Shape.PARTNERS, r"partenaires?|avec qui|qui (?:finance|porte|paie|paye|pilote|est derriere|sont)|who"),
        (
            Shape.DEFINITION,
            r"c'est quoi|en quoi consiste|qu'est[- ]ce|definition|definir|signifie|difference|distingue"
            r"|what is|what does",
        ),
    )
)


def read_intent(text: str) -> Intent:
    """Tell what kind of answer a question calls for, from its words alone."""
    folded = re.sub(r"\s+", " ", fold(text))
    latest = bool(_LATEST.search(folded))
    if found := _BREAKDOWN.search(folded):
        noun = _COUNTED.search(folded)
        facet = _FACET_FIELDS[found["facet"].removesuffix("s")]
        return Intent(Shape.BREAKDOWN, facet, latest, noun["noun"] if noun else "")
    if found := _COUNT.search(folded):
        return Intent(Shape.COUNT, latest_first=latest, noun=found["noun"])
    for pattern in _LISTS:
        if found := pattern.search(folded):
            return Intent(Shape.LIST, latest_first=latest, noun=found["noun"])
    shape = next((shape for shape, pattern in _SHAPES if pattern.search(folded)), Shape.FACT)
    return Intent(shape, latest_first=latest)


def names_publications(noun: str) -> bool:
    """Tell whether the noun of a list means publications rather than case studies."""
    return noun == "publi" or re.fullmatch(_PUBLICATIONS, noun) is not None
