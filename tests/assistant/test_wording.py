from typing import Any

import pytest

from assistant.answers import Filters
from assistant.documents import Document
from assistant.taxonomy import Taxonomy
from assistant.wording import ENGLISH, FACETS, FRENCH, counted_noun, criteria, phrases


@pytest.mark.parametrize(
    ("filters", "french", "english"),
    [
        ({"regions": ("Bretagne",)}, "région Bretagne", "region Bretagne"),
        ({"regions": ("Bretagne", "Occitanie")}, "région Bretagne ou Occitanie", "region Bretagne or Occitanie"),
        ({"departments": ("Lot",)}, "département Lot", "department Lot"),
        ({"themes": ("Handicap",)}, "thème « Handicap »", "theme « Handicap »"),
        ({"alliance_types": ("mécénat",)}, "alliance de type « mécénat »", "alliance of type « mécénat »"),
        ({"partners": ("La Poste",)}, "avec La Poste", "with La Poste"),
        ({"sdgs": (3,)}, "ODD 3 (Bonne santé et bien-être)", "SDG 3 (Bonne santé et bien-être)"),
        ({"sdgs": (5,)}, "ODD 5", "SDG 5"),
        ({"kinds": ("guide",)}, "de type « guide »", "of kind « guide »"),
        ({"year_from": 2018, "year_to": 2020}, "entre 2018 et 2020", "between 2018 and 2020"),
        ({}, "", ""),
    ],
)
def test_filters_are_said_in_words(taxonomy: Taxonomy, filters: dict[str, Any], french: str, english: str) -> None:
    """The person reads by what an answer was narrowed, in the language of the question."""
    assert criteria(Filters(**filters), taxonomy, "fr") == french
    assert criteria(Filters(**filters), taxonomy, "en") == english


def test_no_filter_is_left_unsaid(taxonomy: Taxonomy) -> None:
    """Filters of every facet at once are all told."""
    filters = Filters(("Handicap",), ("Bretagne",), ("Lot",), ("fonds",), ("Orange",), (17,), ("guide",), 2001, 2022)
    said = criteria(filters, taxonomy, "fr")
    for value in ("Handicap", "Bretagne", "Lot", "fonds", "Orange", "17", "guide", "2001", "2022"):
        assert value in said


@pytest.mark.parametrize(
    ("kinds", "french", "english"),
    [
        ([], "étude de cas", "case studies"),
        (["étude de cas"], "étude de cas", "case study"),
        (["étude de cas"] * 2, "études de cas", "case studies"),
        (["guide"], "publication", "publication"),
        (["guide", "note"], "publications", "publications"),
        (["guide", "étude de cas"], "documents", "documents"),
    ],
)
def test_what_is_counted_is_named_for_what_it_is(kinds: list[str], french: str, english: str) -> None:
    """« 1 étude de cas », « 2 publications », « 2 documents » where both are; nought is singular in French."""
    documents = [Document(f"{kind}/{n}", "Titre", kind, "") for n, kind in enumerate(kinds)]
    assert counted_noun(documents, "fr") == french
    assert counted_noun(documents, "en") == english


def test_both_languages_say_the_same_things() -> None:
    """No sentence is missing in one language, nor lacks what the other one tells."""
    assert FRENCH.keys() == ENGLISH.keys()
    assert FACETS["fr"].keys() == FACETS["en"].keys()
    for name, french in FRENCH.items():
        places = {part.split("}")[0] for part in french.split("{")[1:]}
        assert places == {part.split("}")[0] for part in ENGLISH[name].split("{")[1:]}, name


def test_french_unless_english() -> None:
    """Any other language is framed in French."""
    assert phrases("en") is ENGLISH
    assert phrases("fr") is phrases("de") is phrases("") is FRENCH
