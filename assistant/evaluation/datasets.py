"""Reference questions: what a person asked, and the documents that answer it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import DocumentError

Answerable = Literal["yes", "partial", "no"]
"""`partial`: the subject is in the corpus, but not all that is asked."""
Split = Literal["tune", "report", "all"]
"""The part to tune on, and the part to report on, whose misses are not to be looked at."""


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
    count: int | None = None
    """The number that the answer must give, where one is asked for."""
    facts: tuple[str, ...] | None = None
    """The numbers and names that a right answer holds; nothing where they are to be read in the reference answer."""
    alone: str = ""
    """The last question of a thread as it would be asked without the others."""
    split: str = ""


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


def part(questions: Sequence[ReferenceQuestion], split: Split) -> tuple[list[ReferenceQuestion], str]:
    """Keep one part of the questions; give its name too, empty where all are kept.

    A file whose questions bear no part is always kept whole.

    Raises:
        DocumentError: no question is of that part.
    """
    if split == "all" or not any(question.split for question in questions):
        return list(questions), ""
    kept = [question for question in questions if question.split == split]
    if not kept:
        raise DocumentError(f"No question is of the part {split!r}.", "Ask another part, or all.")
    return kept, split


def questions_hash(questions: Iterable[ReferenceQuestion]) -> str:
    """Give what tells whether two evaluations asked the same and expected the same."""
    rows = sorted(json.dumps(asdict(question), ensure_ascii=False, sort_keys=True) for question in questions)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


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
        count=record.get("count"),
        facts=tuple(map(str, record["facts"])) if record.get("facts") is not None else None,
        alone=record.get("alone") or "",
        split=record.get("split") or "",
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
