from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answers import Filters
from assistant.documents import Document, RetrievedPassage
from assistant.retrieval import Retriever
from assistant.selection import merge
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import DOCUMENTS, Shelf, asked, case, retriever_over


def sources(retriever: Retriever, text: str, *turns: str, **filters: object) -> list[str]:
    return [p.document_id.split("/")[1] for p in retriever.retrieve(asked(text, *turns, **filters)).passages]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Combien de cafés ont ouvert en deux ans ?", "cafes"),
        ("combien de cafes ont ouvert", "cafes"),
        ("Que devient le foin du Lot ?", "ferme-lot"),
        ("Qui a investi contre le mal-logement ?", "solifap"),
        ("La réduction d’impôt du mécénat de compétences ?", "guide-mecenat"),
        ("Que pensent les maires de la co-construction ?", "rapport-maires"),
        ("Qu’est-ce qu’un PTCE ?", "note-ptce"),
        ("le chantier des ordinatuers", "chantier-rennes"),
        ("Que sait-on de Solifap ?", "solifap"),
        ("What do mayors say about co-construction and alliances, maires?", "rapport-maires"),
    ],
)
def test_the_document_that_answers_comes_first(retriever: Retriever, text: str, document: str) -> None:
    """Asked in its own words, without accents, with a typo, by an acronym or by its name, it is the first source."""
    assert sources(retriever, text)[0] == document


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_every_document_is_found_by_its_title(retriever: Retriever, document: Document) -> None:
    """No document of the corpus is out of reach."""
    assert retriever.retrieve(asked(f"Parlez-moi de « {document.title} »")).passages[0].document_id == document.id


def test_a_named_place_puts_its_documents_forward(retriever: Retriever) -> None:
    """Of two cases that answer, the one of the region named comes first, and the other stays in sight."""
    for place, first in (("à Brest", "brest-autisme"), ("à Cahors", "ferme-lot")):
        found = sources(retriever, f"Comment aider les personnes handicapées et les familles {place} ?")
        assert found[0] == first
        assert {"brest-autisme", "ferme-lot"} <= {*found}


@pytest.mark.parametrize(
    "filters",
    [
        {"regions": ("Bretagne",)},
        {"themes": ("Handicap",)},
        {"kinds": ("guide", "rapport")},
        {"year_from": 2020},
        {"partners": ("La Poste",)},
        {"sdgs": (3,), "departments": ("Finistère",)},
    ],
    ids=str,
)
def test_filters_that_the_person_set_exclude_all_else(retriever: Retriever, filters: dict[str, object]) -> None:
    """A filter chosen by hand restricts hard, and every document that passes it remains in reach."""
    retrieval = retriever.retrieve(asked("Combien de cafés ont ouvert en deux ans ?", **filters))
    selector = retrieval.lens.selector
    admitted = {document.id for document in selector.select(DOCUMENTS, Filters(**filters))}
    assert {ranked.document_id for ranked in retrieval.ranked} == admitted
    assert {p.document_id for p in (*retrieval.passages, *retrieval.evidence)} <= admitted


