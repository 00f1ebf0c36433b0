from pathlib import Path

import numpy as np
import pytest

from assistant.documents import Passage
from assistant.sentence_vectors import SentenceVectors, sentence_spans
from assistant.testing import HashingEmbedder
from ingest.sentences import gather_sentences, sentence_texts
from ingest.vectors import VectorCache

EMBEDDER = HashingEmbedder(dimension=64)
FARM = Passage("ferme#texte.1", "ferme", "Ferme", "", "Une ferme ouvre à Rennes. Elle emploie douze personnes.")
HOME = Passage("logement#texte.1", "logement", "Logement", "", "Cent jeunes sont logés.\n- \nLe loyer est bas.")
QUESTION = Passage("ferme?1", "ferme", "Ferme", "", "Où trouver une ferme ?")


def built(
    passages: list[Passage], new: list[Passage], cache: VectorCache, former: SentenceVectors | None = None
) -> SentenceVectors:
    list(cache.fill(sentence_texts(new), EMBEDDER))
    return gather_sentences(passages, new, cache, former or SentenceVectors.load(Path("none"), ()))


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path / "vectors", EMBEDDER.fingerprint, EMBEDDER.dimension)


def test_each_sentence_that_says_something_is_compared() -> None:
    """A dash alone is no sentence, and every other one is compared with the question."""
    assert [HOME.text[start:end] for start, end in sentence_spans(HOME.text)] == [
        "Cent jeunes sont logés.",
        "Le loyer est bas.",
    ]
    assert len(sentence_texts([FARM, HOME, QUESTION])) == 4


def test_the_nearest_sentence_is_told_with_its_place(cache: VectorCache) -> None:
    """Of a passage that says several things, the one that is asked for is found."""
    sentences = built([FARM, HOME], [FARM, HOME], cache)
    near = sentences.near(EMBEDDER.embed_query("Combien de personnes emploie-t-elle ?"), [FARM.id, "unknown#1"])
    best = max(near[FARM.id], key=lambda sentence: sentence.cosine)
    assert FARM.text[best.start : best.end] == "Elle emploie douze personnes."
    assert [*near] == [FARM.id]


def test_unchanged_passages_keep_their_sentences(cache: VectorCache, tmp_path: Path) -> None:
    """After one document changed, every sentence still stands under its own vector, wherever its passage moved."""
    first = built([FARM, HOME], [FARM, HOME], cache)
    folder = tmp_path / "generation"
    folder.mkdir()
    first.save(folder)
    other = Passage("eau#texte.1", "eau", "Eau", "", "Une source est protégée. Le maire paie.")
    second = built([other, FARM, HOME], [other], cache, SentenceVectors.load(folder, [FARM, HOME]))
    whole = built([other, FARM, HOME], [other, FARM, HOME], cache)
    assert np.array_equal(second.vectors, whole.vectors)
    assert np.array_equal(second.spans, whole.spans)


def test_a_generation_without_sentences_is_still_read(tmp_path: Path) -> None:
    """A knowledge base of an earlier version goes on answering after an update of the program."""
    assert SentenceVectors.load(tmp_path, [FARM]).near([1.0] * 64, [FARM.id]) == {}
