"""Reference questions: what a person asked, and the documents that answer it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import DocumentError

Answerable = Literal["yes", "partial", "no"]
"""`partial`: the subject is in the corpus, but not all that is asked."""


@dataclass(frozen=True, slots=True)
class ReferenceQuestion:
    """A question, or a thread of them, with what a right answer rests on."""

    id: str
    turns: tuple[str, ...]
    """What the person wrote, oldest first; the last one is scored."""
    kind: str
    answerable: Answerable
    expected_documents: tuple[str, ...]
    """Any of them is right for a single fact; for a list, the more the better."""
    answer: str = ""
    """A short reference answer; empty when there is none."""
    complete: bool = False
    """True when the expected documents are all there are."""


def load_questions(path: Path) -> list[ReferenceQuestion]:
    """Read reference questions from a file of one JSON object a line.

    Raises:
        DocumentError: the file is absent or empty, or a line of it is not a reference question.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DocumentError(f"{path} can't be read ({error.strerror}).", "Give the path of a JSONL file.") from error
    questions = [_parse(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise DocumentError(f"{path} holds no question.", "Write one JSON object a line.")
    return questions


def _parse(line: str, place: str) -> ReferenceQuestion:
    try:
        return _question(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DocumentError(
            f"{place} is not a reference question ({error!r}).",
            "Give it id, question (or turns), kind, answerable and expected_documents.",
        ) from error


def _question(record: dict[str, Any]) -> ReferenceQuestion:
    turns = tuple(record["turns"]) if "turns" in record else (record["question"],)
    if not turns or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        raise ValueError(f"turns: {turns!r}")
    return ReferenceQuestion(
        id=str(record["id"]),
        turns=turns,
        kind=str(record["kind"]),
        answerable=_answerable(record["answerable"]),
        expected_documents=tuple(record["expected_documents"]),
        answer=record.get("answer") or "",
        complete=bool(record.get("complete", False)),
    )


def _answerable(value: object) -> Answerable:
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case "partial":
            return "partial"
    raise ValueError(f"answerable: {value!r}")
