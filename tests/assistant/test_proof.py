import pytest

from assistant.documents import Passage
from assistant.proof import facts, quote, supports

PASSAGE = Passage(
    "cas/cafe#resultats.1",
    "cas/cafe",
    "1 000 cafés du Groupe SOS",
    "https://example.org/cafe",
    "L'appel a reçu plus de 200 dossiers. En mars 2021, dix cafés ont ouvert, pour 1 200 000 € (3,5 %).",
    ("Les résultats",),
    year=2021,
)


def test_facts_are_numbers_months_names_and_addresses() -> None:
    """What may not be invented is found in a sentence, however it is typed."""
    sentence = "En mars 2019, L’Oréal et la SNCF ont versé 1 200 000 € (3,5 %) à d’Emmaüs, voir https://a.b/c."
    assert facts(sentence) == {"mars", "2019", "oreal", "sncf", "1200000", "3.5", "emmaus", "https://a.b/c"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Dix cafés ont ouvert en mars 2021.",
        "Plus de 200 dossiers ont été reçus par le Groupe SOS.",
        "Dix cafés ont ouvert, pour 1200000 €.",
        "En 2021, 10 cafés ont ouvert.",
    ],
)
def test_a_sentence_that_says_what_the_passage_says_is_supported(sentence: str) -> None:
    """Figures written another way are the same figures."""
    assert supports([PASSAGE], sentence, 0.35)


@pytest.mark.parametrize(
    "sentence",
    [
        "Douze cafés ont ouvert en mars 2021.",
        "Dix cafés ont ouvert en avril 2021.",
        "Dix cafés ont ouvert en mars 2022.",
        "Dix cafés ont ouvert avec Danone.",
        "Dix cafés ont ouvert, voir https://evil.example/?q=1.",
        "La formation des bénévoles commence toujours par une rencontre.",
    ],
)
def test_an_invented_fact_is_not_supported(sentence: str) -> None:
    """A wrong figure, month, year, name or link, or another subject, is seen."""
    assert not supports([PASSAGE], sentence, 0.35)


def test_a_sentence_may_draw_on_two_passages() -> None:
    """A comparison takes a fact from each."""
    other = Passage("b", "b", "Le vélo", "", "Le vélo a réuni 40 dossiers.")
    sentence = "Les cafés ont reçu 200 dossiers et le vélo 40."
    assert supports([PASSAGE, other], sentence, 0.35)
    assert not supports([other], sentence, 0.35)


def test_the_quote_is_verbatim_and_the_nearest_sentence() -> None:
    """The words highlighted in the passage are those that prove the sentence."""
    found = quote(PASSAGE, "Le nombre de dossiers dépasse 200.")
    assert found.text == "L'appel a reçu plus de 200 dossiers."
    assert PASSAGE.text[found.start : found.end] == found.text
