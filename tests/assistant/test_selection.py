from itertools import pairwise
from typing import Any

import pytest

from assistant.answers import Filters
from assistant.selection import Selector, count_by
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import CASES, DOCUMENTS, publication


def kept(taxonomy: Taxonomy, **filters: Any) -> list[str]:
    return [document.id.split("/")[1] for document in Selector(taxonomy).select(DOCUMENTS, Filters(**filters))]


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({"regions": ("Bretagne",)}, ["cafes", "chantier-rennes", "brest-autisme"]),
        ({"departments": ("Finistère",)}, ["cafes", "brest-autisme"]),
        ({"themes": ("Handicap",)}, ["brest-autisme", "ferme-lot"]),
        ({"themes": ("Handicap", "Mobilité")}, ["brest-autisme", "ferme-lot", "velo-nantes"]),
        ({"themes": ("Handicap",), "regions": ("Bretagne",)}, ["brest-autisme"]),
        ({"regions": ("Occitanie",), "departments": ("Finistère",)}, ["cafes", "brest-autisme", "ferme-lot"]),
        ({"partners": ("La Poste",)}, ["cafes", "chantier-rennes"]),
        ({"partners": ("Orange",)}, ["brest-autisme", "ferme-lot", "mentorat-lille"]),
        ({"sdgs": (3,)}, ["cafes", "brest-autisme"]),
        ({"kinds": ("guide", "rapport")}, ["guide-mecenat", "rapport-maires"]),
        ({"year_from": 2021}, ["chantier-rennes", "brest-autisme", "velo-nantes"]),
        ({"year_from": 2017, "year_to": 2018}, ["ferme-lot", "guide-mecenat"]),
        ({"alliance_types": ("fonds",)}, ["solifap"]),
        ({"themes": ("Mobilité",), "regions": ("Bretagne",)}, []),
    ],
)
def test_filters_keep_every_document_that_fits_and_no_other(
    taxonomy: Taxonomy, filters: dict[str, Any], documents: list[str]
) -> None:
    """Any value within a facet, every facet together; a company's foundation counts as the company."""
    assert kept(taxonomy, **filters) == documents


def test_no_filter_keeps_everything(taxonomy: Taxonomy) -> None:
    """A question that narrows nothing is asked of the whole corpus."""
    assert kept(taxonomy) == [document.id.split("/")[1] for document in DOCUMENTS]


def test_a_document_without_a_year_is_of_no_period(taxonomy: Taxonomy) -> None:
    """What happened since 2000 can't be said of a case that gives no year."""
    assert "sans-lien" not in kept(taxonomy, year_from=1000)


@pytest.mark.parametrize(
    ("first", "second"), [*pairwise(["Handicap", "Mobilité", "Logement et habitat", "Alimentation"])]
)
def test_one_more_value_never_loses_a_document(taxonomy: Taxonomy, first: str, second: str) -> None:
    """Asking for two themes gives all that each of them gives."""
    assert {*kept(taxonomy, themes=(first, second))} == {
        *kept(taxonomy, themes=(first,)),
        *kept(taxonomy, themes=(second,)),
    }


def test_agreements_tell_what_a_document_lacks(taxonomy: Taxonomy) -> None:
    """A case that fits in part can be told from one that fits in nothing."""
    filters = Filters(themes=("Handicap",), regions=("Bretagne",), year_from=2020)
    agreements = Selector(taxonomy).agreements(DOCUMENTS[3], filters)
    assert agreements == {"themes": True, "places": False, "years": False}


def test_counts_add_up_to_the_labels_that_documents_bear() -> None:
    """A breakdown counts each label of each document once, and leaves out what is not stated."""
    assert count_by(CASES, "regions") == {"Bretagne": 3, "Occitanie": 1, "Hauts-de-France": 1, "Pays de la Loire": 1}
    assert count_by(DOCUMENTS, "kind")["étude de cas"] == len(CASES)
    assert count_by(CASES, "year").total() == sum(document.year is not None for document in CASES)
    assert count_by([publication("x", "X", "note", {})], "themes") == {}
