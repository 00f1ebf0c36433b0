from typing import Any

import pytest

from assistant.documents import Document, RetrievedPassage, retrieved
from assistant.evidence import Sentence, gather
from assistant.intent import Shape
from assistant.lens import Lens
from tests.assistant.small_corpus import DOCUMENTS

SHAPES = [Shape.FACT, Shape.FIGURE, Shape.RESULTS, Shape.PARTNERS, Shape.LESSONS, Shape.DEFINITION, Shape.LIST]


def passages_of(lens: Lens, *names: str) -> list[RetrievedPassage]:
    return [retrieved(p, 0.5) for name in names for p in lens.catalogue.passages_of(name)]


def gathered(lens: Lens, question: str, *names: str, shape: Shape = Shape.FACT, limit: int = 4) -> list[list[Sentence]]:
    return gather(lens.asked_stems(question), shape, passages_of(lens, *names), lens, limit)


def said(*arguments: Any, **options: Any) -> str:
    return " ".join(sentence.text for group in gathered(*arguments, **options) for sentence in group)


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("Combien d’ordinateurs ont été réparés ?", "etudes-de-cas/chantier-rennes", "1 400 ordinateurs"),
        ("Qui doit porter la candidature ?", "etudes-de-cas/cafes", "Le maire doit porter la candidature."),
        ("Que dit la convention écrite ?", "publications/guide-mecenat", "Une convention écrite fixe"),
        ("Que fait-on du foin ?", "etudes-de-cas/ferme-lot", "Les bénévoles achètent le foin par lot."),
    ],
)
def test_the_sentence_that_answers_is_quoted(lens: Lens, question: str, document: str, words: str) -> None:
    """Of all that a document says, what bears on the question is quoted."""
    assert words in said(lens, question, document)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (Shape.RESULTS, "Dix cafés ont ouvert"),
        (Shape.LESSONS, "Le maire doit porter la candidature"),
        (Shape.FIGURE, "2021"),
    ],
)
def test_the_shape_of_the_question_chooses_the_section(lens: Lens, shape: Shape, words: str) -> None:
    """Results, lessons and figures are read where the document tells them."""
    assert words in said(lens, "Les bars de village ?", "etudes-de-cas/cafes", shape=shape)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_every_sentence_is_verbatim_where_it_says(lens: Lens, document: Document, shape: Shape) -> None:
    """Whatever is asked of whatever document, each sentence is a whole one of its passage, start to end."""
    for group in gathered(lens, f"Quels résultats pour {document.title} ?", document.id, shape=shape):
        for sentence in group:
            text = sentence.passage.text
            assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
            assert sentence.start == 0 or text[sentence.start - 1].isspace()
            assert sentence.end == len(text) or text[sentence.end].isspace()
            assert sentence.passage.document_id == document.id


def test_sentences_are_in_reading_order_and_never_twice(lens: Lens) -> None:
    """A quotation follows its document, so that it reads as it was written."""
    question = "Les cafés, les maires, les gérants, la commune, la candidature, la bière et les habitants"
    (group,) = gathered(lens, question, "etudes-de-cas/cafes", limit=20)
    order = [p.id for p in lens.catalogue.passages_of("etudes-de-cas/cafes")]
    places = [(order.index(s.passage.id), s.start) for s in group]
    assert places == sorted({*places})
    assert len(places) > 2


def test_a_sentence_that_leans_on_the_one_before_brings_it_along(lens: Lens) -> None:
    """« Elle emploie 45 gérants » alone would not say who does."""
    text = said(lens, "Qui se voit deux heures par mois ?", "etudes-de-cas/mentorat-lille", limit=1)
    assert text.startswith("Des salariés d’Orange deviennent mentors de collégiens. Ils se voient")


def test_at_most_so_many_sentences_of_a_document(lens: Lens) -> None:
    """The first document may say more than the others, none more than it is allowed; leaning ones aside."""
    names = ("etudes-de-cas/cafes", "etudes-de-cas/solifap", "etudes-de-cas/velo-nantes")
    groups = gathered(lens, "Quels fonds pour les cafés et les vélos ?", *names, limit=2)
    assert [group[0].passage.document_id for group in groups] == list(names)
    assert all(1 <= len(group) <= 2 * most for group, most in zip(groups, (2, 1, 1), strict=True))


def test_an_address_is_no_evidence(lens: Lens) -> None:
    """A line that only gives a link says nothing that could be quoted."""
    passage = RetrievedPassage(
        "x#1", "x", "X", "", "Voir https://example.org/cafes sur les cafés.\nDix cafés ont ouvert."
    )
    ((sentence,),) = gather(lens.asked_stems("les cafés"), Shape.FACT, [passage], lens, 1)
    assert sentence.text == "Dix cafés ont ouvert."
    alone = RetrievedPassage("x#1", "x", "X", "", "www.example.org")
    assert gather(lens.asked_stems("les cafés"), Shape.FACT, [alone], lens, 1) == []


def test_nothing_to_quote_from_gives_nothing(lens: Lens) -> None:
    """Without passages there is no evidence, and without words of one's own there is still no error."""
    assert gathered(lens, "les cafés") == []
    assert gathered(lens, "?", "etudes-de-cas/cafes")


def test_marks_of_lists_and_tables_are_not_quoted(lens: Lens) -> None:
    """An item or a table's row is quoted without its bullet and outer bars, still word for word."""
    text = "– Le maire porte la candidature.\n| Cafés ouverts | 10 |\n• •\n| |"
    passage = RetrievedPassage("doc#a.1", "doc", "Doc", "", text, score=0.5)
    quoted = [s for group in gather(["maire", "cafe"], Shape.FACT, [passage], lens, 4) for s in group]
    assert {s.text for s in quoted} <= {"Le maire porte la candidature.", "Cafés ouverts | 10"}
    assert quoted and all(s.text == text[s.start : s.end] for s in quoted)
