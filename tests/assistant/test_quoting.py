from dataclasses import replace
from pathlib import Path

from assistant.answers import Answer
from assistant.extractive import ExtractiveAnswerer
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import Shelf, asked, case, publication, retriever_over, supported

SHEET = publication(
    "pret",
    "Prêt de salariés : définition et repères",
    "notion",
    {"En bref": "Le prêt de salariés est une mise à disposition gratuite de personnel."},
)
ALLIANCE = case("club", "Le club des dirigeants", {"La réponse": "Le prêt de salariés réunit quinze dirigeants."})


def answered(folder: Path, taxonomy: Taxonomy, question: str, scores: dict[str, float]) -> Answer:
    """Answer as if the documents had been found with these scores."""
    retrieval = retriever_over(Shelf(folder, [SHEET, ALLIANCE]), taxonomy).retrieve(asked(question))
    ranked = sorted(retrieval.ranked, key=lambda r: -scores[r.document_id])
    scored = tuple(replace(r, score=scores[r.document_id]) for r in ranked)
    return ExtractiveAnswerer().answer(supported(replace(retrieval, ranked=scored)), asked(question))


def cited(answer: Answer) -> set[str]:
    return {citation.passage.document_id for citation in answer.citations}


def test_a_definition_comes_from_what_explains(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """« C’est quoi ? » is answered by what the thing is, not by an alliance that is a little nearer by its words."""
    answer = answered(tmp_path, taxonomy, "C’est quoi le prêt de salariés ?", {SHEET.id: 1.5, ALLIANCE.id: 1.8})
    assert cited(answer) == {SHEET.id}


def test_a_sheet_that_is_far_explains_nothing(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A sheet about something else is not quoted for being a sheet."""
    answer = answered(tmp_path, taxonomy, "C’est quoi une réunion de dirigeants ?", {SHEET.id: 0.9, ALLIANCE.id: 1.8})
    assert cited(answer) == {ALLIANCE.id}


def test_a_case_stands_beside_a_sheet_where_no_definition_is_asked_for(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Who asks what there is on a notion gets the sheet and what was done."""
    question = "Le prêt de salariés, vous avez écrit dessus ?"
    assert cited(answered(tmp_path, taxonomy, question, {SHEET.id: 2.0, ALLIANCE.id: 1.4})) == {SHEET.id, ALLIANCE.id}
    assert cited(answered(tmp_path / "far", taxonomy, question, {SHEET.id: 2.0, ALLIANCE.id: 0.9})) == {SHEET.id}
