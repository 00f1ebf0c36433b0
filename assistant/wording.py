"""The sentences that frame an answer, in French and in English; what they frame is quoted from the corpus."""

from collections.abc import Mapping
from typing import Final

from assistant.answers import Filters
from assistant.intent import names_publications
from assistant.taxonomy import Taxonomy

FRENCH: Final = {
    "lead": "Voici ce qu’en dit {document} :",
    "also": "À lire aussi :",
    "similar": "Les documents du corpus les plus proches de votre question :",
    "abstained": "Le corpus ne répond pas à cette question.",
    "missing": "Je n’y trouve rien sur {names}.",
    "none_fit": "Aucun document du corpus ne réunit ces critères : {criteria}.",
    "list": "{count} {criteria} :",
    "count_all": "Le corpus compte {cases} études de cas et {publications} publications.",
    "breakdown": "Répartition des {count} {noun} par {facet} (un document peut compter plusieurs fois) :",
    "without": "sans indication",
    "number": "Nombre",
    "near": "Hors de ces critères, mais proches :",
    "quoted": "« {text} »",
    "and": " et ",
    "or": " ou ",
}
ENGLISH: Final = {
    "lead": "Here is what {document} says (quoted in French):",
    "also": "See also:",
    "similar": "The documents of the corpus closest to your question (quoted in French):",
    "abstained": "The corpus does not answer this question.",
    "missing": "I find nothing in it about {names}.",
    "none_fit": "No document of the corpus meets these criteria: {criteria}.",
    "list": "{count} {criteria}:",
    "count_all": "The corpus holds {cases} case studies and {publications} publications.",
    "breakdown": "The {count} {noun} by {facet} (a document may count more than once):",
    "without": "not stated",
    "number": "Number",
    "near": "Outside these criteria, but close:",
    "quoted": "« {text} »",
    "and": " and ",
    "or": " or ",
}
FACETS: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "regions": "région",
        "themes": "thème",
        "year": "année",
        "alliance_type": "type d’alliance",
        "sdgs": "ODD",
        "departments": "département",
    },
    "en": {
        "regions": "region",
        "themes": "theme",
        "year": "year",
        "alliance_type": "type of alliance",
        "sdgs": "SDG",
        "departments": "department",
    },
}


def phrases(language: str) -> Mapping[str, str]:
    """Give the framing sentences of a language; French for any other than English."""
    return ENGLISH if language == "en" else FRENCH


def counted_noun(count: int, noun: str, language: str) -> str:
    """Name what is counted, in the singular or the plural."""
    publications = names_publications(noun)
    if language == "en":
        singular = "publication" if publications else "case study"
        return singular if count == 1 else "publications" if publications else "case studies"
    singular = "publication" if publications else "étude de cas"
    return singular if count < 2 else "publications" if publications else "études de cas"


def criteria(filters: Filters, taxonomy: Taxonomy, language: str) -> str:
    """Say the filters in words: « en Bretagne, thème « Jeunesse », depuis 2018 »."""
    say = phrases(language)
    english = language == "en"
    labels = taxonomy.sdg_labels or {}
    parts = [
        *_either(filters.regions, "région {}", "region {}", say, english),
        *_either(filters.departments, "département {}", "department {}", say, english),
        *_either(_quoted(filters.themes), "thème {}", "theme {}", say, english),
        *_either(_quoted(filters.alliance_types), "alliance de type {}", "alliance of type {}", say, english),
        *_either(filters.partners, "avec {}", "with {}", say, english),
        *_either(
            [f"{n} ({labels[n]})" if n in labels else str(n) for n in filters.sdgs], "ODD {}", "SDG {}", say, english
        ),
        *_either(_quoted(filters.kinds), "de type {}", "of kind {}", say, english),
        *([f"{'since' if english else 'depuis'} {filters.year_from}"] if filters.year_from else []),
        *([f"{'until' if english else 'jusqu’en'} {filters.year_to}"] if filters.year_to else []),
    ]
    return ", ".join(parts)


def _either(
    values: tuple[str, ...] | list[str], french: str, english: str, say: Mapping[str, str], is_english: bool
) -> list[str]:
    return [(english if is_english else french).format(say["or"].join(values))] if values else []


def _quoted(values: tuple[str, ...]) -> list[str]:
    return [f"« {value} »" for value in values]
