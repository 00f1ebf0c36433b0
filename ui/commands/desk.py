"""The records of jobs, holdings and sources, opened for one command: no API needs to run."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # SQLAlchemy takes a second to load: only commands that need it pay
    from assistant.settings import Settings
    from ingest.jobs.publishing import GenerationPublisher
    from ingest.jobs.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command about jobs works on."""

    settings: "Settings"
    place: "Workplace"
    publisher: "GenerationPublisher"


@contextmanager
def open_desk(settings: "Settings") -> Iterator[Desk]:
    """Open the records, made if there are none yet."""
    from assistant.factory import build_embedder
    from assistant.state.database import settings_database
    from ingest.jobs.publishing import GenerationPublisher
    from ingest.jobs.workplace import Workplace

    database = settings_database(settings)
    try:
        place = Workplace.over(settings, database, partial(build_embedder, settings))
        yield Desk(settings, place, GenerationPublisher.over(settings, database))
    finally:
        database.close()


def has_records(settings: "Settings") -> bool:
    """Tell whether anything came otherwise than by the corpus folder, without loading SQLAlchemy to know."""
    if settings.database_url:
        return True
    path = settings.home / "state.sqlite3"
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT 1 FROM holdings LIMIT 1").fetchone() is not None
    except sqlite3.Error:  # being made, or of another version: the proper way finds out
        return True
