import pytest

from assistant.documents import Document, Partner
from assistant.jobs import Holding
from ui.base.searching import CORPUS, holding_of, origin, search

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


def test_a_row_of_a_table_came_with_its_table() -> None:
    """The rows of a table that was handed in are not taken for files of the corpus folder."""
    row = Document("depots/rapport/ligne-2", "Ligne", "fiche", "")
    assert origin(row, HELD) == "depot"
    assert holding_of(row.id, HELD) is HELD["depots/rapport"]
    assert origin(DOCUMENTS[2], HELD) == CORPUS


def test_what_is_found_by_its_text_still_bears_the_labels_asked_for() -> None:
    """A document whose text holds the words is found beside those whose title does, under the same filters."""
    known = {"publications/guide", "depots/rapport"}
    assert len(search(DOCUMENTS, "epargne", mentioning=known)) == 3
    assert [one.id for one in search(DOCUMENTS, "épargne", kind="guide", mentioning=known)] == ["publications/guide"]
