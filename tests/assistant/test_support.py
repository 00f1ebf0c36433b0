from pathlib import Path

import pytest

from assistant.calibration import ANSWERABLE
from assistant.retrieval import Retriever
from assistant.support import Support
from assistant.taxonomy import Taxonomy
from tests.assistant.small_corpus import Shelf, asked, retriever_over


def support(retriever: Retriever, text: str) -> Support:
    return retriever.retrieve(asked(text)).support


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("Que fait Orange pour les collégiens de Lille ?", "Que fait Danone pour les collégiens de Lille ?"),
        ("Combien AG2R a-t-il investi dans Solifap ?", "Combien Total a-t-il investi dans Solifap ?"),
        ("Combien de cafés ont ouvert en 2021 ?", "Combien de cafés ont ouvert en 1998 ?"),
        ("Combien de vélos ont été réparés à Nantes ?", "Combien de trottinettes ont été réparées à Nantes ?"),
        ("Quels sont les résultats de la ferme du Lot ?", "Quelle est la superficie de la ferme du Lot ?"),
        ("Que racontent les cafés de village ?", "Écris un poème sur les cafés de village"),
    ],
)
def test_what_the_corpus_lacks_makes_an_answer_less_likely(retriever: Retriever, known: str, unknown: str) -> None:
    """A name, a year, a word or a thing asked for that no document holds speaks against answering, as does an order."""
    assert support(retriever, unknown).probability < support(retriever, known).probability


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Que fait la NASA avec Orange à Lille ?", ("NASA",)),
        ("Un projet de Danone et de Michelin à Brest ?", ("Danone", "Michelin")),
        ("Que fait Orange à Lille ?", ()),
        ("Que fait ORANGE à lille ?", ()),
        ("Que fait Solifpa ?", ()),
    ],
)
def test_names_unknown_to_the_corpus_are_told(retriever: Retriever, text: str, missing: tuple[str, ...]) -> None:
    """The person learns which name the corpus does not hold; one mistyped is not unknown."""
    assert support(retriever, text).missing == missing


def test_each_lack_is_measured(retriever: Retriever) -> None:
    """Names, years and things asked for that the best documents do not hold are told apart."""
    lacking = support(retriever, "Quelle superficie la NASA a-t-elle donnée à Lille avec Orange en 1969 ?").signals
    assert lacking.names_missing == pytest.approx(1 / 3)
    assert (lacking.year_missing, lacking.asked_missing, lacking.order) == (1.0, 1.0, 0.0)
    whole = support(retriever, "Combien de jeunes avaient un mentor à Lille avec Orange en 2015 ?").signals
    assert (whole.names_missing, whole.year_missing, whole.asked_missing, whole.order) == (0.0, 0.0, 0.0, 0.0)


def test_english_words_are_not_missing_names(retriever: Retriever) -> None:
    """« Brittany » is no unknown name in an English question only because the documents are French."""
    assert support(retriever, "What did the Mayors of Brittany do about Cafés?").missing == ()


def test_signals_are_measured_on_one_scale(retriever: Retriever) -> None:
    """Every signal lies about between 0 and 1, so that their weights can be read."""
    for text in ("Combien de cafés ont ouvert ?", "xyz", "?", "Que fait la NASA en 1969 ?", "Écris !"):
        measured = support(retriever, text).signals
        values = {name: getattr(measured, name) for name in measured.__dataclass_fields__}
        assert all(-0.01 <= value <= 1.5 for value in values.values()), (text, values)


def test_an_empty_corpus_supports_nothing(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Where there is no document, the probability is nought and nothing fails."""
    empty = retriever_over(Shelf(tmp_path, ()), taxonomy)
    assert support(empty, "Combien de cafés ont ouvert ?").probability < ANSWERABLE


@pytest.mark.parametrize(
    "question",
    [
        "Qui préside Solifap aujourd’hui ?",
        "Que dit la page 12 du guide du mécénat ?",
        "Quelle association est la plus efficace contre le mal-logement ?",
        "Quand aura lieu la prochaine réunion des maires ?",
        "Citez une par une les entrées du guide",
    ],
)
def test_what_no_document_can_tell_is_known_for_it(retriever: Retriever, question: str) -> None:
    """What is true today, is to come, is best or stands on a page is not answered from what is near."""
    assert support(retriever, question).signals.beyond == 1


@pytest.mark.parametrize("question", ["Quels sont les meilleurs moyens de commencer ?", "Quelles prochaines étapes ?"])
def test_a_way_to_begin_can_be_told(retriever: Retriever, question: str) -> None:
    """Who asks for good ways to do something gets them."""
    assert support(retriever, question).signals.beyond == 0
