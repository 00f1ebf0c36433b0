"""The knowledge base itself: what it holds, its documents, its earlier generations, the one that waits."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui import cli_texts as texts
from ui.commands.options import EXIT_ERROR, Json, read_settings

if TYPE_CHECKING:
    from assistant.documents import Document
    from assistant.manifest import Manifest
    from assistant.settings import Settings


def status_command(json: Json = False) -> None:
    """Tell what the knowledge base holds."""
    from assistant.generations import status
    from ui import console
    from ui.probing import api_answers, model_problem

    settings = read_settings()
    found = status(settings.home)
    manifest = found.current
    facts: dict[str, Any] = {
        "home": str(settings.home),
        "generation": manifest.number if manifest else 0,
        "created": manifest.created if manifest else None,
        "documents": len(manifest.documents) if manifest else 0,
        "passages": manifest.passages if manifest else 0,
        "embedding": manifest.embedding if manifest else settings.embedding_model,
        "llm": settings.llm or None,
        "llm_problem": (model_problem(settings) or None) if settings.llm else None,
        "generations": list(found.generations),
        "api": settings.api_address if api_answers(settings) else None,
    }
    if json:
        console.write_json(facts)
    else:
        console.show_status(facts)
    if manifest is None:
        raise typer.Exit(EXIT_ERROR)


def rollback_command(
    steps: Annotated[int, typer.Option("--steps", metavar="NOMBRE", min=1, help=texts.STEPS)] = 1,
    to: Annotated[int, typer.Option("--to", metavar="NUMERO", min=0, help=texts.TO)] = 0,
    json: Json = False,
) -> None:
    """Go back to an earlier generation, or to any that is kept."""
    from ui import console

    settings = read_settings()
    manifest = _go_to(settings, to) if to else _go_back(settings, steps)
    if json:
        console.write_json({"generation": manifest.number, "documents": len(manifest.documents)})
    else:
        told = texts.ROLLED_BACK.format(generation=manifest.number, documents=len(manifest.documents))
        console.output().print(told)


def _go_back(settings: "Settings", steps: int) -> "Manifest":
    from assistant.generations import rollback
    from ui.commands.desk import has_records, open_desk

    manifest = rollback(settings.home, steps)
    if has_records(settings):
        # What came otherwise than by the folder goes back with it, else the next ingestion would bring it again.
        with open_desk(settings) as desk:
            desk.publisher.go_to(manifest.number)
    return manifest


def _go_to(settings: "Settings", number: int) -> "Manifest":
    from assistant.manifest import published_numbers
    from ui.commands.desk import open_desk
    from ui.commands.errors import CommandError

    kept = published_numbers(settings.home)
    if number not in kept:
        known = ", ".join(map(str, kept)) or texts.NO_GENERATION
        raise CommandError(texts.NO_SUCH_GENERATION.format(number=number, kept=known))
    with open_desk(settings) as desk:
        return desk.publisher.go_to(number)


def documents_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="[MOTS]...", help=texts.WORDS)] = None,
    delete: Annotated[str, typer.Option("--delete", metavar="DOCUMENT", help=texts.DELETE)] = "",
    restore: Annotated[str, typer.Option("--restore", metavar="DOCUMENT", help=texts.RESTORE)] = "",
    json: Json = False,
) -> None:
    """Search the documents, take one out, or bring one back."""
    from dataclasses import asdict

    from assistant.api.labels import mentions
    from ui import console
    from ui.base.searching import search
    from ui.commands import showing

    settings = read_settings()
    documents = _documents(settings)
    if delete:
        _delete(settings, documents, delete, json=json)
        return
    if restore:
        _restore(settings, restore, json=json)
        return
    wanted = " ".join(words or ())
    found = search(documents, wanted, mentioning={one.id for one in documents if mentions(one, wanted)})
    if json:
        unneeded = {"sections": (), "links": ()}
        console.write_json([asdict(document) | unneeded for document in found])
    else:
        showing.show_documents(found)


def _documents(settings: "Settings") -> "tuple[Document, ...]":
    from assistant.catalogue import Catalogue
    from assistant.errors import KnowledgeBaseError
    from assistant.manifest import current_number, generation_folder

    number = current_number(settings.home)
    if not number:
        raise KnowledgeBaseError(f"The knowledge base in {settings.home} is empty. Fill it with: rameau ingest.")
    return Catalogue.load(generation_folder(settings.home, number) / "catalogue").documents


def _delete(settings: "Settings", documents: "tuple[Document, ...]", document_id: str, *, json: bool) -> None:
    from ui.commands.desk import open_desk
    from ui.commands.errors import CommandError
    from ui.commands.feeding import carry_out_all
    from ui.commands.ordering import removal_order

    titles = {document.id: document.title for document in documents}
    if document_id not in titles:
        raise CommandError(texts.NO_SUCH_DOCUMENT.format(id=document_id))
    with open_desk(settings) as desk:
        carry_out_all(desk, [removal_order(document_id, titles[document_id])], json=json)


def _restore(settings: "Settings", document_id: str, *, json: bool) -> None:
    from assistant import prompts
    from assistant.state.orders import Order
    from ui.commands.desk import open_desk
    from ui.commands.errors import CommandError
    from ui.commands.feeding import carry_out_all
    from ui.commands.ordering import user_name

    with open_desk(settings) as desk:
        held = desk.place.holdings.holding(document_id)
        if held is None or held.state != "removed":
            raise CommandError(texts.NOT_REMOVED.format(id=document_id))
        desk.place.holdings.restore(document_id)
        label = prompts.LABEL_RESTORE.format(title=held.name or document_id)
        carry_out_all(desk, [Order("corpus", label, user_name())], json=json)
