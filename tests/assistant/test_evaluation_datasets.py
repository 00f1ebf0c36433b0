from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.evaluation.datasets import load_questions, part, questions_hash

QUALITY = Path(__file__).parents[1] / "quality"


def write(folder: Path, text: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_development_questions_are_all_read() -> None:
    """The 101 questions that the project is measured on are read, 20 of them without an answer in the corpus."""
    questions = load_questions(QUALITY / "dev.jsonl")
    assert len(questions) == 101
    assert sum(q.answerable == "no" for q in questions) == 20
    assert all(q.expected_documents for q in questions if q.answerable == "yes")


def test_threads_and_partly_answerable_questions_are_read() -> None:
    """What people really type, several turns included, is read from the same kind of file."""
    questions = load_questions(QUALITY / "natural.jsonl")
    assert {q.answerable for q in questions} == {"yes", "partial", "no"}
    assert max(len(q.turns) for q in questions) == 3


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"id": "a", "question": "Quoi ?", "kind": "fait", "answerable": true}',
        '{"id": "a", "question": "Quoi ?", "kind": "fait", "answerable": "maybe", "expected_documents": []}',
        '{"id": "a", "turns": [], "kind": "fait", "answerable": true, "expected_documents": []}',
        "[]",
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    """A mistake in a file of questions is reported with its line, so that it can be mended."""
    good = '{"id": "a", "question": "Quoi ?", "kind": "fait", "answerable": true, "expected_documents": ["x"]}'
    with pytest.raises(DocumentError, match="line 2"):
        load_questions(write(tmp_path, f"{good}\n{line}\n"))


def test_an_absent_or_empty_file_says_so(tmp_path: Path) -> None:
    """A wrong path or an empty file gives a sentence, not a figure computed from nothing."""
    with pytest.raises(DocumentError, match="can't be read"):
        load_questions(tmp_path / "absent.jsonl")
    with pytest.raises(DocumentError, match="holds no question"):
        load_questions(write(tmp_path, "\n"))


def test_what_a_record_says_of_its_answer_is_read(tmp_path: Path) -> None:
    """Facts, counts, parts and the whole form of a follow-up are optional, and kept where they are given."""
    path = write(
        tmp_path,
        '{"id": "a", "turns": ["Qui ?", "Et lui ?"], "kind": "fil", "answerable": true, "expected_documents": ["x"], '
        '"facts": [], "count": 4, "complete": true, "alone": "Et Solifap ?", "split": "tune"}\n'
        '{"id": "b", "question": "Quoi ?", "kind": "fait", "answerable": true, "expected_documents": ["x"]}',
    )
    first, second = load_questions(path)
    assert (first.facts, first.count, first.alone, first.split) == ((), 4, "Et Solifap ?", "tune")
    assert (second.facts, second.count, second.alone, second.split) == (None, None, "", "")
    assert part([first, second], "tune") == ([first], "tune")
    assert part([first, second], "all") == ([first, second], "")
    assert part([second], "report") == ([second], "")
    with pytest.raises(DocumentError, match="report"):
        part([first, second], "report")


def test_the_same_questions_have_the_same_hash(tmp_path: Path) -> None:
    """Two runs are compared question by question only if both asked the same, in whatever order."""
    questions = load_questions(QUALITY / "natural.jsonl")
    assert questions_hash(questions) == questions_hash(questions[::-1])
    assert questions_hash(questions) != questions_hash(questions[1:])
