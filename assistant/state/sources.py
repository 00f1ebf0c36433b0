"""The sources of documents, with what an editor chose about them and how their refreshes went."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from assistant.jobs import SourceStatus
from assistant.state.database import Database
from assistant.state.errors import UnknownRecordError
from assistant.state.orders import later, now
from assistant.state.tables import HOLDINGS, SOURCES

_LONGEST_WAIT: Final = 7 * 24 * 3600
"""Seconds; a source that keeps failing is tried once a week, or as often as it is refreshed if that is less often."""
_DEFINED: Final = ("name", "title", "kind", "address", "every_seconds", "publish", "enabled")
_CHOSEN: Final = ("every_seconds", "publish", "enabled")
_TOLD: Final = ("name", "title", "kind", "address", "last_run", "last_state", "failures", "reason")
_UNTOLD: Final[dict[str, Any]] = {"last_run": "", "last_state": "", "failures": 0, "reason": ""}


class SourceStore:
    """Every source that the file of sources lists.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def define(self, sources: Iterable[SourceStatus]) -> None:
        """Take over what the file of sources says now; how refreshes went and what an editor chose stays."""
        with self._database.writing() as connection:
            connection.execute(update(SOURCES).values(listed=False))
            for source in sources:
                values = {name: getattr(source, name) for name in _DEFINED}
                place = SOURCES.c.name == source.name
                if not connection.execute(update(SOURCES).where(place).values(listed=True, **values)).rowcount:
                    connection.execute(insert(SOURCES).values(listed=True, **values, **_UNTOLD))

    def sources(self) -> list[SourceStatus]:
        """Give the sources by name."""
        query = select(SOURCES).where(SOURCES.c.listed).order_by(SOURCES.c.name)
        with self._database.reading() as connection:
            counts = _counts(connection)
            return [_status(row, counts) for row in connection.execute(query).mappings()]

    def source(self, name: str) -> SourceStatus:
        """Give one source.

        Raises:
            UnknownRecordError: there is none of that name.
        """
        with self._database.reading() as connection:
            return _status(_row(connection, name), _counts(connection))

    def choose(self, name: str, **values: Any) -> SourceStatus:
        """Set `enabled`, `publish` or `every_seconds` in place of what the file of sources says.

        Raises:
            UnknownRecordError: there is none of that name.
        """
        with self._database.writing() as connection:
            row = _row(connection, name)
            chosen = {f"own_{field}": value for field, value in values.items()}
            if chosen:
                connection.execute(update(SOURCES).where(SOURCES.c.name == row["name"]).values(chosen))
            return _status(_row(connection, name), _counts(connection))

    def due(self) -> list[str]:
        """Give the sources whose next refresh should begin by now; a source that was never refreshed is due."""
        moment = now()
        return [
            source.name
            for source in self.sources()
            if source.enabled and source.every_seconds and source.next_run <= moment
        ]

    def ran(self, name: str, state: str, reason: str = "") -> None:
        """Say how a refresh ended; after a failure the next one comes later and later.

        Args:
            name: the source.
            state: `done`, `ready`, `failed`, `refused` or `cancelled`.
            reason: why it failed, or did not do all.
        """
        failed = state in {"failed", "refused"}
        with self._database.writing() as connection:
            row = _row(connection, name)
            failures = row["failures"] + 1 if failed else 0
            told = {"last_run": now(), "last_state": state, "failures": failures, "reason": reason}
            connection.execute(update(SOURCES).where(SOURCES.c.name == name).values(told))


def _next(last_run: str, every: int, failures: int) -> str:
    """Give when a source is refreshed next; a source that never was is so at once."""
    if not last_run or not every:
        return ""
    wait = min(every * 2 ** min(failures, 20), max(every, _LONGEST_WAIT))
    return later(wait, datetime.fromisoformat(last_run))


def _row(connection: Connection, name: str) -> RowMapping:
    query = select(SOURCES).where(SOURCES.c.name == name, SOURCES.c.listed)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise UnknownRecordError(f"There is no source {name!r}. List them: rameau sources.")
    return row


def _counts(connection: Connection) -> Mapping[str, int]:
    query = (
        select(HOLDINGS.c.source, func.count().label("held"))
        .where(HOLDINGS.c.state != "removed")
        .group_by(HOLDINGS.c.source)
    )
    return {row.source: row.held for row in connection.execute(query)}


def _chosen(row: RowMapping, field: str) -> Any:
    own = row[f"own_{field}"]
    return row[field] if own is None else own


def _status(row: RowMapping, counts: Mapping[str, int]) -> SourceStatus:
    chosen = {field: _chosen(row, field) for field in _CHOSEN}
    upcoming = _next(row["last_run"], chosen["every_seconds"], row["failures"]) if chosen["enabled"] else ""
    told = {name: row[name] for name in _TOLD}
    return SourceStatus(**told, **chosen, next_run=upcoming, documents=counts.get(row["name"], 0))
