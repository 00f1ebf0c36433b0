"""The documents that came by upload, address or source: as they are, as they will be, and as they were."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from assistant.jobs import Holding, HoldingState
from assistant.state.database import Database
from assistant.state.errors import UnknownRecordError
from assistant.state.tables import HOLDINGS, SNAPSHOTS, STAGED

CORPUS: Final = "corpus"
"""The source of a row that keeps a document of the corpus folder out of the base."""
DEPOSIT: Final = "depot"
"""The source of what was handed in as a file."""
ADDRESS: Final = "adresse"
"""The source of what was fetched from a single address."""
Decision = Literal["", "keep", "out"]
_SNAPSHOTS_KEPT: Final = 20
_FIELDS: Final = tuple(Holding.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a generation beside the documents of the corpus folder."""

    holdings: tuple[Holding, ...]
    withdrawn: frozenset[str]
    """Documents that stay out, should the corpus folder have them too."""


class HoldingStore:
    """Every holding, with what jobs are about to change.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def holdings(self, state: HoldingState | Literal[""] = "", source: str = "") -> list[Holding]:
        """Give the holdings by id, those of one state or source where it is given.

        Documents of the corpus folder that were withdrawn are among those removed.
        """
        query = select(HOLDINGS).order_by(HOLDINGS.c.document_id)
        if state:
            query = query.where(HOLDINGS.c.state == state)
        if source:
            query = query.where(HOLDINGS.c.source == source)
        with self._database.reading() as connection:
            return [_holding(row) for row in connection.execute(query).mappings()]

    def holding(self, document_id: str) -> Holding | None:
        """Give a holding by its document's id."""
        query = select(HOLDINGS).where(HOLDINGS.c.document_id == document_id)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return _holding(row) if row else None

    def decisions(self) -> dict[str, Decision]:
        """Give what someone decided about holdings against their sources, by document id.

        Of every source: another one may list the same document.
        """
        query = select(HOLDINGS.c.document_id, HOLDINGS.c.decided)
        with self._database.reading() as connection:
            return {row.document_id: row.decided for row in connection.execute(query) if row.decided}

    def decide(self, document_id: str, decision: Decision, **values: Any) -> Holding:
        """Keep what someone decided about a holding, and give it.

        Raises:
            UnknownRecordError: there is none.
        """
        change = update(HOLDINGS).where(HOLDINGS.c.document_id == document_id).values(decided=decision, **values)
        with self._database.writing() as connection:
            if not connection.execute(change).rowcount:
                raise UnknownRecordError(f"There is no holding {document_id!r}. List them: rameau documents.")
            row = connection.execute(select(HOLDINGS).where(HOLDINGS.c.document_id == document_id)).mappings().one()
        return _holding(row)

    def refresh(self, document_ids: Iterable[str], **values: Any) -> None:
        """Say something new of holdings that leaves the base as it is: `seen`, `etag`, `state` missing."""
        with self._database.writing() as connection:
            place = HOLDINGS.c.document_id.in_(tuple(document_ids))
            connection.execute(update(HOLDINGS).where(place).values(values))

    def stage(self, job_id: str, holdings: Sequence[Holding]) -> None:
        """Keep holdings as they will be once what a job builds is published."""
        rows = [{"job_id": job_id, "document_id": one.document_id, "holding": asdict(one)} for one in holdings]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(STAGED), rows)

    def unstage(self, job_ids: Iterable[str], document_ids: Iterable[str] | None = None) -> None:
        """Forget what jobs were about to change, all of it or some documents."""
        change = delete(STAGED).where(STAGED.c.job_id.in_(tuple(job_ids)))
        if document_ids is not None:
            change = change.where(STAGED.c.document_id.in_(tuple(document_ids)))
        with self._database.writing() as connection:
            connection.execute(change)

    def contents(self, job_ids: Iterable[str] = ()) -> Contents:
        """Give what goes into a generation, with the changes of these jobs."""
        with self._database.reading() as connection:
            rows = {row["document_id"]: _holding(row) for row in connection.execute(select(HOLDINGS)).mappings()}
            rows.update({one.document_id: one for one in _staged(connection, job_ids)})
        return Contents(
            tuple(rows[name] for name in sorted(rows) if rows[name].state != "removed"),
            frozenset(name for name, one in rows.items() if one.state == "removed"),
        )

    def publish(self, job_ids: Iterable[str], generation: int, created: str) -> None:
        """Make what jobs were about to change so, and remember all holdings under the generation that shows them."""
        job_ids = tuple(job_ids)
        with self._database.writing() as connection:
            published = _staged(connection, job_ids)
            for holding in published:
                _put(connection, holding, _decision(connection, holding))
            connection.execute(delete(STAGED).where(STAGED.c.job_id.in_(job_ids)))
            # What waits of the same documents is older: publishing it later must not undo this.
            newer = [holding.document_id for holding in published]
            connection.execute(delete(STAGED).where(STAGED.c.document_id.in_(newer)))
            _remember(connection, generation, created)

    def go_to(self, generations: Sequence[tuple[int, str]]) -> bool:
        """Make the holdings what they were when a generation was published.

        Args:
            generations: number and time of it, then of those before it: the first that is remembered counts.

        Returns:
            False when none is remembered: the holdings stay.
        """
        with self._database.writing() as connection:
            for generation, created in generations:
                query = select(SNAPSHOTS.c.holdings).where(
                    SNAPSHOTS.c.generation == generation, SNAPSHOTS.c.created == created
                )
                remembered = connection.execute(query).scalar_one_or_none()
                if remembered is not None:
                    _restore(connection, remembered)
                    return True
        return False

    def keep_only(self, document_ids: Collection[str]) -> None:
        """Make the holdings those that a generation shows which no one remembers otherwise.

        Args:
            document_ids: of the generation; the rows of a table have its id before a slash.
        """
        shown = {*document_ids, *(name.rpartition("/")[0] for name in document_ids)}
        with self._database.writing() as connection:
            rows = connection.execute(select(HOLDINGS.c.document_id, HOLDINGS.c.state, HOLDINGS.c.source)).all()
            for document_id, state, source in rows:
                place = HOLDINGS.c.document_id == document_id
                if (document_id in shown) == (state != "removed"):
                    continue
                if state == "removed" and source != CORPUS:
                    connection.execute(update(HOLDINGS).where(place).values(state="present", decided=""))
                else:
                    connection.execute(delete(HOLDINGS).where(place))

    def restore(self, document_id: str) -> None:
        """Let a document of the corpus folder, or a row of a table, that was taken out come back.

        Raises:
            UnknownRecordError: it was not taken out.
        """
        removed = (HOLDINGS.c.document_id == document_id) & (HOLDINGS.c.state == "removed")
        with self._database.writing() as connection:
            if not connection.execute(delete(HOLDINGS).where(removed, HOLDINGS.c.source == CORPUS)).rowcount:
                change = update(HOLDINGS).where(removed).values(state="present", decided="")
                if not connection.execute(change).rowcount:
                    raise UnknownRecordError(f"{document_id!r} was not taken out. List them: rameau documents.")

    def twins(self, others: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """Give the ids of documents by the hash of their file.

        Args:
            others: documents that are no holdings, with the hashes of their files.
        """
        found: dict[str, list[str]] = defaultdict(list)
        held = self.holdings()
        hashes = {**others, **{one.document_id: one.content_hash for one in held if one.state != "removed"}}
        for document_id in sorted(hashes.keys() - {one.document_id for one in held if one.state == "removed"}):
            found[hashes[document_id]].append(document_id)
        return {content_hash: tuple(names) for content_hash, names in found.items()}


def _holding(row: Mapping[str, Any] | RowMapping) -> Holding:
    values = {name: row[name] for name in _FIELDS}
    return Holding(**{**values, "aliases": tuple(row["aliases"])})


def _staged(connection: Connection, job_ids: Iterable[str]) -> list[Holding]:
    query = select(STAGED.c.holding).where(STAGED.c.job_id.in_(tuple(job_ids))).order_by(STAGED.c.number)
    return [_holding(row) for row in connection.execute(query).scalars()]


def _put(connection: Connection, holding: Holding, decided: Decision) -> None:
    values = {**asdict(holding), "aliases": list(holding.aliases), "decided": decided}
    place = HOLDINGS.c.document_id == holding.document_id
    if not connection.execute(update(HOLDINGS).where(place).values(values)).rowcount:
        connection.execute(insert(HOLDINGS).values(values))


def _decision(connection: Connection, holding: Holding) -> Decision:
    """Tell one that someone took out although its source has it from one whose source no longer had it."""
    before = select(HOLDINGS.c.state).where(HOLDINGS.c.document_id == holding.document_id)
    vanished = connection.execute(before).scalar_one_or_none() == "missing"
    return "out" if holding.state == "removed" and not vanished else ""


def _remember(connection: Connection, generation: int, created: str) -> None:
    rows = [dict(row) for row in connection.execute(select(HOLDINGS)).mappings()]
    connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.generation == generation))
    connection.execute(insert(SNAPSHOTS).values(generation=generation, created=created, holdings=rows))
    numbers = select(SNAPSHOTS.c.generation).order_by(SNAPSHOTS.c.generation.desc()).offset(_SNAPSHOTS_KEPT)
    old = connection.execute(numbers).scalars().all()
    connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.generation.in_(old)))


def _restore(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(delete(HOLDINGS))
    for row in rows:
        _put(connection, _holding(row), row["decided"])
