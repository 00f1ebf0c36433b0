from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.taxonomy import FACETS, Taxonomy, load_taxonomy


def test_a_vocabulary_holds_each_label_with_the_other_ways_to_say_it(taxonomy: Taxonomy) -> None:
    """What the file says is what questions are read with: synonyms, cities, former regions, numbers of SDGs."""
    said = {(term.facet, term.label): term.synonyms for term in taxonomy.terms}
    assert said["themes", "Handicap"] == ("personnes handicapées", "autisme")
    assert said["departments", "Finistère"] == ("Brest", "Quimper")
    assert "Languedoc-Roussillon" in said["regions", "Occitanie"]
    assert said["partners", "La Poste"] == ("Groupe La Poste",)
    assert said["sdgs", "3"][0] == "Bonne santé et bien-être"
    assert {term.facet for term in taxonomy.terms} == {*FACETS}
    assert taxonomy.labels("regions") == ("Bretagne", "Occitanie", "Hauts-de-France", "Pays de la Loire")
    assert (taxonomy.region_of or {})["Lot"] == "Occitanie"
    assert (taxonomy.sdg_labels or {})[17] == "Partenariats pour les objectifs"
    assert dict(taxonomy.acronyms)["PTCE"] == "pôle territorial de coopération économique"


def test_a_corpus_without_a_vocabulary_has_an_empty_one(tmp_path: Path) -> None:
    """Any folder of documents can be served; no one has to write a taxonomy first."""
    assert load_taxonomy(tmp_path).terms == ()


@pytest.mark.parametrize("text", ["themes: [", "themes:\n  - {synonyms: [a]}", "sdgs:\n  - {number: x, label: y}"])
def test_a_broken_vocabulary_is_named_with_its_remedy(tmp_path: Path, text: str) -> None:
    """Whoever misspells the file is told which one it is and what to do, not left with a half-read one."""
    path = tmp_path / "taxonomie.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"Correct it") as told:
        load_taxonomy(tmp_path)
    assert str(path) in str(told.value)
