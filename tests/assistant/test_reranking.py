from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.documents import Passage, RetrievedPassage, retrieved
from assistant.errors import ModelError
from assistant.factory import build_reranker
from assistant.ranking import RankedDocument
from assistant.reranking import RERANKED_DOCUMENTS, CrossEncoderReranker, reorder
from assistant.settings import Settings

WORDS = ("quels", "cafés", "ont", "ouvert", "dix", "le", "vélo", "en", "bretagne", "?", ".")
TEXTS = ("Dix cafés ont ouvert.", "Le vélo en Bretagne.", "Quels cafés ?", "Le vélo.")


def save_cross_encoder(folder: Path, labels: int = 1, safe: bool = True) -> Path:
    """Save a tiny cross-encoder with weights drawn at random: its taste is arbitrary, but it is one."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(7)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    model = BertForSequenceClassification(
        BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, num_labels=labels, **sizes)
    )
    # A random head says nearly the same of everything; a louder one has opinions.
    torch.nn.init.normal_(model.classifier.weight, std=3)
    model.save_pretrained(folder)
    tokenizer = BertTokenizerFast(
        vocab={word: place for place, word in enumerate(vocabulary)}, strip_accents=False, model_max_length=64
    )
    tokenizer.save_pretrained(folder)
    if not safe:
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()
    return folder


@pytest.fixture
def found() -> list[RetrievedPassage]:
    passages = [
        Passage(id=f"d{n}#1", document_id=f"d{n}", title="Cafés", text=text, url="") for n, text in enumerate(TEXTS)
    ]
    return [retrieved(passage, 1.0 - place / 10) for place, passage in enumerate(passages)]


@pytest.mark.slow
def test_a_cross_encoder_orders_passages_anew(tmp_path: Path, found: list[RetrievedPassage]) -> None:
    """Any sentence-transformers cross-encoder may have the last word on the order."""
    from sentence_transformers import CrossEncoder

    folder = save_cross_encoder(tmp_path / "model")
    reranker = build_reranker(Settings(_env_file=None, reranker=str(folder)))
    assert reranker is not None
    pairs = [("Quels cafés ont ouvert ?", passage.embedding_text) for passage in found]
    scores = dict(zip((p.id for p in found), CrossEncoder(str(folder)).predict(pairs), strict=True))
    assert len(set(scores.values())) == len(found)

    ordered = reranker.rerank("Quels cafés ont ouvert ?", found)
    assert [p.id for p in ordered] == sorted(scores, key=scores.__getitem__, reverse=True)
    assert {p.id: p.signals["reranker"] for p in ordered} == pytest.approx(scores)
    assert {p.id: p.score for p in ordered} == {p.id: p.score for p in found}
    assert reranker.rerank("Quels cafés ?", []) == []


@pytest.mark.slow
def test_a_cross_encoder_that_can_not_be_used_is_explained(tmp_path: Path, found: list[RetrievedPassage]) -> None:
    """Weights that could hold code, and models that don't give one score, are refused with the setting's name."""
    pickled = CrossEncoderReranker(str(save_cross_encoder(tmp_path / "pickled", safe=False)))
    with pytest.raises(ModelError, match=r"safetensors.*RAMEAU_RERANKER"):
        pickled.rerank("q", found)
    classes = CrossEncoderReranker(str(save_cross_encoder(tmp_path / "classes", labels=3)))
    with pytest.raises(ModelError, match=r"gives 3 scores.*RAMEAU_RERANKER"):
        classes.rerank("q", found)


class Backwards:
    """A `Reranker` of the opposite opinion."""

    def rerank(self, query: str, passages: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        """Turn the order around."""
        return [*passages][::-1]


def test_only_the_best_documents_change_places(found: list[RetrievedPassage]) -> None:
    """A second reading orders the best documents anew, and leaves the scores and the others where they were."""
    others = [replace(found[0], id=f"e{n}#1", document_id=f"e{n}") for n in range(RERANKED_DOCUMENTS)]
    ranked = [RankedDocument(p.document_id, 1 - place / 100, (p,)) for place, p in enumerate([*found, *others])]
    ranked[1] = replace(ranked[1], passages=())  # found by its labels only
    ordered = [document.document_id for document in reorder(ranked, "Quels cafés ?", Backwards())]
    assert ordered == ["e5", "d1", "e4", "e3", "e2", "e1", "e0", "d3", "d2", "d0", "e6", "e7", "e8", "e9"]
    assert [d.score for d in reorder(ranked, "Quels cafés ?", Backwards())] == [d.score for d in ranked]
    assert reorder([], "Quels cafés ?", Backwards()) == []


def test_no_reranker_unless_named(tmp_path: Path) -> None:
    """The default costs nothing, and a folder that holds no model is told at the start."""
    assert build_reranker(Settings(_env_file=None)) is None
    with pytest.raises(ModelError, match=r"no sentence-transformers model.*RAMEAU_RERANKER"):
        build_reranker(Settings(_env_file=None, reranker=str(tmp_path)))
