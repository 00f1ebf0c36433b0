"""An honest double of the API: the same addresses and events, a handful of real passages, no search engine."""

import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import TypeAdapter

from assistant.answers import Answer, Citation, DocumentLink, Filters, SourcesEvent, Understood
from assistant.documents import Passage, RetrievedPassage, passage_fields

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
router = APIRouter()
QUESTIONS = (
    "Comment est née la société d’investissement solidaire Solifap ?",
    "Quels exemples d’alliances en Bretagne ?",
    "Quels sont les trois piliers du modèle socio-économique d’une association ?",
    "Quelle différence entre un partenariat et une alliance ?",
    "Combien de familles le Programme Malin a-t-il touchées ?",
)


def cite(number: int, passage: Passage, quote: str) -> Citation:
    """Cite words of a passage, which must hold them."""
    start = passage.text.index(quote)
    return Citation(number, passage, quote, start, start + len(quote))


def retrieved(*passages: Passage) -> tuple[RetrievedPassage, ...]:
    """Give passages as if they had been searched for."""
    return tuple(RetrievedPassage(**passage_fields(passage), score=0.9) for passage in passages)


def solifap() -> Answer:
    """Answer with quotes from three passages."""
    return Answer(
        text="SOLIFAP est née de la rencontre d’AG2R LA MONDIALE et de la Fondation Abbé Pierre : **« les deux "
        "partenaires ont fait évoluer le projet initial vers une foncière commune, Solifap »** [1].\n\n"
        "- « En 2015, 6 M€ investis par AG2R dans un capital de 12 M€ » [2]\n"
        "- « l’objectif d’accompagner 250 associations et de toucher plus de 100 000 personnes » [3]\n\n"
        "Plus largement, « le modèle socio-économique d’une association repose sur trois piliers » [4][9]. "
        "![trace](http://trap.invalid/a.png) [un piège](http://trap.invalid/b) <img src=http://trap.invalid/c> "
        "Prix : 3 $ puis 5 $.",
        citations=(
            cite(1, SOLIFAP, "les deux partenaires ont fait évoluer le projet initial vers une foncière commune"),
            cite(2, RESULTS, "En 2015, 6 M€ investis par AG2R dans un capital de 12 M€"),
            cite(3, RESULTS, "l’objectif d’accompagner 250 associations et de toucher plus de 100 000 personnes"),
            cite(4, GUIDE, "modèle socio-économique d’une association repose sur trois piliers"),
        ),
        sources=retrieved(SOLIFAP, RESULTS, GUIDE),
        understood=Understood("Comment est née Solifap ?"),
    )


def cases(filters: Filters) -> Answer:
    """Answer with a long list."""
    where = " en Bretagne" if filters.regions else ""
    items = (f"- [{case.title}]({case.url}) ({case.year}) [{number}]" for number, case in enumerate(CASES, start=1))
    return Answer(
        text=f"{len(CASES)} études de cas parlent d’alliances{where} ; les voici :\n\n" + "\n".join(items),
        citations=tuple(cite(number, case, case.title) for number, case in enumerate(CASES, start=1)),
        sources=retrieved(*CASES[:8]),
        understood=Understood("Quels exemples d’alliances en Bretagne ?", filters),
    )


def abstention() -> Answer:
    """Answer that there is no answer."""
    return Answer(
        text="Je n’ai trouvé aucun passage qui réponde à cette question.",
        related=tuple(DocumentLink(p.document_id, p.title, p.url, p.kind, p.year) for p in (SOLIFAP, GUIDE)),
        abstained=True,
        understood=Understood("Quelle est la capitale du Pérou ?"),
    )


def choose(body: dict[str, Any]) -> Answer:
    """Give the answer that the question calls for."""
    asked = body["question"].casefold()
    if "bretagne" in asked:
        ignored = body["filters"].get("ignored", [])
        regions = () if "regions:Bretagne" in ignored else ("Bretagne",)
        return cases(Filters(regions=regions, sdgs=(11,), year_from=2009))
    return abstention() if "pérou" in asked else solifap()


def create_app(*, documents: int = 501, pause: float = 0.0) -> FastAPI:
    """Build the double.

    Args:
        documents: how many documents it claims to hold.
        pause: seconds between two events, to look at the page while it streams.
    """
    app = FastAPI()
    app.state.asked = []
    app.state.documents = documents
    app.state.pause = pause
    app.include_router(router)
    return app


@router.get("/health")
def health() -> dict[str, str]:
    """Live."""
    return {"status": "ok"}


@router.get("/status")
def status(request: Request) -> dict[str, Any]:
    """Claim to hold so many documents."""
    built, held = "2026-11-23T10:00:00Z", request.app.state.documents
    return {"generation": 3, "documents": held, "passages": 2204, "cases": 341, "built_at": built, "llm": ""}


@router.get("/suggestions")
def suggestions() -> dict[str, Any]:
    """Suggest."""
    return {"questions": QUESTIONS}


@router.get("/documents")
def documents(page: int = 1, size: int = 20) -> dict[str, Any]:
    """List the cases, page by page."""
    listed = [
        {"id": case.document_id, "title": case.title, "kind": case.kind, "url": case.url, "regions": ["Bretagne"]}
        | {"themes": [THEMES[number % 4], THEMES[number % 3]]}
        for number, case in enumerate(CASES)
    ]
    return {"items": listed[(page - 1) * size : page * size], "total": len(listed), "page": page, "size": size}


@router.get("/documents/{document_id:path}", response_model=None)
def document(document_id: str) -> dict[str, Any] | JSONResponse:
    """Give the one document that has a text here."""
    if document_id != SOLIFAP.document_id:
        return problem(404, "Document inconnu.")
    return {"id": SOLIFAP.document_id, "title": SOLIFAP.title, "kind": SOLIFAP.kind, "url": SOLIFAP.url}


@router.post("/answers", response_class=EventSourceResponse)
def answers(body: dict[str, Any], request: Request) -> Iterator[ServerSentEvent]:
    """Stream the answer that the question calls for, or the failure that it names."""
    request.app.state.asked.append(body)
    answer = choose(body)
    yield event("sources", SourcesEvent(answer.sources, answer.understood))
    if "panne" in body["question"]:
        yield event("error", {"title": "Panne", "status": 503, "detail": "La base est en cours de réparation."})
        return
    if "coupure" in body["question"]:
        return
    for word in answer.text.split(" "):
        time.sleep(request.app.state.pause)
        yield event("token", {"text": word + " "})
    yield event("answer", answer)


def problem(status: int, detail: str) -> JSONResponse:
    """Answer with a problem of RFC 9457."""
    body = {"title": "Refus", "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


def event(name: str, data: Any) -> ServerSentEvent:
    """Write an event as the API does."""
    plain = data if isinstance(data, dict) else asdict(data)
    return ServerSentEvent(event=name, raw_data=TypeAdapter(dict[str, Any]).dump_json(plain).decode())
