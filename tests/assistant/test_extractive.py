import re
from pathlib import Path

import pytest

from assistant.answers import Answer, Turn
from assistant.documents import Document
from assistant.extractive import ExtractiveAnswerer
from assistant.retrieval import Retriever
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import DOCUMENTS, Shelf, asked, publication, retriever_over, supported

QUESTIONS = [
    "Combien de cafés ont ouvert ?",
    "Que devient le foin du Lot ?",
    "Quels sont les partenaires de Solifap ?",
    "Quelles leçons du chantier d’insertion à Rennes ?",
    "Qu’est-ce que le mécénat de compétences ?",
    "Quels résultats pour le vélo à Nantes ?",
    "Quels projets en Bretagne ?",
    "Combien de cas sur le handicap ?",
    "Quels rapports avez-vous sur la co-construction ?",
    "Avez-vous des exemples autour de la bière ?",
    "répartition des cas par région",
    "What share of mayors recognise co-construction?",
    "How many projects are there in Bretagne?",
    "Que fait la NASA à Lille ?",
    "de la ?",
]


def answer(retriever: Retriever, text: str, *turns: str | Turn, probability: float = 0.9) -> Answer:
    """Answer as if the question had been found answerable, or not: that verdict rests on a model's cosines."""
    question = asked(text, *turns)
    return ExtractiveAnswerer().answer(supported(retriever.retrieve(question), probability), question)


def check_proofs(found: Answer) -> None:
    """Check that each `[n]` has its citation, each citation its `[n]`, and each its words where it says."""
    assert {int(number) for number in re.findall(r"\[(\d+)\](?!\()", found.text)} == {c.number for c in found.citations}
    assert [citation.number for citation in found.citations] == [*range(1, len(found.citations) + 1)]
    for citation in found.citations:
        assert citation.quote == citation.passage.text[citation.start : citation.end] != ""
        words = re.sub(r"\W+", " ", citation.quote)
        assert words.strip() in re.sub(r"\W+", " ", re.sub(r"\[\d+\]", "", found.text))
        assert citation.passage.id in {source.id for source in found.sources}


@pytest.mark.parametrize("text", QUESTIONS)
def test_every_mark_has_its_proof_and_every_quote_is_verbatim(retriever: Retriever, text: str) -> None:
    """Every `[n]` has its citation, whose words are in its passage, in the answer, and among the sources."""
    check_proofs(answer(retriever, text))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
@pytest.mark.parametrize(
    "put", ["Que sait-on de « {} » ?", "Quels résultats pour « {} » ?", "What is « {} » about, please?"]
)
def test_any_document_can_be_told_of(retriever: Retriever, document: Document, put: str) -> None:
    """Whatever document is asked about by its title, the answer tells of it, with proofs and with its link."""
    found = answer(retriever, put.format(document.title))
    check_proofs(found)
    assert document.id in {citation.passage.document_id for citation in found.citations}
    assert document.title in found.text
    assert document.url in found.text


@pytest.mark.parametrize(
    ("text", "words", "document"),
    [
        ("Combien d’ordinateurs ont été réparés ?", "1 400 ordinateurs", "chantier-rennes"),
        ("Que pensent les maires de la co-construction ?", "92 % des maires", "rapport-maires"),
        ("Qui a investi dans Solifap ?", "AG2R a investi 6 millions d’euros", "solifap"),
        ("Qu’est-ce qu’un PTCE ?", "réunit des acteurs d’un même territoire", "note-ptce"),
        ("Combien de gérants pour les cafés ?", "45 gérants", "cafes"),
    ],
)
def test_the_answer_is_in_the_corpus_s_own_words(retriever: Retriever, text: str, words: str, document: str) -> None:
    """A figure or a definition is given as its document gives it, first, with its source."""
    found = answer(retriever, text)
    assert words in found.text
    assert found.citations[0].passage.document_id.endswith(document)
    assert not found.abstained


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Quel est le prix du bitcoin ?", ""),
        ("Combien de cafés ont fermé en 1998 ?", "etudes-de-cas/cafes"),
        ("Que fait la NASA à Lille ?", "etudes-de-cas/mentorat-lille"),
    ],
)
def test_an_abstention_cites_nothing_and_names_what_is_near(retriever: Retriever, text: str, near: str) -> None:
    """« Le corpus ne répond pas » comes without a citation or a quotation, with nearby documents named as such."""
    found = answer(retriever, text, probability=0.1)
    assert found.abstained
    assert found.text.startswith("Le corpus ne répond pas")
    assert found.citations == ()
    assert not re.search(r"\[\d+\]", found.text)
    assert not near or near in {link.document_id for link in found.related}
    known = {document.id: document for document in DOCUMENTS}
    for link in found.related:
        assert (link.title, link.url) == (known[link.document_id].title, known[link.document_id].url)


@pytest.mark.parametrize("text", ["Que fait la NASA pour les jeunes ?", "Quels projets avec la NASA en Bretagne ?"])
def test_a_name_unknown_to_the_corpus_makes_it_abstain(retriever: Retriever, text: str) -> None:
    """What is asked of an organisation that the corpus does not know is not answered about another one."""
    question = asked(text)
    found = ExtractiveAnswerer().answer(retriever.retrieve(question), question)
    assert found.abstained
    assert "NASA" in found.text


def test_criteria_that_no_document_meets_are_told(retriever: Retriever) -> None:
    """A list that would be empty says which criteria nothing meets."""
    found = answer(retriever, "Quels projets sur le vélo en Occitanie ?", probability=0.1)
    assert found.abstained
    assert "région Occitanie, thème « Mobilité »" in found.text


