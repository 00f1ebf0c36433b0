"""A new generation: a copy of the current one with the difference applied, verified, then published."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from assistant.catalogue import Catalogue
from assistant.documents import Document, Passage
from assistant.manifest import Manifest, generation_folder
from assistant.sentence_vectors import SentenceVectors
from ingest import publishing
from ingest.engines import EngineProcess
from ingest.publishing import check_space, new_draft
from ingest.sentences import sentence_texts, write_sentences
from ingest.splitting import SPLITTER_VERSION, entries_of
from ingest.vectors import VectorCache
from ingest.wholes import fill_wholes, needs_embedding
from ingest.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Built:
    """A finished generation and what it took."""

    manifest: Manifest
    embedded: int
    """Texts whose vector was computed; the others were known."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What will be in the catalogue, and what the engines must learn for it."""

    base: Manifest | None
    """The generation whose engines are copied; nothing to fill new ones."""
    touched: tuple[str, ...]
    """The documents that these engines must forget, be it to learn them anew."""
    new: tuple[Passage, ...]
    catalogue: Catalogue
    replaced: int
    former: Catalogue
    """Of the generation whose engines are copied."""


def build(
    workshop: Workshop,
    engines: EngineProcess,
    base: Manifest | None,
    read: Sequence[Document],
    hashes: Mapping[str, str],
    *,
    publish: bool = True,
) -> Built:
    """Build the generation after another one; to be called under the build lock.

    Args:
        workshop: where and with what.
        engines: write and verify.
        base: the current generation, if there is one.
        read: the documents added or changed since, as they are now.
        hashes: every document that will be in it, with the hash of its file; those of `base` that are missing here
            are removed.
        publish: make it the current one; else it waits beside the current one.

    Raises:
        KnowledgeBaseError: when the disk is too small, or the result is not what it should be; the current generation
            stays.
    """
    home, embedder = workshop.home, workshop.embedder
    plan = _plan(workshop, base, read, hashes)
    check_space(home, len(plan.catalogue.entries))
    with closing(VectorCache(home / "vectors", embedder.fingerprint, embedder.dimension)) as vectors:
        texts = [entry.embedding_text for entry in needs_embedding(plan.new)]
        embedded = _embed(workshop, vectors, [*texts, *sentence_texts(plan.new)])
        fill_wholes(vectors, plan.new)
        number, draft, collections = new_draft(home, workshop.chroma_url)
        write_sentences(draft, plan.catalogue.passages, plan.new, vectors, _sentences_before(home, plan))
    manifest = replace(_manifest(workshop, plan, number, collections, hashes), base=base.number if base else 0)
    manifest.save(draft)
    plan.catalogue.save(draft / "catalogue")
    _write_and_verify(workshop, plan, engines, draft)
    if publish:
        return Built(publishing.publish(home, draft, manifest, workshop.keep, workshop.chroma_url), embedded)
    return Built(publishing.set_ready(home, draft, manifest, workshop.chroma_url), embedded)


def _write_and_verify(workshop: Workshop, plan: _Plan, engines: EngineProcess, draft: Path) -> None:
    common = {"chroma_url": workshop.chroma_url, "vectors": str(workshop.home / "vectors"), "touched": plan.touched}
    base = str(generation_folder(workshop.home, plan.base.number)) if plan.base else ""
    engines.run("write_engines", {"draft": str(draft), "base": base, **common}, partial(workshop.progress, "index"))
    engines.run(
        "verify_generation",
        {"folder": str(draft), "home": str(workshop.home), **common},
        partial(workshop.progress, "verify"),
    )


def _plan(workshop: Workshop, base: Manifest | None, read: Sequence[Document], hashes: Mapping[str, str]) -> _Plan:
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
        return _Plan(None, (), everything, _catalogue(documents, everything), 0, Catalogue((), ()))
    gone = {document.id for document in former.documents} - kept_ids
    touched = tuple(sorted(gone | new_ids))
    return _Plan(base, touched, tuple(new), _catalogue(documents, (*entries, *new)), replaced, former)


def _sentences_before(home: Path, plan: _Plan) -> SentenceVectors:
    folder = generation_folder(home, plan.base.number) if plan.base else home / "none"
    return SentenceVectors.load(folder, plan.former.passages)


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


def _manifest(workshop: Workshop, plan: _Plan, number: int, collections: str, hashes: Mapping[str, str]) -> Manifest:
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
