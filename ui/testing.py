"""An honest double of the API: the same addresses and events, a handful of real passages, no search engine."""

import re
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import TypeAdapter

from assistant.answers import (
    Answer,
    CheckedSentence,
    Citation,
    DocumentLink,
    Filters,
    SourcesEvent,
    Understood,
    Verdict,
)
from assistant.documents import Passage, RetrievedPassage, passage_fields
from ui.testing_conversations import KeptConversations, conversations, known_conversation
from ui.testing_corpus import CASES, GUIDE, RESULTS, SOLIFAP, listed, passages_of
from ui.testing_editor import editor, public
from ui.testing_state import EditorState

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


def doubtful() -> Answer:
    """Answer with a sentence of each verdict, and one that counts."""
    said: tuple[tuple[str, Verdict, tuple[str, ...]], ...] = (
        ("Les deux partenaires ont fait évoluer le projet vers une foncière [1].", "established", ()),
        ("Ils y ont mis 15 M€ en 2019 [2].", "unsupported", ("15 M€", "2019")),
        ("Elle a plusieurs associés [2].", "to_check", ()),
        ("Deux études de cas en parlent.", "established", ()),
    )
    text = " ".join(sentence for sentence, _, _ in said)
    checked = (
        CheckedSentence(start := text.index(one), start + len(one), _numbers(one), verdict, missing)
        for one, verdict, missing in said
    )
    citations = (
        cite(1, SOLIFAP, "les deux partenaires ont fait évoluer le projet initial vers une foncière commune"),
        cite(2, RESULTS, "En 2015, 6 M€ investis par AG2R dans un capital de 12 M€"),
    )
    return Answer(
        text, tuple(replace(one, version="v1") for one in citations), retrieved(SOLIFAP, RESULTS),
        understood=Understood("Qui a mis de l’argent dans Solifap ?", subject_changed=True),
        sentences=tuple(checked), checks={"dropped": 1},
    )  # fmt: skip


def _numbers(sentence: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\[(\d)\]", sentence)))


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
    if "argent" in asked:
        return doubtful()
    return abstention() if "pérou" in asked else solifap()


def create_app(*, documents: int = 501, pause: float = 0.0, editor_state: EditorState | None = None) -> FastAPI:
    """Build the double.

    Args:
        documents: how many documents it claims to hold.
        pause: seconds between two events, to look at the page while it streams.
        editor_state: what editors find; an empty base unless given.
    """
    app = FastAPI()
    app.state.asked = []
    app.state.documents = documents
    app.state.pause = pause
    app.state.editor = editor_state or EditorState()
    app.state.conversations = KeptConversations()
    # The address of a document takes whatever follows it: those of its parts come first.
    app.include_router(conversations)
    app.include_router(public)
    app.include_router(editor)
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
    return {"generation": 3, "documents": held, "passages": 2204, "cases": 341, "built_at": built, "llm": ""} | {
        "conversations_days": request.app.state.conversations.days
    }


@router.get("/suggestions")
def suggestions() -> dict[str, Any]:
    """Suggest."""
    return {"questions": QUESTIONS}


@router.get("/documents")
def documents(page: int = 1, size: int = 20, q: str = "") -> dict[str, Any]:
    """List the cases, or those in whose text something is, page by page."""
    found = [one for one in listed() if not q or any(q in passage.text for passage in passages_of(one["id"]))]
    return {"items": found[(page - 1) * size : page * size], "total": len(found), "page": page, "size": size}


@router.get("/documents/{document_id:path}", response_model=None)
def document(document_id: str) -> dict[str, Any] | JSONResponse:
    """Give the one document that has a text here."""
    if document_id != SOLIFAP.document_id:
        return problem(404, "Document inconnu.")
    return {"id": SOLIFAP.document_id, "title": SOLIFAP.title, "kind": SOLIFAP.kind, "url": SOLIFAP.url}


@router.post("/answers", response_class=EventSourceResponse, dependencies=[Depends(known_conversation)])
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
    request.app.state.conversations.keep(body, answer)
    yield event("answer", answer)


def problem(status: int, detail: str) -> JSONResponse:
    """Answer with a problem of RFC 9457."""
    body = {"title": "Refus", "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


def event(name: str, data: Any) -> ServerSentEvent:
    """Write an event as the API does."""
    plain = data if isinstance(data, dict) else asdict(data)
    return ServerSentEvent(event=name, raw_data=TypeAdapter(dict[str, Any]).dump_json(plain).decode())
