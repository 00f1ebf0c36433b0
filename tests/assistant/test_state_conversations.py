import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.answers import Answer, CheckedSentence, Citation, Filters, Question, Turn, Understood
from assistant.documents import Box, Passage, retrieved
from assistant.state.conversations import MOST_EXCHANGES, ConversationStore
from assistant.state.database import Database, open_database
from assistant.state.errors import NotKeptError, UnknownRecordError
from assistant.state.orders import later
from assistant.state.purging import purging

PASSAGE = Passage(
    "cas/cafe#1",
    "cas/cafe",
    "Le café",
    "https://x.org",
    "Dix cafés.",
    ("Bilan",),
    3,
    boxes=(Box(3, 0.1, 0.2, 0.3, 0.4),),
)
ANSWER = Answer(
    "Dix cafés ont ouvert [1].",
    (Citation(1, PASSAGE, "Dix cafés", 0, 9, version="v1"),),
    (retrieved(PASSAGE, 0.5),),
    understood=Understood("Combien de cafés ?", Filters(regions=("Bretagne",), sdgs=(11,)), "figure", True),
    generation=7,
    sentences=(CheckedSentence(0, 25, (1,), "to_check", ("dix",)),),
    checks={"dropped": 1},
    fingerprint="f",
)
QUESTION = Question("et des cafés ?", (Turn("Avant ?", "Oui."),), Filters(ignored=("sdgs:3",)), alone=True)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    one = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield one
    one.close()


@pytest.fixture
def kept(database: Database) -> ConversationStore:
    return ConversationStore(database, days=90)


def age(database: Database, days: int) -> None:
    """Make every conversation so many days old."""
    with database.writing() as connection:
        moment = later(-days * 24 * 3600)
        connection.execute(text("UPDATE conversations SET updated = :moment"), {"moment": moment})


def held(database: Database) -> tuple[int, int]:
    with database.reading() as connection:
        counts = [connection.execute(text(f"SELECT count(*) FROM {name}")) for name in ("conversations", "exchanges")]
        return counts[0].scalar_one(), counts[1].scalar_one()


def test_an_answer_comes_back_as_it_was_given(kept: ConversationStore) -> None:
    """What was cited, checked and understood on the day is what one reads months later."""
    conversation = kept.begin()
    kept.keep(conversation, "a", QUESTION, ANSWER)
    (exchange,) = kept.conversation(conversation).exchanges
    assert exchange.answer == ANSWER
    assert (exchange.question, exchange.filters, exchange.alone) == (QUESTION.text, QUESTION.filters, True)


def test_asking_again_takes_the_place_of_the_first_answer(kept: ConversationStore) -> None:
    """A question asked again stays where it was in the conversation, with its new answer."""
    conversation = kept.begin()
    for key in ("a", "b", "c"):
        kept.keep(conversation, key, QUESTION, ANSWER)
    kept.keep(conversation, "b", Question("Autrement ?"), Answer("Autre."))
    exchanges = kept.conversation(conversation).exchanges
    assert [exchange.question for exchange in exchanges] == [QUESTION.text, "Autrement ?", QUESTION.text]
    assert [exchange.key for exchange in kept.conversation(conversation, last=2).exchanges] == ["b", "c"]


def test_the_address_of_a_conversation_cannot_be_guessed(kept: ConversationStore) -> None:
    """Nobody comes upon what others asked by trying addresses, and each conversation is apart."""
    first, second = kept.begin(), kept.begin()
    assert min(len(first), len(second)) >= 32
    assert first != second
    kept.keep(first, "a", QUESTION, ANSWER)
    assert kept.conversation(second).exchanges == ()


def test_an_erased_conversation_is_gone(kept: ConversationStore, database: Database) -> None:
    """Erasing leaves nothing, takes no other conversation along, and doing it twice is no error."""
    other, erased = kept.begin(), kept.begin()
    for conversation in (other, erased):
        kept.keep(conversation, "a", QUESTION, ANSWER)
    kept.erase(erased)
    kept.erase(erased)
    with pytest.raises(UnknownRecordError):
        kept.conversation(erased)
    with pytest.raises(NotKeptError):
        kept.keep(erased, "b", QUESTION, ANSWER)
    assert held(database) == (1, 1)


def test_old_conversations_go(kept: ConversationStore, database: Database) -> None:
    """What people asked is kept as long as was said and no longer, from its last question on."""
    old = kept.begin()
    kept.keep(old, "a", QUESTION, ANSWER)
    age(database, 91)
    with pytest.raises(UnknownRecordError):
        kept.check(old)
    young = kept.begin()
    assert kept.purge() == 1
    kept.check(young)
    assert held(database) == (1, 0)
    age(database, 2)
    assert kept.purge() == 1


def test_nothing_is_kept_when_conversations_are_not(database: Database) -> None:
    """Turning conversations off erases those that were kept before."""
    before = ConversationStore(database, days=90)
    before.keep(before.begin(), "a", QUESTION, ANSWER)
    age(database, 0)
    time.sleep(0.002)
    assert ConversationStore(database, days=0).purge() == 1
    assert held(database) == (0, 0)


def test_a_failing_database_says_nothing_of_what_was_asked(kept: ConversationStore, database: Database) -> None:
    """The reason of a failure never carries the question, which would end in a log."""
    conversation = kept.begin()
    with database.writing() as connection:
        connection.execute(text("DROP TABLE exchanges"))
    with pytest.raises(NotKeptError, match="OperationalError") as caught:
        kept.keep(conversation, "a", QUESTION, ANSWER)
    assert QUESTION.text not in str(caught.value)


def test_a_conversation_has_an_end(kept: ConversationStore) -> None:
    """One address can't fill the disk; asking again still works there."""
    conversation = kept.begin()
    for number in range(MOST_EXCHANGES):
        kept.keep(conversation, str(number), Question("?"), Answer("."))
    kept.keep(conversation, "0", QUESTION, ANSWER)
    with pytest.raises(NotKeptError, match="begin another"):
        kept.keep(conversation, "one more", QUESTION, ANSWER)


def test_purges_go_on_while_the_api_runs(kept: ConversationStore, database: Database) -> None:
    """A server that nobody restarts erases old conversations too, and a failure does not end that."""
    kept.begin()
    age(database, 100)
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE exchanges RENAME TO hidden"))
    with purging(kept, every=0.01):
        time.sleep(0.1)
        with database.writing() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO exchanges"))
        deadline = time.monotonic() + 10
        while held(database)[0] and time.monotonic() < deadline:
            time.sleep(0.01)
    assert held(database)[0] == 0
