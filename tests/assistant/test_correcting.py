import re

from assistant.answers import Answer
from assistant.extractive import ExtractiveAnswerer
from assistant.retrieval import Retriever
from tests.assistant.small_corpus import asked, supported


def answer(retriever: Retriever, text: str, probability: float) -> Answer:
    """Answer as if the question had been found answerable, or not."""
    question = asked(text)
    return ExtractiveAnswerer().answer(supported(retriever.retrieve(question), probability), question)


def test_an_alliance_that_does_not_exist_is_denied_before_anything_else(retriever: Retriever) -> None:
    """« Le partenariat entre Orange et La Poste » is said not to be documented, then what each of them does is told."""
    found = answer(retriever, "Que donne le partenariat entre Orange et La Poste ?", 0.9)
    assert re.match("Le corpus ne documente aucun partenariat entre .* et .*\\.", found.text)
    assert "Orange, d’après le corpus :" in found.text and "La Poste, d’après le corpus :" in found.text
    assert found.citations and not found.abstained


def test_a_partner_unknown_to_the_corpus_is_named_in_the_refusal(retriever: Retriever) -> None:
    """Who asks about an alliance with a stranger learns which of the two the corpus knows, with its cases."""
    found = answer(retriever, "Quel partenariat entre Orange et Tesla ?", 0.1)
    assert found.abstained and not found.citations
    assert "aucun partenariat entre Orange et Tesla. Tesla n’y figure pas." in found.text
    assert found.related


def test_an_alliance_that_exists_is_not_denied(retriever: Retriever) -> None:
    """Two partners of one case are told by that case."""
    found = answer(retriever, "Que donne le partenariat entre le Groupe SOS et La Poste ?", 0.9)
    assert "ne documente aucun" not in found.text
