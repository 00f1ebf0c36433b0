"""The questions that documents answer beside those of their own front matter: proposed, accepted, refused."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from assistant.jobs import DocumentQuestion, QuestionState
from assistant.state.database import Database
from assistant.state.errors import UnknownRecordError
from assistant.state.orders import now
from assistant.state.tables import JOB_DOCUMENTS, JOBS, QUESTIONS

_FIELDS: Final = tuple(DocumentQuestion.__dataclass_fields__)
EDITOR: Final = "editor"
MODEL: Final = "model"


class QuestionStore:
    """Every question that a model proposed or an editor wrote.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def questions(self, document_id: str = "", state: QuestionState | None = None) -> list[DocumentQuestion]:
        """Give the questions by document and number, those of one document or state where it is given."""
        query = select(QUESTIONS).order_by(QUESTIONS.c.document_id, QUESTIONS.c.number)
        if document_id:
            query = query.where(QUESTIONS.c.document_id == document_id)
        if state:
            query = query.where(QUESTIONS.c.state == state)
        with self._database.reading() as connection:
            return [_question(row) for row in connection.execute(query).mappings()]

    def accepted(self) -> dict[str, tuple[str, ...]]:
        """Give the questions to index, by document id."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.questions(state="accepted"):
            found[one.document_id].append(one.text)
        return {document_id: tuple(texts) for document_id, texts in found.items()}

    def is_asked(self, document_id: str, version: str) -> bool:
        """Tell whether a model proposed something already for a document as it is."""
        of_version = (QUESTIONS.c.document_id == document_id) & (QUESTIONS.c.version == version)
        query = select(func.count()).select_from(QUESTIONS).where(of_version)
        with self._database.reading() as connection:
            return bool(connection.execute(query).scalar_one())

    def propose(self, document_id: str, texts: Iterable[str], version: str) -> int:
        """Keep what a model proposes for a document, in place of what nobody decided about; give how many are new.

        What was accepted or refused before stays so.
        """
        of_document = QUESTIONS.c.document_id == document_id
        with self._database.writing() as connection:
            connection.execute(delete(QUESTIONS).where(of_document & (QUESTIONS.c.state == "proposed")))
            known = set(connection.execute(select(QUESTIONS.c.text).where(of_document)).scalars())
            new = [text for text in dict.fromkeys(texts) if text not in known]
            for text in new:
                _insert(connection, document_id, text, "proposed", MODEL, version)
        return len(new)

    def write(self, document_id: str, text: str) -> DocumentQuestion:
        """Keep a question that an editor wrote: it is accepted, even where it was proposed or refused before."""
        same = (QUESTIONS.c.document_id == document_id) & (QUESTIONS.c.text == text)
        with self._database.writing() as connection:
            if not connection.execute(update(QUESTIONS).where(same).values(state="accepted", decided=now())).rowcount:
                _insert(connection, document_id, text, "accepted", EDITOR, "")
            return _question(connection.execute(select(QUESTIONS).where(same)).mappings().one())

    def decide(self, number: int, state: QuestionState, text: str = "") -> tuple[DocumentQuestion, DocumentQuestion]:
        """Accept or refuse a question, in other words where they are given; give it before and after.

        Words that another question of the document has make this one that one.

        Raises:
            UnknownRecordError: there is none.
        """
        with self._database.writing() as connection:
            before = _one(connection, number)
            if text and text != before.text:
                twin = (QUESTIONS.c.document_id == before.document_id) & (QUESTIONS.c.text == text)
                connection.execute(delete(QUESTIONS).where(twin))
            values = {"state": state, "text": text or before.text, "decided": now()}
            connection.execute(update(QUESTIONS).where(QUESTIONS.c.number == number).values(values))
            return before, _one(connection, number)

    def decide_all(self, document_id: str, state: QuestionState) -> list[DocumentQuestion]:
        """Accept or refuse all that is proposed for a document, and give it."""
        proposed = (QUESTIONS.c.document_id == document_id) & (QUESTIONS.c.state == "proposed")
        with self._database.writing() as connection:
            numbers = list(connection.execute(select(QUESTIONS.c.number).where(proposed)).scalars())
            chosen = QUESTIONS.c.number.in_(numbers)
            connection.execute(update(QUESTIONS).where(chosen).values(state=state, decided=now()))
            rows = connection.execute(select(QUESTIONS).where(chosen).order_by(QUESTIONS.c.number))
            return [_question(row) for row in rows.mappings()]

    def next_unasked(self) -> tuple[str, int, str] | None:
        """Give the newest document that a job brought and that no model was asked about: job, number in it, its id."""
        at = JOB_DOCUMENTS.c
        query = (
            select(JOBS.c.id, at.number, at.document_id)
            .join(JOBS, JOBS.c.number == at.job)
            .where(at.proposed.is_(None), at.state == "done", at.outcome.in_(("added", "changed")))
            .order_by(at.job.desc(), at.number)
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return (row.id, row.number, row.document_id) if row else None


def _insert(
    connection: Connection, document_id: str, text: str, state: QuestionState, origin: str, version: str
) -> None:
    moment = now()
    decided = moment if state == "accepted" else ""
    values = {"text": text, "state": state, "origin": origin, "version": version, "added": moment, "decided": decided}
    connection.execute(insert(QUESTIONS).values(document_id=document_id, **values))


def _one(connection: Connection, number: int) -> DocumentQuestion:
    place: ColumnElement[bool] = QUESTIONS.c.number == number
    row = connection.execute(select(QUESTIONS).where(place)).mappings().one_or_none()
    if row is None:
        raise UnknownRecordError(f"There is no question {number}. List them: GET /questions.")
    return _question(row)


def _question(row: RowMapping) -> DocumentQuestion:
    return DocumentQuestion(**{name: row[name] for name in _FIELDS})
