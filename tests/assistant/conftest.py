import pytest

from assistant.facets import FacetRecogniser
from assistant.lens import Lens
from assistant.retrieval import Retriever
from assistant.taxonomy import Taxonomy, load_taxonomy
from tests.assistant.small_corpus import DOCUMENTS, TAXONOMY, Shelf, retriever_over


@pytest.fixture(scope="session")
def taxonomy(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The vocabulary of the small corpus, read from its file."""
    folder = tmp_path_factory.mktemp("vocabulary")
    (folder / "taxonomie.yaml").write_text(TAXONOMY, encoding="utf-8")
    return load_taxonomy(folder)


@pytest.fixture(scope="session")
def recogniser(taxonomy: Taxonomy) -> FacetRecogniser:
    """Finds the labels of the small corpus in a question."""
    return FacetRecogniser(taxonomy, DOCUMENTS)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The small corpus, indexed."""
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def retriever(shelf: Shelf, taxonomy: Taxonomy) -> Retriever:
    """Retrieves from the small corpus."""
    return retriever_over(shelf, taxonomy)


@pytest.fixture(scope="session")
def lens(shelf: Shelf, taxonomy: Taxonomy) -> Lens:
    """The small corpus seen through its vocabulary."""
    return Lens(shelf.generation, taxonomy)
