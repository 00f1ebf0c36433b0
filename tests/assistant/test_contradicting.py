from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.contradicting import differing, figures_of
from assistant.documents import Document
from assistant.extractive import ExtractiveAnswerer
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import Shelf, asked, publication, retriever_over, supported

OLD = publication(
    "bilan-2019", "Le bilan des ruches partagées en 2019", "rapport", {"Bilan": "Le réseau compte 10 ruches partagées."}
)
NEW = publication(
    "bilan-2021",
    "Le bilan des ruches partagées en 2021",
    "rapport",
    {"Bilan": "Le réseau compte désormais 11 ruches partagées."},
)


def dated(document: Document, year: int | None) -> Document:
    """Give the document another year."""
    return Document(document.id, document.title, document.kind, document.url, year=year, sections=document.sections)


def answered(folder: Path, taxonomy: Taxonomy, question: str, *documents: Document) -> Answer:
    """Answer from some documents, as if the question had been found answerable."""
    retriever = retriever_over(Shelf(folder, documents), taxonomy)
    wanted = asked(question)
    return ExtractiveAnswerer().answer(supported(retriever.retrieve(wanted)), wanted)


def test_two_figures_for_one_thing_are_both_told_the_newer_first(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """« 11 d'après le bilan de 2021, 10 d'après celui de 2019 », each with its proof."""
    found = answered(tmp_path, taxonomy, "Combien de ruches partagées ?", dated(OLD, 2019), dated(NEW, 2021))
    lead = found.text.split("\n")[0]
    assert lead.startswith("Les documents ne donnent pas le même chiffre : 11 ruches [1] d’après")
    assert lead.index("11 ruches [1]") < lead.index("(rapport, 2021)") < lead.index("10 ruches [2]")
    assert lead.endswith("(rapport, 2019).")
    assert {c.number: c.passage.document_id for c in found.citations} == {
        1: "publications/bilan-2021",
        2: "publications/bilan-2019",
    }


@pytest.mark.parametrize(
    ("question", "years"),
    [("Combien de ruches partagées en 2021 ?", (2019, 2021)), ("Combien de ruches partagées ?", (2019, None))],
)
def test_nothing_is_said_to_differ_where_it_need_not(
    tmp_path: Path, taxonomy: Taxonomy, question: str, years: tuple[int, int | None]
) -> None:
    """Who names a year wants that of the year, and without two years none is the newer."""
    found = answered(tmp_path, taxonomy, question, dated(OLD, years[0]), dated(NEW, years[1]))
    assert "même chiffre" not in found.text


@pytest.mark.parametrize(
    ("one", "other", "figures"),
    [
        ("Le fonds est doté de 1,5 M€ pour trois ans.", "Le fonds est doté de 3 M€.", ("1,5 M€", "3 M€")),
        ("46 % des maires jugent utile la démarche.", "53 % des maires jugent utile la démarche.", ("46 %", "53 %")),
        ("Le fonds est doté de 1,5 M€.", "Le fonds est doté de 1 500 000 euros.", None),
        ("Le réseau compte 10 ruches.", "Le rucher compte 11 abeilles.", None),
        ("Le réseau compte 10 ruches à Lyon.", "Un apiculteur vend 11 ruches neuves par an.", None),
        ("Entre 10 ruches et 12 ruches au réseau.", "Le réseau compte 11 ruches.", None),
        ("Le réseau naît en 2019 avec des ruches.", "Le réseau naît en 2021 avec des ruches.", None),
    ],
)
def test_figures_differ_only_for_the_same_thing(one: str, other: str, figures: tuple[str, str] | None) -> None:
    """The same unit, the same words and one figure in each: anything else is no contradiction."""
    found = differing(one, other)
    assert (found and tuple(figure.text for figure in found)) == figures


def test_years_dates_and_durations_count_nothing() -> None:
    """« le 3 mars 2015, pendant 4 ans » holds no figure of anything."""
    assert figures_of("Le 3 mars 2015, pendant 4 ans et 6 mois.") == []
