"""What kind of answer a question calls for: a list, a number of documents, a figure, names or lessons."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.language import fold
from assistant.reach import ABOUT, OUT_OF_SCOPE


class Shape(StrEnum):
    """The shape of the answer."""

    LIST = "list"
    """Every document that fits."""
    COUNT = "count"
    """How many documents fit."""
    BREAKDOWN = "breakdown"
    """How many documents for each value of a facet."""
    EXAMPLE = "example"
    """One case, or a few well chosen ones, that illustrate a subject."""
    COMPARISON = "comparison"
    """What tells two things apart, each in its turn."""
    HOW_TO = "how_to"
    """What to do, in steps: methods, guides, lessons."""
    ORIENTATION = "orientation"
    """Where somebody begins: a few documents to read first, for who they say they are."""
    ABOUT = "about"
    """The assistant itself: who made it, where its texts come from, what it can do."""
    OUT_OF_SCOPE = "out_of_scope"
    """An order to make a text, to compute or to play: nothing that documents answer."""
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
    without: str = ""
    """For a list: the field that its documents lack, `year` of « sans date »."""
    limit: int = 0
    """How many documents the person wants named; 0 for all."""
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
_WITHOUT: Final = re.compile(
    r"\b(?:sans|n'(?:ont|a|ayant) (?:pas|aucune?)|depourvue?s? d|ne (?:mentionn|precis|indiqu"
    r"|port)ent (?:pas|aucune?)"
    r"|without(?: an?)?|with no)\b(?:\s+(?:de|leur|la|le|un|une))?\s*(?:d'|l')?\s*"
    r"(?P<lacking>dates?|annees?|years?|regions?|departements?|themes?|odd|partenaires?|partners?)\b"
)
_LACKING: Final = {
    **dict.fromkeys(("date", "annee", "year"), "year"),
    "region": "regions",
    "departement": "departments",
    "theme": "themes",
    "odd": "sdgs",
    **dict.fromkeys(("partenaire", "partner"), "partners"),
}
_NUMBERS: Final = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10, "two": 2, "three": 3}
_LIMIT: Final = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(?:titres?|exemples?|noms?|cas|documents?|publications?"
    rf"|projets?|examples?)\b"
)
_LATEST: Final = re.compile(r"\b(?:(?:plus|derniere?s?)\s+recente?s?|dernieres? publications?|latest|most recent)\b")
_ORIENTATION: Final = re.compile(
    r"\b(?:(?:par )?(?:ou|quoi) (?:dois[- ]je |faut[- ]il |peut[- ]on |puis[- ]je )?(?:commencer|debuter|demarrer)"
    r"|que (?:me |nous )?(?:conseille[rz]|recommande[rz])[- ](?:tu|vous)(?: de)? (?:lire"
    r"|pour (?:commencer|debuter|demarrer))"
    r"|(?:que|quoi|quels? (?:\d+ |trois |deux )?\w+) (?:faut[- ]il )?lire\b|a lire (?:en premier"
    r"|d'abord|pour commencer)"
    r"|je (?:debute|decouvre) (?:votre|le|ce|dans)|premiers? pas (?:pour|vers|dans)"
    r"|where (?:do|should) (?:i|we) (?:start|begin))\b"
)
_COMPARISON: Final = re.compile(
    r"\b(?:differen(?:ces?|cie\w*)|distingu\w*|distinction|nuance|compar\w+|la meme chose|versus"
    r"|vs(?! (?:avez|etes|pouvez|savez))|plutot que"
    r"|qu'est[- ]ce qui (?:differe|separe)|par rapport (?:a|au|aux) (?:un|une|l'|la|le)|differ\w*|compared?)\b"
)
_EXAMPLE: Final = re.compile(
    r"\b(?:(?:une?|1|an?)\s+(?:autre\s+|seul\s+|bon\s+|bel\s+)?(?:exemple|cas|rex|retour d'experience"
    r"|illustration|precedent|example|case)"
    r"(?:\s+concret)?|par exemple\s*\?|(?:rex|exemple) (?:dans|sur|de|d')|for example|pour illustrer|precedents)\b"
)
_MAY: Final = r"(?:peu(?:t|x|vent)|puis|pouvons|doi(?:s|t|vent)|devons|pourrai(?:s|t|ent)|faut|fait)"
_HOW_TO: Final = re.compile(
    rf"\bcomment (?:(?:bien|mieux|s'y|se|en|y|on|je|nous|faire pour|{_MAY}(?:[- ](?:on|je|nous|il))?) |s')*"
    r"(?!(?:notre|votre|autre|entre|contre|hier|premier|dernier)\b)\w{2,}(?:er|ir|re)\b"
    rf"|\bcomment (?:\S+ ){{1,8}}?{_MAY}[- ](?:on|je|nous|ils?|elles?)\b"
    r"|\bcomment (?:je|on) (?:fais|fait|m'y prends|s'y prend)|quelles? (?:sont les )?(?:etapes|demarche|methode)s?"
    r"|\bhow (?:to|do (?:i|we|you)|can (?:i|we))\b"
)
_STEPS: Final = re.compile(r"\bquelles? (?:sont les )?(?:demarches?|etapes?|formalites?) (?:pour|a suivre|faut|dois)\b")
"""« Quelles démarches pour créer… » asks for no list of projects."""
_ONE_PUBLICATION: Final = re.compile(rf"\b(?:quel(?:le)?|which) (?:est (?:le|la) )?(?:{_PUBLICATIONS})\b")
"""« Quel guide explique la différence… » asks for the guide, whatever it says."""
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
            r"c'est quoi|en quoi consiste|qu'est[- ]ce|definition|definir|signifie"
            r"|what is|what does",
        ),
    )
)


_FIRST: Final = (
    *((Shape.OUT_OF_SCOPE, OUT_OF_SCOPE), (Shape.ABOUT, ABOUT), (Shape.ORIENTATION, _ORIENTATION)),
    (Shape.HOW_TO, _STEPS),
)
_AFTER_LISTS: Final = ((Shape.COMPARISON, _COMPARISON), (Shape.EXAMPLE, _EXAMPLE), (Shape.HOW_TO, _HOW_TO))


def read_intent(text: str) -> Intent:
    """Tell what kind of answer a question calls for, from its words alone."""
    folded = re.sub(r"\s+", " ", fold(text))
    latest = bool(_LATEST.search(folded))
    lacking = _WITHOUT.search(folded)
    without = _LACKING[lacking["lacking"].removesuffix("s")] if lacking else ""
    if shape := next((shape for shape, pattern in _FIRST if pattern.search(folded)), None):
        return Intent(shape, latest_first=latest, limit=_limit(folded))
    if found := _BREAKDOWN.search(folded):
        noun = _COUNTED.search(folded)
        facet = _FACET_FIELDS[found["facet"].removesuffix("s")]
        return Intent(Shape.BREAKDOWN, facet, latest, noun=noun["noun"] if noun else "")
    if found := _COUNT.search(folded):
        return Intent(Shape.COUNT, "", latest, without, _limit(folded), found["noun"])
    for pattern in _LISTS:
        if found := pattern.search(folded):
            return Intent(Shape.LIST, "", latest, without, _limit(folded), found["noun"])
    if asks_for_publication(folded):
        return Intent(Shape.FACT, latest_first=latest)
    if shape := next((shape for shape, pattern in _AFTER_LISTS if pattern.search(folded)), None):
        return Intent(shape, latest_first=latest, limit=_limit(folded))
    shape = next((shape for shape, pattern in _SHAPES if pattern.search(folded)), Shape.FACT)
    return Intent(shape, latest_first=latest)


def asks_for_publication(text: str) -> bool:
    """Tell whether a question asks which publication says something, rather than what it says."""
    return bool(_ONE_PUBLICATION.search(fold(text)))


def _limit(folded: str) -> int:
    found = _LIMIT.search(folded)
    return 0 if not found else _NUMBERS.get(found[1]) or int(found[1])


def names_publications(noun: str) -> bool:
    """Tell whether the noun of a list means publications rather than case studies."""
    return noun == "publi" or re.fullmatch(_PUBLICATIONS, noun) is not None
