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
    ("title", "names"),
    [
        ("Solifap : AG2R et la Fondation Abbé Pierre", ["Solifap"]),
        ("Les paniers solidaires", ["paniers solidaires"]),
        ("L’Îlot (Paris) : sortir de prison", ["Îlot"]),
        ("Comment une mairie et une entreprise ont ouvert une école", []),
        ("Une longue histoire de six mots pleins : la suite", []),
    ],
)
def test_a_title_gives_the_name_of_its_subject(title: str, names: list[str]) -> None:
    """A short title, or what stands before its colon, is how people call a project; a sentence is not."""
    assert document_names(title) == names


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
