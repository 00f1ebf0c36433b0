import re

import pytest

from assistant.answers import Answer
from assistant.documents import Document
from assistant.extractive import ExtractiveAnswerer
from assistant.retrieval import Retriever
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import CASES, DOCUMENTS, Shelf, asked, case, retriever_over


def answer(retriever: Retriever, text: str, **filters: object) -> Answer:
    question = asked(text, **filters)
    return ExtractiveAnswerer().answer(retriever.retrieve(question), question)


def listed(found: Answer) -> list[str]:
    """Give the titles of the lines, in order."""
    return re.findall(r"^- \*\*\[?(.+?)(?:\]\(\S*\))?\*\*", found.text, re.MULTILINE)


def table(found: Answer) -> dict[str, int]:
    rows = re.findall(r"^\| (.+) \| (\d+) \|$", found.text, re.MULTILINE)
    return {value: int(number) for value, number in rows}


@pytest.mark.parametrize(
    ("text", "lead", "documents"),
    [
        ("Combien d’études de cas en Bretagne ?", "**3 des 8 études de cas** (région Bretagne", DOCUMENTS[:3]),
        ("Quels projets sur le handicap en Bretagne ?", "**1 des 8 études de cas** (région Bretagne", DOCUMENTS[2:3]),
        ("Quels partenariats avec La Poste ?", "**2 des 8 études de cas** (avec La Poste", DOCUMENTS[:2]),
        ("Quels projets à Nantes ?", "**1 des 8 études de cas** (département Loire-Atlantique", DOCUMENTS[5:6]),
        ("Combien de guides avez-vous ?", "**1 des 3 publications** (de type « guide »", DOCUMENTS[8:9]),
        ("Liste des projets de l’ODD 3", "**2 des 8 études de cas** (ODD 3 (Bonne santé", (DOCUMENTS[0], DOCUMENTS[2])),
    ],
)
def test_a_list_says_how_many_and_names_them_all(
    retriever: Retriever, text: str, lead: str, documents: tuple[Document, ...]
) -> None:
    """A count says how many documents fit, by which criteria, and lists each with its link and a proof."""
    found = answer(retriever, text)
    assert found.text.startswith(lead)
    fitting = found.text.split("Hors de ces critères")[0]
    assert {d.title for d in DOCUMENTS if d.title in fitting} == {document.title for document in documents}
    assert all(document.url in fitting for document in documents)
    assert {document.id for document in documents} <= {citation.passage.document_id for citation in found.citations}
    assert not found.abstained


def test_what_only_comes_near_is_told_apart(retriever: Retriever) -> None:
    """Documents beside a short list stand under a heading that says they do not meet its criteria."""
    found = answer(retriever, "Quels projets sur le handicap et les familles en Bretagne ?")
    fitting, _, near = found.text.partition("Hors de ces critères")
    assert DOCUMENTS[2].title in fitting
    assert DOCUMENTS[3].title in near
    assert DOCUMENTS[3].title not in fitting
    assert len(listed(found)) == len({*listed(found)})


def test_a_long_list_is_complete(tmp_path_factory: pytest.TempPathFactory, taxonomy: Taxonomy) -> None:
    """Eighty cases of a region are listed, not the best ten, and each once."""
    many = tuple(
        case(f"{n:02}", f"Le verger {n:02}", {"Les résultats": f"{n + 3} pommiers plantés."}, regions=("Bretagne",))
        for n in range(80)
    )
    retriever = retriever_over(Shelf(tmp_path_factory.mktemp("many"), (*DOCUMENTS, *many)), taxonomy)
    for text in ("Combien de projets en Bretagne ?", "Quels projets en Bretagne ?"):
        found = answer(retriever, text)
        assert found.text.startswith("**83 des 88 études de cas**")
        assert sorted(listed(found)) == sorted(d.title for d in (*DOCUMENTS[:3], *many))
        assert len({source.document_id for source in found.sources}) >= 83


def test_every_label_gives_as_many_documents_as_bear_it(retriever: Retriever, taxonomy: Taxonomy) -> None:
    """The number said, the lines listed and the documents that bear the label are the same, for every theme."""
    for theme in taxonomy.labels("themes"):
        bearing = {document.title for document in CASES if theme in document.themes}
        found = answer(retriever, "Combien de projets ?", themes=(theme,))
        if bearing:
            number = re.match(r"\*\*(\d+) ", found.text)
            assert number, found.text
            fitting = found.text.split("Hors de ces critères")[0]
            assert int(number[1]) == len(bearing) == fitting.count("\n- **")
            assert all(title in fitting for title in bearing)


def test_the_whole_corpus_is_counted_without_listing_it(retriever: Retriever) -> None:
    """« Combien de projets avez-vous ? » tells how many cases and publications there are."""
    found = answer(retriever, "Combien de projets avez-vous ?")
    assert found.text == f"Le corpus compte {len(CASES)} études de cas et {len(DOCUMENTS) - len(CASES)} publications."
    assert found.citations == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("répartition des cas par région", "regions"),
        ("répartition par thème", "themes"),
        ("répartition par année", "year"),
    ],
)
def test_a_breakdown_adds_up(retriever: Retriever, text: str, field: str) -> None:
    """Each value has its number, and those that state none are counted, so that no document is lost."""
    found = answer(retriever, text)
    rows = table(found)
    assert f"{len(CASES)} études de cas" in found.text
    bearing = [{*value} if isinstance(value := getattr(d, field), tuple) else {value} - {None} for d in CASES]
    assert rows.pop("sans indication", 0) == sum(not labels for labels in bearing)
    assert rows == {str(label): sum(label in labels for labels in bearing) for label in {x for y in bearing for x in y}}


def test_a_breakdown_of_a_region_counts_only_it(retriever: Retriever) -> None:
    """A breakdown can be narrowed as a list can."""
    assert table(answer(retriever, "répartition des cas par thème en Bretagne")) == {
        "Emploi et insertion": 3,
        "Handicap": 1,
    }


def test_sdgs_are_named(retriever: Retriever) -> None:
    """A number alone says little: « 17 – Partenariats pour les objectifs »."""
    assert table(answer(retriever, "répartition par ODD"))["17 – Partenariats pour les objectifs"] == 3


def test_a_town_narrows_to_its_own_documents(retriever: Retriever) -> None:
    """« À Brest » lists what is at Brest; « à Quimper », where there is nothing, what there is in Finistère."""
    assert listed(answer(retriever, "Quels projets à Brest ?")) == [DOCUMENTS[2].title]
    found = answer(retriever, "Quels projets à Quimper ?")
    assert {*listed(found)} == {DOCUMENTS[0].title, DOCUMENTS[2].title}
    assert "« Quimper »" in found.text


def test_a_list_of_what_is_undated_holds_what_is_undated(retriever: Retriever) -> None:
    """« Sans date » lists the cases whose year is not known, and says so."""
    found = answer(retriever, "Quels projets n’ont pas de date ?")
    assert listed(found) == [document.title for document in CASES if document.year is None]
    assert "année" in found.text.splitlines()[0]
