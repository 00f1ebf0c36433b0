import pytest

from assistant.lens import Lens
from assistant.premises import Premise, find_premise


def premise(lens: Lens, text: str) -> Premise | None:
    return find_premise(text, lens.recognise(text, ()), lens)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Que fait le partenariat entre La Poste et la Fondation Abbé Pierre ?", "La Poste", "Fondation Abbé Pierre"),
        ("Quels résultats pour l’alliance de La Poste avec Orange ?", "La Poste", "Orange"),
        ("Racontez-moi l’alliance entre la NASA et La Poste", "La Poste", "NASA"),
    ],
)
def test_an_alliance_that_no_document_joins_is_a_wrong_premise(lens: Lens, text: str, first: str, second: str) -> None:
    """Two organisations that no document joins are told apart, with what there is of each."""
    found = premise(lens, text)
    assert found is not None
    assert (found.kind, found.first, found.second) == ("partnership", first, second)
    assert found.documents
    assert bool(found.others) is (second != "NASA")


@pytest.mark.parametrize(
    "text",
    [
        "Que fait le partenariat entre le Groupe SOS et La Poste ?",
        "Que fait le partenariat entre AG2R La Mondiale et la Fondation Abbé Pierre ?",
        "Que font La Poste et Orange ?",
        "Quels partenariats avec La Poste et Orange ?",
        "Que fait l’alliance avec La Poste ?",
        "Un partenariat avec une association, c’est quoi ?",
    ],
)
def test_what_documents_bear_out_is_no_wrong_premise(lens: Lens, text: str) -> None:
    """A real alliance, a list, or a question about one organisation contradicts nothing."""
    assert premise(lens, text) is None


def test_a_case_asked_for_in_another_place_is_a_wrong_premise(lens: Lens) -> None:
    """« La ferme des aidants à Brest » is in the Lot."""
    found = premise(lens, "La ferme des aidants à Brest, qui la finance ?")
    assert found is not None
    assert (found.kind, found.second, found.documents[0].id) == ("place", "Brest", "etudes-de-cas/ferme-lot")
    assert premise(lens, "La ferme des aidants dans le Lot, qui la finance ?") is None
    assert premise(lens, "La ferme des aidants en Occitanie, qui la finance ?") is None


def test_a_case_asked_for_in_another_year_is_a_wrong_premise(lens: Lens) -> None:
    """« La ferme des aidants en 1998 » dates from 2017."""
    found = premise(lens, "La ferme des aidants en 1998, combien de familles ?")
    assert found is not None
    assert (found.kind, found.second) == ("year", "1998")
    assert premise(lens, "La ferme des aidants en 2017, combien de familles ?") is None
