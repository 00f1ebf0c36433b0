from dataclasses import replace

from assistant.answers import Answer, CheckedSentence, Citation
from assistant.documents import Passage
from assistant.evaluation.proving import exact_citations, proven_sentences

PASSAGE = Passage("d#1", "d", "Solifap", "", "En 2015, AG2R a investi 6 M€. Rien d’autre.", year=2011)
QUOTE = "AG2R a investi 6 M€"


def answer(text: str, *, quote: str = QUOTE) -> Answer:
    start = PASSAGE.text.index(QUOTE)
    cited = Citation(1, PASSAGE, quote, start, start + len(QUOTE))
    return Answer(text, (cited,), sentences=(CheckedSentence(0, len(text), (1,), "established"),))


def test_a_quotation_must_stand_where_it_says() -> None:
    """A quotation that the passage does not hold at that place is found out, whoever vouched for it."""
    assert exact_citations(answer("AG2R a investi 6 M€ [1].")) == 1.0
    assert exact_citations(answer("AG2R a investi 6 M€ [1].", quote="AG2R a investi 7 M€")) == 0.0


def test_a_forged_marker_is_found_out() -> None:
    """A marker that no citation stands behind counts as a wrong one, a link does not."""
    assert exact_citations(answer("AG2R a investi 6 M€ [1][9].")) == 0.5
    assert exact_citations(answer("[1](https://x.invalid) AG2R [1].")) == 1.0
    assert exact_citations(Answer("Rien.")) is None


def test_a_sentence_is_proven_by_its_words_or_by_its_numbers_and_names() -> None:
    """The passage's own words prove a sentence, and so do other words with the same numbers and names."""
    assert proven_sentences(answer("« AG2R a investi 6\u00a0M€ » [1]")) == 1.0
    assert proven_sentences(answer("La somme versée par AG2R est de 6 M€ [1].")) == 1.0


def test_a_wrong_number_is_not_proven_whatever_the_verdict() -> None:
    """The check does not trust the verdict that the answer bears."""
    assert proven_sentences(answer("La somme versée par AG2R est de 9 M€ [1].")) == 0.0
    assert proven_sentences(answer("La somme versée par la Macif est de 6 M€ [1].")) == 0.0


def test_what_nobody_checked_is_not_proven() -> None:
    """A cited sentence that escaped the check of the answer counts against it."""
    unchecked = replace(answer("AG2R a investi 6 M€ [1]."), sentences=())
    assert proven_sentences(unchecked) == 0.0
