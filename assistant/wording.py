"""The sentences that frame an answer, in French and in English; what they frame is quoted from the corpus."""

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.answers import Filters
from assistant.documents import Document
from assistant.taxonomy import Taxonomy

FRENCH: Final = {
    "lead": "D’après {document} :",
    "then": "D’après {document} :",
    "side": "**{name}**, d’après {document} :",
    "case": "Un cas du corpus :",
    "cases": "Des cas du corpus :",
    "learnt": "Ce qu’en ont appris des alliances du corpus :",
    "read": "À lire d’abord :",
    "start": "Pour commencer : {documents}.",
    "known": "Voici ce qu’il en dit.",
    "lacks_money": "Le corpus ne dit pas combien : je n’y trouve aucun montant à ce sujet.",
    "lacks_number": "Le corpus ne dit pas combien : je n’y trouve pas ce nombre.",
    "lacks_share": "Le corpus ne dit pas dans quelle proportion.",
    "lacks_date": "Le corpus ne dit pas quand.",
    "lacks_time": "Le corpus ne dit pas combien de temps.",
    "lacks_contact": "Le corpus ne donne pas ces coordonnées.",
    "lacks_who": "Le corpus ne dit pas qui.",
    "lacks_several": "Le corpus en parle sans les énumérer : il ne dit pas lesquels.",
    "no_partnership": "Le corpus ne documente aucun partenariat entre {first} et {second}.",
    "no_place": "Le corpus ne situe pas « {first} » à cet endroit : {second}.",
    "no_year": "Le corpus ne date pas « {first} » de {second}.",
    "knows_not": "{name} n’y figure pas.",
    "knows_of": "{name}, d’après le corpus :",
    "differ": "Les documents ne donnent pas le même chiffre : ",
    "differ_then": ", ",
    "differ_source": " d’après {document}",
    "similar": "Les documents du corpus les plus proches de votre question :",
    "abstained": "Le corpus ne répond pas à cette question.",
    "courtesy": "Je réponds, preuves à l’appui, d’après les publications et les études de cas du corpus : posez-moi "
    "une question sur les alliances d’intérêt général.",
    "missing": "Je n’y trouve rien sur {names}.",
    "none_fit": "Aucun document du corpus ne réunit ces critères : {criteria}.",
    "list": "{count} {criteria} :",
    "none_there": "Le corpus n’a rien pour « {place} » ; plus largement, dans la région :",
    "of_all": "{count} des {total} {noun}",
    "count_all": "Le corpus compte {cases} études de cas et {publications} publications.",
    "breakdown": "Répartition des {count} {noun} par {facet} (un document peut compter plusieurs fois) :",
    "without": "sans indication",
    "number": "Nombre",
    "closest": "Les plus proches de votre question :",
    "others": "Les autres :",
    "narrow": "Précisez une région, un thème, un partenaire ou une année pour en avoir la liste.",
    "undated": "{count} de plus, sans année connue, n’y sont pas.",
    "saying": "où l’on trouve {words}",
    "near": "Hors de ces critères, mais proches de la question :",
    "unheeded": "Aucun de ces documents ne parle de {words} ; voici tous ceux qui répondent aux autres critères.",
    "quoted": "« {text} »",
    "and": " et ",
    "or": " ou ",
}
ENGLISH: Final = {
    "lead": "According to {document} (quoted in French):",
    "then": "According to {document}:",
    "side": "**{name}**, according to {document}:",
    "case": "A case of the corpus:",
    "cases": "Cases of the corpus:",
    "learnt": "What alliances of the corpus learnt of it:",
    "read": "To read first:",
    "start": "To begin: {documents}.",
    "known": "Here is what it says.",
    "lacks_money": "The corpus does not say how much: I find no sum in it about this.",
    "lacks_number": "The corpus does not say how many: I do not find this number in it.",
    "lacks_share": "The corpus does not say in what proportion.",
    "lacks_date": "The corpus does not say when.",
    "lacks_time": "The corpus does not say how long.",
    "lacks_contact": "The corpus does not give these contact details.",
    "lacks_who": "The corpus does not say who.",
    "lacks_several": "The corpus mentions them without listing them: it does not say which.",
    "no_partnership": "The corpus documents no partnership between {first} and {second}.",
    "no_place": "The corpus does not place « {first} » there: {second}.",
    "no_year": "The corpus does not date « {first} » to {second}.",
    "knows_not": "{name} is not in it.",
    "knows_of": "{name}, according to the corpus:",
    "differ": "The documents do not give the same figure: ",
    "differ_then": ", ",
    "differ_source": " according to {document}",
    "similar": "The documents of the corpus closest to your question (quoted in French):",
    "abstained": "The corpus does not answer this question.",
    "courtesy": "I answer, with proof, from the publications and case studies of the corpus: ask me about alliances of "
    "general interest.",
    "missing": "I find nothing in it about {names}.",
    "none_fit": "No document of the corpus meets these criteria: {criteria}.",
    "list": "{count} {criteria}:",
    "none_there": "The corpus has nothing for « {place} »; more widely, in the region:",
    "of_all": "{count} of the {total} {noun}",
    "count_all": "The corpus holds {cases} case studies and {publications} publications.",
    "breakdown": "The {count} {noun} by {facet} (a document may count more than once):",
    "without": "not stated",
    "number": "Number",
    "closest": "Closest to your question:",
    "others": "The others:",
    "narrow": "Name a region, a theme, a partner or a year to have them listed.",
    "undated": "{count} more, of no known year, are not among them.",
    "saying": "in which stands {words}",
    "near": "Outside these criteria, but close to the question:",
    "unheeded": "None of these documents mentions {words}; here are all those that meet the other criteria.",
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


def counted_noun(documents: Sequence[Document], language: str) -> str:
    """Name what is counted, in the singular or the plural."""
    cases = sum(document.is_case for document in documents)
    kind = 0 if cases == len(documents) else 1 if not cases else 2
    if language == "en":
        return (("case study", "case studies"), ("publication", "publications"), ("document", "documents"))[kind][
            len(documents) != 1
        ]
    return (("étude de cas", "études de cas"), ("publication", "publications"), ("document", "documents"))[kind][
        len(documents) > 1
    ]


def criteria(filters: Filters, taxonomy: Taxonomy, language: str, *, all_themes: bool = False) -> str:
    """Say the filters in words: « région Bretagne, thème « Jeunesse et enfance », depuis 2018 ».

    Args:
        filters: what narrows the documents.
        taxonomy: names the SDGs.
        language: `fr` or `en`.
        all_themes: every theme at once is meant, rather than any of them.
    """
    say = phrases(language)
    english = language == "en"
    labels = taxonomy.sdg_labels or {}
    themes = _quoted(filters.themes)
    parts = [
        *_either(filters.regions, "région {}", "region {}", say, english),
        *_either(filters.departments, "département {}", "department {}", say, english),
        *_either(
            [(say["and"] if all_themes else say["or"]).join(themes)] if themes else [],
            "thème {}",
            "theme {}",
            say,
            english,
        ),
        *_either(_quoted(filters.alliance_types), "alliance de type {}", "alliance of type {}", say, english),
        *_either(filters.partners, "avec {}", "with {}", say, english),
        *_either(
            [f"{n} ({labels[n]})" if n in labels else str(n) for n in filters.sdgs], "ODD {}", "SDG {}", say, english
        ),
        *_either(_quoted(_telling_kinds(filters.kinds)), "de type {}", "of kind {}", say, english),
        *_years(filters, english),
    ]
    return ", ".join(parts)


def _years(filters: Filters, english: bool) -> list[str]:
    first, last = filters.year_from, filters.year_to
    if first and last:
        between = f"between {first} and {last}" if english else f"entre {first} et {last}"
        return [between if first != last else f"{'in' if english else 'en'} {first}"]
    if first:
        return [f"{'since' if english else 'depuis'} {first}"]
    return [f"{'until' if english else 'jusqu’en'} {last}"] if last else []


def _either(
    values: tuple[str, ...] | list[str], french: str, english: str, say: Mapping[str, str], is_english: bool
) -> list[str]:
    return [(english if is_english else french).format(say["or"].join(values))] if values else []


def _quoted(values: tuple[str, ...]) -> list[str]:
    return [f"« {value} »" for value in values]


def _telling_kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the kind that the noun before says already: « 13 études de cas »."""
    return tuple(kind for kind in kinds if kind != "étude de cas")
