from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.analysis import analyse
from assistant.documents import Passage
from assistant.errors import KnowledgeBaseError
from assistant.lexical import TantivyIndex


def passage(passage_id: str, title: str, text: str, heading: str = "") -> Passage:
    return Passage(passage_id, passage_id.partition("#")[0], title, "", text, (heading,) if heading else ())


PASSAGES = [
    passage("a", "Mécénat", "mécénat de compétences en Bretagne"),
    passage("a#1", "Mécénat", "Le mécénat de compétences réunit entreprises et associations.", "Définition"),
    passage("a#2", "Mécénat", "Une ferme urbaine accueille des jeunes.", "Exemple"),
    passage("b#1", "Logement", "L’accès au logement des jeunes travailleurs."),
    passage("b#2", "Logement", "Des entreprises financent des logements sociaux."),
]
BY_ID = {entry.id: entry for entry in PASSAGES}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyIndex]:
    opened = TantivyIndex(tmp_path, BY_ID.__getitem__, create=True)
    opened.add(PASSAGES)
    opened.commit()
    yield opened
    opened.close()


def ids(index: TantivyIndex, query: str, k: int = 5) -> list[str]:
    return [hit.id for hit in index.search(query, k)]


@pytest.mark.parametrize("query", ["mécénat de compétence", "MECENAT DES COMPETENCES", "le mécénat, la compétence ?"])
def test_words_in_any_form(index: TantivyIndex, query: str) -> None:
    """Accents, capitals, plurals and function words make no difference."""
    assert ids(index, query)[0] == "a#1"


def test_title_counts(index: TantivyIndex) -> None:
    """A passage is found by the title of its document too."""
    assert set(ids(index, "mécénat")) == {"a#1", "a#2"}


@pytest.mark.parametrize("query", ["entrperises", "entreprsies", "entreprize", "enterprises et asociations"])
def test_a_typo_is_forgiven(index: TantivyIndex, query: str) -> None:
    """A mistyped word finds what the right one finds."""
    assert ids(index, query)[0] in {"a#1", "b#2"}


def test_short_words_are_taken_as_typed(index: TantivyIndex) -> None:
    """Short words and figures are not guessed at: another one would be another word."""
    assert index.nearest("juna") == ""
    assert index.nearest("20188") == ""
    assert ids(index, "zzzzzzzz") == []


def test_a_known_word_is_never_replaced(index: TantivyIndex) -> None:
    """A word that the corpus has is searched as it is."""
    assert index.nearest("logement") == ""
    assert index.nearest("log") == "log"


def test_scopes_are_apart(index: TantivyIndex) -> None:
    """Whole documents are found among whole documents only."""
    assert [hit.id for hit in index.search("Bretagne", 5, "document")] == ["a"]
    assert ids(index, "Bretagne") == []


def test_rare_words_weigh_more(index: TantivyIndex) -> None:
    """A stem's weight falls with the number of passages that hold it; one that none holds weighs most."""
    assert index.frequency("entrepris") == 2
    assert index.idf("xxxxx") > index.idf("ferm") > index.idf("entrepris") > 0


def test_adding_again_replaces_and_removing_forgets(index: TantivyIndex) -> None:
    """A document ingested anew is there once; a removed one is not found."""
    index.add([PASSAGES[3]])
    index.commit()
    assert index.count() == 5
    index.remove(["b"])
    index.commit()
    assert index.count() == 3
    assert ids(index, "logement") == []


@pytest.mark.parametrize("query", ["", "de la", "???", '"', "title:x AND (", "a" * 5000])
def test_any_question_is_safe(index: TantivyIndex, query: str) -> None:
    """No question is taken for a command of the search engine."""
    assert index.search(query, 3) == []


def test_missing_index_is_told(tmp_path: Path) -> None:
    """A reader of an empty folder is told to ingest."""
    with pytest.raises(KnowledgeBaseError, match="rameau ingest"):
        TantivyIndex(tmp_path / "none", BY_ID.__getitem__)


def test_another_word_is_no_typo(tmp_path: Path) -> None:
    """Who asks about one thing is not answered about another whose name looks alike."""
    one = Passage("d#a.1", "d", "Bourse", "", "Une allocation mensuelle est versée.")
    index = TantivyIndex(tmp_path / "words", {one.id: one}.__getitem__, create=True)
    index.add([one])
    index.commit()
    (asked,) = analyse("menstruelle")
    assert index.nearest(asked) == ""
    index.close()
