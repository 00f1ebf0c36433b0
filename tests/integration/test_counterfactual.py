"""The answer follows its source: a date changed there is changed in it, whoever writes it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.extractive import ExtractiveAnswerer
from assistant.generations import KnowledgeBase
from assistant.generative import GenerativeAnswerer
from assistant.protocols import ChatModel
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.taxonomy import Taxonomy
from assistant.testing import ScriptedChatModel
from tests.assistant.small_corpus import SpreadEmbedder, asked
from tests.ingest.warm import ingest

BEFORE, AFTER = "1er juin 2018", "14 mai 2021"
PAGE = """---
title: La ressourcerie de Kermorvenn
kind: étude de cas
url: https://example.org/ressourcerie
---

## Les résultats

La ressourcerie de Kermorvenn a ouvert ses portes le {date}. Elle emploie 17 salariés en insertion.
"""
OTHER = "# Le verger de Plouarzel\n\nLe verger de Plouarzel accueille des écoliers le 3 mars 2016.\n"
QUESTION = "Quand la ressourcerie de Kermorvenn a-t-elle ouvert ses portes ?"


class Embedder:
    """The small corpus's embedder, which says how long its vectors are."""

    def __init__(self) -> None:
        self._inner = SpreadEmbedder()
        self.name, self.fingerprint = self._inner.name, self._inner.fingerprint
        self.dimension = len(self._inner.embed_query(""))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts."""
        return self._inner.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Embed one text."""
        return self._inner.embed_query(text)


class Parrot:
    """A `ChatModel` that repeats its first extract."""

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """Yield the text of the extract, cited."""
        found = re.search(r"<(\S+) 1>\n.*?\n(.*?)\n</\1 1>", prompt, re.DOTALL)
        yield "".join(f"{sentence} [1]. " for sentence in (found[2] if found else "").rstrip(".").split(". "))


def ask(home: Path, model: ChatModel | None = None) -> Answer:
    """Answer from the generation in use."""
    embedder = Embedder()
    base = KnowledgeBase(home, fingerprint=embedder.fingerprint)
    retriever = Retriever(base, embedder, Taxonomy, Settings(_env_file=None))
    answer = Assistant(retriever, ExtractiveAnswerer(), GenerativeAnswerer(model) if model else None).answer(
        asked(QUESTION)
    )
    base.close()
    return answer


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Answer, ...]]:
    """The answers before and after the date is changed: extractive, of a parrot, of a model that knows the old date."""
    folder = tmp_path_factory.mktemp("counterfactual")
    corpus, home, given = folder / "corpus", folder / "home", {}
    corpus.mkdir()
    (corpus / "verger.md").write_text(OTHER, encoding="utf-8")
    for date in (BEFORE, AFTER):
        (corpus / "ressourcerie.md").write_text(PAGE.format(date=date), encoding="utf-8")
        ingest(corpus, home, Embedder())
        stubborn = ScriptedChatModel([f"La ressourcerie de Kermorvenn a ouvert ses portes le {BEFORE} [1]."])
        given[date] = (ask(home), ask(home, Parrot()), ask(home, stubborn))
    return given


@pytest.mark.slow
def test_a_date_changed_in_a_source_is_changed_in_the_answer(answers: dict[str, tuple[Answer, ...]]) -> None:
    """The new date is told and the old one is not, even by a model that has learnt it by heart."""
    for date, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
        for answer in answers[date]:
            assert date in answer.text
            assert other not in answer.text
            assert {sentence.verdict for sentence in answer.sentences} == {"established"}
            assert date in answer.citations[0].quote
    assert not answers[BEFORE][2].notice
    assert "modèle de langage" in answers[AFTER][2].notice


@pytest.mark.slow
def test_an_answer_says_which_version_of_its_source_it_cites(answers: dict[str, tuple[Answer, ...]]) -> None:
    """An old conversation can tell that its source has changed since; the pipeline that answered is the same."""
    before, after = answers[BEFORE][0], answers[AFTER][0]
    assert before.citations[0].version
    assert after.citations[0].version not in {"", before.citations[0].version}
    assert before.fingerprint == after.fingerprint != ""
    assert (before.generation, after.generation) == (1, 2)
