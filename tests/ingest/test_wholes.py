from pathlib import Path

import numpy as np

from assistant.documents import Passage
from assistant.testing import HashingEmbedder
from ingest.vectors import VectorCache
from ingest.wholes import fill_wholes, needs_embedding


def entry(document_id: str, part: str, text: str) -> Passage:
    return Passage(f"{document_id}{part}", document_id, "Titre", "https://x.fr", text)


def test_a_whole_document_is_found_by_what_its_passages_say(tmp_path: Path) -> None:
    """A document's vector is near each of its passages, nearest to the longest, and costs no embedding."""
    embedder = HashingEmbedder()
    short, long = entry("a", "#x.1", "forêt"), entry("a", "#y.1", " ".join(["mer", "océan", "littoral"] * 20))
    entries = [entry("a", "", "tout"), short, long]
    vectors = VectorCache(tmp_path, "f", embedder.dimension)
    assert needs_embedding(entries) == [short, long]
    list(vectors.fill([p.embedding_text for p in (short, long)], embedder))
    fill_wholes(vectors, entries)
    whole, near, nearest = vectors.of([e.embedding_text for e in entries])
    assert np.isclose(np.linalg.norm(whole), 1)
    assert whole @ nearest > whole @ near > 0
    vectors.close()


def test_a_document_without_passages_is_embedded_itself() -> None:
    """A document whose sections all point elsewhere can still be found by its title and labels."""
    alone = entry("b", "", "titre et thèmes")
    assert needs_embedding([alone]) == [alone]
