from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.jobs import Holding, SourceStatus
from assistant.state.database import Database, open_database
from assistant.state.errors import UnknownRecordError
from assistant.state.holdings import HoldingStore
from assistant.state.sources import SourceStore

DAY = 24 * 3600


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    one = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield one
    one.close()


@pytest.fixture
def sources(database: Database) -> SourceStore:
    return SourceStore(database)


def site(name: str = "site", every: int = DAY, **values: object) -> SourceStatus:
    fields = {"title": "Le site", "kind": "sitemap", "address": "https://x.org/sitemap.xml"}
    return SourceStatus(**{**fields, "name": name, "every_seconds": every, **values})


def hours_until(moment: str) -> float:
    return (datetime.fromisoformat(moment) - datetime.now(UTC)) / timedelta(hours=1)


def test_a_source_is_due_when_it_was_never_refreshed_or_long_ago(sources: SourceStore) -> None:
    """Documents follow their sites by themselves, as often as the file of sources says."""
    sources.define([site("a"), site("b", every=0), site("c", enabled=False)])
    assert sources.due() == ["a"]
    sources.ran("a", "done")
    assert sources.due() == []
    status = sources.source("a")
    assert (status.last_state, status.failures, status.reason) == ("done", 0, "")
    assert hours_until(status.next_run) == pytest.approx(24, abs=0.1)


def test_a_failing_source_is_asked_less_and_less_often(sources: SourceStore) -> None:
    """A site that is down is left alone for longer each time, a week at the most, and its reason is shown."""
    sources.define([site(every=DAY)])
    waits = []
    for _ in range(5):
        sources.ran("site", "failed", "le site ne répond pas")
        waits.append(round(hours_until(sources.source("site").next_run) / 24))
    assert waits == [2, 4, 7, 7, 7]
    assert (sources.source("site").failures, sources.source("site").reason) == (5, "le site ne répond pas")
    sources.ran("site", "done")
    assert (sources.source("site").failures, sources.source("site").reason) == (0, "")
    sources.define([site("slow", every=30 * DAY)])
    sources.ran("slow", "failed")
    assert hours_until(sources.source("slow").next_run) == pytest.approx(30 * 24, abs=0.1)


def test_what_an_editor_chose_outlives_the_file_of_sources(sources: SourceStore) -> None:
    """Turning a source off on the page stays so when the file is read again; a source that left the file is gone."""
    sources.define([site("a"), site("b")])
    chosen = sources.choose("a", enabled=False, publish=False, every_seconds=3600)
    assert (chosen.enabled, chosen.publish, chosen.every_seconds) == (False, False, 3600)
    sources.define([site("a", title="Autre titre")])
    again = sources.source("a")
    assert (again.title, again.enabled, again.publish, again.every_seconds) == ("Autre titre", False, False, 3600)
    assert [one.name for one in sources.sources()] == ["a"]
    for ask in (
        sources.source,
        lambda name: sources.choose(name, enabled=True),
        lambda name: sources.ran(name, "done"),
    ):
        with pytest.raises(UnknownRecordError):
            ask("b")


def test_another_rhythm_counts_from_the_last_refresh(sources: SourceStore) -> None:
    """« Chaque heure » in place of « chaque jour » takes effect at once."""
    sources.define([site(every=DAY)])
    sources.ran("site", "done")
    sources.choose("site", every_seconds=7200)
    assert sources.due() == []
    assert hours_until(sources.source("site").next_run) == pytest.approx(2, abs=0.1)
    sources.choose("site", every_seconds=0)
    assert sources.due() == []
    assert sources.source("site").next_run == ""


def test_a_source_counts_its_documents(sources: SourceStore, database: Database) -> None:
    """An editor sees how much each source brings."""
    sources.define([site()])
    holdings = HoldingStore(database)
    names = {"a": "present", "b": "missing", "c": "removed"}
    holdings.stage(
        "job", [Holding(name, "site", name, "", name, "", 0, "", "", state=state) for name, state in names.items()]
    )
    holdings.publish(("job",), 1, "then")
    assert sources.source("site").documents == 2
