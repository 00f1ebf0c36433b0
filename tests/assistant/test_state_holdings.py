from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.jobs import Holding
from assistant.state.database import Database, open_database
from assistant.state.errors import UnknownRecordError
from assistant.state.holdings import CORPUS, HoldingStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    one = open_database(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield one
    one.close()


@pytest.fixture
def holdings(database: Database) -> HoldingStore:
    return HoldingStore(database)


def held(name: str, content: str = "1", **values: object) -> Holding:
    moment = "2026-01-02T03:04:05.000+00:00"
    fields = {"source": "depot", "name": f"{name}.pdf", "url": "", "media_type": "application/pdf", "size": 7}
    return Holding(
        **{
            **fields,
            "document_id": f"depots/{name}",
            "content_hash": content,
            "added": moment,
            "seen": moment,
            **values,
        }
    )


def ids(found: list[Holding] | tuple[Holding, ...]) -> list[str]:
    return [one.document_id for one in found]


def test_what_a_job_changes_is_seen_once_it_is_published(holdings: HoldingStore) -> None:
    """Until then the list of documents is that of the base which answers."""
    document = held("a", labels={"themes": ["emploi"], "year": 2020}, aliases=("https://x.org/old",))
    holdings.stage("job", [document])
    assert holdings.holdings() == []
    assert holdings.contents(("job",)).holdings == (document,)
    assert holdings.contents(()).holdings == ()
    holdings.publish(("job",), 1, "then")
    assert holdings.holdings() == [document]
    assert holdings.holding("depots/a") == document
    assert holdings.contents(()).holdings == (document,)


def test_what_is_dropped_never_comes_back(holdings: HoldingStore) -> None:
    """Refusing a preview refuses its documents, and the next job does not bring them along."""
    holdings.stage("job", [held("a"), held("b")])
    holdings.unstage(("job",), ("depots/a",))
    assert ids(holdings.contents(("job",)).holdings) == ["depots/b"]
    holdings.unstage(("job",))
    holdings.publish(("job",), 1, "then")
    assert holdings.holdings() == []


def test_several_jobs_wait_together_in_their_order(holdings: HoldingStore) -> None:
    """The later version of a document wins, whichever job is published."""
    holdings.stage("one", [held("a", "1"), held("b", "1")])
    holdings.stage("two", [held("a", "2")])
    staged = holdings.contents(("one", "two")).holdings
    assert [(one.document_id, one.content_hash) for one in staged] == [("depots/a", "2"), ("depots/b", "1")]
    holdings.publish(("two", "one"), 1, "then")
    assert holdings.holding("depots/a") == held("a", "2")


def test_what_is_removed_stays_out_of_the_base(holdings: HoldingStore) -> None:
    """A document of the corpus folder that an editor took out stays out although its file is there."""
    holdings.stage("one", [held("a"), held("b")])
    holdings.publish(("one",), 1, "then")
    corpus = Holding("notes/x", CORPUS, "x", "", "", "", 0, "now", "now", state="removed")
    holdings.stage("two", [replace(held("a"), state="removed"), corpus])
    holdings.publish(("two",), 2, "now")
    contents = holdings.contents(())
    assert ids(contents.holdings) == ["depots/b"]
    assert contents.withdrawn == {"depots/a", "notes/x"}
    assert ids(holdings.holdings("removed")) == ["depots/a", "notes/x"]
    assert ids(holdings.holdings("removed", CORPUS)) == ["notes/x"]


def test_going_back_takes_the_holdings_along(holdings: HoldingStore) -> None:
    """After a return to an earlier version, the next job doesn't bring back what was undone, nor lose what was lost."""
    holdings.stage("one", [held("a", "1")])
    holdings.publish(("one",), 1, "t1")
    holdings.stage("two", [held("a", "2"), held("b")])
    holdings.publish(("two",), 2, "t2")
    holdings.stage("three", [replace(held("a", "2"), state="removed")])
    holdings.publish(("three",), 3, "t3")
    assert holdings.go_to([(1, "t1")])
    assert holdings.holdings() == [held("a", "1")]
    assert holdings.go_to([(2, "t2")])
    assert holdings.holdings() == [held("a", "2"), held("b")]
    assert holdings.go_to([(9, "unknown"), (3, "t3")])
    assert [one.state for one in holdings.holdings()] == ["removed", "present"]
    assert not holdings.go_to([(3, "another one of that number")])


def test_a_person_decides_about_what_is_missing(holdings: HoldingStore) -> None:
    """What someone keeps or takes out is remembered against its source; what vanished may come back by itself."""
    site = {"source": "site", "url": "https://x.org/a"}
    holdings.stage("one", [held("a", **site), held("b", **site), held("c", **site)])
    holdings.publish(("one",), 1, "then")
    holdings.refresh(("depots/a", "depots/b"), state="missing")
    assert ids(holdings.holdings("missing")) == ["depots/a", "depots/b"]
    assert holdings.decide("depots/a", "keep", state="present").state == "present"
    removed = [replace(one, state="removed") for one in holdings.holdings() if one.document_id != "depots/a"]
    holdings.stage("two", removed)
    holdings.publish(("two",), 2, "now")
    assert holdings.decisions() == {"depots/a": "keep", "depots/c": "out"}
    with pytest.raises(UnknownRecordError):
        holdings.decide("depots/z", "keep")


def test_copies_of_one_file_are_noticed(holdings: HoldingStore) -> None:
    """An editor sees that a report was handed in under two names, or is in the corpus folder already."""
    holdings.stage(
        "one", [held("a", "f1"), held("b", "f1"), held("c", "f2"), replace(held("d", "f1"), state="removed")]
    )
    holdings.publish(("one",), 1, "then")
    twins = holdings.twins({"notes/x": "f2", "notes/y": "f3", "depots/d": "f1"})
    assert twins == {"f1": ("depots/a", "depots/b"), "f2": ("depots/c", "notes/x"), "f3": ("notes/y",)}


def test_what_is_published_is_not_undone_by_what_waited_before(holdings: HoldingStore) -> None:
    """A preview that was made earlier no longer brings an older version of a document published since."""
    holdings.stage("waits", [held("a", "old"), held("b")])
    holdings.stage("newer", [held("a", "new")])
    holdings.publish(("newer",), 2, "then")
    holdings.publish(("waits",), 3, "later")
    found = {one.document_id: one.content_hash for one in holdings.holdings()}
    assert found == {"depots/a": "new", "depots/b": "1"}


def test_going_back_to_a_generation_that_no_one_remembers(holdings: HoldingStore) -> None:
    """Documents handed in after a generation are gone with it, and those withdrawn since are back."""
    holdings.stage("job", [held("a"), held("cas"), held("b"), held("w", source=CORPUS, state="removed")])
    holdings.publish(("job",), 2, "then")
    holdings.decide("depots/b", "out", state="removed")
    holdings.keep_only(["depots/cas/ligne", "depots/b", "depots/w", "ferme"])
    assert {one.document_id: one.state for one in holdings.holdings()} == {
        "depots/cas": "present",
        "depots/b": "present",
    }


def test_what_was_taken_out_can_come_back(holdings: HoldingStore) -> None:
    """Withdrawing a document is undone by a click, whether its file was handed in or is in the corpus folder."""
    holdings.stage("job", [held("a", state="removed"), held("w", source=CORPUS, state="removed"), held("b")])
    holdings.publish(("job",), 1, "then")
    holdings.restore("depots/a")
    holdings.restore("depots/w")
    assert ids(holdings.holdings()) == ["depots/a", "depots/b"]
    assert holdings.contents().withdrawn == frozenset()
    with pytest.raises(UnknownRecordError, match="was not taken out"):
        holdings.restore("depots/b")
