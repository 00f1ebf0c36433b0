import json
from pathlib import Path

import pytest

from assistant.answers import Question, Turn
from assistant.assistant import Assistant
from assistant.factory import build_assistant
from assistant.retrieval import Retrieval
from assistant.settings import Settings

pytestmark = pytest.mark.slow

_LEAST = 0.9
_FIRST = 5
THREADS = [json.loads(line) for line in Path(__file__).with_name("threads.jsonl").read_text("utf-8").splitlines()]


def last_of(thread: list[str], assistant: Assistant) -> Retrieval:
    """Ask each question after the answer to the one before."""
    history: tuple[Turn, ...] = ()
    for text in thread[:-1]:
        answer = assistant.answer(Question(text, history))
        history = (*history, Turn(text, answer.text))
    return assistant.retriever.retrieve(Question(thread[-1], history))


def finds_the_same(found: Retrieval, whole: Retrieval) -> bool:
    if whole.exhaustive and whole.selected:
        return {d.id for d in found.selected} == {d.id for d in whole.selected}
    return whole.ranked[0].document_id in {r.document_id for r in found.ranked[:_FIRST]}


def test_a_follow_up_finds_what_the_whole_question_finds(real_settings: Settings) -> None:
    """Nine threads of ten lead to the documents that the last question finds when it is written out."""
    assistant = build_assistant(real_settings)
    missed = []
    for thread in THREADS:
        found = last_of(thread["turns"], assistant)
        whole = assistant.retriever.retrieve(Question(thread["whole"]))
        same_subject = found.understood.subject_changed == thread.get("changed", False)
        if not finds_the_same(found, whole) or not same_subject:
            missed.append((thread["turns"], found.understood.question))
    assert len(missed) <= (1 - _LEAST) * len(THREADS), missed
