"""The assistant: from a question to an answer with its proofs."""

import time
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.answers import Answer, AnswerEvent, Event, Question, SourcesEvent, TokenEvent
from assistant.documents import RetrievedPassage
from assistant.errors import ModelError
from assistant.finishing import finish
from assistant.generative import GenerativeAnswerer
from assistant.prompts import MODEL_FAILED

if TYPE_CHECKING:  # anything that retrieves and answers this way will do
    from assistant.extractive import ExtractiveAnswerer
    from assistant.retrieval import Retrieval, Retriever

_MODEL_PASSAGES: Final = 12
"""How many passages a language model is shown: about 3,000 tokens."""


class Assistant:
    """Answers questions from the knowledge base, without ever saying what it can't prove.

    Args:
        retriever: finds the passages.
        extractive: composes an answer from the passages' own sentences.
        generative: lets a language model write it; None when there is no such model.
    """

    def __init__(
        self, retriever: "Retriever", extractive: "ExtractiveAnswerer", generative: GenerativeAnswerer | None = None
    ) -> None:
        self.retriever = retriever
        self._extractive = extractive
        self._generative = generative

    def answer(self, question: Question) -> Answer:
        """Give the whole answer."""
        return next(event.answer for event in self.stream(question) if isinstance(event, AnswerEvent))

    def stream(self, question: Question) -> Generator[Event, None, None]:
        """Yield what was retrieved, the pieces of the answer, then the whole answer, which replaces the pieces.

        An empty piece says that a language model is still thinking. Close the generator to give up.

        Raises:
            KnowledgeBaseError: there is no knowledge base.
        """
        started = time.perf_counter()
        retrieval = self.retriever.retrieve(question)
        retrieved = time.perf_counter()
        yield SourcesEvent(retrieval.passages, retrieval.understood)
        answer = finish((yield from self._write(question, retrieval)), retrieval.manifest)
        timings = _timings(started, retrieved)
        yield AnswerEvent(replace(answer, timings={**answer.timings, **timings}))

    def _write(self, question: Question, retrieval: "Retrieval") -> Generator[Event, None, Answer]:
        extractive = self._extractive.answer(retrieval, question)
        if self._generative is None or extractive.abstained or retrieval.exhaustive:
            yield from _pieces(extractive.text)
            return extractive
        return (yield from self._generate(self._generative, question, retrieval, extractive))

    def _generate(
        self, generative: GenerativeAnswerer, question: Question, retrieval: "Retrieval", extractive: Answer
    ) -> Generator[Event, None, Answer]:
        try:
            for event in generative.stream(question, retrieval.understood, _shown_to_model(retrieval)):
                if isinstance(event, AnswerEvent):
                    return event.answer
                yield event
        except ModelError as error:
            return replace(extractive, notice=MODEL_FAILED.format(reason=error))
        return extractive


def _shown_to_model(retrieval: "Retrieval") -> tuple[RetrievedPassage, ...]:
    """Give the sources, then more passages of the best documents."""
    shown = {passage.id for passage in retrieval.passages}
    more = (passage for passage in retrieval.evidence if passage.id not in shown)
    return (*retrieval.passages, *more)[:_MODEL_PASSAGES]


def _pieces(text: str) -> Generator[TokenEvent, None, None]:
    """Cut a text that is ready into lines: they are shown one after the other, as fast as they can be drawn."""
    for line in text.splitlines(keepends=True):
        yield TokenEvent(line)


def _timings(started: float, retrieved: float) -> dict[str, float]:
    """Give the milliseconds of each step."""
    ended = time.perf_counter()
    steps = {"retrieval": retrieved - started, "answer": ended - retrieved, "total": ended - started}
    return {name: round(seconds * 1000, 1) for name, seconds in steps.items()}
