from assistant.documents import Passage
from assistant.proof import quote, read_facts

PASSAGE = Passage(
    "cas/cafe#resultats.1",
    "cas/cafe",
    "1 000 cafés du Groupe SOS",
    "https://example.org/cafe",
    "L'appel a reçu plus de 200 dossiers. En mars 2021, dix cafés ont ouvert, pour 1 200 000 € (3,5 %).",
    ("Les résultats",),
    year=2021,
)


def test_what_may_not_be_invented_is_found_in_a_sentence() -> None:
    """Numbers, dates, names and addresses are read, however they are typed."""
    facts = read_facts("En mars 2019, L’Oréal et la SNCF ont versé 1 200 000 € (3,5 %) à d’Emmaüs, voir https://a.b/c.")
    assert [(date.year, date.month) for date in facts.dates] == [(2019, 3)]
    assert [(set(q.values), set(q.units)) for q in facts.quantities] == [({1_200_000}, {"€"}), ({3.5}, {"%"})]
    assert facts.names == ("Oréal", "SNCF", "Emmaüs")
    assert facts.addresses == {"https://a.b/c"}


def test_the_first_word_may_be_a_name() -> None:
    """A sentence begins with a capital anyway; what it begins with is looked at all the same."""
    assert read_facts("Danone finance les cafés.").opening == "Danone"
    assert not read_facts("Cette année, dix cafés ont ouvert.").opening
    assert read_facts("SNCF et La Poste aident.").names == ("SNCF", "La", "Poste")


def test_the_quote_is_verbatim_and_the_nearest_sentence() -> None:
    """The words highlighted in the passage are those that prove the sentence."""
    found = quote(PASSAGE, "Le nombre de dossiers dépasse 200.")
    assert found.text == "L'appel a reçu plus de 200 dossiers."
    assert PASSAGE.text[found.start : found.end] == found.text


def test_the_quote_grows_where_facts_lie_in_two_sentences() -> None:
    """What proves a sentence that sums up two is both of them."""
    assert quote(PASSAGE, "Sur 200 dossiers, dix cafés ont ouvert en mars 2021.").text == PASSAGE.text