def test_what_passes_a_filter_is_in_reach_however_far_it_is(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """In a large corpus too, a filter leaves all that it admits, not only what the engines brought."""
    many = tuple(case(f"{n:02}", f"Le café {n:02}", {"Les résultats": "Dix cafés ont ouvert."}) for n in range(60))
    retriever = retriever_over(Shelf(tmp_path, (*DOCUMENTS, *many)), taxonomy, candidates=10)
    assert sources(retriever, "Combien de cafés ont ouvert ?", themes=("Mobilité",)) == ["velo-nantes"]


def test_a_filter_that_nothing_passes_leaves_nothing(retriever: Retriever) -> None:
    """A narrow filter gives no source rather than a wrong one."""
    retrieval = retriever.retrieve(asked("Combien de cafés ?", themes=("Mobilité",), regions=("Bretagne",)))
    assert retrieval.passages == retrieval.evidence == ()


def test_recognised_filters_are_shown_and_can_be_removed(retriever: Retriever) -> None:
    """What was recognised is told with the answer, and a filter once removed is not applied."""
    before = retriever.retrieve(asked("Quels projets en Bretagne ?"))
    after = retriever.retrieve(asked("Quels projets en Bretagne ?", ignored=("regions:Bretagne",)))
    assert before.understood.filters.regions == ("Bretagne",)
    assert not after.understood.filters
    assert after.understood.filters.ignored == ("regions:Bretagne",)


def test_a_follow_up_is_understood_whole(retriever: Retriever) -> None:
    """The person sees the question as it was understood, the subject of the turn before included."""
    retrieval = retriever.retrieve(asked("et en Bretagne ?", "Quels projets sur le handicap en Occitanie ?"))
    assert "handicap" in retrieval.understood.question
    assert [document.id for document in retrieval.selected] == ["etudes-de-cas/brest-autisme"]


def test_each_document_has_one_source_best_first(retriever: Retriever) -> None:
    """The sources are different documents, in the order of their scores."""
    retrieval = retriever.retrieve(asked("Quels partenaires pour l’emploi à Rennes ?"))
    documents = [passage.document_id for passage in retrieval.passages]
    scores = [passage.score for passage in retrieval.passages]
    assert len(documents) == len({*documents})
    assert scores == sorted(scores, reverse=True)
    assert not any(passage.is_whole_document for passage in retrieval.passages)


def test_as_many_sources_as_the_settings_say(shelf: Shelf, taxonomy: Taxonomy) -> None:
    """The number of sources is a setting; a list shows all of its documents beyond it."""
    retriever = retriever_over(shelf, taxonomy, sources=2)
    assert len(sources(retriever, "Combien de cafés ont ouvert ?")) == 2
    assert {"cafes", "chantier-rennes", "brest-autisme"} <= {*sources(retriever, "Quels projets en Bretagne ?")}


def test_without_a_vocabulary_questions_are_answered_all_the_same(shelf: Shelf) -> None:
    """A corpus that has no taxonomy is searched like any other."""
    retriever = retriever_over(shelf, Taxonomy())
    assert sources(retriever, "Combien de cafés ont ouvert en deux ans ?")[0] == "cafes"
    assert [d.id for d in retriever.retrieve(asked("Quels projets en Occitanie ?")).selected] == [
        "etudes-de-cas/ferme-lot"
    ]


def test_a_new_generation_is_seen_with_its_new_labels(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A document that arrives is found at the next question, its partners recognised."""
    shelf = Shelf(tmp_path, DOCUMENTS[:3])
    retriever = retriever_over(shelf, taxonomy)
    assert "ferme-lot" not in sources(retriever, "Que devient le foin du Lot ?")
    shelf.generation = Shelf(tmp_path, DOCUMENTS, number=2).generation
    retrieval = retriever.retrieve(asked("Que fait la Fondation Abbé Pierre ?"))
    assert retrieval.generation == 2
    assert retrieval.understood.filters.partners == ("Fondation Abbé Pierre",)
    assert sources(retriever, "Que devient le foin du Lot ?")[0] == "ferme-lot"


@pytest.mark.parametrize("text", ["?", "…", "de la", "🚲", "a" * 2000, "<b>x</b>", "42", "\n"])
def test_whatever_is_typed_is_searched_without_error(retriever: Retriever, text: str) -> None:
    """A question without words, with one endless word or with markup never breaks the search."""
    assert retriever.retrieve(asked(text)).understood.question == text


def test_an_empty_or_tiny_corpus_makes_no_error(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """The first document of a corpus can be asked about; before it, nothing is found."""
    assert sources(retriever_over(Shelf(tmp_path / "0", ()), taxonomy), "Combien de cafés ?") == []
    alone = Shelf(tmp_path / "1", (case("un", "Un cas", {"Les résultats": "Dix cafés ont ouvert."}),))
    assert sources(retriever_over(alone, taxonomy), "Combien de cafés ?") == ["un"]


def test_a_document_without_text_is_found_by_its_title(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A document of which only the title is known is shown as such."""
    shelf = Shelf(tmp_path, (*DOCUMENTS, case("vide", "Un jardin suspendu", {})))
    retrieval = retriever_over(shelf, taxonomy).retrieve(asked("Où est le jardin suspendu ?"))
    assert retrieval.passages[0].document_id == "etudes-de-cas/vide"


def test_filters_set_by_hand_stand_alone() -> None:
    """What the person chose is not widened by what the question names; facets left open take what was recognised."""
    given = Filters(regions=("Bretagne",), year_from=2018, ignored=("themes:Handicap",))
    found = Filters(regions=("Occitanie", "Bretagne"), themes=("Mobilité",), year_from=2010, year_to=2020)
    together = Filters(
        regions=("Bretagne",),
        themes=("Mobilité",),
        year_from=2018,
        ignored=("themes:Handicap",),
    )
    assert merge(given, found) == together


class Backwards:
    """A reranker that prefers what was last."""

    def rerank(self, query: str, passages: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        """Turn the order round."""
        return list(reversed(passages))


def test_a_reranker_has_the_last_word(shelf: Shelf, taxonomy: Taxonomy) -> None:
    """The cross-encoder that an administrator names decides which of the best documents comes first."""
    question = asked("Que pensent les maires de la co-construction ?")
    plain = retriever_over(shelf, taxonomy).retrieve(question)
    again = retriever_over(shelf, taxonomy, reranker=Backwards()).retrieve(question)
    head = [r.document_id for r in plain.ranked[:10] if r.passages]
    assert [r.document_id for r in again.ranked[:10] if r.passages] == head[::-1]
    assert again.passages[0].document_id == head[-1]
