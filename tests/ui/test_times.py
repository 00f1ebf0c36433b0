from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ui import times

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(seconds=-5), "à l’instant"),
        (timedelta(minutes=3), "il y a 3\u00a0min"),
        (timedelta(hours=5, minutes=59), "il y a 5\u00a0h"),
        (timedelta(days=1), "il y a 1\u00a0jour"),
        (timedelta(days=12), "il y a 12\u00a0jours"),
        (timedelta(days=55), "le 1er octobre 2026"),
    ],
)
def test_the_past_is_told_as_people_do(span: timedelta, told: str) -> None:
    """Minutes, hours, days, then the date."""
    assert times.ago((NOW - span).isoformat(), NOW) == told


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(hours=-1), "dès que possible"),
        (timedelta(minutes=59), "dans 59\u00a0min"),
        (timedelta(days=2), "dans 2\u00a0jours"),
        (timedelta(days=40), "le 4 janvier 2027"),
    ],
)
def test_the_future_is_told_as_people_do(span: timedelta, told: str) -> None:
    """A refresh that is due is said to come as soon as possible, not in the past."""
    assert times.until((NOW + span).isoformat(), NOW) == told


@pytest.mark.parametrize("nothing", ["", "jamais"])
def test_no_time_is_no_words(nothing: str) -> None:
    """Where there is no time, nothing is said of it."""
    assert times.ago(nothing) == times.until(nothing) == times.moment(nothing) == times.duration(nothing, nothing) == ""


def test_a_moment_is_told_where_the_reader_is() -> None:
    """The clock is the reader's, not the server's."""
    assert times.moment("2026-11-25T23:05:00+00:00", ZoneInfo("Europe/Paris")) == "26 novembre 2026 à 0\u00a0h\u00a005"
    assert times.moment("2026-11-25T23:05:00", ZoneInfo("UTC")) == "25 novembre 2026 à 23\u00a0h\u00a005"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "1\u00a0s"), (59, "59\u00a0s"), (185, "3\u00a0min 5\u00a0s"), (7_800, "2\u00a0h 10\u00a0min")],
)
def test_durations(seconds: int, told: str) -> None:
    """How long a job took is told in two units at most."""
    assert times.duration(NOW.isoformat(), (NOW + timedelta(seconds=seconds)).isoformat()) == told


@pytest.mark.parametrize(
    ("size", "told"),
    [(812, "812\u00a0octets"), (3_240_000, "3,2\u00a0Mo"), (48_700_000, "49\u00a0Mo"), (2e9, "2,0\u00a0Go")],
)
def test_sizes(size: int, told: str) -> None:
    """Sizes have a French comma and a unit that people know."""
    assert times.size(int(size)) == told
