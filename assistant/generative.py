"""Answers written by a language model, of which only what the passages support is kept."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from assistant import prompts
from assistant.answers import Answer, AnswerEvent, Citation, Question, TokenEvent, Understood
from assistant.citations import MarkerFilter, WrittenSentence, is_ended, read_sentences
from assistant.documents import Passage, RetrievedPassage, plain
from assistant.errors import ModelError
from assistant.language import detect_language, fold
from assistant.proof import Quote, overlap, quote, supports
from assistant.protocols import ChatModel

_LONGEST: Final = 8000
"""Characters of a reply; a model that goes on longer has lost its way."""
_CITED_OVERLAP: Final = 0.35
"""The least share of a sentence's words in the passage that it cites itself."""
_FOUND_OVERLAP: Final = 0.6
"""The same for a passage that the sentence does not cite: more is asked, as nothing else ties them."""


@dataclass(slots=True)
class _Verified:
    text: str = ""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Passage number to the words of it that support something, from the first to the last."""
    unsupported: int = 0

    def cite(self, number: int, found: Quote) -> None:
        start, end = self.spans.get(number, (found.start, found.end))
        self.spans[number] = min(start, found.start), max(end, found.end)


class GenerativeAnswerer:
    """Lets a language model write from numbered passages, then keeps the sentences that they support.

    Args:
        model: writes.
        unsupported: whether to drop or mark a sentence that no passage supports.
    """

    def __init__(self, model: ChatModel, unsupported: Literal["drop", "mark"] = "drop") -> None:
        self._model = model
        self._unsupported = unsupported

    def stream(
        self, question: Question, understood: Understood, passages: Sequence[RetrievedPassage]
    ) -> Iterator[TokenEvent | AnswerEvent]:
        """Yield the pieces as they are written, then the answer without what isn't supported.

        Raises:
            ModelError: the model failed, or wrote nothing that the passages support.
        """
        language = detect_language(question.text)
        mark = f"extrait-{secrets.token_hex(4)}"
        prompt = prompts.write_prompt(understood.question, passages, mark, language)
        written = ""
        for piece in self._pieces(prompt, len(passages)):
            written += piece
            yield TokenEvent(piece)
        yield AnswerEvent(self._verified(written, understood, passages, language))

    def _pieces(self, prompt: str, known: int) -> Iterator[str]:
        """Yield text with clean markers, holding back what may turn out to be the admission of no answer."""
        markers, held, length = MarkerFilter(known), "", 0
        for piece in self._model.stream(prompts.SYSTEM, prompt):
            length += len(piece)
            if length > _LONGEST:
                raise ModelError(prompts.MODEL_ENDLESS)
            held += markers.feed(piece)
            if _may_be_no_answer(held):
                yield ""
            else:
                yield held
                held = ""
        held += markers.finish()
        if _may_be_no_answer(held):
            raise ModelError(prompts.MODEL_FOUND_NOTHING)
        yield held

    def _verified(
        self, written: str, understood: Understood, passages: Sequence[RetrievedPassage], language: str
    ) -> Answer:
        result = _Verified()
        for sentence in _whole_sentences(written):
            self._keep(sentence, passages, result)
        if not result.spans:
            raise ModelError(prompts.NOTHING_SUPPORTED)
        return Answer(
            text=result.text.strip(),
            citations=tuple(_citation(number, passages[number - 1], *span) for number, span in result.spans.items()),
            sources=tuple(passages),
            understood=understood,
            language=language,
            notice=self._notice(result.unsupported),
        )

    def _keep(self, sentence: WrittenSentence, passages: Sequence[RetrievedPassage], result: _Verified) -> None:
        numbers = find_support(sentence, passages)
        if not numbers:
            result.unsupported += 1
            if self._unsupported == "mark":
                result.text += sentence.text + prompts.UNSUPPORTED_MARK + sentence.spacing
            return
        result.text += sentence.with_numbers(numbers)
        for number in numbers:
            result.cite(number, quote(passages[number - 1], sentence.text))

    def _notice(self, unsupported: int) -> str:
        if not unsupported:
            return ""
        notice = prompts.SENTENCES_DROPPED if self._unsupported == "drop" else prompts.SENTENCES_MARKED
        return notice.format(count=unsupported)


def find_support(sentence: WrittenSentence, passages: Sequence[Passage]) -> tuple[int, ...]:
    """Give the numbers of the passages that support a sentence.

    Those it cites that support it each, else all it cites where they do so together, else the one that fits best.
    """
    cited = {number: passages[number - 1] for number in sentence.numbers}
    alone = tuple(n for n, passage in cited.items() if supports([passage], sentence.text, _CITED_OVERLAP))
    if alone:
        return alone
    if supports([*cited.values()], sentence.text, _CITED_OVERLAP):
        return sentence.numbers
    fitting = [
        (overlap(sentence.text, passage.embedding_text), -number)
        for number, passage in enumerate(passages, 1)
        if supports([passage], sentence.text, _FOUND_OVERLAP)
    ]
    return (-max(fitting)[1],) if fitting else ()


def _citation(number: int, passage: RetrievedPassage, start: int, end: int) -> Citation:
    return Citation(number, plain(passage), passage.text[start:end], start, end)


def _whole_sentences(written: str) -> Iterator[WrittenSentence]:
    """Leave out the last sentence where the reply was cut in the middle of it."""
    sentences = list(read_sentences(written))
    yield from sentences if is_ended(written) else sentences[:-1]


def _may_be_no_answer(text: str) -> bool:
    """Tell whether a text that has just begun is the admission, or its beginning."""
    start, wanted = fold(text).strip(), fold(prompts.NO_ANSWER)
    return bool(start) and (wanted.startswith(start) or start.startswith(wanted))
