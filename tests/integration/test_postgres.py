"""Jobs, holdings and sources on a real PostgreSQL: the same promises as on SQLite, tried by the same tests."""

# ruff: noqa: F401 - what is imported is collected here once more, with the fixture `database` below

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from assistant.settings import Settings
from assistant.state.database import Database, open_database
from assistant.state.orders import Order
from assistant.state.tables import METADATA
from assistant.testing import HashingEmbedder
from ingest.worker import run_job
from tests.assistant.test_state_conversations import (
    kept,
    test_a_conversation_has_an_end,
    test_an_answer_comes_back_as_it_was_given,
    test_an_erased_conversation_is_gone,
    test_asking_again_takes_the_place_of_the_first_answer,
    test_old_conversations_go,
)
from tests.assistant.test_state_evaluations import (
    evaluations,
    test_a_run_is_compared_with_its_like,
    test_an_evaluation_is_given_back_as_it_was,
)
from tests.assistant.test_state_holdings import (
    holdings,
    test_a_person_decides_about_what_is_missing,
    test_copies_of_one_file_are_noticed,
    test_going_back_takes_the_holdings_along,
    test_several_jobs_wait_together_in_their_order,
    test_what_a_job_changes_is_seen_once_it_is_published,
    test_what_is_dropped_never_comes_back,
    test_what_is_removed_stays_out_of_the_base,
)
from tests.assistant.test_state_jobs import (
    jobs,
    test_a_failure_is_told_of_every_document_it_stopped,
    test_a_job_is_followed_from_its_queue_to_its_end,
    test_a_job_nobody_is_at_ends_as_soon_as_it_is_cancelled,
    test_a_job_that_goes_on_is_asked_to_end,
    test_documents_found_on_the_way_are_added_once,
    test_documents_of_a_source_are_tried_again_alone,
    test_jobs_wait_in_the_order_in_which_they_were_asked_for,
    test_names_no_database_can_hold_are_kept_readable,
    test_what_a_killed_worker_left_is_queued_again,
    test_what_went_wrong_is_tried_again_as_a_new_job,
    test_writers_at_the_same_time_lose_nothing,
)
from tests.assistant.test_state_sources import (
    sources,
    test_a_failing_source_is_asked_less_and_less_often,
    test_a_source_counts_its_documents,
    test_a_source_is_due_when_it_was_never_refreshed_or_long_ago,
    test_what_an_editor_chose_outlives_the_file_of_sources,
)
from tests.ingest.test_worker import arrivals, documents
from tests.integration.postgres import binaries, postgres

PROGRAMS = binaries()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not installed: apt-get install postgresql"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server with an empty database."""
    assert PROGRAMS
    with postgres(PROGRAMS) as address:
        yield address


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    """Its database, with no rows."""
    one = open_database(server)
    with one.writing() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
    yield one
    one.close()


def test_it_is_postgresql_with_the_tables_of_the_program(database: Database) -> None:
    """What is tried here is what is written on the label, and an update of the program finds what it expects."""
    with database.reading() as connection:
        assert "PostgreSQL" in connection.execute(text("SELECT version()")).scalar_one()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_programs_that_start_together_make_the_tables_once(server: str) -> None:
    """The API, the worker and a command started in the same moment don't trip over each other."""
    first = open_database(server)
    with first.writing() as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    first.close()
    faults: list[Exception] = []

    def open_and_close() -> None:
        try:
            open_database(server).close()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=open_and_close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_worker_carries_jobs_out_with_it(server: str, database: Database, tmp_path: Path) -> None:
    """Setting an address is all it takes to keep jobs on a server."""
    from assistant.state.jobs import JobStore

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ferme.md").write_text("# Ferme\n\nUne ferme urbaine.", "utf-8")
    settings = Settings(_env_file=None, home=tmp_path / "home", corpus_dir=corpus, database_url=server)
    store = JobStore(database)
    files = arrivals(settings, a_md="# A\n\nPremier texte.", vide_txt=b"")
    job = store.add(Order("upload", "dépôt", arrivals=files))
    run_job(settings, job.id, lambda: HashingEmbedder(64))
    assert [one.state for one in store.job(job.id).documents] == ["done", "refused"]
    assert documents(settings).keys() == {"depots/a", "ferme"}
    assert not (settings.home / "state.sqlite3").exists()
