"""`/holdings` and `/duplicates`: where documents came from, and those that go."""

from typing import Annotated, Final

from fastapi import APIRouter, Query

from assistant import prompts
from assistant.api.editing import Editing, editors_only
from assistant.api.knowledge import Knowledge
from assistant.api.problems import ProblemError, documented
from assistant.errors import KnowledgeBaseError
from assistant.jobs import Holding, HoldingState, Job
from assistant.lists import Duplicate, DuplicateList, HoldingList
from assistant.state.orders import Arrival, Order, now

_TABLES: Final = frozenset({"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})


def holdings_router(editing: Editing, knowledge: Knowledge) -> APIRouter:
    """Build the routes of holdings; they must come before that of a document."""
    router = APIRouter(
        tags=["documents"], dependencies=[editors_only(editing.key)], responses=documented(401, 404, 422)
    )

    @router.get("/holdings", summary="Lister les documents reçus")
    def holdings(state: HoldingState | None = None, source: Annotated[str, Query(max_length=200)] = "") -> HoldingList:
        """Donne les documents venus d'un dépôt, d'une adresse ou d'une source ; leur fichier, leur provenance."""
        return HoldingList(tuple(editing.holdings.holdings(state or "", source)))

    @router.get("/duplicates", summary="Lister les doublons")
    def duplicates() -> DuplicateList:
        """Donne les documents dont le fichier est le même, octet pour octet."""
        twins = editing.holdings.twins(_file_hashes(knowledge))
        return DuplicateList(tuple(Duplicate(key, names) for key, names in sorted(twins.items()) if len(names) > 1))

    @router.delete("/documents/{document_id:path}", status_code=201, summary="Retirer un document")
    def delete(document_id: str, requested_by: Annotated[str, Query(max_length=200)] = "") -> Job:
        """Met en file le retrait d'un document ; un fichier du dossier du corpus reste à sa place, sans effet."""
        return editing.jobs.add(_removal(editing, knowledge, document_id, requested_by))

    @router.post("/holdings/{document_id:path}/confirm", status_code=201, summary="Confirmer une disparition")
    def confirm(document_id: str) -> Job:
        """Met en file le retrait d'un document que sa source n'a plus."""
        _missing(editing, document_id)
        return editing.jobs.add(_removal(editing, knowledge, document_id, ""))

    @router.post("/holdings/{document_id:path}/keep", summary="Garder un document disparu")
    def keep(document_id: str) -> Holding:
        """Garde un document que sa source n'a plus, sans plus le demander."""
        _missing(editing, document_id)
        return editing.holdings.decide(document_id, "keep", state="present", seen=now())

    @router.post("/holdings/{document_id:path}/restore", status_code=201, summary="Remettre un document retiré")
    def restore(document_id: str, requested_by: Annotated[str, Query(max_length=200)] = "") -> Job:
        """Met en file le retour d'un document qu'un éditeur avait retiré."""
        held = editing.holdings.holding(document_id)
        editing.holdings.restore(document_id)
        label = prompts.LABEL_RESTORE.format(title=held.name if held else document_id)
        return editing.jobs.add(Order("corpus", label, requested_by))

    return router


def _file_hashes(knowledge: Knowledge) -> dict[str, str]:
    """Give the hash of each document's file; the rows of a table have one file, and are no copies of each other."""
    try:
        with knowledge.current() as generation:
            hashes = {name: generation.manifest.version(name) for name in generation.manifest.documents}
            whole = (one for one in generation.catalogue.documents if one.original and one.media_type not in _TABLES)
            return {**hashes, **{document.id: document.original for document in whole}}
    except KnowledgeBaseError:
        return {}


def _removal(editing: Editing, knowledge: Knowledge, document_id: str, requested_by: str) -> Order:
    holding = editing.holdings.holding(document_id)
    title = holding.name if holding and holding.state != "removed" else _title(knowledge, document_id)
    if not title:
        raise ProblemError(404, "not-found", prompts.DOCUMENT_NOT_FOUND.format(id=document_id[:200]))
    arrival = Arrival(name=title, document_id=document_id)
    return Order("removal", prompts.LABEL_REMOVAL.format(title=title), requested_by, arrivals=(arrival,))


def _title(knowledge: Knowledge, document_id: str) -> str:
    try:
        with knowledge.current() as generation:
            known = document_id in generation.catalogue
            return (generation.catalogue.document(document_id).title or document_id) if known else ""
    except KnowledgeBaseError:
        return ""


def _missing(editing: Editing, document_id: str) -> Holding:
    holding = editing.holdings.holding(document_id)
    if holding is None:
        raise ProblemError(404, "not-found", prompts.RECORD_NOT_FOUND.format(name=document_id[:200]))
    if holding.state != "missing":
        raise ProblemError(409, "conflict", prompts.CONFLICT)
    return holding
