"""Answers written by a language model, of which only what the passages support is kept."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Literal

from assistant import prompts
from assistant.answers import Answer, AnswerEvent, Question, TokenEvent, Understood
from assistant.citations import MarkerFilter, SentenceReader, WrittenSentence, is_ended
from assistant.documents import RetrievedPassage
from assistant.drafting import HEADING_SIGN, Draft
from assistant.errors import ModelError
from assistant.injection import without_orders
from assistant.language import detect_language, words
from assistant.protocols import ChatModel
from assistant.trimming import BUDGET, trim

LONGEST_REPLY = 8000
"""Characters; a model that goes on longer has lost its way."""
MOST_IDLE = 20
"""Sentences in a row that add nothing; a model that repeats itself or invents all along is not waited for."""


class GenerativeAnswerer:
    """Lets a language model write from numbered passages, and shows each sentence once they are found to support it.

    Args:
        model: writes.
        unsupported: whether to drop or mark a sentence that no passage supports.
        evidence_chars: how much of the passages the model is shown, in characters.
    """

    def __init__(
        self, model: ChatModel, unsupported: Literal["drop", "mark"] = "drop", evidence_chars: int = BUDGET
    ) -> None:
        self._model = model
        self._unsupported = unsupported
        self._evidence_chars = evidence_chars

    def stream(
        self, question: Question, understood: Understood, passages: Sequence[RetrievedPassage]
    ) -> Iterator[TokenEvent | AnswerEvent]:
        """Yield each sentence as soon as it is written and checked, empty pieces meanwhile, then the answer.

        The pieces together are the text of the answer: nothing that is shown is taken back.

        Raises:
            ModelError: the model failed, or wrote nothing that the passages support.
        """
        language = detect_language(question.text)
        prompt = self._prompt(understood.question, passages, language)
        draft, markers, reader = Draft(passages, self._unsupported), MarkerFilter(len(passages)), SentenceReader()
        written = ""
        for piece in self._pieces(prompt):
            written += (clean := markers.feed(piece))
            yield TokenEvent("".join(draft.add(_answering(sentence)) for sentence in reader.feed(clean)))
            if draft.idle > MOST_IDLE:
                raise ModelError(prompts.MODEL_ENDLESS if draft.citations else prompts.NOTHING_SUPPORTED)
        written += (rest := markers.finish())
        held, cut = [*reader.feed(rest), *reader.finish()], not is_ended(written)
        for sentence in held[:-1] if cut else held:
            yield TokenEvent(draft.add(_answering(sentence)))
        draft.checks["unknown"] = markers.removed
        yield AnswerEvent(self._answer(draft, understood, language, cut=cut))

    def _prompt(self, question: str, passages: Sequence[RetrievedPassage], language: str) -> str:
        headings = (without_orders(HEADING_SIGN.join((p.title, *p.heading_path))) for p in passages)
        extracts = zip(headings, trim(passages, question, self._evidence_chars), strict=True)
        return prompts.write_prompt(question, list(extracts), f"extrait-{secrets.token_hex(4)}", language)

    def _pieces(self, prompt: str) -> Iterator[str]:
        length = 0
        for piece in self._model.stream(prompts.SYSTEM, prompt):
            length += len(piece)
            if length > LONGEST_REPLY:
                raise ModelError(prompts.MODEL_ENDLESS)
            yield piece

    def _answer(self, draft: Draft, understood: Understood, language: str, *, cut: bool) -> Answer:
        if not draft.citations:
            raise ModelError(prompts.NOTHING_SUPPORTED)
        refused = draft.checks["dropped"] or draft.checks["marked"]
        notice = prompts.SENTENCES_DROPPED if self._unsupported == "drop" else prompts.SENTENCES_MARKED
        notices = [notice.format(count=refused)] if refused else []
        return Answer(
            text=draft.text,
            citations=tuple(draft.citations),
            sources=tuple(draft.passages),
            understood=understood,
            language=language,
            notice=" ".join([*notices, *([prompts.SENTENCE_CUT] if cut else [])]),
            sentences=tuple(draft.sentences),
            checks=draft.checks,
        )


def _answering(sentence: WrittenSentence) -> WrittenSentence:
    """Give the sentence, unless it is the admission that the extracts don't answer."""
    if words(sentence.text) == words(prompts.NO_ANSWER):
        raise ModelError(prompts.MODEL_FOUND_NOTHING)
    return sentence
