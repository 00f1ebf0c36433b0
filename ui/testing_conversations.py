"""The conversations that the double of the API keeps, in memory."""

from dataclasses import asdict, dataclass, field
from typing import Any

from fastapi import APIRouter, HTTPException, Request

from assistant.answers import Answer
from ui.testing_corpus import RESULTS

conversations = APIRouter()


@dataclass(slots=True)
class KeptConversations:
    """What is kept, and which documents have changed since."""

    days: int = 90
    """0: none is kept."""
    held: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """By the id of the conversation, then the name of the exchange."""
    begun: int = 0
    evaluations: list[dict[str, Any]] = field(default_factory=list)
    """As the API gives them, newest first."""
    versions: dict[str, dict[str, str]] = field(
        default_factory=lambda: {RESULTS.document_id: {"version": "v1", "since": ""}}
    )

    def keep(self, body: dict[str, Any], answer: Answer) -> None:
        """Keep an answer where the question says."""
        if body.get("conversation"):
            kept = {"key": body["exchange"], "question": body["question"], "answer": asdict(answer)}
            kept |= {"asked": "2026-11-24T10:00:00Z", "alone": body["alone"], "filters": body["filters"]}
            self.held[body["conversation"]][body["exchange"]] = kept


async def known_conversation(request: Request) -> None:
    """Refuse a question for a conversation that is not kept."""
    name = (await request.json()).get("conversation")
    if name and name not in request.app.state.conversations.held:
        raise HTTPException(404)


@conversations.post("/conversations", status_code=201)
def begin(request: Request) -> dict[str, Any]:
    """Begin."""
    kept: KeptConversations = request.app.state.conversations
    kept.begun += 1
    name = f"secret-{kept.begun}"
    kept.held[name] = {}
    return {"id": name, "days": kept.days}


@conversations.get("/conversations/{name}")
def read(name: str, last: int, request: Request) -> dict[str, Any]:
    """Read."""
    held = request.app.state.conversations.held
    if name not in held:
        raise HTTPException(404)
    return {"id": name, "created": "2026-11-24T10:00:00Z", "exchanges": list(held[name].values())[-last:]}


@conversations.delete("/conversations/{name}", status_code=204)
def erase(name: str, request: Request) -> None:
    """Erase."""
    request.app.state.conversations.held.pop(name, None)


@conversations.get("/evaluations")
def evaluations(request: Request) -> dict[str, Any]:
    """Give the evaluations that a test put there."""
    kept: KeptConversations = request.app.state.conversations
    return {"items": kept.evaluations, "targets": {"dev": {"first_5": 0.95, "refused": 0.05}}}


@conversations.get("/versions")
def versions(request: Request) -> dict[str, Any]:
    """Date the documents."""
    return {"generation": 3, "documents": request.app.state.conversations.versions}