def test_a_list_without_labels_gives_what_is_nearest(retriever: Retriever) -> None:
    """Examples of something that is no label are given as the nearest documents, not as all there is."""
    found = answer(retriever, "Avez-vous des exemples autour de la candidature d’un maire ?")
    assert "les plus proches" in found.text
    assert "etudes-de-cas/cafes" in {citation.passage.document_id for citation in found.citations}


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("What share of mayors recognise co-construction?", "According to"),
        ("How many projects are there in Bretagne?", "**3 of the 8 case studies** (region Bretagne)"),
        ("What does the corpus say about co-construction?", "According to"),
    ],
)
def test_english_is_answered_in_an_english_frame(retriever: Retriever, text: str, frame: str) -> None:
    """A question in English gets English words around quotations that are marked as such and stay French."""
    found = answer(retriever, text)
    assert found.language == "en"
    assert found.text.startswith(frame)
    assert "« " in found.text
    assert "après" not in found.text


def test_english_abstains_in_english(retriever: Retriever) -> None:
    """Whoever asks in English is told in English that there is no answer."""
    assert answer(retriever, "What is the price of bitcoin?", probability=0.1).text.startswith(
        "The corpus does not answer"
    )


def test_results_are_those_of_the_last_answer(retriever: Retriever) -> None:
    """« Quels résultats ? » after an answer tells the results of the document it was about."""
    first = answer(retriever, "Qui a investi dans Solifap ?")
    second = answer(retriever, "quels enseignements ?", Turn("Qui a investi dans Solifap ?", first.text))
    assert "réorienter par le partenaire" in second.text
    assert second.citations[0].passage.document_id == "etudes-de-cas/solifap"


def test_the_same_question_gets_the_same_answer(retriever: Retriever) -> None:
    """Nothing is left to chance."""
    assert answer(retriever, QUESTIONS[0]) == answer(retriever, QUESTIONS[0])


def test_without_a_vocabulary_there_are_answers_too(shelf: Shelf) -> None:
    """A folder of texts without taxonomy is answered from, with proofs."""
    found = answer(retriever_over(shelf, Taxonomy()), "Combien de cafés ont ouvert ?")
    assert "Dix cafés ont ouvert" in found.text
    check_proofs(found)


def test_an_empty_corpus_abstains(tmp_path: Path) -> None:
    """Before the first document, every question is answered by saying that there is no answer."""
    found = answer(retriever_over(Shelf(tmp_path, ()), Taxonomy()), "Combien de cafés ?")
    assert (found.abstained, found.citations, found.related) == (True, (), ())


def test_one_document_is_enough_for_one_fact(retriever: Retriever) -> None:
    """A fact is quoted from the document that holds it; the others near it are named, not cited."""
    found = answer(retriever, "Combien d’ordinateurs ont été réparés à Rennes ?")
    assert {c.passage.document_id for c in found.citations} == {"etudes-de-cas/chantier-rennes"}
    assert "etudes-de-cas/chantier-rennes" not in {link.document_id for link in found.related}


def test_a_sum_that_is_not_told_is_said_not_to_be(retriever: Retriever) -> None:
    """« Combien ça coûte ? » about a case that tells no sum is answered by saying so, without a citation."""
    found = answer(retriever, "Quel est le budget de l’atelier vélo à Nantes ?")
    assert found.abstained
    assert "ne dit pas combien" in found.text
    assert "etudes-de-cas/velo-nantes" in {link.document_id for link in found.related}


def test_what_is_known_is_told_beside_what_is_not(retriever: Retriever) -> None:
    """Of two things asked, the one that the corpus holds is answered and the other said to be missing."""
    found = answer(retriever, "Quel est le budget de l’atelier vélo à Nantes, et combien de vélos a-t-il réparés ?")
    assert not found.abstained
    assert found.text.startswith("Le corpus ne dit pas combien : je n’y trouve aucun montant")
    assert "900 vélos" in found.text


def test_two_things_are_told_side_by_side(retriever: Retriever) -> None:
    """A comparison has a block for each thing, each from its own document."""
    found = answer(retriever, "Comparez le vélo à Nantes et les mille cafés.")
    first, second = found.text.split("**Mille cafés**, d’après")
    assert first.startswith("**Vélo à Nantes**, d’après")
    assert "réparé 900 vélos" in first and "cafés" in second
    check_proofs(found)


def test_an_order_is_declined_with_what_can_be_asked(retriever: Retriever) -> None:
    """« Écris-moi un poème » gets no document, whatever its words are near, and learns what the assistant answers."""
    found = answer(retriever, "Écris-moi un poème sur les cafés de Bretagne")
    assert found.abstained
    assert "posez-moi une question" in found.text


def test_one_example_is_one_case(retriever: Retriever) -> None:
    """« Un exemple de… » is answered by the case that fits, with its place and year."""
    found = answer(retriever, "Un exemple d’atelier vélo à Nantes ?")
    assert {c.passage.document_id for c in found.citations} == {"etudes-de-cas/velo-nantes"}
    assert "(Nantes, 2021)" in found.text


def test_the_assistant_tells_of_itself_from_its_page(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """« D'où viennent vos réponses ? » is answered by the page about the assistant, not by the nearest case."""
    page = publication(
        "a-propos", "À propos de l’assistant", "à propos", {"Les textes": "Ses textes viennent de pages publiques."}
    )
    retriever = retriever_over(Shelf(tmp_path, (page, *DOCUMENTS)), taxonomy)
    found = answer(retriever, "D’où viennent vos réponses ?", probability=0.1)
    assert {c.passage.document_id for c in found.citations} == {"publications/a-propos"}
