import pytest

from assistant.documents import RetrievedPassage
from assistant.intent import Shape
from assistant.lacking import missing_attribute

TEXT = (
    "Le fonds soutient 15 projets depuis l’automne. Son président, Paul Martin, réunit les dix profils d’acteurs.\n"
    "Les trois axes : écouter, relier et durer.\nUne moitié des projets est rurale."
)
EVIDENCE = [RetrievedPassage("x#1", "x", "Le fonds des lieux", "", TEXT)]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Combien coûte le fonds ?", "money"),
        ("Quel est le budget du fonds ?", "money"),
        ("Quand le fonds est-il né ? En quelle année ?", "date"),
        ("Quel est le numéro de téléphone du fonds ?", "contact"),
        ("Combien de temps dure le soutien ?", "time"),
        ("Combien de salariés compte le groupe postal dans le monde ?", "number"),
        ("Qui est le directeur du fonds ?", "who"),
        ("Quels sont les dix profils d’acteurs ?", "several"),
        ("Combien de projets le fonds soutient-il ?", None),
        ("Quelle part des projets est rurale ?", None),
        ("Qui est le président du fonds ?", None),
        ("Quels sont les trois axes ?", None),
        ("Que fait le fonds ?", None),
    ],
)
def test_what_is_asked_for_and_not_held_is_known(question: str, missing: str | None) -> None:
    """A sum, a date, a name or a list that the evidence does not hold is missed, and nothing that it holds."""
    assert missing_attribute(question, Shape.FACT, EVIDENCE) == missing


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Les sept principes sont affichés.", "several"),
        ("Les sept principes sont affichés :\n- oser\n- relier\n- durer", None),
        ("Les sept principes : oser, relier, durer et partager.", None),
    ],
)
def test_a_list_is_given_only_where_its_items_are(text: str, missing: str | None) -> None:
    """A document that speaks of seven principles without listing them does not answer which they are."""
    passages = [RetrievedPassage("x#1", "x", "Une charte", "", text)]
    assert missing_attribute("Quels sont les sept principes ?", Shape.FACT, passages) == missing


def test_a_heading_over_items_gives_them() -> None:
    """The items under « Les sept principes » are the principles, whatever their words."""
    text = "Oser ensemble.\nRelier les gens.\nParler des principes."
    passages = [RetrievedPassage("x#1", "x", "Une charte", "", text, ("Les sept principes",))]
    assert missing_attribute("Quels sont les sept principes ?", Shape.FACT, passages) is None


def test_the_year_of_a_document_is_a_date() -> None:
    """« Quand ? » is answered by the year of the case, though no sentence tells it."""
    passages = [RetrievedPassage("x#1", "x", "Le fonds", "", "Le fonds soutient des projets.", year=2014)]
    assert missing_attribute("En quelle année ?", Shape.FACT, passages) is None


def test_lists_and_counts_over_the_corpus_lack_nothing() -> None:
    """How many cases there are is counted, not read."""
    assert missing_attribute("Combien coûtent vos cas ?", Shape.COUNT, EVIDENCE) is None
    assert missing_attribute("Combien coûtent vos cas ?", Shape.FACT, []) is None
