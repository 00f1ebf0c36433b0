import math

import pytest

from assistant.documents import Passage
from assistant.protocols import ChatModel, Embedder, LexicalIndex, PassageStore
from assistant.testing import HashingEmbedder, InMemoryLexicalIndex, InMemoryStore, ScriptedChatModel

ONE = Passage("a#1", "a", "Mécénat", "", "Le mécénat de compétences.")
TWO = Passage("b#1", "b", "Ferme", "", "Une ferme urbaine.")
WHOLE = Passage("a", "a", "Mécénat", "", "Tout le mécénat.")


def test_the_doubles_have_the_shapes_of_the_seams() -> None:
    """The type checker accepts the doubles wherever real parts are asked for."""
    parts: tuple[Embedder, PassageStore, LexicalIndex, ChatModel] = (
        HashingEmbedder(),
        InMemoryStore(),
        InMemoryLexicalIndex(),
        ScriptedChatModel([]),
    )
    assert len(parts) == 4


def test_embedding_compares_words() -> None:
    """Texts that share words are near, others far; every vector has length one."""
    embedder = HashingEmbedder()
    near, far = embedder.embed_documents(["le mécénat de compétences", "une ferme urbaine"])
    query = embedder.embed_query("compétences, mécénat")
    assert sum(a * b for a, b in zip(query, near, strict=True)) == pytest.approx(1)
    assert abs(sum(a * b for a, b in zip(query, far, strict=True))) < 0.3
    assert math.hypot(*embedder.embed_query("")) == 1


def test_versions_are_other_models() -> None:
    """Two versions have other fingerprints and other vectors."""
    one, two = HashingEmbedder(version=1), HashingEmbedder(version=2)
    assert one.fingerprint != two.fingerprint
    assert one.embed_query("mécénat") != two.embed_query("mécénat")


def test_store_and_index_find_the_same() -> None:
    """Both searches rank, keep the scopes apart, replace and forget."""
    store, index, embedder = InMemoryStore(), InMemoryLexicalIndex(), HashingEmbedder()
    for _ in range(2):
        store.add([ONE, TWO, WHOLE], embedder.embed_documents([ONE.text, TWO.text, WHOLE.text]))
        index.add([ONE, TWO, WHOLE])
    assert store.count() == index.count() == 3
    assert store.search(embedder.embed_query("mécénat"), 1)[0].id == index.search("mécénat", 1)[0].id == "a#1"
    assert index.search("mécénat", 5, "document")[0].id == "a"
    assert index.idf("ferm") < index.idf("xyz")
    store.remove(["a"])
    index.remove(["a"])
    assert store.count() == index.count() == 1


def test_chat_model_follows_its_script() -> None:
    """Each prompt gets the next reply in pieces, or the failure written for it."""
    model = ScriptedChatModel(["Bonjour à tous", OSError("down")])
    assert "".join(model.stream("system", "one")) == "Bonjour à tous"
    with pytest.raises(OSError, match="down"):
        list(model.stream("system", "two"))
    with pytest.raises(IndexError):
        list(model.stream("system", "three"))
    assert model.prompts[0] == ("system", "one")
