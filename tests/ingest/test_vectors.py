from pathlib import Path

import numpy as np
import pytest

from assistant.errors import KnowledgeBaseError, ModelError
from assistant.testing import HashingEmbedder
from ingest.vectors import VectorCache


class CountingEmbedder(HashingEmbedder):
    """Count the texts embedded."""

    texts = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Count, then embed."""
        self.texts += len(texts)
        return super().embed_documents(texts)


class BrokenEmbedder(HashingEmbedder):
    """Give something else than a number."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Give no numbers."""
        return [[float("nan")] * self.dimension for _ in texts]


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    """Nothing that was embedded is embedded again, not even by the next run, nor twice in one."""
    embedder = CountingEmbedder(16)
    for _ in range(2):
        cache = VectorCache(tmp_path, embedder.fingerprint, 16)
        list(cache.fill(["un texte", "deux textes", "un texte"], embedder))
        cache.close()
    assert embedder.texts == 2
    cache = VectorCache(tmp_path, embedder.fingerprint, 16)
    one, two = cache.of(["deux textes", "un texte"])
    assert np.allclose(one, embedder.embed_query("deux textes"))
    assert np.allclose(two, embedder.embed_query("un texte"))
    cache.close()


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    """Another model finds nothing of the first one's."""
    cache = VectorCache(tmp_path, "one", 16)
    list(cache.fill(["un texte"], HashingEmbedder(16)))
    cache.close()
    other = VectorCache(tmp_path, "two", 16)
    assert other.known(["un texte"]) == [None]
    with pytest.raises(KnowledgeBaseError):
        other.of(["un texte"])
    other.close()


@pytest.mark.parametrize("embedder", [BrokenEmbedder(16), HashingEmbedder(8)])
def test_a_broken_model_is_told(tmp_path: Path, embedder: HashingEmbedder) -> None:
    """Vectors that are not finite, or of another length, are never kept."""
    cache = VectorCache(tmp_path, "one", 16)
    with pytest.raises(ModelError, match="RAMEAU_EMBEDDING_MODEL"):
        list(cache.fill(["un texte"], embedder))
    assert cache.known(["un texte"]) == [None]
    cache.close()
