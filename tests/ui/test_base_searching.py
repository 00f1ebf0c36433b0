import pytest

from assistant.documents import Document, Partner
from assistant.jobs import Holding
from ui.base.searching import CORPUS, search

DOCUMENTS = (
    Document(
        "etudes-de-cas/solifap", "Solifap, l’épargne solidaire", "étude de cas", "", year=2014,
        partners=(Partner("Fondation Abbé Pierre"),), regions=("Île-de-France",), themes=("Habitat",),
    ),
    Document("depots/rapport", "Rapport annuel", "rapport", "", year=2024),
    Document("publications/guide", "Guide sans date", "guide", ""),
)  # fmt: skip
HELD = {"depots/rapport": Holding("depots/rapport", "depot", "r.pdf", "", "ab", "application/pdf", 1, "", "")}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["publications/guide", "depots/rapport", "etudes-de-cas/solifap"]),
        ("epargne", ["etudes-de-cas/solifap"]),
        ("L'EPARGNE abbe", ["etudes-de-cas/solifap"]),
        ("ile-de-france habitat 2014", ["etudes-de-cas/solifap"]),
        ("depots/", ["depots/rapport"]),
        ("solifap rapport", []),
    ],
)
def test_words_are_found_whatever_their_accents(words: str, found: list[str]) -> None:
    """People type without accents or capitals, and in any order."""
    assert [document.id for document in search(DOCUMENTS, words)] == found


def test_filters_narrow_together() -> None:
    """Kind, years and source can be combined; a document without a year is in no span of years."""
    assert [one.id for one in search(DOCUMENTS, kind="rapport", source="depot", holdings=HELD)] == ["depots/rapport"]
    assert [one.id for one in search(DOCUMENTS, years=(2000, 2020))] == ["etudes-de-cas/solifap"]
    assert len(search(DOCUMENTS, source=CORPUS, holdings=HELD)) == 2
