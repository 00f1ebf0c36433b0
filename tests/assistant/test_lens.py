import pytest

from assistant.answers import Filters
from assistant.documents import Document
from assistant.facets import Recognised
from assistant.intent import Shape
from assistant.lens import Lens
from assistant.retrieval import Retriever
from tests.assistant.small_corpus import CASES, DOCUMENTS, asked


def listed(retriever: Retriever, text: str, **filters: object) -> list[str]:
    return [document.id.split("/")[1] for document in retriever.retrieve(asked(text, **filters)).selected]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("Quels projets en Bretagne ?", {"cafes", "chantier-rennes", "brest-autisme"}),
        ("Combien de cas en Bretagne ?", {"cafes", "chantier-rennes", "brest-autisme"}),
        ("Quels projets sur le handicap ?", {"brest-autisme", "ferme-lot"}),
        ("Quels projets sur le handicap en Bretagne ?", {"brest-autisme"}),
        ("Quels partenariats avec La Poste ?", {"cafes", "chantier-rennes"}),
        ("Exemples de projets depuis 2021 ?", {"chantier-rennes", "brest-autisme", "velo-nantes"}),
        ("Liste des études de cas de l'ODD 17", {"cafes", "chantier-rennes", "solifap"}),
        ("Quels guides avez-vous ?", {"guide-mecenat"}),
        ("Quels rapports sur la Jeunesse et enfance ?", {"rapport-maires"}),
        ("Quels projets avec la NASA en Bretagne ?", set()),
        ("Combien de cafés ont ouvert ?", set()),
    ],
)
def test_a_list_holds_every_document_that_fits(retriever: Retriever, text: str, documents: set[str]) -> None:
    """A list is exhaustive and exact: all that bears the labels asked for, and nothing else."""
    assert {*listed(retriever, text)} == documents


def test_all_cases_are_counted_where_nothing_narrows(retriever: Retriever) -> None:
    """« Combien d’études de cas ? » counts them all and no publication."""
    assert len(listed(retriever, "Combien d’initiatives avez-vous ?")) == len(CASES)
    assert len(listed(retriever, "Combien de publications avez-vous ?")) == len(DOCUMENTS) - len(CASES)


def test_the_latest_come_first_when_asked_for(retriever: Retriever) -> None:
    """« Les plus récents » lists by year, the last first."""
    wanted = ["brest-autisme", "chantier-rennes", "cafes"]
    assert listed(retriever, "Quels sont les projets les plus récents en Bretagne ?") == wanted


@pytest.mark.parametrize(
    ("text", "shape"),
    [("en Bretagne", Shape.LIST), ("à Brest ?", Shape.LIST), ("Où dorment les vélos à Nantes ?", Shape.FACT)],
)
def test_a_place_alone_asks_for_what_there_is_in_it(lens: Lens, text: str, shape: Shape) -> None:
    """Whoever types the name of a region and nothing else gets its projects."""
    assert lens.read_intent(text, lens.recogniser.recognise(text)).shape is shape


def test_acronyms_are_searched_in_full_too(lens: Lens) -> None:
    """« PTCE » finds the documents that only write pôle territorial de coopération économique."""
    assert lens.expand("C'est quoi un ptce ?").endswith("pôle territorial de coopération économique")
    assert lens.expand("C'est quoi un vélo ?") == "C'est quoi un vélo ?"
    spelled = "Le PTCE, pôle territorial de coopération économique"
    assert lens.expand(spelled) == spelled


def test_the_words_of_asking_are_no_subject(lens: Lens) -> None:
    """« Avez-vous des exemples de projets sur… » is about what follows, however it is put."""
    plain = lens.asked_stems("le gaspillage des invendus")
    assert (
        lens.asked_stems("Bonjour, je cherche des exemples de projets sur le gaspillage des invendus, merci") == plain
    )


def test_a_typo_counts_as_the_word_meant(lens: Lens) -> None:
    """Coverage forgives a wrong letter where one word of the corpus is near."""
    cafes = lens.catalogue.document("etudes-de-cas/cafes")
    right, wrong = (lens.coverage(lens.asked_stems(text), cafes) for text in ("multiservices", "multiservcies"))
    assert right == wrong == 1.0
    assert lens.knows("multiservcies")
    assert not lens.knows("trottinette")


def test_rare_words_weigh_more(lens: Lens) -> None:
    """A document that holds the telling word covers more of the question than one that holds the common one."""
    assert lens.rarity("zzzz") == lens.highest_rarity
    held = lens.stems_of(lens.catalogue.document("etudes-de-cas/velo-nantes"))
    common, rare = sorted(lens.asked_stems("atelier Nantes"), key=lens.rarity)
    assert lens.rarity(common) <= lens.rarity(rare)
    assert {common, rare} <= held
    assert lens.share([rare], {rare}) == lens.share([common, rare], {common, rare}) == 1.0
    assert lens.share([rare, "zzzz"], {rare}) < 1.0
    assert lens.share([], held) == 0.0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_document_is_known_by_its_labels_and_its_text(lens: Lens, document: Document) -> None:
    """Words of the title, the labels and the partners count as the document's own."""
    own = " ".join((document.title, *document.themes, *document.regions, *(p.name for p in document.partners)))
    assert lens.coverage(lens.asked_stems(own), document) == pytest.approx(1.0)


def test_nothing_is_listed_for_a_question_that_wants_no_list(lens: Lens) -> None:
    """Passages answer a question of fact, even one that names a region."""
    recognised = Recognised(Filters(regions=("Bretagne",)), ())
    question = "Qui finance les cafés en Bretagne ?"
    intent = lens.read_intent(question, lens.recogniser.recognise(question))
    assert lens.select(question, intent, recognised, recognised.filters, Filters(), []) == []
