"""Moments and durations as people say them, in French."""

from datetime import UTC, datetime, tzinfo
from typing import Final

from ui.texts import count, day

_MINUTE: Final = 60
_HOUR: Final = 3_600
_DAY: Final = 86_400


def read(iso: str) -> datetime | None:
    """Read a moment of the API, UTC where it does not say; nothing when there is none."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def ago(iso: str, now: datetime | None = None) -> str:
    """Say when something was: `il y a 3 min`, `hier`, `le 12 mars 2026`."""
    moment = read(iso)
    if moment is None:
        return ""
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    if seconds < _MINUTE:
        return "à l’instant"
    return f"il y a {_span(seconds)}" if seconds < 30 * _DAY else f"le {day(moment)}"


def until(iso: str, now: datetime | None = None) -> str:
    """Say when something will be: `dans 3 h`, `dès que possible` once it is due."""
    moment = read(iso)
    if moment is None:
        return ""
    seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    if seconds < _MINUTE:
        return "dès que possible"
    return f"dans {_span(seconds)}" if seconds < 30 * _DAY else f"le {day(moment)}"


def moment(iso: str, zone: tzinfo | None = None) -> str:
    """Write a moment: `20 novembre 2026 à 10 h 32`, in a time zone, or in the machine's."""
    read_moment = read(iso)
    if read_moment is None:
        return ""
    local = read_moment.astimezone(zone)
    return f"{day(local)} à {local.hour}\u00a0h\u00a0{local.minute:02}"


def duration(start: str, end: str) -> str:
    """Say how long something took: `12 s`, `3 min 5 s`, `2 h 10 min`."""
    first, last = read(start), read(end)
    if first is None or last is None:
        return ""
    seconds = max(1, round((last - first).total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds}\u00a0s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE}\u00a0min {seconds % _MINUTE}\u00a0s"
    return f"{seconds // _HOUR}\u00a0h {seconds % _HOUR // _MINUTE}\u00a0min"


def size(number: int) -> str:
    """Write a size in bytes: `3,2 Mo`."""
    value = float(number)
    for unit in ("octets", "ko", "Mo", "Go"):
        if value < 1000 or unit == "Go":
            break
        value /= 1000
    digits = 1 if value < 10 and unit != "octets" else 0
    return f"{value:.{digits}f}".replace(".", ",") + f"\u00a0{unit}"


def _span(seconds: float) -> str:
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}\u00a0min"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)}\u00a0h"
    return count(int(seconds // _DAY), "jour", "jours")
