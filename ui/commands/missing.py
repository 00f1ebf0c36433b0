"""Documents that their source no longer has: each goes or stays as a person says."""

from collections.abc import Sequence

from assistant.jobs import Holding
from assistant.state.orders import now
from ui import cli_texts as texts
from ui import console
from ui.commands.desk import Desk
from ui.commands.errors import CommandError
from ui.commands.feeding import carry_out_all
from ui.commands.ordering import removal_order


def decide(desk: Desk, confirmed: Sequence[str], kept: Sequence[str], *, json: bool) -> None:
    """Take documents out, or keep them.

    Raises:
        CommandError: both are asked for, or one of them is not missing.
    """
    if confirmed and kept:
        raise CommandError(texts.CONFIRM_OR_ELSE_KEEP)
    (_confirm if confirmed else _keep)(desk, confirmed or kept, json=json)


def _confirm(desk: Desk, document_ids: Sequence[str], *, json: bool) -> None:
    """Take documents out that their source no longer has."""
    missing = [_missing(desk, document_id) for document_id in document_ids]
    carry_out_all(desk, [removal_order(one.document_id, one.name or one.document_id) for one in missing], json=json)


def _keep(desk: Desk, document_ids: Sequence[str], *, json: bool) -> None:
    """Keep documents that their source no longer has, without asking again."""
    missing = [_missing(desk, document_id) for document_id in document_ids]
    for one in missing:
        desk.place.holdings.decide(one.document_id, "keep", state="present", seen=now())
    if json:
        console.write_json({"kept": [one.document_id for one in missing]})
    else:
        console.output().print(texts.kept(len(missing)))


def _missing(desk: Desk, document_id: str) -> Holding:
    """Give a document that is missing; CommandError names those that are, for any other."""
    missing = {one.document_id: one for one in desk.place.holdings.holdings("missing")}
    if document_id not in missing:
        known = ", ".join(missing) or texts.NO_MISSING
        raise CommandError(texts.NOT_MISSING.format(id=document_id, missing=known))
    return missing[document_id]
