"""The conversations that people had, for whoever holds their address."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from assistant.answers import Answer, Question
from assistant.exchanges import StoredConversation, StoredExchange
from assistant.state.database import Database
from assistant.state.errors import NotKeptError, UnknownRecordError
from assistant.state.orders import later, now
from assistant.state.tables import CONVERSATIONS, EXCHANGES

MOST_EXCHANGES: Final = 200
"""Of one conversation: an answer may weigh a megabyte."""
_ID_BYTES: Final = 24
"""Of chance in an address: no one finds another one's conversation by trying."""
_DAY: Final = 24 * 3600
_EMPTY_DAYS: Final = 1
"""How long a conversation without a question stays."""
_ANSWER: Final = TypeAdapter(Answer)
_QUESTION: Final = TypeAdapter(Question)


class ConversationStore:
    """Every conversation that is kept.

    Args:
        database: where they are kept.
        days: how long after their last question; 0 keeps none.
    """

    def __init__(self, database: Database, days: int) -> None:
        self._database = database
        self._days = days

    def begin(self) -> str:
        """Make room for a new conversation; give its id, which is all that it takes to read it."""
        conversation = secrets.token_urlsafe(_ID_BYTES)
        moment = now()
        with self._database.writing() as connection:
            connection.execute(insert(CONVERSATIONS).values(id=conversation, created=moment, updated=moment))
        return conversation

    def check(self, conversation: str) -> None:
        """Raise unless a conversation is there.

        Raises:
            UnknownRecordError: it never was, was erased, or is too old.
        """
        with self._database.reading() as connection:
            self._row(connection, conversation)

    def keep(self, conversation: str, key: str, question: Question, answer: Answer) -> None:
        """Add an exchange, or put it in the place of the one of the same key.

        Args:
            conversation: its id.
            key: of the exchange.
            question: its history is left out: the conversation holds it.
            answer: whole.

        Raises:
            NotKeptError: the conversation is gone or full, or the database fails.
        """
        values = {
            "asked": now(),
            "question": _QUESTION.dump_python(question, mode="json", exclude={"history"}),
            "answer": _ANSWER.dump_python(answer, mode="json"),
            "generation": answer.generation,
            "fingerprint": answer.fingerprint,
        }
        try:
            with self._database.writing() as connection:
                self._put(connection, conversation, key, values)
        except UnknownRecordError as error:
            raise NotKeptError(str(error)) from error
        except SQLAlchemyError as error:
            # Its message holds what was to be written: what a person asked.
            raise NotKeptError(f"The database failed with {type(error).__name__}.") from None

    def conversation(self, conversation: str, last: int = MOST_EXCHANGES) -> StoredConversation:
        """Give a conversation with its last exchanges.

        Raises:
            UnknownRecordError: there is none.
        """
        query = select(EXCHANGES).where(EXCHANGES.c.conversation == conversation)
        with self._database.reading() as connection:
            row = self._row(connection, conversation)
            found = connection.execute(query.order_by(EXCHANGES.c.number.desc()).limit(last)).mappings().all()
        return StoredConversation(row["id"], row["created"], tuple(map(_exchange, reversed(found))))

    def erase(self, conversation: str) -> None:
        """Erase a conversation with everything in it; one that is not there is erased already."""
        with self._database.writing() as connection:
            connection.execute(delete(EXCHANGES).where(EXCHANGES.c.conversation == conversation))
            connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation))

    def purge(self) -> int:
        """Erase the conversations that are too old, and those of yesterday that stayed empty; give how many."""
        filled = select(EXCHANGES.c.conversation)
        old = CONVERSATIONS.c.updated < self._oldest()
        empty = (CONVERSATIONS.c.updated < later(-_EMPTY_DAYS * _DAY)) & CONVERSATIONS.c.id.not_in(filled)
        gone = select(CONVERSATIONS.c.id).where(or_(old, empty))
        with self._database.writing() as connection:
            connection.execute(delete(EXCHANGES).where(EXCHANGES.c.conversation.in_(gone)))
            return connection.execute(delete(CONVERSATIONS).where(or_(old, empty))).rowcount

    def _oldest(self) -> str:
        return later(-self._days * _DAY)

    def _row(self, connection: Connection, conversation: str) -> RowMapping:
        place = (CONVERSATIONS.c.id == conversation) & (CONVERSATIONS.c.updated >= self._oldest())
        row = connection.execute(select(CONVERSATIONS).where(place)).mappings().one_or_none()
        if row is None:
            # The id is a secret that the message may not tell.
            raise UnknownRecordError("There is no such conversation: it was erased, is too old, or never was.")
        return row

    def _put(self, connection: Connection, conversation: str, key: str, values: Mapping[str, Any]) -> None:
        self._row(connection, conversation)
        place = (EXCHANGES.c.conversation == conversation) & (EXCHANGES.c.key == key)
        if not connection.execute(update(EXCHANGES).where(place).values(**values)).rowcount:
            held = select(func.count()).where(EXCHANGES.c.conversation == conversation)
            if connection.execute(held).scalar_one() >= MOST_EXCHANGES:
                raise NotKeptError(f"A conversation holds {MOST_EXCHANGES} exchanges at most: begin another one.")
            connection.execute(insert(EXCHANGES).values(conversation=conversation, key=key, **values))
        connection.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation).values(updated=now()))


def _exchange(row: RowMapping) -> StoredExchange:
    question = _QUESTION.validate_python(row["question"])
    answer = _ANSWER.validate_python(row["answer"])
    return StoredExchange(row["key"], row["asked"], question.text, question.filters, question.alone, answer)
