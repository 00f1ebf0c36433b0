"""A new generation: a copy of the current one with the difference applied, verified, then published."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from assistant.catalogue import Catalogue
from assistant.chroma import ChromaStore
from assistant.disk import link_or_copy
from assistant.documents import Document, Passage
from assistant.lexical import TantivyIndex
from assistant.manifest import Manifest, generation_folder
from assistant.protocols import Embedder
from ingest.publishing import check_space, new_draft, publish
from ingest.splitting import SPLITTER_VERSION, entries_of
from ingest.vectors import VectorCache
from ingest.verifying import Task, Verifier

_BATCH: Final = 2000
"""Entries written to the store at a time."""

Progress = Callable[[str, int, int], None]
"""Told the step (`read`, `embed`, `index`, `verify`), how much of it is done, and how much there is."""


class IdentifiedEmbedder(Embedder, Protocol):
    """An embedder that says which one it is."""

    @property
    def name(self) -> str:
        """Its name, for people."""
        ...

    @property
    def fingerprint(self) -> str:
        """What tells its vectors from those of any other."""
        ...

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where and with what generations are built."""

    home: Path
    embedder: IdentifiedEmbedder
    chroma_url: str
    keep: int
    progress: Progress

    def fits(self, manifest: Manifest) -> bool:
        """Tell whether what is built here can be a difference to a generation."""
        return (
            manifest.fingerprint == self.embedder.fingerprint
            and manifest.splitter == SPLITTER_VERSION
            and bool(manifest.collections) == bool(self.chroma_url)
        )


@dataclass(frozen=True, slots=True)
class Built:
    """A published generation and what it took."""

    manifest: Manifest
    embedded: int
    """Texts whose vector was computed; the others were known."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the engines must forget and learn, and what will be in the catalogue."""

    base: Manifest | None
    """The generation whose engines are copied; nothing to fill new ones."""
    gone: tuple[str, ...]
    new: tuple[Passage, ...]
    catalogue: Catalogue
    replaced: int


def build(workshop: Workshop, base: Manifest | None, read: Sequence[Document], hashes: Mapping[str, str]) -> Built:
    """Build and publish the generation after another one; to be called under the build lock.

    Args:
        workshop: where and with what.
        base: the current generation, if there is one.
        read: the documents added or changed since, as they are now.
        hashes: every document that will be in it, with the hash of its file; those of `base` that are missing here
            are removed.

    Raises:
        KnowledgeBaseError: when the disk is too small, or the result is not what it should be; the current generation
            stays.
    """
    home = workshop.home
    plan = _plan(workshop, base, read, hashes)
    check_space(home, len(plan.catalogue.entries))
    number, draft, collections = new_draft(home, workshop.chroma_url)
    with (
        closing(Verifier()) as verifier,
        closing(VectorCache(home / "vectors", workshop.embedder.fingerprint, workshop.embedder.dimension)) as vectors,
    ):
        embedded = _embed(workshop, vectors, [entry.embedding_text for entry in plan.new])
        _copy_engines(home, plan.base, draft)
        _write_vectors(workshop, plan, vectors, draft, collections)
        _write_words(plan, draft)
        plan.catalogue.save(draft / "catalogue")
        manifest = _manifest(workshop, plan, number, collections, hashes)
        manifest.save(draft)
        workshop.progress("verify", 0, 1)
        touched = tuple(document.id for document in read)
        verifier.verify(Task(str(draft), str(home), workshop.chroma_url, touched))
    manifest = publish(home, draft, manifest, workshop.keep, workshop.chroma_url)
    workshop.progress("verify", 1, 1)
    return Built(manifest, embedded)


def _plan(
    workshop: Workshop, base: Manifest | None, read: Sequence[Document], hashes: Mapping[str, str]
) -> _Plan:
    former = Catalogue.load(generation_folder(workshop.home, base.number) / "catalogue") if base else Catalogue((), ())
    new_ids = {document.id for document in read}
    kept = [document for document in former.documents if document.id in hashes and document.id not in new_ids]
    kept_ids = {document.id for document in kept}
    entries = [entry for entry in former.entries if entry.document_id in kept_ids]
    replaced = len(former.entries) - len(entries) + (base.replaced if base else 0)
    new = [entry for document in read for entry in entries_of(document)]
    documents = (*kept, *read)
    # Removed entries leave holes in Chroma's graph: once they would be as many as what stays, fill a new one. A server
    # has no copy of a collection to begin with.
    if base is None or not workshop.fits(base) or workshop.chroma_url or replaced > len(entries):
        everything = tuple(entry for document in documents for entry in entries_of(document))
        return _Plan(None, (), everything, _catalogue(documents, everything), 0)
    gone = tuple(document.id for document in former.documents if document.id not in kept_ids)
    return _Plan(base, gone, tuple(new), _catalogue(documents, (*entries, *new)), replaced)


def _catalogue(documents: Iterable[Document], entries: Iterable[Passage]) -> Catalogue:
    return Catalogue(documents, sorted(entries, key=lambda entry: entry.document_id))


def _embed(workshop: Workshop, vectors: VectorCache, texts: Sequence[str]) -> int:
    unknown = len({text for text, vector in zip(texts, vectors.known(texts), strict=True) if vector is None})
    done = 0
    workshop.progress("embed", done, unknown)
    for count in vectors.fill(texts, workshop.embedder):
        done += count
        workshop.progress("embed", done, unknown)
    return done


def _copy_engines(home: Path, base: Manifest | None, draft: Path) -> None:
    if base is None:
        return
    source = generation_folder(home, base.number)
    shutil.copytree(source / "chroma", draft / "chroma")
    # Tantivy writes each file once: a second name is as good as a copy.
    shutil.copytree(source / "lexical", draft / "lexical", copy_function=link_or_copy)


def _write_vectors(workshop: Workshop, plan: _Plan, vectors: VectorCache, draft: Path, collections: str) -> None:
    find = plan.catalogue.passage
    if workshop.chroma_url:
        store = ChromaStore.on_server(workshop.chroma_url, find, collections, create=True)
    else:
        store = ChromaStore.embedded(draft / "chroma", find, create=True)
    with closing(store):
        store.remove(plan.gone)
        for start in range(0, len(plan.new), _BATCH):
            batch = plan.new[start : start + _BATCH]
            workshop.progress("index", start, len(plan.new))
            store.add(batch, vectors.of([entry.embedding_text for entry in batch]))
    workshop.progress("index", len(plan.new), len(plan.new))


def _write_words(plan: _Plan, draft: Path) -> None:
    with closing(TantivyIndex(draft / "lexical", plan.catalogue.passage, create=True)) as index:
        index.remove(plan.gone)
        index.add(plan.new)
        index.commit()
    for lock in (draft / "lexical").rglob("*.lock"):
        lock.unlink()


def _manifest(
    workshop: Workshop, plan: _Plan, number: int, collections: str, hashes: Mapping[str, str]
) -> Manifest:
    return Manifest(
        number=number,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        embedding=workshop.embedder.name,
        fingerprint=workshop.embedder.fingerprint,
        dimension=workshop.embedder.dimension,
        splitter=SPLITTER_VERSION,
        documents=dict(sorted(hashes.items())),
        passages=len(plan.catalogue.passages),
        entries=len(plan.catalogue.entries),
        replaced=plan.replaced,
        collections=collections,
    )
