from dataclasses import replace
from pathlib import Path

import pytest

from assistant.documents import Document, RetrievedPassage
from assistant.ranking import Found, Weights, rank
from assistant.retrieval import Retriever
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import Shelf, asked, case, publication, retriever_over

SEWING = case("couture", "Atelier Fil : un atelier", {"La réponse": "Des vêtements sont recousus par douze salariés."})
PRESS = case("presse", "Presse locale : un journal", {"La réponse": "Un journal est distribué par douze salariés."})


def first(tmp_path: Path, taxonomy: Taxonomy, question: str, *documents: Document) -> str:
    retriever: Retriever = retriever_over(Shelf(tmp_path, documents), taxonomy)
    return retriever.retrieve(asked(question)).passages[0].document_id


def test_a_document_is_found_by_the_lay_words_of_its_questions(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """People who ask for old trousers find the sewing workshop that never says « pantalon »."""
    question = "Que faire de mes vieux pantalons troués ?"
    knowing = replace(SEWING, questions=("Qui répare les pantalons troués ?",))
    assert first(tmp_path / "with", taxonomy, question, PRESS, knowing) == knowing.id
    other = replace(PRESS, questions=("Qui répare les pantalons troués ?",))
    assert first(tmp_path / "other", taxonomy, question, SEWING, other) == other.id


def test_the_question_itself_is_never_shown_as_a_source(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """What proves an answer is the document's text, not a question that someone wrote about it."""
    knowing = replace(SEWING, questions=("Qui répare les pantalons troués ?",))
    retrieval = retriever_over(Shelf(tmp_path, [PRESS, knowing]), taxonomy).retrieve(
        asked("Qui répare les pantalons ?")
    )
    assert all(p.scope == "passage" for p in (*retrieval.passages, *retrieval.evidence))
    assert retrieval.passages[0].text == "Des vêtements sont recousus par douze salariés."


@pytest.mark.parametrize("kind", ["notion", "guide"])
def test_a_publication_comes_before_a_sheet_of_our_own_that_says_as_much(
    tmp_path: Path, taxonomy: Taxonomy, kind: str
) -> None:
    """Le RAMEAU's own words are named before ours, where both say the same."""
    text = {"De quoi s’agit-il": "La fondation territoriale finance les projets d’un territoire."}
    ours = publication("a-fiche", "Fondation territoriale", kind, text)
    theirs = publication("b-note", "Fondation territoriale", "note", text)
    found = first(tmp_path, taxonomy, "Que finance la fondation territoriale ?", ours, theirs)
    assert found == (theirs.id if kind == "notion" else ours.id)


def test_the_nearest_sentence_decides_between_documents_alike(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Of two texts of the same words, the one that says it in one sentence comes first."""
    scattered = case(
        "a-epars", "Les jardins", {"La réponse": "Le jardin joue. Un bus nourrit le maire. La cantine dort."}
    )
    whole = case(
        "b-ensemble", "Les jardins", {"La réponse": "Le jardin nourrit la cantine. Un bus joue. Le maire dort."}
    )
    assert first(tmp_path, taxonomy, "Un jardin qui nourrit la cantine", scattered, whole) == whole.id


def test_a_question_counts_although_no_text_holds_its_words() -> None:
    """A document that only its question brought is ranked, before one that neither engine found near."""
    entry = RetrievedPassage("couture?1", "couture", "", "", "Qui répare ?", score=0.9)
    far = RetrievedPassage("presse#1", "presse", "", "", "…", score=0.5)
    found = Found([far], [], [], [], [entry, replace(entry, id="presse?1", document_id="presse", score=0.1)], [])
    ranked = rank(found, Weights())
    assert [r.document_id for r in ranked] == ["couture", "presse"]
    assert ranked[0].passages == ()
