"""What the check found of each sentence of an answer, written where the sentence ends and summed up under the text."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from assistant.answers import Answer, CheckedSentence
from ui import markdown, texts
from ui.answer_texts import AnswerTexts, answer_texts

_MARKER = re.compile(r"\[\d{1,3}\]")
_END = re.compile(r"[\s\u00a0\u202f.:;!?…]*$")


@dataclass(frozen=True, slots=True)
class NotedText:
    """An answer's text with a sign where each note stands, and the notes."""

    text: str
    notes: tuple[str, ...]
    """In Markdown."""

    def note(self, number: int) -> str:
        """Give the note of that number; nothing for a number that was not given out."""
        return self.notes[number] if number < len(self.notes) else ""


def noted(answer: Answer) -> NotedText:
    """Place the notes in the text: Markdown for the page."""
    words = answer_texts(answer.language)
    return _noted(answer, lambda sentence: _note(sentence, words))


def in_plain_words(answer: Answer) -> str:
    """Give the text with what is doubtful said in brackets, as it is copied."""
    words = answer_texts(answer.language)
    done = _noted(answer, lambda sentence: _plain_note(sentence, words))
    return markdown.fill(done.text, done.note)


def legend(answer: Answer) -> str:
    """Say how many sentences are established, to be checked, not supported, left out; nothing when none was checked."""
    if not answer.sentences:
        return ""
    words = answer_texts(answer.language)
    found = Counter(sentence.verdict for sentence in answer.sentences)
    counts = (
        (found["to_check"], words.to_check_count),
        (found["unsupported"], words.unsupported_count),
        (answer.checks.get("dropped", 0), words.dropped_count),
    )
    told = [texts.count(number, *noun) for number, noun in counts if number]
    return " · ".join([f"✓\u00a0{texts.count(found['established'], *words.established_count)}", *told])


def reason(sentence: CheckedSentence, words: AnswerTexts) -> str:
    """Say why a sentence is not established."""
    many = len(sentence.citations) > 1
    if sentence.missing:
        return words.lacking[many].format(" ; ".join(sentence.missing))
    if not sentence.citations:
        return words.uncited
    return (words.not_said if sentence.verdict == "unsupported" else words.partly)[many]


def _note(sentence: CheckedSentence, words: AnswerTexts) -> str:
    if sentence.verdict == "established":
        return ":green[✓]" if sentence.citations else "\u00a0:green[✓]"
    why = markdown.escape(reason(sentence, words))
    if sentence.verdict == "to_check":
        return f" :orange-badge[:material/help: {words.to_check}] :small[:orange[({why})]]"
    return f" :red-badge[:material/error: {words.unsupported}] :small[:red[({why})]]"


def _plain_note(sentence: CheckedSentence, words: AnswerTexts) -> str:
    if sentence.verdict == "established":
        return ""
    verdict = words.to_check if sentence.verdict == "to_check" else words.unsupported
    return f" ({verdict} : {reason(sentence, words)})"


def _noted(answer: Answer, write: Callable[[CheckedSentence], str]) -> NotedText:
    text = markdown.without_signs(answer.text)
    places = [(_place(text, sentence), number) for number, sentence in enumerate(answer.sentences)]
    for place, number in sorted(places, reverse=True):
        text = text[:place] + markdown.sign(number) + text[place:]
    return NotedText(text, tuple(write(sentence) for sentence in answer.sentences))


def _place(text: str, sentence: CheckedSentence) -> int:
    """Find where a note stands: a doubt after the sentence; a tick before its full stop, after its last marker."""
    whole = text[sentence.start : sentence.end]
    end = len(whole.rstrip())
    if sentence.verdict == "established":
        ended = _END.search(whole)
        end = max((found.end() for found in _MARKER.finditer(whole)), default=ended.start() if ended else end)
    return markdown.outside_marks(text, sentence.start + end)
