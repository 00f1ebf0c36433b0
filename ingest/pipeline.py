"""From a folder of documents to a published generation, touching only what changed."""

import time
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from assistant.disk import build_lock
from assistant.documents import Document
from assistant.manifest import Manifest, current_number, generation_folder
from ingest.engines import EngineProcess
from ingest.readers import read
from ingest.report import DocumentRefusedError, IngestReport, Refusal
from ingest.scanning import Found, Scan, read_bytes, scan
from ingest.splitting import SPLITTER_VERSION
from ingest.workshop import IdentifiedEmbedder, Progress, Workshop


def ingest(
    corpus: Path,
    home: Path,
    embedder: IdentifiedEmbedder,
    *,
    chroma_url: str = "",
    keep: int = 3,
    progress: Progress | None = None,
) -> IngestReport:
    """Bring the knowledge base of a home folder in line with a corpus folder.

    A document that can't be read is refused and stays out; if an earlier version of it is in the base, that stays in.
    When nothing changed, nothing is written.

    Args:
        corpus: the folder of documents.
        home: the folder of generations.
        embedder: its vectors are used only for texts that were never embedded.
        chroma_url: the Chroma server to publish on; empty for the embedded store.
        keep: how many generations stay for `rollback`.
        progress: told how far each step is.

    Raises:
        SettingsError: when the corpus folder is missing or holds no document.
        BusyError: when another process is building.
        KnowledgeBaseError: when the disk is too small or the new generation fails its verification.
    """
    started = time.monotonic()
    # Started before anything else: it takes two seconds to load the engines, on another core meanwhile.
    with closing(EngineProcess()) as engines:
        return _ingest(corpus, Workshop(home, embedder, chroma_url, keep, progress or _tell_nobody), engines, started)


def _ingest(corpus: Path, workshop: Workshop, engines: EngineProcess, started: float) -> IngestReport:
    home, embedder, chroma_url = workshop.home, workshop.embedder, workshop.chroma_url
    scanned = scan(corpus)
    if _difference(scanned, _current(home), embedder, chroma_url).is_nothing:
        return _nothing_done(scanned, _current(home), (), started)
    with build_lock(home):
        from ingest.builder import build

        base = _current(home)
        difference = _difference(scanned, base, embedder, chroma_url)
        documents, hashes, refused = _read_all(scanned, difference, workshop.progress)
        hashes = {**difference.kept_hashes(base, hashes), **hashes}
        if not hashes or not (documents or difference.removed or difference.rebuild):
            return _nothing_done(scanned, base, refused, started)
        built = build(workshop, engines, base, documents, hashes)
    manifest = built.manifest
    report = IngestReport(
        added=tuple(name for name in difference.added if name in hashes),
        changed=tuple(name for name in difference.changed if base and hashes[name] != base.documents[name]),
        removed=difference.removed,
        unchanged=len(difference.unchanged),
        refused=_refusals((*scanned.refused, *refused), base),
        documents=len(manifest.documents),
        passages=manifest.passages,
        embedded=built.embedded,
        seconds=time.monotonic() - started,
        generation=manifest.number,
        published=True,
    )
    report.save(home)
    return report


def _tell_nobody(_step: str, _done: int, _total: int) -> None:
    """Leave progress untold."""


@dataclass(frozen=True, slots=True)
class _Difference:
    """Ids of documents, by what became of them since the current generation."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[str, ...]
    reread: bool
    """True when even the unchanged ones would give other passages now."""
    rebuild: bool
    """True when the current generation's engines are of no use."""

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed or self.rebuild)

    def to_read(self) -> tuple[str, ...]:
        return (*self.added, *self.changed, *(self.unchanged if self.reread else ()))

    def kept_hashes(self, base: Manifest | None, read_hashes: dict[str, str]) -> dict[str, str]:
        """Give the documents of the current generation that stay as they are."""
        gone = {*self.removed, *read_hashes}
        return {name: value for name, value in (base.documents if base else {}).items() if name not in gone}


def _difference(scanned: Scan, base: Manifest | None, embedder: IdentifiedEmbedder, chroma_url: str) -> _Difference:
    before = base.documents if base else {}
    refused = {refusal.document_id for refusal in scanned.refused}
    same = {name for name, found in scanned.found.items() if before.get(name) == found.content_hash}
    reread = base is not None and base.splitter != SPLITTER_VERSION
    moved = base is not None and bool(base.collections) != bool(chroma_url)
    return _Difference(
        added=tuple(sorted(scanned.found.keys() - before.keys())),
        changed=tuple(sorted((scanned.found.keys() & before.keys()) - same)),
        removed=tuple(sorted(before.keys() - scanned.found.keys() - refused)),
        unchanged=tuple(sorted(same)),
        refused=tuple(sorted(refused)),
        reread=reread,
        rebuild=reread or moved or (base is not None and base.fingerprint != embedder.fingerprint),
    )


def _read_all(
    scanned: Scan, difference: _Difference, progress: Progress
) -> tuple[list[Document], dict[str, str], list[Refusal]]:
    """Read the documents that are new, giving each one's hash as it was read, and those refused."""
    documents: list[Document] = []
    hashes: dict[str, str] = {}
    refused: list[Refusal] = []
    names = difference.to_read()
    for done, name in enumerate(names):
        progress("read", done, len(names))
        try:
            document, hashes[name] = _read(scanned.found[name])
            documents.append(document)
        except DocumentRefusedError as error:
            refused.append(Refusal(name, error.code, error.reason, error.remedy, error.detail))
    progress("read", len(names), len(names))
    return documents, hashes, refused


def _read(found: Found) -> tuple[Document, str]:
    content = read_bytes(found.path)
    # The file may have changed since it was found: the hash must be that of what was read.
    return read(content, found.document_id, found.path), blake2b(content, digest_size=16).hexdigest()


def _current(home: Path) -> Manifest | None:
    number = current_number(home)
    return Manifest.load(generation_folder(home, number)) if number else None


def _refusals(refused: tuple[Refusal, ...], base: Manifest | None) -> tuple[Refusal, ...]:
    from dataclasses import replace

    return tuple(
        replace(refusal, kept=base is not None and refusal.document_id in base.documents) for refusal in refused
    )


def _nothing_done(
    scanned: Scan, base: Manifest | None, refused: "list[Refusal] | tuple[()]", started: float
) -> IngestReport:
    refusals = _refusals((*scanned.refused, *refused), base)
    return IngestReport(
        added=(),
        changed=(),
        removed=(),
        unchanged=len(base.documents) if base else 0,
        refused=refusals,
        documents=len(base.documents) if base else 0,
        passages=base.passages if base else 0,
        embedded=0,
        seconds=time.monotonic() - started,
        generation=base.number if base else 0,
        published=False,
    )
