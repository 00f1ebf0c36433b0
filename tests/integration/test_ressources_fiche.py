from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answers import Answer, Question
from assistant.assistant import Assistant
from assistant.factory import build_assistant, build_embedder, build_knowledge_base
from assistant.settings import Settings

pytestmark = pytest.mark.slow

RESOURCES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "corpus" / "ressources_fiche.yaml").read_text("utf-8")
)
ASKED_FOR = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["document"].split("/")[1])


@pytest.fixture(scope="module")
def assistant(real_settings: Settings) -> Iterator[Assistant]:
    """The assistant as it is shipped, over the corpus as it is shipped."""
    embedder = build_embedder(real_settings)
    knowledge = build_knowledge_base(real_settings, embedder.fingerprint)
    assistant = build_assistant(real_settings, knowledge, embedder)
    assistant.retriever.warm()
    yield assistant
    knowledge.close()


def answer_to(assistant: Assistant, resource: dict[str, Any]) -> Answer:
    return assistant.answer(Question(resource["question"]))


@ASKED_FOR
def test_a_resource_of_the_fiche_is_among_the_first_sources(assistant: Assistant, resource: dict[str, Any]) -> None:
    """Whoever asks for a resource that the practical sheet names finds it among the first five documents shown."""
    answer = answer_to(assistant, resource)
    first = list(dict.fromkeys(source.document_id for source in answer.sources))[:5]
    assert resource["document"] in first


@ASKED_FOR
def test_a_resource_of_the_fiche_is_given_with_its_link(assistant: Assistant, resource: dict[str, Any]) -> None:
    """An answer about a resource of the practical sheet leads to that resource's own page."""
    answer = answer_to(assistant, resource)
    assert not answer.abstained, answer.text
    shown = (*(citation.passage for citation in answer.citations), *answer.sources[:5])
    links = {passage.url for passage in shown if passage.document_id == resource["document"]}
    assert links == {resource["url"]}
    assert resource["url"] in answer.text
