import random

import pytest

from assistant.citations import MarkerFilter, SentenceReader, WrittenSentence, is_ended, read_sentences


def filtered(pieces: list[str], known: int = 3) -> str:
    markers = MarkerFilter(known)
    return "".join([*map(markers.feed, pieces), markers.finish()])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Dix cafés [1].", "Dix cafés [1]."),
        ("Dix cafés [1, 2].", "Dix cafés [1][2]."),
        ("Dix cafés [1][3].", "Dix cafés [1][3]."),
        ("Dix cafés【2】.", "Dix cafés[2]."),
        ("Dix cafés [9].", "Dix cafés."),
        ("Dix cafés [1, 9 ; 1].", "Dix cafés [1]."),
        ("Dix cafés [0].", "Dix cafés."),
        ("Vrai\u00a0[2]\u202f; « bon »\u00a0: oui", "Vrai\u00a0[2]\u202f; « bon »\u00a0: oui"),
        ("Faux [8]\u202f; oui", "Faux\u202f; oui"),
        ("un tableau [sic] reste", "un tableau [sic] reste"),
        ("jamais fermé [1", "jamais fermé [1"),
        ("Dix cafés ［1］ et \\[2\\]", "Dix cafés [1] et [2]"),
        ("caché [\u200b1] et \u202e[2]", "caché [1] et [2]"),
    ],
)
def test_markers_point_to_passages_or_go(written: str, shown: str) -> None:
    """A person never sees a reference that leads nowhere, and French spacing stays."""
    assert filtered([written]) == shown


def test_no_way_of_cutting_the_stream_changes_what_is_shown() -> None:
    """However the model's server cuts its pieces, no half marker flashes up."""
    text = "Le fonds [1, 2] « aide »\u00a0[9]\u202f; il agit【1】. Puis [12][3] fin [note] a[4]. [3"
    whole = filtered([text])
    assert filtered(list(text)) == whole
    for seed in range(200):
        cuts = sorted(random.Random(seed).sample(range(len(text)), 5))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        assert filtered(pieces) == whole


def test_a_half_written_marker_is_never_shown() -> None:
    """While the answer is being written, what is shown holds only whole markers."""
    markers, shown = MarkerFilter(2), ""
    for piece in "Oui [1]. Non [2, 7]. Si [33].":
        shown += markers.feed(piece)
        assert "[" not in shown.replace("[1]", "").replace("[2]", "")
    assert markers.removed == 2


def test_sentences_keep_their_markers_wherever_these_are_written() -> None:
    """A proof belongs to the sentence it follows, before or after the full stop."""
    text = "M. Dupont aide [1]. Elle a 3,5\u00a0M€. [2] Fin\u00a0? [1][2]\n- un [3]\n- deux"
    read = [(sentence.text, sentence.numbers) for sentence in read_sentences(text)]
    assert read == [
        ("M. Dupont aide.", (1,)),
        ("Elle a 3,5\u00a0M€.", (2,)),
        ("Fin\u00a0?", (1, 2)),
        ("- un", (3,)),
        ("- deux", ()),
    ]


def test_a_sentence_is_written_again_with_its_markers_before_its_end() -> None:
    """The answer reads the same whatever habit the model has."""
    text = "Oui. [2] Vraiment\u00a0! [1]\n\nFin [3]"
    assert "".join(s.with_numbers(s.numbers) for s in read_sentences(text)) == "Oui [2]. Vraiment [1]\u00a0!\n\nFin [3]"


@pytest.mark.parametrize(
    ("text", "ended"), [("Oui.", True), ("Oui [1]", True), ("« Oui »", True), ("Oui, mais", False), ("Oui,", False)]
)
def test_a_reply_cut_in_the_middle_is_recognised(text: str, ended: bool) -> None:
    """A cut sentence doesn't pass for a whole one."""
    assert is_ended(text) is ended


WRITTEN = (
    "Le fonds « aide. Et soutient » les maires [1]. M. Dupont a dit (cf. art. 3. Bis) oui ! [2] Puis… [1][2] fin.\n"
    "- un [1]\n- deux. [3] trois\n\n  Fin [2]. 1. Point. J. Dupont vint. Le plan B. Il va. 12. Fin. [9] [1] « Ouvert."
)


def read(pieces: list[str]) -> list[WrittenSentence]:
    markers, reader = MarkerFilter(3), SentenceReader()
    found = [sentence for piece in pieces for sentence in reader.feed(markers.feed(piece))]
    return [*found, *reader.feed(markers.finish()), *reader.finish()]


def test_no_way_of_cutting_the_stream_changes_its_sentences() -> None:
    """However a reply comes in, each sentence is given once, whole, with all its markers and its spacing."""
    whole = list(read_sentences(filtered([WRITTEN])))
    assert read([WRITTEN]) == whole
    assert read(list(WRITTEN)) == whole
    for cut in range(len(WRITTEN)):
        assert read([WRITTEN[:cut], WRITTEN[cut:]]) == whole
    for seed in range(200):
        cuts = sorted(random.Random(seed).sample(range(len(WRITTEN)), 9))
        assert read([WRITTEN[a:b] for a, b in zip([0, *cuts], [*cuts, len(WRITTEN)], strict=True)]) == whole


def test_a_sentence_is_given_before_the_next_one_is_written() -> None:
    """A person reads the first sentence while the model writes the second."""
    reader = SentenceReader()
    assert not reader.feed("Dix cafés ont ouvert [1].")
    assert [sentence.text for sentence in reader.feed(" Le fonds ")] == ["Dix cafés ont ouvert."]
