import pytest

from assistant.documents import RetrievedPassage
from assistant.intent import Shape
from assistant.lens import Lens
from assistant.weighing import defines, wanted_of, weigh


def best(lens: Lens, question: str, text: str, shape: Shape = Shape.FACT) -> str:
    """Give the line that weighs most."""
    passage = RetrievedPassage("x#1", "x", "Les cafés", "", text, kind="guide", score=0.5)
    wanted = wanted_of(lens.asked_stems(question), shape, passage.title, question, lens)
    return max(text.split("\n"), key=lambda line: weigh(passage, line, wanted, lens))


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Qui a fondé les cafés et en quelle année ?", "Les cafés plaisent.\nIls ont été créés en 2019.", "2019"),
        ("Combien coûte un café ?", "Un café ouvre.\nUn café ouvre pour 50 000 €.", "50 000 €"),
        ("Quelle part des maires ?", "Des maires agissent.\n92 % des maires agissent.", "92 %"),
        ("Quels sont les trois piliers ?", "Les piliers plaisent.\nLes piliers : a, b et c.", "a, b et c"),
        (
            "Que dit le guide du maire ?",
            "« Les cafés » est un guide (2012) publié par Le RAMEAU.\nLe maire agit.",
            "maire",
        ),
    ],
)
def test_the_sentence_that_holds_what_is_asked_for_weighs_most(
    lens: Lens, question: str, text: str, answer: str
) -> None:
    """A date, a sum, a share or a list weighs where it is asked for; what only names its document weighs little."""
    assert answer in best(lens, question, text)


def test_a_definition_names_what_it_defines_first() -> None:
    """« Le mécénat est… » defines it; a sentence about something else that mentions it does not."""
    assert defines("Le mécénat de compétences est le prêt d’un salarié.", ["mecenat"])
    assert defines("Mécénat : l’entreprise apporte des moyens.", ["mecenat"])
    assert not defines("Le guide est utile à qui pratique le mécénat.", ["mecenat"])
