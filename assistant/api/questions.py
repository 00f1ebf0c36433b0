"""The body of `POST /answers`, made into a `Question` or refused."""

from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from assistant import prompts
from assistant.answers import Filters, Question, Turn
from assistant.api.problems import ProblemError
from assistant.settings import Settings

_KEPT_CONTROLS: Final = "\n\t"
_TURN_MAX_CHARS: Final = 10_000
"""What a turn of the history may hold on average: an answer that lists a hundred cases."""
_LONGEST_KEY: Final = 64
_MOST_LABELS: Final = 50
"""Of one facet; each is compared with every document."""
_LONGEST_LABEL: Final = 300
_LABELS: Final = ("themes", "regions", "departments", "alliance_types", "partners", "kinds", "ignored")


class Asked(BaseModel):
    """A question with the conversation before it and the filters chosen by the person.

    A field that isn't listed here is refused, so that no one can slip in a turn with the role of the system.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "et en Bretagne ?",
                    "history": [{"question": "Quels projets parlent de handicap ?", "answer": "…"}],
                    "filters": {"year_from": 2018},
                }
            ]
        },
    )

    question: str = Field(description="La question, en français ou en anglais.")
    history: tuple[Turn, ...] = Field((), description="Les échanges précédents, du plus ancien au plus récent.")
    filters: Filters = Field(Filters(), description="Ce qui restreint la recherche, dans les mots de `/taxonomy`.")
    alone: bool = Field(False, description="La question est entière : ne rien y ajouter des échanges précédents.")
    conversation: str = Field("", max_length=_LONGEST_KEY, description="Où garder l'échange : voir `/conversations`.")
    exchange: str = Field(
        "", max_length=_LONGEST_KEY, description="Son nom dans la conversation : le même nom remplace la réponse."
    )

    def as_question(self, settings: Settings) -> Question:
        """Give the question, cleaned.

        Raises:
            ProblemError: it is empty, or it or the history is longer than the settings allow.
        """
        self._check_lengths(settings)
        text = clean(self.question)
        if not text:
            raise ProblemError(422, "invalid", prompts.QUESTION_EMPTY)
        history = tuple(Turn(clean(turn.question), clean(turn.answer)) for turn in self.history)
        labels: dict[str, Any] = {name: tuple(map(clean, getattr(self.filters, name))) for name in _LABELS}
        return Question(text, history, replace(self.filters, **labels), self.alone)

    def _check_lengths(self, settings: Settings) -> None:
        _check(len(self.question), settings.question_max_chars, prompts.QUESTION_TOO_LONG)
        _check(len(self.history), settings.history_max_turns, prompts.HISTORY_TOO_LONG)
        for turn in self.history:
            _check(len(turn.question), settings.question_max_chars, prompts.QUESTION_TOO_LONG)
        for values in (getattr(self.filters, name) for name in _LABELS):
            _check(len(values), _MOST_LABELS, prompts.TOO_MANY_LABELS)
            _check(max(map(len, values), default=0), _LONGEST_LABEL, prompts.LABEL_TOO_LONG)
        chars = sum(len(turn.question) + len(turn.answer) for turn in self.history)
        _check(chars, settings.history_max_turns * _TURN_MAX_CHARS, prompts.HISTORY_TOO_WORDY)


def clean(text: str) -> str:
    """Replace what is no text: control characters by spaces, lone surrogates by `?`."""
    valid = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() or c in _KEPT_CONTROLS else _blank(c) for c in valid).strip()


def _blank(character: str) -> str:
    # No-break spaces aren't printable for Python, yet French needs them; joiners hold emoji together.
    return character if character in "\u00a0\u202f\u2009\u200d" else " "


def _check(length: int, limit: int, message: str) -> None:
    if length > limit:
        raise ProblemError(422, "invalid", message.format(length=length, limit=limit))
