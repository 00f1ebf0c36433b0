"""The last step of every answer, composed or written by a model: its sentences checked, its sources dated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from assistant.answers import Answer, CheckedSentence, Citation, Verdict
from assistant.checking import check
from assistant.citations import read_sentences
from assistant.documents import Passage
from assistant.manifest import Manifest

_ESCAPED: Final = re.compile(r"\\([\[\]<>*`_])")
_ORDER: Final[tuple[Verdict, ...]] = ("established", "to_check", "unsupported")


def finish(answer: Answer, manifest: Manifest) -> Answer:
    """Check the sentences of an answer against what they cite; say which versions of what it was made of.

    A sentence that nothing supports goes away, unless it is marked as such; it is counted either way.

    Args:
        answer: with its sentences, each with the numbers that it bears.
        manifest: of the generation that answered.
    """
    cited = {citation.number: citation.passage for citation in answer.citations}
    checked = [_checked(answer.text, sentence, cited) for sentence in answer.sentences]
    refused = [s for s in checked if s.verdict == "unsupported" and s.citations]
    checks = {"rebound": 0, "dropped": 0, "marked": 0, "unknown": 0, **answer.checks}
    checks["dropped"] += len(refused)
    citations = tuple(replace(c, version=manifest.version(c.passage.document_id)) for c in answer.citations)
    whole = replace(
        answer,
        sentences=tuple(checked),
        citations=citations,
        checks=checks,
        fingerprint=fingerprint(manifest),
        generation=manifest.number,
    )
    return _without(whole, refused) if refused else whole


def fingerprint(manifest: Manifest) -> str:
    """Tell the pipeline that answers from every other: program, embedding model, splitter."""
    return f"{_program()} {manifest.fingerprint} s{manifest.splitter}"


@lru_cache(maxsize=1)
def _program() -> str:
    try:
        return version("rameau-assistant")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "0"


def _checked(text: str, sentence: CheckedSentence, cited: Mapping[int, Passage]) -> CheckedSentence:
    """Give a sentence its verdict: that of the worst of the sentences that it is made of."""
    if not sentence.citations:
        return sentence
    passages = [cited[number] for number in sentence.citations if number in cited]
    written = read_sentences(text[sentence.start : sentence.end])
    words = _ESCAPED.sub(r"\1", "".join(part.text + part.spacing for part in written))
    found = check(words.strip(), passages)
    if found.verdict != "established":
        parts = [check(part.text.strip(), passages) for part in read_sentences(words)]
        worst = max(parts, key=lambda part: _ORDER.index(part.verdict), default=found)
        found = min(found, worst, key=lambda one: _ORDER.index(one.verdict))
    return replace(sentence, verdict=found.verdict, missing=found.missing)


def _without(answer: Answer, refused: Sequence[CheckedSentence]) -> Answer:
    """Take sentences out of an answer, with the lines that only framed them and the citations that only they had."""
    kept = [sentence for sentence in answer.sentences if sentence not in refused]
    cuts = [_with_frame(answer.text, sentence, kept) for sentence in refused]
    text = answer.text
    for start, end in reversed(cuts):
        text = text[:start] + text[end:]
    moved = [(s, sum(end - start for start, end in cuts if end <= s.start)) for s in kept]
    used = {number for sentence in kept for number in sentence.citations}
    citations: tuple[Citation, ...] = tuple(c for c in answer.citations if c.number in used)
    sentences = tuple(replace(s, start=s.start - by, end=s.end - by) for s, by in moved)
    return replace(answer, text=text.rstrip(), sentences=sentences, citations=citations)


def _with_frame(text: str, sentence: CheckedSentence, kept: Sequence[CheckedSentence]) -> tuple[int, int]:
    """Give the sentence's place, grown to its line where nothing else is stated in it."""
    start = text.rfind("\n", 0, sentence.start) + 1
    end = text.find("\n", sentence.end) + 1 or len(text)
    alone = not any(other.start < end and other.end > start for other in kept)
    return (start, end) if alone else (sentence.start, sentence.end)
