"""The database of jobs, holdings and sources: SQLite by default, PostgreSQL by its address."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from assistant.errors import SettingsError
from assistant.settings import Settings

_MIGRATIONS: Final = Path(__file__).with_name("migrations")
_BUSY_MS: Final = 15_000
"""How long a writer waits for another one."""
_LOCK_NUMBER: Final = 0x52414D454155
"""Under which PostgreSQL keeps other processes from changing the tables at the same time: « RAMEAU »."""


class Database:
    """A database whose tables are as this version of the program needs them.

    Args:
        engine: connected to it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one state of the database."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection whose changes are kept together when the block ends, or dropped together if it fails."""
        with self._engine.connect().execution_options(rameau_writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def open_database(address: str) -> Database:
    """Open a database, and bring its tables up to date if they aren't.

    Args:
        address: a SQLAlchemy address: `sqlite:////path/state.sqlite3`, `postgresql://user:password@host/name`.

    Raises:
        SettingsError: the address can't be used, or the database is not there.
    """
    try:
        engine = _engine(address)
        _migrate(engine)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        message = "RAMEAU_DATABASE_URL is no address of a database. Write sqlite:///… or postgresql://user@host/name."
        raise SettingsError(message) from error
    except CommandError as error:
        message = (
            "The database of jobs was made by a later version of the program. Use that version, or another database."
        )
        raise SettingsError(message) from error
    except DBAPIError as error:
        message = f"The database of jobs can't be opened ({_words(error)}). Check RAMEAU_DATABASE_URL and the server."
        raise SettingsError(message) from error
    return Database(engine)


def settings_database(settings: Settings) -> Database:
    """Open the database that the settings name."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return open_database(settings.database_address)


def _words(error: DBAPIError) -> str:
    # A driver's message may hold the address with its password; its kind says enough.
    return type(error.orig).__name__


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.get_backend_name() == "postgresql" and url.drivername != "postgresql+pg8000":
        url = url.set(drivername="postgresql+pg8000")
    return create_engine(url, pool_pre_ping=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's own transactions begin too late to keep two writers apart: they are begun by `_begin_sqlite`.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={_BUSY_MS}", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader would fail at once, whatever the timeout, if another one wrote meanwhile.
    writes = connection.get_execution_options().get("rameau_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    newest = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    if _version(engine) == newest:
        return
    with _only_one(engine), engine.connect().execution_options(rameau_writes=True) as connection:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, "head")


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _only_one(engine: Engine) -> Iterator[None]:
    """Keep every other process from changing the tables meanwhile."""
    if engine.dialect.name == "sqlite":
        yield from _file_lock(Path(f"{engine.url.database}.lock"))
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _LOCK_NUMBER})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK_NUMBER})


def _file_lock(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
