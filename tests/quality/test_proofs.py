"""Proofs looked at again by other means than those of the program: letters of the corpus, not its own checks."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, CheckedSentence, Question
from assistant.assistant import Assistant
from assistant.catalogue import Catalogue
from assistant.citations import WrittenSentence
from assistant.documents import retrieved
from assistant.drafting import Draft
from assistant.factory import build_assistant
from assistant.lying import LIES
from assistant.manifest import current_number, generation_folder
from assistant.sentences import split_sentences
from assistant.settings import Settings

pytestmark = pytest.mark.slow

_MARKER = re.compile(r"(?<!\\)\[(\d+)\](?!\()")
_ASKED = 40
_LIED_ABOUT = 150


@pytest.fixture(scope="module")
def assistant(real_settings: Settings) -> Assistant:
    return build_assistant(real_settings)


@pytest.fixture(scope="module")
def catalogue(real_home: Path) -> Catalogue:
    return Catalogue.load(generation_folder(real_home, current_number(real_home)) / "catalogue")


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    lines = Path(__file__).with_name("dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in random.Random(4).sample(lines, _ASKED)]
    return [assistant.answer(Question(question)) for question in questions]


def letters(text: str) -> str:
    """Give the letters and figures of a text without its markers, its escapes and its spaces."""
    return re.sub(r"[\W_]+", "", _MARKER.sub("", text)).lower()


def cited(answer: Answer) -> Iterator[tuple[CheckedSentence, str, str]]:
    """Give each sentence that cites something with its letters and those that it cites."""
    quotes = {citation.number: citation.quote for citation in answer.citations}
    for sentence in answer.sentences:
        if sentence.citations:
            held = "".join(letters(quotes[number]) for number in sentence.citations)
            yield sentence, letters(answer.text[sentence.start : sentence.end]), held


def test_every_sentence_is_made_of_the_words_that_it_cites(answers: list[Answer]) -> None:
    """Letter by letter, what a composed answer says is what its citation says, and it is said to be established."""
    checked = [found for answer in answers for found in cited(answer)]
    assert len(checked) > _ASKED
    for sentence, said, held in checked:
        assert said in held
        assert sentence.verdict == "established"


def test_every_citation_is_in_the_corpus(answers: list[Answer], catalogue: Catalogue) -> None:
    """What is quoted stands at its place in a passage of the current generation, of a known version."""
    for citation in (citation for answer in answers for citation in answer.citations):
        stored = catalogue.passage(citation.passage.id)
        assert stored.text == citation.passage.text
        assert stored.text[citation.start : citation.end] == citation.quote != ""
        assert citation.version


def test_every_marker_belongs_to_a_checked_sentence(answers: list[Answer]) -> None:
    """No number stands outside of what was checked, and each leads to a citation."""
    for answer in answers:
        numbers = {citation.number for citation in answer.citations}
        for marker in _MARKER.finditer(answer.text):
            assert int(marker[1]) in numbers
            assert any(s.start <= marker.start() < s.end and int(marker[1]) in s.citations for s in answer.sentences)


def test_lies_about_the_real_corpus_are_seen(catalogue: Catalogue) -> None:
    """Of lies told about the corpus fewer than one in a hundred is taken for established; no truth is dropped."""
    passages = [retrieved(p, 0.0) for p in catalogue.passages if p.scope == "passage"]
    verdicts: Counter[tuple[bool, str]] = Counter()
    for passage in random.Random(4).sample(passages, _LIED_ABOUT):
        start, end = random.Random(passage.id).choice(split_sentences(passage.text))
        true = passage.text[start:end].rstrip(" .!?…:;")
        told = {(true, ""), *(lie(true) for lie in LIES.values())} - {None} if len(true) > 25 else set()
        for sentence, telltale in filter(None, told):
            draft = Draft([passage])
            draft.add(WrittenSentence(f"{sentence}.", (1,), " "))
            verdict = draft.sentences[0].verdict if draft.sentences else "dropped"
            verdicts[bool(telltale), verdict] += 1
    lies = sum(count for (lie, _), count in verdicts.items() if lie)
    assert lies > 5 * _LIED_ABOUT
    assert verdicts[True, "established"] < lies / 100
    assert not verdicts[False, "dropped"]
