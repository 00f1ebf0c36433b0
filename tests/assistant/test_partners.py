import pytest

from assistant.documents import Partner
from assistant.partners import document_names, names_include, organisation_names
from tests.assistant.small_corpus import DOCUMENTS, case


def test_partners_that_bear_a_name_can_be_asked_for() -> None:
    """A company, a foundation or a publisher is a partner one can name; « 24 bénévoles » is not."""
    names = organisation_names(DOCUMENTS, frozenset({"benevole"}))
    assert {"La Poste", "AG2R La Mondiale", "Fondation Abbé Pierre", "Nantes Métropole", "AMF"} <= {*names}
    assert "24 bénévoles" not in names


def test_the_corpus_s_own_publisher_narrows_nothing() -> None:
    """A name that every document bears is no filter: « Le RAMEAU » would keep them all."""
    many = [
        case(str(n), f"Cas {n}", {}, publishers=("Le RAMEAU",), partners=(Partner(f"Ville de Xan{n}"),))
        for n in range(30)
    ]
    names = organisation_names(many, frozenset())
    assert "Le RAMEAU" not in names
    assert "Ville de Xan7" in names


def test_an_aside_is_no_part_of_a_name() -> None:
    """« Groupe SOS (association) » is asked for as Groupe SOS."""
    assert organisation_names([case("a", "A", {}, partners=(Partner("Groupe SOS (pilote)"),))], frozenset()) == [
        "Groupe SOS"
    ]


@pytest.mark.parametrize(
    ("title", "name", "is_one"),
    [
        ("Solifap : AG2R et la Fondation Abbé Pierre", "Solifap", True),
        ("Solifap : AG2R et la Fondation Abbé Pierre", "AG2R et la Fondation Abbé Pierre", False),
        ("Les paniers solidaires", "paniers solidaires", True),
        ("L’Îlot (Paris) : sortir de prison", "Îlot", True),
        ("Une longue histoire de six mots pleins : la suite", "Une longue histoire de six mots pleins", False),
        ("Solifap", "Solifap", True),
    ],
)
def test_a_title_gives_the_name_of_its_subject(title: str, name: str, is_one: bool) -> None:
    """A short title, or what stands before its colon, is how people call a project; a description is not."""
    assert (name in document_names(title)) is is_one


def test_the_long_title_that_a_follow_up_carries_is_a_name() -> None:
    """« La Poste et les Jardins… des tenues pour le maraîchage : quels résultats ? » is not taken for a theme."""
    title = "La Poste et les Jardins de Cocagne de Bretagne : des tenues de facteurs pour le maraîchage"
    assert document_names(title) == [
        "Poste et les Jardins de Cocagne de Bretagne : des tenues de facteurs pour le maraîchage"
    ]


def test_a_title_longer_than_anyone_types_is_no_name() -> None:
    """A sentence for a title names nothing that a question could hold."""
    assert document_names("Comment " + "une mairie et une entreprise " * 4 + "ont ouvert une école") == []


@pytest.mark.parametrize(
    ("name", "wanted", "same"),
    [
        ("Groupe La Poste", "la poste", True),
        ("Fondation Orange", "Orange", True),
        ("Fondation Abbé Pierre", "FONDATION ABBE PIERRE", True),
        ("Orangerie de Lille", "Orange", False),
        ("La Postée", "La Poste", False),
        ("SNCF Réseau", "SNC", False),
    ],
)
def test_a_name_is_held_as_whole_words(name: str, wanted: str, same: bool) -> None:
    """« Orange » is in « Fondation Orange » whatever the capitals, and not in « Orangerie »."""
    assert names_include([name], wanted) is same
