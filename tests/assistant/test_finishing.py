from dataclasses import replace

from assistant.answers import Answer, CheckedSentence, Citation
from assistant.documents import Passage
from assistant.finishing import fingerprint, finish
from assistant.manifest import Manifest

PASSAGE = Passage("a#1", "a", "Cafés", "", "Dix cafés ont ouvert. Une trentaine [1] suivront.\nLe fonds aide.")
MANIFEST = Manifest(3, "2026-11-25T00:00:00Z", "e5", "abc", 384, 2, {"a": "v1"})


def answer(*sentences: tuple[str, tuple[int, ...]], before: str = "Voici :\n\n") -> Answer:
    """Put sentences one a line, each citing what it says."""
    text, spans = before, []
    for words, numbers in sentences:
        start = len(text) + 2
        text += f"- {words}\n"
        spans.append(CheckedSentence(start, start + len(words), numbers, "to_check" if numbers else "established"))
    citations = tuple(Citation(n, PASSAGE, PASSAGE.text, 0, len(PASSAGE.text)) for n in (1, 2))
    return Answer(text, citations, sentences=tuple(spans))


def test_each_sentence_gets_the_verdict_that_its_source_gives_it() -> None:
    """Quoted words are established, escaped signs and all; so is a count, which cites nothing."""
    finished = finish(
        answer(("Dix cafés ont ouvert. Une trentaine \\[1\\] suivront [1].", (1,)), ("3 cas", ())), MANIFEST
    )
    assert [sentence.verdict for sentence in finished.sentences] == ["established"] * 2
    assert finished.checks == {"rebound": 0, "dropped": 0, "marked": 0, "unknown": 0}


def test_a_quotation_in_guillemets_is_a_quotation() -> None:
    """French words quoted in an English answer are established too."""
    assert finish(answer(("« Le fonds aide. » [1]", (1,))), MANIFEST).sentences[0].verdict == "established"


def test_a_sentence_that_its_source_does_not_hold_goes_with_its_line() -> None:
    """Should a composed sentence be wrong, it is taken out and counted, and the others keep their places."""
    wrong = answer(("Douze cafés ont ouvert [1].", (1,)), ("Le fonds aide [2].", (2,)))
    finished = finish(wrong, MANIFEST)
    assert finished.text == "Voici :\n\n- Le fonds aide [2]."
    assert [finished.text[s.start : s.end] for s in finished.sentences] == ["Le fonds aide [2]."]
    assert [citation.number for citation in finished.citations] == [2]
    assert finished.checks["dropped"] == 1


def test_sources_are_dated_and_the_pipeline_named() -> None:
    """A stored answer can tell later whether its source or the way of answering has changed."""
    finished = finish(answer(("Le fonds aide [1].", (1,))), MANIFEST)
    assert {citation.version for citation in finished.citations} == {"v1"}
    assert finished.generation == 3
    assert finished.fingerprint == fingerprint(MANIFEST)
    assert (
        fingerprint(replace(MANIFEST, splitter=9))
        != fingerprint(MANIFEST)
        != fingerprint(replace(MANIFEST, fingerprint="x"))
    )
