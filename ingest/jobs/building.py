"""A generation built of the corpus folder and of all that is held, with what a job brings."""

import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assistant.errors import BusyError, KnowledgeBaseError
from assistant.manifest import Manifest, current_number, generation_folder
from ingest.jobs.patience import InterruptibleEmbedder
from ingest.jobs.reading import Read
from ingest.jobs.telling import InterruptedJobError, Telling, Watch
from ingest.jobs.workplace import Workplace
from ingest.pipeline import ingest
from ingest.preview import preview
from ingest.publishing import drop_ready
from ingest.report import IngestReport

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = 0.5
"""Seconds between two tries while another program builds."""
Outcome = Literal["added", "changed", "unchanged", "removed"]


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a job's documents."""

    report: IngestReport
    before: dict[str, str]
    """Documents of the generation before, with their hashes."""

    @property
    def waits(self) -> bool:
        """Tell whether a generation waits to be published."""
        return self.report.ready

    def outcome_of(self, read: Read) -> Outcome:
        """Tell what became of a document that was read.

        A generation with it may have been published by a worker that was killed before it could say so: then what was
        held before tells.
        """
        found = self.outcome(read.holding.document_id)
        if found != "unchanged":
            return found
        if read.before is None or read.before.state == "removed":
            return "added"
        return "unchanged" if read.before.content_hash == read.holding.content_hash else "changed"

    def outcome(self, document_id: str) -> Outcome:
        """Tell what became of a document; a table is as new as its rows."""
        rows = f"{document_id}/"
        if _any(self.report.changed, document_id, rows) or (
            _any(self.report.added, document_id, rows) and _any(self.before, document_id, rows)
        ):
            return "changed"
        if _any(self.report.added, document_id, rows):
            return "added"
        return "removed" if _any(self.report.removed, document_id, rows) else "unchanged"


def _any(names: Iterable[str], document_id: str, rows: str) -> bool:
    return any(name == document_id or name.startswith(rows) for name in names)


def build(place: Workplace, watch: Watch, job_ids: Sequence[str], *, publish: bool) -> Built:
    """Build a generation with the changes of these jobs, waiting while another program builds one.

    Raises:
        InterruptedJobError: the job may not go on.
        SettingsError: the corpus folder can't be used.
        KnowledgeBaseError: it fails its verification, or the disk is too small.
    """
    while True:
        watch.check()
        try:
            return _build(place, job_ids, watch, publish=publish)
        except BusyError:
            time.sleep(_PATIENCE)
        except KnowledgeBaseError:
            # The process of the engines may have been ended because the job may not go on.
            watch.check()
            raise


def _build(place: Workplace, job_ids: Sequence[str], watch: Watch, *, publish: bool) -> Built:
    settings, contents = place.settings, place.holdings.contents(job_ids)
    number = current_number(settings.home)
    before = Manifest.load(generation_folder(settings.home, number)).documents if number else {}
    try:
        report = ingest(
            settings.corpus_dir,
            settings.home,
            InterruptibleEmbedder(place.tools.embedder, watch.check),
            holdings=contents.holdings,
            withdrawn=contents.withdrawn,
            questions=place.questions.accepted(),
            limits=place.limits,
            largest=settings.upload_max_bytes,
            publish=publish,
            chroma_url=settings.chroma_url,
            keep=settings.generations_kept,
            engines=place.tools.engines,
            progress=watch.build,
        )
    except (KnowledgeBaseError, InterruptedJobError):
        # It may be in the middle of something: the next generation gets another one.
        place.tools.stop_engines()
        raise
    return Built(report, before)


def conclude(place: Workplace, job_ids: Sequence[str], built: Built) -> None:
    """Keep what these jobs changed, now that the current generation shows it."""
    manifest = Manifest.load(generation_folder(place.settings.home, built.report.generation))
    place.holdings.publish(job_ids, manifest.number, manifest.created)


def refuse_unreadable(
    place: Workplace, telling: Telling, job_id: str, read: Sequence[Read], built: Built
) -> list[Read]:
    """Tell of documents that were refused at the last moment; give the others."""
    refused = {refusal.document_id: refusal for refusal in built.report.refused}
    for one in read:
        refusal = refused.get(one.holding.document_id)
        if refusal:
            why = {"code": refusal.code, "reason": refusal.reason, "remedy": refusal.remedy}
            telling.document(one.number, state="refused", **why)
    place.holdings.unstage((job_id,), refused)
    return [one for one in read if one.holding.document_id not in refused]


def show_preview(place: Workplace, watch: Watch, job_id: str) -> None:
    """Ask the reference questions of the generation that waits; without them it can be published all the same.

    Raises:
        InterruptedJobError: the job may not go on.
    """
    try:
        preview(place.settings, place.tools.embedder, job_id, lambda _done, _total: watch.check())
    except InterruptedJobError:
        raise
    except Exception:
        _LOG.exception("The preview of job %s could not be made", job_id)


def forget_waiting(place: Workplace, watch: Watch, job_id: str) -> None:
    """Take what a job brought out of the generation that waits; without other jobs there is none any more."""
    place.holdings.unstage((job_id,))
    if place.jobs.ready():
        rebuild_waiting(place, watch)
    else:
        drop_ready(place.settings.home, place.settings.chroma_url)


def rebuild_waiting(place: Workplace, watch: Watch) -> None:
    """Build the generation that waits once more, after one was published that it does not hold.

    A failure is only logged: the job that was published is done all the same, and the worker tries again.
    """
    waiting = place.jobs.ready()
    if not waiting:
        return
    try:
        built = build(place, watch, waiting, publish=False)
        for job_id in waiting if built.waits else ():
            place.jobs.update(job_id, generation=built.report.generation)
        if built.waits:
            show_preview(place, watch, waiting[-1])
            return
    except InterruptedJobError:
        return
    except Exception:
        _LOG.exception("The generation that waits could not be built again")
        return
    # All that waited is in the base by now, or older than what is.
    drop_ready(place.settings.home, place.settings.chroma_url)
    conclude(place, waiting, built)
    for job_id in waiting:
        place.jobs.end(job_id, "done", generation=built.report.generation)
