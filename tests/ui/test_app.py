from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from streamlit.testing.v1 import AppTest

from ui import texts
from ui.answer_texts import answer_texts
from ui.testing import QUESTIONS

APP = Path("ui/app.py").resolve()


@pytest.fixture
def page(address: str) -> Iterator[AppTest]:
    yield opened()


def opened() -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not page.exception
    return page


def ask(page: AppTest, question: str) -> AppTest:
    page.chat_input(key="question").set_value(question).run()
    assert not page.exception
    return page


def seen(page: AppTest) -> str:
    """Give every text that is drawn."""
    kinds = ("markdown", "caption", "error", "warning", "title", "expander", "button")
    elements = [element for kind in kinds for element in page.get(kind)]
    return "\n".join(str(getattr(element, "value", None) or getattr(element, "label", "")) for element in elements)


def test_empty_chat_says_what_it_knows(page: AppTest) -> None:
    """Before any question the page says what it does, how much it holds and since when, and suggests questions."""
    assert "501\u00a0documents, dont 341\u00a0études de cas · base mise à jour le 23 novembre 2026" in seen(page)
    labels = [button.label for button in page.button]
    assert len([label for label in labels if label.endswith("?")]) == len(QUESTIONS)


def test_a_suggestion_is_asked(page: AppTest) -> None:
    """Clicking a suggested question asks it, and the suggestions go."""
    page.button(key="suggestion-1").click().run()
    assert not page.exception
    assert "15 études de cas" in seen(page)
    assert texts.SUGGESTIONS not in seen(page)


def test_an_answer_shows_its_proofs(page: AppTest) -> None:
    """An answer has a link on each citation, the passage with the quoted words marked, and the way to the source."""
    drawn = seen(ask(page, "Comment est née Solifap ?"))
    assert "[\\[1\\]](#citation-1-1" in drawn
    assert ":green-background[les deux partenaires ont fait évoluer" in drawn
    assert "1, 2, 3** · SOLIFAP" in drawn
    assert "[Ouvrir la source](<https://www.lerameau.fr/solifap/>)" in drawn


def test_quotes_of_one_passage_open_together(page: AppTest) -> None:
    """Two quotes of one passage are marked in it side by side, and both citations lead there."""
    drawn = seen(ask(page, "Comment est née Solifap ?"))
    assert "[\\[3\\]](#citation-1-2" in drawn
    assert "\\[2\\]\\[3\\] · Les résultats" in drawn


def test_a_page_can_be_looked_at(page: AppTest, api: FastAPI) -> None:
    """A passage of a PDF says its page and how its text was read, and shows the page once asked to, not before."""
    drawn = seen(ask(page, "Comment est née Solifap ?"))
    assert "p\\. 12" in drawn
    assert texts.RECOGNITIONS["ocr-doubtful"] in drawn
    assert not page.image
    assert [button.key for button in page.button if button.label == texts.SEE_PAGE] == ["page-1-4"]
    page.button(key="page-1-4").click().run()
    assert not page.exception
    assert page.image


def test_hostile_text_stays_text(page: AppTest) -> None:
    """An image or a foreign link in an answer or a passage is never drawn."""
    drawn = seen(ask(page, "Comment est née Solifap ?"))
    assert "![" not in drawn
    assert "](http://trap.invalid" not in drawn
    assert "(<http://trap.invalid" not in drawn


def test_earlier_answers_keep_their_sources(page: AppTest) -> None:
    """Scrolling back, an earlier answer still has its citations and sources."""
    ask(page, "Comment est née Solifap ?")
    drawn = seen(ask(page, "Quels exemples en Bretagne ?"))
    assert "#citation-1-1" in drawn
    assert "#citation-2-1" in drawn
    assert ":green-background[les deux partenaires" in drawn


def test_a_long_list_is_folded(page: AppTest) -> None:
    """A list of fifteen shows ten and offers the five others, a chart and the documents."""
    labels = [expander.label for expander in ask(page, "Quels exemples en Bretagne ?").expander]
    assert {"Voir les 5 autres", texts.CHART, "15\u00a0documents cités"} <= set(labels)


def test_a_filter_can_be_removed(page: AppTest, api: FastAPI) -> None:
    """Removing a recognised filter asks the question again without it."""
    ask(page, "Quels exemples en Bretagne ?")
    page.button(key="filter-1-regions:Bretagne").click().run()
    assert not page.exception
    assert api.state.asked[-1]["question"] == "Quels exemples en Bretagne ?"
    assert api.state.asked[-1]["filters"]["ignored"] == ["regions:Bretagne"]
    assert "15 études de cas parlent d’alliances\u00a0; les voici" in seen(page)
    assert "filter-1-regions:Bretagne" not in [button.key for button in page.button]


def test_an_abstention_is_calm(page: AppTest) -> None:
    """When the base doesn't answer the page says so, names nearby subjects as such, and cites nothing."""
    drawn = seen(ask(page, "Quelle est la capitale du Pérou ?"))
    assert answer_texts("fr").abstained in drawn
    assert answer_texts("fr").related in drawn
    assert "#citation" not in drawn


def test_follow_ups_carry_the_conversation(page: AppTest, api: FastAPI) -> None:
    """The next question travels with the one before and its answer."""
    ask(page, "Quelle est la capitale du Pérou ?")
    ask(page, "Et celle du Chili ?")
    (turn,) = api.state.asked[-1]["history"]
    assert turn["question"] == "Quelle est la capitale du Pérou ?"


def test_new_conversation(page: AppTest) -> None:
    """A new conversation forgets the one before."""
    ask(page, "Comment est née Solifap ?")
    page.button(key="new-conversation").click().run()
    assert not page.exception
    assert "SOLIFAP" not in seen(page)
    assert texts.SUGGESTIONS in seen(page)


def test_a_failure_can_be_asked_again(page: AppTest) -> None:
    """A failure is told in a sentence, and the question can be put again."""
    ask(page, "panne")
    assert page.error[0].value == "La base est en cours de réparation."
    page.button(key="again-1").click().run()
    assert page.error[0].value == "La base est en cours de réparation."


def test_api_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the API the page says what to do, before a question and after."""
    monkeypatch.setenv("RAMEAU_API_URL", "http://127.0.0.1:9")
    page = opened()
    assert page.error[0].value == texts.API_DOWN
    assert ask(page, "Bonjour ?").error[0].value == texts.API_DOWN


def test_about(page: AppTest) -> None:
    """The page says where its answers come from and what it keeps."""
    page.switch_page("views/a_propos.py").run()
    assert not page.exception
    assert "D’où viennent les réponses" in seen(page)
