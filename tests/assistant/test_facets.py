from typing import Any

import pytest

from assistant.answers import Filters
from assistant.facets import FacetRecogniser
from assistant.taxonomy import FACETS, Taxonomy
from tests.assistant.small_corpus import DOCUMENTS, publication


def found(recogniser: FacetRecogniser, text: str, *ignored: str) -> Filters:
    return recogniser.recognise(text, ignored).filters


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("Quels projets en Bretagne ?", "regions", ("Bretagne",)),
        ("projets en BRETAGNE", "regions", ("Bretagne",)),
        ("et en Midi-Pyrénées ?", "regions", ("Occitanie",)),
        ("en midi pyrenees", "regions", ("Occitanie",)),
        ("un projet à Brest ?", "departments", ("Finistère",)),
        ("en finistere", "departments", ("Finistère",)),
        ("Que se passe-t-il pour les personnes handicapées ?", "themes", ("Handicap",)),
        ("l'autisme", "themes", ("Handicap",)),
        ("du mécénat de compétences", "alliance_types", ("mécénat",)),
        ("avec le Groupe La Poste", "partners", ("La Poste",)),
        ("avec la poste", "partners", ("La Poste",)),
        ("la Fondation Abbé Pierre a-t-elle participé ?", "partners", ("Fondation Abbé Pierre",)),
        ("l'ODD 3", "sdgs", (3,)),
        ("ODD n° 17", "sdgs", (17,)),
        ("Objectif de développement durable 3", "sdgs", (3,)),
        ("quels guides avez-vous ?", "kinds", ("guide",)),
        ("des projets depuis 2018", "year_from", 2018),
        ("à partir de l'année 2018", "year_from", 2018),
        ("jusqu'en 2016", "year_to", 2016),
        ("cases since 2018", "year_from", 2018),
    ],
)
def test_what_a_question_names_narrows_it(recogniser: FacetRecogniser, text: str, facet: str, value: Any) -> None:
    """A place, a theme, a partner, an SDG or a year is found however a person writes it."""
    assert getattr(found(recogniser, text), facet) == value


def test_several_labels_are_found_together(recogniser: FacetRecogniser) -> None:
    """A question may name a theme, a place, a partner and years at once."""
    filters = found(recogniser, "Des projets handicap avec Orange en Bretagne entre 2015 et 2023 ?")
    assert (filters.themes, filters.regions, filters.partners) == (("Handicap",), ("Bretagne",), ("Orange",))
    assert (filters.year_from, filters.year_to) == (2015, 2023)


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("la jeunesse par rapport à la vieillesse", "kinds"),
        ("combien au total de projets ?", "kinds"),
        ("le bar est peint en orange", "partners"),
        ("la poste de secours", "themes"),
        ("un lot de livres", "departments"),
        ("le nord de la ville perd la boussole", "alliance_types"),
        ("Combien d’ordinateurs ?", "kinds"),
        ("le 3 mai à 17 heures", "sdgs"),
        ("le programme de 2018 a-t-il réussi ?", "year_from"),
    ],
)
def test_a_word_that_means_something_else_narrows_nothing(recogniser: FacetRecogniser, text: str, facet: str) -> None:
    """« Par rapport à » names no report, « un lot » no department, « orange » no company."""
    assert not getattr(found(recogniser, text), facet)


@pytest.mark.parametrize(
    "text", ["dans le Lot", "Le projet du Lot", "un projet du lot ?", "sur le lot", "département du lot"]
)
def test_the_lot_is_a_department(recogniser: FacetRecogniser, text: str) -> None:
    """« Le Lot » is a place, with or without its capital, where the words before it say so."""
    assert found(recogniser, text).departments == ("Lot",)


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("projets en Bretange", "regions", "Bretagne"),
        ("le handicapp", "themes", "Handicap"),
        ("en Occitannie", "regions", "Occitanie"),
        ("le gaspilage alimentaire", "themes", "Alimentation"),
    ],
)
def test_a_typo_still_finds_the_label(recogniser: FacetRecogniser, text: str, facet: str, value: str) -> None:
    """One letter wrong, missing, doubled or swapped in a long word changes nothing."""
    assert getattr(found(recogniser, text), facet) == (value,)


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("des projets handicap en Bretagne depuis 2018", "regions:Bretagne"),
        ("des projets handicap en Bretagne depuis 2018", "themes:Handicap"),
        ("des projets handicap en Bretagne depuis 2018", "year_from:2018"),
        ("l'ODD 3 à Brest jusqu'en 2020", "sdgs:3"),
        ("l'ODD 3 à Brest jusqu'en 2020", "departments:Finistère"),
        ("l'ODD 3 à Brest jusqu'en 2020", "year_to:2020"),
    ],
)
def test_a_removed_filter_is_not_recognised_again(recogniser: FacetRecogniser, text: str, removed: str) -> None:
    """A chip that the person closed stays closed, and the others stay."""
    facet, value = removed.split(":")
    before, after = found(recogniser, text), found(recogniser, text, removed)
    assert value in str(getattr(before, facet))
    assert not getattr(after, facet)
    others = [name for name in (*FACETS, "year_from", "year_to") if name != facet]
    assert [getattr(after, name) for name in others] == [getattr(before, name) for name in others]


def test_mentions_point_at_the_words_of_the_question(recogniser: FacetRecogniser) -> None:
    """What was recognised can be shown in the question itself."""
    text = "Le mécénat de compétences à Brest, c’est l’ODD 3 ?"
    said = {m.value: text[m.start : m.end] for m in recogniser.recognise(text).mentions}
    assert said == {"mécénat": "mécénat de compétences", "Finistère": "Brest", "3": "ODD 3"}


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Qui finance Solifap ?", "etudes-de-cas/solifap"),
        ("qui finance solifap", "etudes-de-cas/solifap"),
        ("Les paniers solidaires, ça marche ?", "etudes-de-cas/sans-lien"),
        ("La ferme des aidants est-elle ouverte ?", "etudes-de-cas/ferme-lot"),
    ],
)
def test_a_document_called_by_its_name_is_known(recogniser: FacetRecogniser, text: str, document: str) -> None:
    """A person may call a case by the name its title gives it."""
    assert recogniser.recognise(text).named == (document,)


def test_a_label_within_the_name_of_a_document_is_no_filter(taxonomy: Taxonomy) -> None:
    """Asking about « Fonds i » does not ask for every fund."""
    recogniser = FacetRecogniser(taxonomy, [*DOCUMENTS, publication("fonds-i", "Fonds i : un outil", "note", {})])
    asked = recogniser.recognise("À quoi sert le Fonds i ?")
    assert asked.named == ("publications/fonds-i",)
    assert asked.filters.alliance_types == ()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_every_label_of_a_document_can_be_asked_for(
    recogniser: FacetRecogniser, taxonomy: Taxonomy, document: Any
) -> None:
    """Whatever label a document bears, naming it in a question narrows to it."""
    for theme in document.themes:
        assert theme in found(recogniser, f"Que sait-on du thème {theme} ?").themes
    for region in document.regions:
        assert found(recogniser, f"des projets en {region}").regions == (region,)
    for department in document.departments:
        assert found(recogniser, f"des projets dans le {department}").departments == (department,)
    for number in document.sdgs:
        assert found(recogniser, f"l’ODD {number}").sdgs == (number,)


def test_without_documents_and_vocabulary_only_years_are_recognised() -> None:
    """A bare corpus narrows by nothing but what any question can say."""
    filters = found(FacetRecogniser(Taxonomy(), ()), "le handicap en Bretagne depuis 2018")
    assert filters == Filters(year_from=2018)
