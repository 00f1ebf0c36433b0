import pytest

from assistant.answers import Filters, Turn
from assistant.conversation import resolve
from assistant.documents import Document
from assistant.facets import FacetRecogniser
from tests.assistant.small_corpus import DOCUMENTS, asked

SUBJECT = "Quels projets sur le handicap en Occitanie ?"
ANSWER = (
    "Voici ce qu’en dit **[La ferme des aidants : du répit](https://example.org/ferme)** (étude de cas) :\n\nElle… [1]."
)


def whole(recogniser: FacetRecogniser, text: str, *turns: str | Turn) -> str:
    return resolve(asked(text, *turns), recogniser).text


def understood(recogniser: FacetRecogniser, text: str, *turns: str | Turn) -> Filters:
    return recogniser.recognise(whole(recogniser, text, *turns)).filters


@pytest.mark.parametrize("text", ["et en Bretagne ?", "Et en Bretagne ?", "et à Brest ?", "Mais en Bretagne ?"])
def test_another_place_keeps_the_subject(recogniser: FacetRecogniser, text: str) -> None:
    """« Et en Bretagne ? » keeps the subject and replaces the place."""
    filters = understood(recogniser, text, SUBJECT)
    assert filters.themes == ("Handicap",)
    assert "Occitanie" not in filters.regions
    assert filters.regions == ("Bretagne",) or filters.departments == ("Finistère",)


@pytest.mark.parametrize("text", ["et pour les jeunes ?", "et le mal-logement ?", "et pour les sans-abri ?"])
def test_another_theme_keeps_the_place(recogniser: FacetRecogniser, text: str) -> None:
    """« Et le logement ? » asks about the same place."""
    filters = understood(recogniser, text, SUBJECT)
    assert filters.regions == ("Occitanie",)
    assert len(filters.themes) == 1
    assert filters.themes != ("Handicap",)


def test_a_partner_is_added_to_the_subject(recogniser: FacetRecogniser) -> None:
    """« Avec Orange ? » narrows what was asked before."""
    filters = understood(recogniser, "et avec Orange ?", SUBJECT)
    assert (filters.themes, filters.regions, filters.partners) == (("Handicap",), ("Occitanie",), ("Orange",))


def test_the_subject_lasts_over_several_turns(recogniser: FacetRecogniser) -> None:
    """Three places may be tried one after the other without saying the subject again."""
    question = whole(recogniser, "et dans le Nord ?", SUBJECT, "et en Bretagne ?", "et en Pays de la Loire ?")
    filters = recogniser.recognise(question).filters
    assert filters.themes == ("Handicap",)
    assert (filters.regions, filters.departments) == ((), ("Nord",))


@pytest.mark.parametrize(
    "text",
    [
        "quels résultats ?",
        "Et les résultats ?",
        "quel bilan ?",
        "quels sont les partenaires ?",
        "qui sont les partenaires",
    ],
)
def test_results_are_those_of_the_document_of_the_last_answer(recogniser: FacetRecogniser, text: str) -> None:
    """« Quels résultats ? » asks about the document that the last answer told of."""
    question = whole(recogniser, text, Turn(SUBJECT, ANSWER))
    assert "La ferme des aidants" in question
    assert text.strip("? ").split()[-1] in question
    assert recogniser.recognise(question).named == ("etudes-de-cas/ferme-lot",)


def test_results_without_an_answer_are_those_of_the_subject(recogniser: FacetRecogniser) -> None:
    """Where the answer named no document, the question before gives the subject."""
    question = whole(recogniser, "quels résultats ?", "Que fait Solifap ?")
    assert "Solifap" in question
    assert "résultats" in question


@pytest.mark.parametrize(
    "text",
    [
        "Qu’est-ce que le mécénat de compétences ?",
        "Combien de vélos ont été réparés à Nantes ?",
        "Que pensent les maires de la co-construction ?",
        "Quels projets avec La Poste sur l’insertion professionnelle en Bretagne ?",
        "Et que pensent donc les maires interrogés en 2020 de toutes ces nouvelles alliances territoriales ?",
    ],
)
def test_a_new_subject_stands_on_its_own(recogniser: FacetRecogniser, text: str) -> None:
    """A question that brings its own subject is not mixed with the thread before it."""
    assert whole(recogniser, text, Turn(SUBJECT, ANSWER), "et en Bretagne ?") == text


def test_after_a_new_subject_follow_ups_are_about_it(recogniser: FacetRecogniser) -> None:
    """The thread goes on from the last subject, not from the first."""
    question = whole(recogniser, "et en Bretagne ?", SUBJECT, "Quels projets sur le vélo à Nantes ?")
    filters = recogniser.recognise(question).filters
    assert (filters.themes, filters.regions, filters.departments) == (("Mobilité",), ("Bretagne",), ())


@pytest.mark.parametrize("text", ["et en Bretagne ?", "quels résultats ?", "Bonjour", "Solifap", "?", ""])
def test_a_first_question_is_left_as_it_is(recogniser: FacetRecogniser, text: str) -> None:
    """Without a turn before, nothing is added to what the person wrote."""
    assert whole(recogniser, text) == text


@pytest.mark.parametrize("text", ["and in Bretagne?", "what about Bretagne?"])
def test_english_follow_ups_keep_the_subject_too(recogniser: FacetRecogniser, text: str) -> None:
    """« What about Bretagne? » works as « et en Bretagne ? »."""
    filters = understood(recogniser, text, "Which projects are about handicap in Occitanie?")
    assert (filters.themes, filters.regions) == (("Handicap",), ("Bretagne",))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_any_document_can_be_asked_about_further(recogniser: FacetRecogniser, document: Document) -> None:
    """Whatever document was told of, its results can be asked for without naming it."""
    answer = f"Voici ce qu’en dit **[{document.title}](https://example.org)** ({document.kind}) :\n\nOui [1]."
    assert document.title in whole(recogniser, "quels résultats ?", Turn("Une question sur autre chose ?", answer))
