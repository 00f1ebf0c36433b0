"""From a folder of documents to a published generation, touching only what changed."""

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from assistant.disk import build_lock
from assistant.documents import Document
from assistant.jobs import Holding
from assistant.manifest import Manifest, current_number, generation_folder
from ingest.difference import Difference, difference_of
from ingest.engines import EngineProcess
from ingest.inventory import Inventory, refusal_of, with_earlier
from ingest.report import DocumentRefusedError, IngestReport, Refusal
from ingest.sandbox import Limits
from ingest.scanning import LARGEST, Scan
from ingest.workshop import IdentifiedEmbedder, Progress, Workshop


def ingest(
    corpus: Path,
    home: Path,
    embedder: IdentifiedEmbedder,
    *,
    holdings: Sequence[Holding] = (),
    withdrawn: Collection[str] = frozenset(),
    questions: Mapping[str, Sequence[str]] | None = None,
    limits: Limits | None = None,
    largest: int = LARGEST,
    publish: bool = True,
    chroma_url: str = "",
    keep: int = 3,
    engines: EngineProcess | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Bring the knowledge base of a home folder in line with a corpus folder and with what was handed in or fetched.

    A document that can't be read is refused and stays out; if an earlier version of it is in the base, that stays in.
    When nothing changed, nothing is written.

    Args:
        corpus: the folder of documents.
        home: the folder of generations.
        embedder: its vectors are used only for texts that were never embedded.
        holdings: the documents that came otherwise than by the folder.
        withdrawn: ids of documents to leave out, wherever they come from.
        questions: those that people accepted for documents, by id, beside the ones of their front matter.
        limits: what reading one file may take.
        largest: the most bytes of a file.
        publish: answer from the new generation at once; else it waits for `publish_ready` beside the current one.
        chroma_url: the Chroma server to publish on; empty for the embedded store.
        keep: how many generations stay for `rollback`.
        engines: the process that writes engines, where the caller started it ahead of time.
        progress: told how far each step is.

    Raises:
        SettingsError: when the corpus folder is missing or holds no document.
        BusyError: when another process is building.
        KnowledgeBaseError: when the disk is too small or the new generation fails its verification.
    """
    started = time.monotonic()
    inventory = Inventory(home, corpus, holdings, withdrawn, limits or Limits(), largest, questions or {})
    with ExitStack() as stack:
        # Started before anything else: it takes two seconds to load the engines, on another core meanwhile.
        engines = engines or stack.enter_context(closing(EngineProcess()))
        workshop = Workshop(home, embedder, chroma_url, keep, progress or _tell_nobody)
        return _ingest(inventory, workshop, engines, started, publish=publish)


def _ingest(
    inventory: Inventory, workshop: Workshop, engines: EngineProcess, started: float, *, publish: bool
) -> IngestReport:
    home, embedder, chroma_url = workshop.home, workshop.embedder, workshop.chroma_url
    scanned = inventory.take()
    base = _current(home)
    if difference_of(scanned, base, embedder, chroma_url).is_nothing:
        return _nothing_done(scanned, base, (), started)
    with build_lock(home):
        from ingest.builder import build

        base = _current(home)
        difference = difference_of(scanned, base, embedder, chroma_url)
        documents, hashes, refused = _read_all(inventory, scanned, difference, workshop.progress)
        hashes = {**difference.kept_hashes(base, hashes), **hashes}
        if not hashes or not (documents or difference.removed or difference.rebuild):
            return _nothing_done(scanned, base, refused, started)
        built = build(workshop, engines, base, documents, hashes, publish=publish)
    manifest = built.manifest
    report = IngestReport(
        added=tuple(name for name in difference.added if name in hashes),
        changed=tuple(name for name in difference.changed if base and hashes[name] != base.documents[name]),
        removed=difference.removed,
        unchanged=len(difference.unchanged),
        refused=with_earlier((*scanned.refused, *refused), _known(base)),
        documents=len(manifest.documents),
        passages=manifest.passages,
        embedded=built.embedded,
        seconds=time.monotonic() - started,
        generation=manifest.number,
        published=publish,
        ready=not publish,
    )
    report.save(home)
    return report


def _tell_nobody(_step: str, _done: int, _total: int) -> None:
    """Leave progress untold."""


def _read_all(
    inventory: Inventory, scanned: Scan, difference: Difference, progress: Progress
) -> tuple[list[Document], dict[str, str], list[Refusal]]:
    """Read the documents that are new, giving each one's hash as it was read, and those refused."""
    documents: list[Document] = []
    hashes: dict[str, str] = {}
    refused: list[Refusal] = []
    names = difference.to_read()
    for done, name in enumerate(names):
        progress("read", done, len(names))
        try:
            document, hashes[name] = inventory.read(scanned.found[name])
            documents.append(document)
        except DocumentRefusedError as error:
            refused.append(refusal_of(name, error))
    progress("read", len(names), len(names))
    return documents, hashes, refused


def _current(home: Path) -> Manifest | None:
    number = current_number(home)
    return Manifest.load(generation_folder(home, number)) if number else None


def _known(base: Manifest | None) -> Collection[str]:
    return base.documents if base else ()


def _nothing_done(scanned: Scan, base: Manifest | None, refused: Sequence[Refusal], started: float) -> IngestReport:
    return IngestReport(
        added=(),
        changed=(),
        removed=(),
        unchanged=len(base.documents) if base else 0,
        refused=with_earlier((*scanned.refused, *refused), _known(base)),
        documents=len(base.documents) if base else 0,
        passages=base.passages if base else 0,
        embedded=0,
        seconds=time.monotonic() - started,
        generation=base.number if base else 0,
        published=False,
    )
