from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from assistant.answers import (
    Answer,
    AnswerEvent,
    CheckedSentence,
    Citation,
    Question,
    SourcesEvent,
    TokenEvent,
    Understood,
)
from assistant.assistant import Assistant
from assistant.documents import RetrievedPassage, plain
from assistant.errors import ModelError
from assistant.generative import GenerativeAnswerer
from assistant.manifest import Manifest
from assistant.protocols import ChatModel
from assistant.testing import ScriptedChatModel

BEST = RetrievedPassage("a#1", "a", "Les cafés", "https://a.example", "En 2021, dix cafés ont ouvert.", score=0.9)
MORE = RetrievedPassage("a#2", "a", "Les cafés", "https://a.example", "Le fonds a aidé les maires.")
MANIFEST = Manifest(7, "2026-11-25T00:00:00Z", "hashing", "h1", 384, 2, {"a": "abc"})
EXTRACTIVE = Answer(
    "Voici :\n\nEn 2021, dix cafés ont ouvert [1].",
    (Citation(1, plain(BEST), BEST.text, 0, len(BEST.text)),),
    (BEST,),
    sentences=(CheckedSentence(9, 43, (1,), "to_check"),),
)


REPLY = "En 2021, dix cafés ont ouvert [1]. Le fonds a aidé les maires [2]."


class OneRetrieval:
    """Retrieves the same two passages for every question."""

    def __init__(self, exhaustive: bool = False) -> None:
        self.exhaustive = exhaustive

    def retrieve(self, question: Question) -> SimpleNamespace:
        """Give the passages."""
        understood = Understood(question.text)
        return SimpleNamespace(
            understood=understood,
            passages=(BEST,),
            evidence=(BEST, MORE),
            exhaustive=self.exhaustive,
            manifest=MANIFEST,
        )


class OneAnswer:
    """Gives the same extractive answer to every question."""

    def __init__(self, answer: Answer = EXTRACTIVE) -> None:
        self._answer = answer

    def answer(self, retrieval: SimpleNamespace, question: Question) -> Answer:
        """Give the answer."""
        return self._answer


def assistant(model: ChatModel | None = None, answer: Answer = EXTRACTIVE, exhaustive: bool = False):
    return Assistant(OneRetrieval(exhaustive), OneAnswer(answer), GenerativeAnswerer(model) if model else None)


def test_sources_come_first_then_pieces_then_the_answer() -> None:
    """A person sees the sources at once, then the text, then the whole answer with its timings."""
    first, *pieces, last = assistant().stream(Question("Combien ?"))
    assert first == SourcesEvent((BEST,), Understood("Combien ?"))
    assert all(isinstance(piece, TokenEvent) for piece in pieces)
    assert "".join(piece.text for piece in pieces) == EXTRACTIVE.text
    assert isinstance(last, AnswerEvent)
    assert last.answer.timings.keys() == {"retrieval", "answer", "total"}


def test_a_language_model_writes_when_there_is_one() -> None:
    """The model sees more passages of the best document than the sources, and may cite them."""
    model = ScriptedChatModel(["En 2021, dix cafés ont ouvert [1]. Le fonds a aidé les maires [2]."])
    answer = assistant(model).answer(Question("Combien de cafés ?"))
    assert [citation.passage.id for citation in answer.citations] == ["a#1", "a#2"]
    assert {citation.passage.id for citation in answer.citations} <= {source.id for source in answer.sources}
    assert (answer.generation, answer.notice) == (7, "")


@pytest.mark.parametrize(
    "reply", [ModelError("rien reçu en 30 s"), "Danone finance tout [1].", "AUCUNE RÉPONSE"], ids=["down", "lies", "no"]
)
def test_the_extractive_answer_takes_over_and_says_so(reply: str | Exception) -> None:
    """A model that fails or invents never leaves a person without an answer, nor in the dark."""
    answer = assistant(ScriptedChatModel([reply])).answer(Question("Combien ?"))
    assert answer.text == EXTRACTIVE.text
    assert [(c.quote, c.version) for c in answer.citations] == [(BEST.text, "abc")]
    assert "modèle de langage" in answer.notice


def test_a_model_that_fails_at_any_place_leaves_the_extractive_answer() -> None:
    """Wherever its reply breaks off, the person ends up with a whole answer and is told why it is another one."""

    class Cut:
        def __init__(self, length: int) -> None:
            self._length = length

        def stream(self, system: str, prompt: str) -> Iterator[str]:
            """Break off after so many characters."""
            yield REPLY[: self._length]
            raise ModelError("sa réponse a été coupée")

    for length in range(len(REPLY) + 1):
        answer = assistant(Cut(length)).answer(Question("Combien ?"))
        assert answer.text == EXTRACTIVE.text
        assert "coupée" in answer.notice
        assert [sentence.verdict for sentence in answer.sentences] == ["established"]


@pytest.mark.parametrize(
    ("answer", "exhaustive"), [(Answer("Le corpus ne répond pas.", abstained=True), False), (EXTRACTIVE, True)]
)
def test_the_model_is_not_asked_to_fill_gaps_nor_to_list(answer: Answer, exhaustive: bool) -> None:
    """An admission stays one, and a list stays whole, whatever model is set."""
    model = ScriptedChatModel([])
    assert assistant(model, answer, exhaustive).answer(Question("Combien ?")).text == answer.text
    assert not model.prompts
