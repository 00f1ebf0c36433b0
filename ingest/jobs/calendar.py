"""The refreshes that are due, asked for as an editor would."""

import logging
import time
from pathlib import Path
from typing import Final

from assistant import prompts
from assistant.errors import SettingsError
from assistant.state.orders import Order
from ingest.jobs.gathering import SOURCES_FILE, listed_sources
from ingest.jobs.workplace import Workplace

_LOG: Final = logging.getLogger(__name__)
_LOOK_SECONDS: Final = 5.0


class Calendar:
    """Follows the file of sources, and queues the refreshes that are due.

    Args:
        place: has the sources and the jobs.
    """

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._looked = 0.0
        self._changed: int | None = None
        """When the file of sources was last changed, as far as it was read."""

    def look(self) -> None:
        """Queue what is due, now and then."""
        if time.monotonic() - self._looked < _LOOK_SECONDS and self._looked:
            return
        self._looked = time.monotonic()
        self._follow(self._place.settings.corpus_dir / SOURCES_FILE)
        for name in self._place.sources.due():
            if not self._place.jobs.has_active(name):
                source = self._place.sources.source(name)
                label = source.title or name
                self._place.jobs.add(Order("source", label, prompts.SCHEDULED, publish=source.publish, source=name))

    def _follow(self, path: Path) -> None:
        changed = path.stat().st_mtime_ns if path.is_file() else 0
        if changed == self._changed:
            return
        self._changed = changed
        define_sources(self._place)


def define_sources(place: Workplace) -> None:
    """Take over what the file of sources says now; one with mistakes changes nothing."""
    try:
        place.sources.define(source.status for source in listed_sources(place))
    except SettingsError as error:
        _LOG.warning("%s", error)
