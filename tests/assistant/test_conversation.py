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


LIST_ANSWER = (
    "**3 des 8 études de cas** (région Bretagne) :\n\n- **[Mille cafés](https://example.org/1)** : Oui [1].\n"
    "- **[Un chantier à Rennes](https://example.org/2)** : Non [2].\n- **Sans lien** : Si [3]."
)


@pytest.mark.parametrize(
    ("text", "title"),
    [("le deuxième ?", "Un chantier à Rennes"), ("et le premier ?", "Mille cafés"), ("la dernière", "Sans lien")],
)
def test_a_document_of_a_list_is_asked_for_by_its_rank(recogniser: FacetRecogniser, text: str, title: str) -> None:
    """« Le deuxième ? » means the second of the list just given."""
    assert whole(recogniser, text, Turn("Quels projets en Bretagne ?", LIST_ANSWER)).startswith(title)


def test_a_rank_beyond_the_list_is_no_follow_up(recogniser: FacetRecogniser) -> None:
    """« Le cinquième » of three documents means none of them."""
    question = whole(recogniser, "le cinquième", Turn("Quels projets en Bretagne ?", LIST_ANSWER))
    assert "Mille cafés" not in question


@pytest.mark.parametrize(
    "text", ["Pourquoi ?", "depuis quand ?", "Qui le finance ?", "combien ça a coûté ?", "avec qui ?"]
)
def test_a_bare_question_word_asks_of_the_last_document(recogniser: FacetRecogniser, text: str) -> None:
    """« Pourquoi ? » and « qui le finance ? » have their subject in the answer before."""
    assert "La ferme des aidants" in whole(recogniser, text, Turn(SUBJECT, ANSWER))


@pytest.mark.parametrize(
    "text", ["non, je parlais de la Bretagne", "je voulais dire en Bretagne", "plutôt la Bretagne"]
)
def test_a_correction_replaces_what_was_misunderstood(recogniser: FacetRecogniser, text: str) -> None:
    """« Non, je parlais de la Bretagne » keeps the subject and takes the other place."""
    filters = understood(recogniser, text, SUBJECT)
    assert (filters.themes, filters.regions) == (("Handicap",), ("Bretagne",))


def test_another_year_takes_the_place_of_the_first(recogniser: FacetRecogniser) -> None:
    """« Et en 2020 ? » leaves 2019 out."""
    question = whole(recogniser, "et en 2020 ?", "Combien de projets en 2019 ?")
    assert "2020" in question
    assert "2019" not in question


def test_what_is_among_them_narrows_the_list(recogniser: FacetRecogniser) -> None:
    """« Parmi eux, lesquels sont en Bretagne ? » keeps the labels of the list before."""
    question = whole(recogniser, "parmi ceux-ci, lesquels concernent les jeunes ?", SUBJECT)
    assert set(recogniser.recognise(question).filters.themes) == {"Handicap", "Jeunesse et enfance"}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Combien de vélos ont été réparés à Nantes ?", True),
        ("et en Bretagne ?", False),
        ("Quels résultats ont les projets sur le handicap à Toulouse depuis la réforme ?", False),
        ("merci", False),
    ],
)
def test_a_change_of_subject_is_noticed(recogniser: FacetRecogniser, text: str, changed: bool) -> None:
    """A question that shares nothing with the one before has left its subject."""
    assert resolve(asked(text, SUBJECT), recogniser).changed_subject is changed


def test_a_first_question_changes_no_subject(recogniser: FacetRecogniser) -> None:
    """Nothing was asked before."""
    assert not resolve(asked("Combien de vélos ?"), recogniser).changed_subject
