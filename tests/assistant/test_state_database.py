import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.state.database import open_database, settings_database
from assistant.state.tables import METADATA

OPEN = "import sys; from assistant.state.database import open_database; open_database(sys.argv[1]).close()"


def test_the_tables_are_as_the_program_describes_them(tmp_path: Path) -> None:
    """After every change of the tables, an update of the program finds what it expects."""
    database = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    database.close()


def test_a_new_home_gets_its_database_by_itself(tmp_path: Path) -> None:
    """Nobody has to run a command before the first document is handed in, nor at the next start."""
    settings = Settings(_env_file=None, home=tmp_path / "home")
    settings_database(settings).close()
    before = (settings.home / "state.sqlite3").read_bytes()
    settings_database(settings).close()
    assert (settings.home / "state.sqlite3").read_bytes() == before


@pytest.mark.slow
def test_programs_that_start_together_make_the_tables_once(tmp_path: Path) -> None:
    """The API, the worker and a command started in the same moment don't trip over each other."""
    address = f"sqlite:///{tmp_path / 'state.sqlite3'}"
    started = [
        subprocess.Popen([sys.executable, "-c", OPEN, address], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    ended = [(process.communicate()[1], process.returncode) for process in started]
    assert [code for _, code in ended] == [0] * 4, ended


@pytest.mark.parametrize(
    "address",
    [
        "not an address",
        "nothing://secret@host/name",
        "postgresql://rameau:secret@127.0.0.1:1/rameau",
        "sqlite:////no/such/folder/secret.sqlite3",
    ],
)
def test_a_database_that_is_not_there_is_told_without_its_password(address: str) -> None:
    """A wrong setting names the setting to correct, and never what it held."""
    with pytest.raises(SettingsError, match="RAMEAU_DATABASE_URL") as caught:
        open_database(address)
    assert "secret" not in str(caught.value)


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """Going back to an older program says so rather than damaging what the newer one wrote."""
    path = tmp_path / "state.sqlite3"
    open_database(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(SettingsError, match="later version"):
        open_database(f"sqlite:///{path}")


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    """A change of several rows is there whole or not at all."""
    database = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    with pytest.raises(RuntimeError), database.writing() as connection:
        connection.execute(text("INSERT INTO staged (job_id, document_id, holding) VALUES ('a', 'b', '{}')"))
        raise RuntimeError
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM staged")).scalar_one() == 0
    database.close()
