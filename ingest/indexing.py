"""A draft's engines, filled from its catalogue and from the vectors already computed."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from assistant.catalogue import Catalogue
from assistant.chroma import ChromaStore
from assistant.disk import link_or_copy
from assistant.documents import Passage
from assistant.lexical import TantivyIndex
from assistant.manifest import Manifest
from assistant.protocols import PassageStore
from ingest.vectors import VectorCache

_BATCH: Final = 5000
"""Entries written to the store at a time; after each batch Chroma writes its whole graph to the disk."""


def write_engines(
    draft: str, base: str, touched: Sequence[str], chroma_url: str, vectors: str, progress: Callable[[int, int], None]
) -> None:
    """Fill the dense store and the word index of a draft.

    Args:
        draft: the draft's folder, with its manifest and catalogue.
        base: the folder of the generation whose engines to begin with; empty to begin with nothing.
        touched: the documents that the engines must forget; those of them that the catalogue has are learned anew.
            Without a base, everything is learned.
        chroma_url: the Chroma server; empty for the embedded store.
        vectors: the folder of vectors.
        progress: told how many entries are written.
    """
    folder = Path(draft)
    manifest, catalogue = Manifest.load(folder), Catalogue.load(folder / "catalogue")
    new: Sequence[Passage] = catalogue.entries
    if base:
        _copy_engines(Path(base), folder)
        chosen = frozenset(touched)
        new = [entry for entry in catalogue.entries if entry.document_id in chosen]
    with (
        closing(VectorCache(Path(vectors), manifest.fingerprint, manifest.dimension)) as cache,
        closing(_open_store(folder, chroma_url, manifest.collections, catalogue)) as store,
    ):
        store.remove(touched)
        for start in range(0, len(new), _BATCH):
            progress(start, len(new))
            batch = new[start : start + _BATCH]
            store.add(batch, [vector.tolist() for vector in cache.of([entry.embedding_text for entry in batch])])
    _write_words(folder / "lexical", catalogue, touched, new)
    progress(len(new), len(new))


def _copy_engines(base: Path, draft: Path) -> None:
    shutil.copytree(base / "chroma", draft / "chroma")
    # Tantivy writes each file once: a second name is as good as a copy.
    shutil.copytree(base / "lexical", draft / "lexical", copy_function=link_or_copy)


def _open_store(draft: Path, chroma_url: str, collections: str, catalogue: Catalogue) -> PassageStore:
    if chroma_url:
        return ChromaStore.on_server(chroma_url, catalogue.passage, collections, create=True)
    return ChromaStore.embedded(draft / "chroma", catalogue.passage, create=True)


def _write_words(folder: Path, catalogue: Catalogue, touched: Sequence[str], new: Sequence[Passage]) -> None:
    with closing(TantivyIndex(folder, catalogue.passage, create=True)) as index:
        index.remove(touched)
        index.add(new)
        index.commit()
    for lock in folder.rglob("*.lock"):
        lock.unlink()
