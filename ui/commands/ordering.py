"""What people name on the command line, made into orders: files, folders, addresses, sources."""

import getpass
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from assistant.state.holdings import ADDRESS, DEPOSIT
from assistant.state.orders import Arrival, Order
from ingest.jobs.gathering import listed_sources
from ingest.report import DocumentRefusedError
from ui import cli_texts as texts
from ui.commands.desk import Desk
from ui.commands.errors import CommandError

_WEB: Final = ("http://", "https://")


def orders_of(desk: Desk, named: Sequence[str], *, publish: bool | None, force: bool) -> list[Order]:
    """Make the orders for what is named: one for all files, one for each address and source.

    Args:
        desk: knows the sources, keeps the files.
        named: paths, addresses, names of sources.
        publish: False to stop before publishing; None: at once, or as each source says.
        force: let more than a tenth of a source go.

    Raises:
        CommandError: something named is none of these.
    """
    addresses = [one for one in named if one.lower().startswith(_WEB)]
    paths = [Path(one) for one in named if one not in addresses and Path(one).exists()]
    names = [one for one in named if one not in addresses and not Path(one).exists()]
    known = define_sources(desk) if names else ()
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise CommandError(texts.NEITHER.format(name=unknown, sources=", ".join(known) or texts.NO_SOURCES))
    files = _files(paths)
    orders = [_upload(desk, files, publish=publish)] if files else []
    orders += [_address(one, publish=publish) for one in addresses]
    return [*orders, *(refresh_order(desk, name, publish=publish, force=force) for name in names)]


def define_sources(desk: Desk) -> tuple[str, ...]:
    """Take over what the file of sources says; give the names.

    Raises:
        SettingsError: the file has mistakes.
    """
    sources = listed_sources(desk.place)
    desk.place.sources.define(source.status for source in sources)
    return tuple(source.name for source in sources)


def refresh_order(desk: Desk, name: str, *, publish: bool | None = None, force: bool = False) -> Order:
    """Order the refresh of a source, published as the source's own setting says unless told."""
    source = desk.place.sources.source(name)
    wish = source.publish if publish is None else publish
    return Order("source", source.title or name, user_name(), publish=wish, force=force, source=name)


def removal_order(document_id: str, title: str) -> Order:
    """Order that a document is taken out."""
    arrival = Arrival(name=title, document_id=document_id)
    return Order("removal", texts.REMOVAL.format(title=title), user_name(), arrivals=(arrival,))


def user_name() -> str:
    """Give the name under which the person is known to this machine; nothing where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _files(paths: Iterable[Path]) -> list[Path]:
    """Give the files, and those in the folders, without hidden ones."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(file for file in path.rglob("*") if file.is_file() and not _is_hidden(file, path))
        if not inside:
            raise CommandError(texts.EMPTY_FOLDER.format(folder=path))
        found += inside
    return found


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _upload(desk: Desk, files: Sequence[Path], *, publish: bool | None) -> Order:
    arrivals = tuple(_arrival(desk, file) for file in files)
    label = files[0].name if len(files) == 1 else texts.FILES.format(count=len(files))
    return Order("upload", label, user_name(), publish=publish is not False, source=DEPOSIT, arrivals=arrivals)


def _arrival(desk: Desk, file: Path) -> Arrival:
    try:
        kept = desk.place.originals.keep(file)
    except DocumentRefusedError as error:
        return Arrival(file.name, code=error.code, reason=error.reason, remedy=error.remedy)
    return Arrival(file.name, content_hash=kept.content_hash, size=kept.size)


def _address(address: str, *, publish: bool | None) -> Order:
    arrivals = (Arrival(name=address, url=address),)
    now = publish is not False
    return Order("address", address, user_name(), publish=now, source=ADDRESS, address=address, arrivals=arrivals)
