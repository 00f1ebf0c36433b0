from pathlib import Path

import pytest

from assistant.documents import Partner
from assistant.facets import FacetRecogniser
from assistant.taxonomy import load_taxonomy
from tests.assistant.small_corpus import case

VOCABULARY = """
themes:
  - {label: Alimentation, synonyms: [banque alimentaire]}
regions:
  - label: La Réunion
  - label: Ailleurs
    departments:
      - {code: "84", label: Vaucluse, cities: [Orange]}
      - {code: "86", label: Vienne, cities: [Poitiers]}
      - {code: "46", label: Lot}
      - {code: "59", label: Nord}
      - {code: "50", label: Manche}
      - {code: "67", label: Bas-Rhin, cities: [Strasbourg]}
organisations:
  - {label: TotalEnergies, synonyms: [Total]}
"""
NAMES = ("Orange", "La Poste", "Suez", "Carrefour", "Casino", "Accor", "TotalEnergies", "Merci")
TEXT = {"Le défi": "La poste du lot voisin tient réunion, au nord. Il vienne ou non, manche de bois, d’accord ; merci."}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> FacetRecogniser:
    folder = tmp_path_factory.mktemp("vocabulary")
    Path(folder, "taxonomie.yaml").write_text(VOCABULARY, encoding="utf-8")
    partners = tuple(Partner(name) for name in NAMES)
    return FacetRecogniser(load_taxonomy(folder), [case("tous", "Tous ensemble", TEXT, partners=partners)])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("avec Orange", "Orange"),
        ("Que fait Orange ?", "Orange"),
        ("orange et carrefour", "Orange"),
        ("un projet à Orange", "Vaucluse"),
        ("la ville d’Orange", "Vaucluse"),
        ("avec la poste", "La Poste"),
        ("La Poste", "La Poste"),
        ("Suez et les autres", "Suez"),
        ("avec Total", "TotalEnergies"),
        ("avec Accor", "Accor"),
        ("dans la Vienne", "Vienne"),
        ("à Vienne", "Vienne"),
        ("dans le Nord", "Nord"),
        ("dans la Manche", "Manche"),
        ("des projets à La Réunion", "La Réunion"),
        ("projets a la reunion", "La Réunion"),
        ("Strasbourg", "Bas-Rhin"),
        ("dans le 86", "Vienne"),
        ("le département 46", "Lot"),
        ("une banque alimentaire", "Alimentation"),
    ],
)
def test_a_name_is_known_where_it_is_one(names: FacetRecogniser, text: str, value: str) -> None:
    """« Avec Orange » is the company, « à Orange » the town, « à la réunion » the island."""
    assert value in {mention.value for mention in names.recognise(text).mentions}


@pytest.mark.parametrize(
    "text",
    [
        "combien au total ?",
        "un maillot orange",
        "au carrefour des chemins",
        "la poste de secours",
        "il faut qu’il vienne",
        "un lot de tablettes",
        "au nord du bourg",
        "une manche de jeu",
        "la réunion des partenaires",
        "la réunion du 3 mai",
        "le casino du bourg",
        "d’accord avec vous",
        "un accord entre nous",
        "merci",
        "le 46 mai",
        "une remise de 50 %",
    ],
)
def test_a_common_word_names_nobody(names: FacetRecogniser, text: str) -> None:
    """« Au total » is not Total, « un maillot orange » not Orange, « la réunion du 3 mai » not the island."""
    assert names.recognise(text).mentions == ()
