from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.chroma import ChromaStore
from assistant.documents import Passage
from assistant.errors import KnowledgeBaseError
from assistant.testing import HashingEmbedder, InMemoryStore


def passage(passage_id: str, text: str) -> Passage:
    return Passage(passage_id, passage_id.partition("#")[0], "Titre", "", text)


PASSAGES = [
    passage("a", "mécénat de compétences"),
    passage("a#1", "le mécénat de compétences en Bretagne"),
    passage("a#2", "une ferme urbaine"),
    passage("b", "accès au logement"),
    passage("b#1", "le logement des jeunes"),
]
BY_ID = {entry.id: entry for entry in PASSAGES}
EMBEDDER = HashingEmbedder(64)
VECTORS = EMBEDDER.embed_documents([entry.text for entry in PASSAGES])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChromaStore]:
    opened = ChromaStore.embedded(tmp_path / "chroma", BY_ID.__getitem__, create=True)
    opened.add(PASSAGES, VECTORS)
    yield opened
    opened.close()


@pytest.mark.parametrize("scope", ["passage", "document"])
def test_same_results_as_an_exact_comparison(store: ChromaStore, scope: str) -> None:
    """The nearest passages come first, with their cosine, each scope by itself."""
    exact = InMemoryStore()
    exact.add(PASSAGES, VECTORS)
    query = EMBEDDER.embed_query("du mécénat en Bretagne pour une ferme urbaine")
    found, expected = store.search(query, 2, scope), exact.search(query, 2, scope)
    assert [hit.id for hit in found] == [hit.id for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-6)
    assert found[0].text == BY_ID[found[0].id].text
    assert found[0].signals == {"dense": found[0].score}


def test_adding_again_replaces(store: ChromaStore) -> None:
    """A changed passage is found by its new words (Chroma's own `add` silently keeps the old ones)."""
    store.add([PASSAGES[2]], [VECTORS[4]])
    assert store.count() == 5
    assert store.vectors(["a#2"])["a#2"] == pytest.approx(VECTORS[4], abs=1e-6)


def test_removing_a_document(store: ChromaStore) -> None:
    """A removed document is found no more, the others still are."""
    store.remove(["a"])
    assert store.count() == 2
    assert [hit.document_id for hit in store.search(VECTORS[0], 5)] == ["b"]


def test_vectors_of_known_ids_only(store: ChromaStore) -> None:
    """Unknown ids are left out."""
    assert set(store.vectors(["a#1", "b", "nowhere"])) == {"a#1", "b"}


def test_survives_reopening(tmp_path: Path) -> None:
    """What was written is there for the next process that opens the folder."""
    first = ChromaStore.embedded(tmp_path / "one", BY_ID.__getitem__, create=True)
    first.add(PASSAGES, VECTORS)
    first.close()
    (tmp_path / "one").rename(tmp_path / "two")
    second = ChromaStore.embedded(tmp_path / "two", BY_ID.__getitem__)
    assert second.count() == 5
    assert second.search(VECTORS[4], 1)[0].id == "b#1"
    second.close()


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    """A reader of an empty folder is told to ingest, and leaves the folder as it is."""
    with pytest.raises(KnowledgeBaseError, match="rameau ingest"):
        ChromaStore.embedded(tmp_path / "none", BY_ID.__getitem__)
    assert not (tmp_path / "none").exists()


def test_no_half_number_in_the_store(store: ChromaStore) -> None:
    """A vector that is not made of finite numbers is refused."""
    with pytest.raises(KnowledgeBaseError, match="finite"):
        store.add([PASSAGES[0]], [[float("nan")] * 64])


def test_a_collection_that_names_code_is_refused(tmp_path: Path) -> None:
    """A store whose configuration asks for an embedding function is not opened: it could run its author's code."""
    import chromadb

    client = chromadb.PersistentClient(tmp_path / "chroma")
    client.create_collection("passage")  # with the function that Chroma names when it is told nothing
    client.close()
    (tmp_path / "chroma").rename(tmp_path / "elsewhere")
    with pytest.raises(KnowledgeBaseError, match="default"):
        ChromaStore.embedded(tmp_path / "elsewhere", BY_ID.__getitem__)


def test_a_wrong_address_is_named() -> None:
    """A server's address that is none is told as such."""
    with pytest.raises(KnowledgeBaseError, match="localhost"):
        ChromaStore.on_server("localhost", BY_ID.__getitem__, "x-")
