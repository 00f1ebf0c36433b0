from pathlib import Path

from assistant.advising import write_advice, write_cases, write_orientation
from assistant.composing import Composer
from assistant.intent import Shape
from assistant.retrieval import Retriever
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import CASES, Shelf, asked, publication, retriever_over


def test_advice_gives_steps_then_cases_then_where_to_start(retriever: Retriever) -> None:
    """A guide tells how, cases tell what was learnt of it, and each statement has its proof."""
    retrieval = retriever.retrieve(asked("Comment faire du mécénat de compétences pour l’emploi ?"))
    composer = Composer()
    write_advice(composer, retrieval)
    found = composer.answer(retrieval)
    guide, learnt = found.text.index("Guide du mécénat"), found.text.index("appris des alliances")
    assert guide < learnt
    cited = [c.passage.document_id for c in found.citations]
    assert cited[0] == "publications/guide-mecenat"
    assert any(i.startswith("etudes-de-cas/") for i in cited)


def test_cases_are_told_with_their_place_and_year(retriever: Retriever) -> None:
    """Each case has its line: its title, where and when, and a sentence with its number."""
    retrieval = retriever.retrieve(asked("Des cafés et des vélos ?"))
    composer = Composer()
    write_cases(composer, retrieval, [CASES[0], CASES[1]], Shape.LIST)
    lines = composer.answer(retrieval).text.split("\n")
    assert "(Finistère, 2019) :" in lines[0] and lines[0].endswith("[1].")
    assert "(Rennes, 2022) :" in lines[1] and lines[1].endswith("[2].")


def test_who_begins_is_told_what_to_read_first(retriever: Retriever) -> None:
    """Publications come first with what each is, then cases."""
    retrieval = retriever.retrieve(asked("Par où commencer sur le mécénat de compétences et l’emploi ?"))
    composer = Composer()
    write_orientation(composer, retrieval)
    found = composer.answer(retrieval)
    assert found.text.startswith("À lire d’abord :")
    assert found.citations[0].passage.document_id == "publications/guide-mecenat"


def test_what_tells_how_comes_before_how_things_stand(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Who asks how to find a partner reads the steps before the percentages."""
    guide = publication(
        "trouver",
        "Trouver un partenaire",
        "guide",
        {
            "Ce qu’il faut retenir": "- Un partenaire est trouvé par 20 % des associations.\n"
            "- Un partenaire se trouve en trois étapes : connaître, écrire, rencontrer."
        },
    )
    retrieval = retriever_over(Shelf(tmp_path, [guide]), taxonomy).retrieve(asked("Comment trouver un partenaire ?"))
    composer = Composer()
    write_advice(composer, retrieval)
    text = composer.answer(retrieval).text
    assert text.index("trois étapes") < text.index("20 %")
