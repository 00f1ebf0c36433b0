"""Generations published, dropped or gone back to, with the holdings that belong to each."""

from dataclasses import dataclass

from assistant.disk import build_lock, replace_file
from assistant.errors import KnowledgeBaseError, NoEarlierError, NothingReadyError
from assistant.manifest import Manifest, current_number, generation_folder, pointer_file, published_numbers
from assistant.settings import Settings
from assistant.state.database import Database
from assistant.state.holdings import HoldingStore
from assistant.state.jobs import JobStore
from ingest.publishing import drop_ready, publish_ready, ready_manifest


@dataclass(frozen=True, slots=True)
class GenerationPublisher:
    """The generations of a home folder, seen by who decides which one is current.

    Args:
        settings: name the home folder.
        jobs: those that wait with the generation that waits.
        holdings: change with each generation.
    """

    settings: Settings
    jobs: JobStore
    holdings: HoldingStore

    @classmethod
    def over(cls, settings: Settings, database: Database) -> "GenerationPublisher":
        """Decide on the generations of a home folder and the records of a database."""
        return cls(settings, JobStore(database), HoldingStore(database))

    def publish(self) -> Manifest:
        """Publish the generation that waits, with what its jobs changed.

        Raises:
            NothingReadyError: none waits, or another one was published since.
            BusyError: a generation is being built.
        """
        manifest = publish_ready(self.settings.home, self.settings.generations_kept, self.settings.chroma_url)
        self._published(manifest)
        return manifest

    def _published(self, manifest: Manifest) -> None:
        ready = self.jobs.ready()
        self.holdings.publish(ready, manifest.number, manifest.created)
        for job_id in ready:
            self.jobs.end(job_id, "done", generation=manifest.number)

    def drop(self) -> None:
        """Drop the generation that waits; its jobs are cancelled.

        Raises:
            NothingReadyError: none waits.
            BusyError: a generation is being built.
        """
        ready = self.jobs.ready()
        if not ready and ready_manifest(self.settings.home) is None:
            raise NothingReadyError("No generation waits to be published. There is nothing to drop.")
        drop_ready(self.settings.home, self.settings.chroma_url)
        self.holdings.unstage(ready)
        for job_id in ready:
            self.jobs.end(job_id, "cancelled", generation=0)

    def go_to(self, number: int) -> Manifest:
        """Make a generation that is kept the current one, with the holdings that it had.

        Raises:
            NoEarlierError: it is not kept.
            BusyError: a generation is being built.
        """
        home = self.settings.home
        with build_lock(home):
            if number not in published_numbers(home):
                raise NoEarlierError(f"Generation {number} is not kept in {home}. Those that are: rameau status.")
            manifest = Manifest.load(generation_folder(home, number))
            replace_file(pointer_file(home), f"{number}\n")
            # A generation built from the corpus folder alone may have left no record of what was held.
            if not self.holdings.go_to(_lineage(self.settings, manifest)):
                self.holdings.keep_only(manifest.documents)
        return manifest

    def reconcile(self) -> None:
        """Bring records in line with a publication or a drop that was broken off half-way."""
        ready = self.jobs.ready()
        if not ready or ready_manifest(self.settings.home):
            return
        number = current_number(self.settings.home)
        if number and number == max(self.jobs.job(job_id).generation for job_id in ready):
            self._published(Manifest.load(generation_folder(self.settings.home, number)))
        else:
            self.drop()


def _lineage(settings: Settings, manifest: Manifest) -> list[tuple[int, str]]:
    """Give a generation and those it was built from, as far as they are kept: number and time."""
    found = [(manifest.number, manifest.created)]
    while manifest.base and manifest.base < manifest.number:
        try:
            manifest = Manifest.load(generation_folder(settings.home, manifest.base))
        except KnowledgeBaseError:
            break
        found.append((manifest.number, manifest.created))
    return found
