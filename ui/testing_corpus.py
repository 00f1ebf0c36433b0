"""A handful of real documents and passages, for the double of the API."""

from dataclasses import replace
from typing import Any

from assistant.documents import Passage

SOLIFAP = Passage(
    id="etudes-de-cas/solifap#la-reponse.1",
    document_id="etudes-de-cas/solifap",
    title="SOLIFAP : AG2R LA MONDIALE et la Fondation Abbé Pierre créent une société d’investissement solidaire contre "
    "le mal-logement",
    url="https://www.lerameau.fr/solifap/",
    kind="étude de cas",
    year=2011,
    heading_path=("La réponse",),
    text="Mis en relation par le président du RAMEAU, les deux partenaires ont fait évoluer le projet initial vers une "
    "foncière commune, Solifap : foncier mis à disposition, financement d’investissement (dont prêts) et conseil aux "
    "associations. AG2R apporte argent, méthode, conseil et processus de création d’entreprise ; une équipe dédiée "
    "épaulée par des consultants a été constituée.",
)
RESULTS = Passage(
    id="etudes-de-cas/solifap#les-resultats.1",
    document_id=SOLIFAP.document_id,
    title=SOLIFAP.title,
    url=SOLIFAP.url,
    kind="étude de cas",
    year=2011,
    heading_path=("Les résultats",),
    text="- Environ 1,5 M€ par an versés sur plusieurs années pour la structure et le personnel\n"
    "- En 2015, 6 M€ investis par AG2R dans un capital de 12 M€, l’autre moitié venant de la Fondation Abbé Pierre\n"
    "- Dispositif lancé publiquement le 26 novembre 2014, avec l’objectif d’accompagner 250 associations et de toucher "
    "plus de 100 000 personnes",
)
GUIDE = Passage(
    id="publications/modeles-socio-economiques#ce-qu-il-faut-retenir.1",
    document_id="publications/modeles-socio-economiques",
    title="Référentiel « modèles socio-économiques d’intérêt général »",
    url="https://www.lerameau.fr/modeles-socio-economiques/",
    kind="guide",
    year=2019,
    page=12,
    recognition="ocr-doubtful",
    heading_path=("Ce qu’il faut retenir",),
    text="Le modèle socio-économique d’une association repose sur trois piliers : les richesses humaines, les "
    "ressources financières et les alliances stratégiques. Voir <b>l’encart</b> ![trace](http://trap.invalid/p.png).",
)
CASES = tuple(
    Passage(
        id=f"etudes-de-cas/cas-{number}",
        document_id=f"etudes-de-cas/cas-{number}",
        title=title,
        url=f"https://exemple.org/cas-{number}",
        text=f"{title}. Une alliance entre associations, entreprises et collectivités en Bretagne.",
        kind="étude de cas",
        year=2009 + number % 7,
    )
    for number, title in enumerate(
        (
            "Bégawatts : des habitants propriétaires de leurs éoliennes à Béganne",
            "Breizh Phenix et la collecte d’invendus à vélo",
            "La Maison de la nutrition de Lorient",
            "Clim’actions Bretagne Sud et les entreprises du golfe du Morbihan",
            "Les Compagnons bâtisseurs Bretagne : l’auto-réhabilitation accompagnée",
            "Le PTCE du pays de Redon",
            "Un centre social et un chantier naval forment des jeunes à Concarneau",
            "TAg Bzh : un tiers-lieu rural ouvert par ses habitants",
            "La Fondation de l’université de Rennes et les lycées agricoles",
            "Envie 35 : réparer pour insérer",
            "Ti Hanok et le maintien à domicile des personnes âgées",
            "Kejal : dons en nature et recycleries",
            "Rêves de mer et les mutuelles bretonnes",
            "L’École de la deuxième chance des Côtes-d’Armor",
            "Brest métropole et le réseau des conciergeries de quartier",
        ),
        start=1,
    )
)
THEMES = ("énergie", "alimentation", "habitat", "numérique")


def listed() -> list[dict[str, Any]]:
    """Give the cases as documents without text; the first was read from a PDF that is kept."""
    documents: list[dict[str, Any]] = [
        {"id": case.document_id, "title": case.title, "kind": case.kind, "url": case.url, "regions": ["Bretagne"]}
        | {"themes": [THEMES[number % 4], THEMES[number % 3]], "year": case.year if number % 5 else None}
        for number, case in enumerate(CASES)
    ]
    documents[0] |= {"pages": 48, "original": "ab" * 16, "media_type": "application/pdf", "kind": "rapport"}
    guide: dict[str, Any] = {
        "id": GUIDE.document_id,
        "title": GUIDE.title,
        "kind": GUIDE.kind,
        "url": GUIDE.url,
        "year": GUIDE.year,
    }
    guide["questions"] = ("Qui finance une association ?", "Sur quels piliers repose une association ?")
    return [*documents, guide | {"pages": 48, "original": "cd" * 16, "media_type": "application/pdf"}]


def passages_of(document_id: str) -> tuple[Passage, ...]:
    """Give the passages of a document; those of the first one are on pages, one of them read off a picture."""
    found = [case for case in CASES if case.document_id == document_id]
    if not found or found[0] is not CASES[0]:
        return tuple(found)
    return (
        replace(found[0], id=f"{document_id}#1", text=RESULTS.text, page=1),
        replace(found[0], id=f"{document_id}#2", text=GUIDE.text, page=1, recognition="ocr-doubtful"),
        replace(found[0], id=f"{document_id}#3", text=SOLIFAP.text, page=2, recognition="ocr"),
    )
