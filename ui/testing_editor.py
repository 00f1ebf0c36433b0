"""An honest double of what the API offers to editors, over what it remembers."""

from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, File, Form, Header, HTTPException, Request, Response, UploadFile

from assistant.jobs import ENDED, DocumentQuestion, Holding, Job, SourceStatus
from assistant.preview import Preview
from ui.testing_corpus import passages_of
from ui.testing_pages import picture
from ui.testing_state import EditorState


def state_of(request: Request) -> EditorState:
    """Give what the double remembers."""
    found: EditorState = request.app.state.editor
    return found


def check_key(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    """Refuse another key."""
    if authorization != f"Bearer {state_of(request).key}":
        raise HTTPException(401, "Clé refusée.")


Editing = Annotated[EditorState, Depends(state_of)]
public = APIRouter()
editor = APIRouter(dependencies=[Depends(check_key)])


@public.get("/documents/{document_id:path}/pages/{page}.png")
def page(document_id: str, page: int, quote: str = "") -> Response:
    """Draw a page, framed where there is a quotation."""
    return Response(picture(f"{document_id}, p. {page}", quote), media_type="image/png")


@public.get("/documents/{document_id:path}/original")
def original(document_id: str) -> Response:
    """Give a file."""
    return Response(b"%PDF-1.7 " + document_id.encode(), media_type="application/pdf")


@public.get("/documents/{document_id:path}/passages")
def passages(document_id: str) -> dict[str, Any]:
    """Give the passages of a document."""
    return {"items": [asdict(passage) for passage in passages_of(document_id)]}


@editor.post("/uploads", status_code=201)
def upload(
    files: Annotated[list[UploadFile], File()], publish: Annotated[str, Form()], requested_by: Annotated[str, Form()],
    editing: Editing,
) -> Job:  # fmt: skip
    """Take files in."""
    names = [file.filename or "" for file in files]
    editing.received.append({"names": names, "publish": publish, "requested_by": requested_by})
    label = names[0] if len(names) == 1 else f"{len(names)} fichiers"
    return editing.add("upload", label, names, {"publish": publish == "auto", "requested_by": requested_by})


@editor.post("/jobs", status_code=201)
def create(body: Annotated[dict[str, Any], Body()], editing: Editing) -> Job:
    """Queue an address, a source or the corpus."""
    editing.received.append(body)
    label = body.get("address") or body.get("source") or "dossier du corpus"
    return editing.add(body["kind"], label, [label], body)


@editor.get("/jobs")
def jobs(editing: Editing, limit: int = 50, active: bool = False) -> dict[str, Any]:
    """List jobs, newest first, after a step."""
    editing.advance()
    found = [job for job in reversed(editing.jobs.values()) if not active or job.state not in ENDED]
    return {"items": [asdict(replace(editing.shown(job), documents=())) for job in found[:limit]]}


@editor.get("/jobs/{job_id}")
def job(job_id: str, editing: Editing) -> Job:
    """Give a job, after a step."""
    editing.advance()
    if job_id not in editing.jobs:
        raise HTTPException(404)
    return editing.shown(editing.jobs[job_id])


@editor.post("/jobs/{job_id}/cancel")
def cancel(job_id: str, editing: Editing) -> Job:
    """Stop a job."""
    stopped = tuple(replace(document, state="cancelled") for document in editing.jobs[job_id].documents)
    editing.jobs[job_id] = replace(editing.jobs[job_id], state="cancelled", documents=stopped)
    return editing.shown(editing.jobs[job_id])


@editor.post("/jobs/{job_id}/retry", status_code=201)
@editor.post("/jobs/{job_id}/documents/{number}/retry", status_code=201)
def retry(job_id: str, editing: Editing, number: int | None = None) -> Job:
    """Try again what was refused."""
    job = editing.jobs[job_id]
    again = [one.name for one in job.documents if one.code and number in {None, one.number}]
    return editing.add(job.kind, job.label, again, {"requested_by": job.requested_by})


@editor.get("/holdings")
def holdings(editing: Editing, state: str = "", source: str = "") -> dict[str, Any]:
    """List what came by upload, address or source."""
    found = [one for one in editing.holdings.values() if state in {"", one.state} and source in {"", one.source}]
    return {"items": [asdict(one) for one in found]}


@editor.delete("/documents/{document_id:path}", status_code=201)
@editor.post("/holdings/{document_id:path}/confirm", status_code=201)
def remove(document_id: str, editing: Editing, requested_by: str = "") -> Job:
    """Take a document out."""
    if document_id in editing.holdings:
        editing.holdings[document_id] = replace(editing.holdings[document_id], state="removed")
    editing.received.append({"removed": document_id, "requested_by": requested_by})
    return editing.add("removal", f"retrait de « {document_id} »", [document_id], {"requested_by": requested_by})


@editor.post("/holdings/{document_id:path}/keep")
def keep(document_id: str, editing: Editing) -> Holding:
    """Keep a document that its source no longer has."""
    editing.holdings[document_id] = replace(editing.holdings[document_id], state="present")
    return editing.holdings[document_id]


@editor.post("/holdings/{document_id:path}/restore", status_code=201)
def restore(document_id: str, editing: Editing) -> Job:
    """Bring a document back."""
    editing.holdings[document_id] = replace(editing.holdings[document_id], state="present")
    return editing.add("corpus", f"retour de « {document_id} »", [document_id], {})


@editor.get("/questions")
def questions(editing: Editing, document_id: str = "", state: str = "") -> dict[str, Any]:
    """List questions."""
    found = [
        one for one in editing.questions.values() if document_id in {"", one.document_id} and state in {"", one.state}
    ]
    return {"items": [asdict(one) for one in found]}


@editor.post("/questions", status_code=201)
def write_question(body: Annotated[dict[str, Any], Body()], editing: Editing) -> dict[str, Any]:
    """Keep what an editor wrote."""
    if not body["text"].endswith("?"):
        raise HTTPException(422, "Une question finit par « ? ».")
    number = len(editing.questions) + 1
    editing.questions[number] = DocumentQuestion(number, body["document_id"], body["text"], "accepted", "editor", "t")
    return {}


@editor.patch("/questions/{number}")
def decide_question(number: int, body: Annotated[dict[str, Any], Body()], editing: Editing) -> dict[str, Any]:
    """Decide on a question."""
    one = editing.questions[number]
    editing.questions[number] = replace(one, state=body["state"], text=body["text"] or one.text)
    return {}


@editor.post("/questions/decisions")
def decide_questions(body: Annotated[dict[str, Any], Body()], editing: Editing) -> dict[str, Any]:
    """Decide on all that is proposed for a document."""
    for number, one in editing.questions.items():
        if (one.document_id, one.state) == (body["document_id"], "proposed"):
            editing.questions[number] = replace(one, state=body["state"])
    return {}


@editor.get("/duplicates")
def duplicates(editing: Editing) -> dict[str, Any]:
    """List the documents that are there more than once."""
    return {"items": editing.duplicates}


@editor.get("/sources")
def sources(editing: Editing) -> dict[str, Any]:
    """List the sources."""
    return {"items": [asdict(one) for one in editing.sources.values()]}


@editor.post("/sources/{name}/refresh", status_code=201)
def refresh(name: str, body: Annotated[dict[str, Any], Body()], editing: Editing) -> Job:
    """Look at a source."""
    editing.received.append({"refreshed": name, **body})
    return editing.add("source", editing.sources[name].title, [], body)


@editor.patch("/sources/{name}")
def change(name: str, body: Annotated[dict[str, Any], Body()], editing: Editing) -> SourceStatus:
    """Change a source."""
    editing.sources[name] = replace(editing.sources[name], **body)
    return editing.sources[name]


@editor.get("/preview")
def preview(editing: Editing) -> Preview | None:
    """Give what waits."""
    return editing.preview


@editor.post("/preview/publish")
@editor.post("/preview/drop")
def end_preview(request: Request, editing: Editing) -> dict[str, Any]:
    """Publish or drop what waits."""
    if editing.preview is None:
        raise HTTPException(409, "Aucune version n’attend d’être publiée.")
    editing.received.append({"ended": request.url.path})
    editing.preview = None
    return {}


@editor.get("/generations")
def generations(editing: Editing) -> dict[str, Any]:
    """List what is kept."""
    return {"items": editing.generations}


@editor.post("/rollback")
def rollback(body: Annotated[dict[str, Any], Body()], editing: Editing) -> dict[str, Any]:
    """Go back."""
    for one in editing.generations:
        one["current"] = one["number"] == body["generation"]
    return next(one for one in editing.generations if one["current"])
