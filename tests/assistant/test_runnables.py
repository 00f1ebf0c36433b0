import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableLambda

from assistant.answers import Answer, Filters, Question, Turn
from assistant.assistant import Assistant
from assistant.factory import build_assistant
from assistant.generations import KnowledgeBase
from assistant.runnables import AssistantRunnable, RameauRetriever, as_question
from assistant.settings import Settings
from assistant.testing import HashingEmbedder
from tests.ingest.warm import ingest

pytestmark = pytest.mark.slow  # a real knowledge base is built

CAFE = """---
title: Les cafés de village
kind: étude de cas
url: https://example.org/cafes
regions: [Bretagne]
---

## Les résultats

En 2021, dix cafés ont ouvert en Bretagne avec l'aide des maires. Le fonds a aidé quarante communes rurales.
"""
BIKE = """---
title: Le vélo pour tous
kind: étude de cas
url: https://example.org/velo
---

## Les résultats

Le vélo a réuni 40 dossiers à Nantes. La collectivité forme les bénévoles à la réparation.
"""


class NarrowEmbedder(HashingEmbedder):
    """Spreads its cosines between 0.7 and 1, as e5 models do, for which answerability is calibrated."""

    def __init__(self) -> None:
        super().__init__()
        self.fingerprint += "-narrow"
        self.dimension += 1

    def embed_query(self, text: str) -> list[float]:
        """Embed the text, near to every other text."""
        hashed = HashingEmbedder().embed_query(text)
        return [*(value * 0.3**0.5 for value in hashed), 0.7**0.5]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant over two documents: everything is real but the embedding model."""
    folder = tmp_path_factory.mktemp("langchain")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "cafes.md").write_text(CAFE, encoding="utf-8")
    (corpus / "velo.md").write_text(BIKE, encoding="utf-8")
    settings = Settings(_env_file=None, home=folder / "home", corpus_dir=corpus)
    embedder = NarrowEmbedder()
    ingest(corpus, settings.home, embedder)
    knowledge = KnowledgeBase(settings.home, fingerprint=embedder.fingerprint)
    yield build_assistant(settings, knowledge, embedder)
    knowledge.close()


def test_the_retriever_gives_langchain_documents_best_first(assistant: Assistant) -> None:
    """A LangChain user gets passages with their source link, as from any retriever."""
    documents = RameauRetriever(retriever=assistant.retriever, k=1).invoke("dossiers du vélo")
    assert [document.metadata["source"] for document in documents] == ["https://example.org/velo"]
    assert documents[0].id.startswith("velo#")
    assert "40 dossiers" in documents[0].page_content


def test_the_assistant_is_a_step_of_a_chain(assistant: Assistant) -> None:
    """Answers flow through `|`, alone, several at once, and piece by piece."""
    runnable = AssistantRunnable(assistant)
    chain = runnable | RunnableLambda(lambda answer: [citation.passage.document_id for citation in answer.citations])
    assert "velo" in chain.invoke("Combien de dossiers le vélo a-t-il réunis ?")
    answers = runnable.batch(["Combien de dossiers à Nantes ?", "Combien de cafés ont ouvert ?"])
    assert [type(answer) for answer in answers] == [Answer, Answer]
    *pieces, whole = runnable.stream("Combien de cafés ont ouvert ?")
    assert "".join(piece.text for piece in pieces) == whole.text
    assert whole.citations
    assert list(chain.stream("Combien de cafés ont ouvert ?"))[-1]


def test_whatever_langchain_hands_over_becomes_a_question() -> None:
    """A state of a graph can hold the question with its history and filters."""
    assert as_question("x") == as_question(Question("x")) == Question("x")
    given = {"question": "x", "history": [{"question": "a", "answer": "b"}], "filters": {"regions": ["Bretagne"]}}
    assert as_question(given) == Question("x", (Turn("a", "b"),), Filters(regions=("Bretagne",)))


def test_the_example_of_the_documentation_runs(assistant: Assistant) -> None:
    """What docs/langchain.md shows can be copied as it is."""
    page = (Path(__file__).parents[2] / "docs" / "langchain.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 1
    # The only line that needs the reader's own knowledge base gives way to ours.
    code, replaced = re.subn(r"^assistant = build_assistant\(Settings\(\)\)$", "", blocks[0], flags=re.MULTILINE)
    assert replaced == 1
    names: dict[str, object] = {"assistant": assistant, "print": lambda *_: None}
    exec(compile(code, "docs/langchain.md", "exec"), names)
    assert names["links"]
    assert "40 dossiers" in str(names["text"])
    assert isinstance(names["whole"], Answer)
    assert isinstance(names["second"], Answer)
