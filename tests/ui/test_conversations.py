"""Conversations that are understood, put right, kept, found again and erased, on the whole page."""

import pytest
import streamlit as st
from fastapi import FastAPI
from streamlit.testing.v1 import AppTest

from tests.ui.test_app import APP, ask, opened, seen
from ui import texts
from ui.answer_texts import answer_texts
from ui.testing_corpus import RESULTS

MONEY = "Qui y a mis de l’argent ?"
WORDS = answer_texts("fr")


@pytest.fixture
def page(address: str) -> AppTest:
    return opened()


def reopened(name: str) -> AppTest:
    """Open the address of a conversation in another browser, a while later."""
    st.cache_data.clear()
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.query_params["c"] = name
    page.run()
    assert not page.exception
    return page


def click(page: AppTest, key: str) -> None:
    page.button(key=key).click().run()
    assert not page.exception


def test_what_was_understood_is_said(page: AppTest) -> None:
    """A follow-up made whole and a change of subject are told; a question taken as it was typed is not repeated."""
    drawn = seen(ask(page, MONEY))
    assert "J’ai compris" in drawn
    assert "Qui a mis de l’argent dans Solifap" in drawn
    assert WORDS.subject_changed in drawn
    assert "J’ai compris" not in seen(ask(opened(), "qui a mis de l’argent dans Solifap"))


def test_what_was_understood_can_be_put_right(page: AppTest, api: FastAPI) -> None:
    """The corrected question takes the place of the first one and is asked as it is."""
    ask(page, MONEY)
    (area,) = page.text_area
    assert area.value == "Qui a mis de l’argent dans Solifap\u00a0?"
    area.set_value("Qui a mis de l’argent dans la foncière ?")
    click(page, "send-corrected-1-0")
    first, second = api.state.asked
    assert (first["alone"], second["alone"]) == (False, True)
    assert second["question"] == "Qui a mis de l’argent dans la foncière ?"
    assert first["exchange"] == second["exchange"]
    assert MONEY.replace(" ?", "") not in seen(page)


def test_marks_and_legend_are_drawn(page: AppTest) -> None:
    """The verdicts of the check are on the page, with their count."""
    drawn = seen(ask(page, MONEY))
    assert ":red-badge[" in drawn
    assert "2\u00a0phrases établies" in drawn


def test_a_conversation_is_found_again_by_its_address(page: AppTest, api: FastAPI) -> None:
    """Reloading the page, or opening its address elsewhere, shows what was answered without asking again."""
    ask(page, MONEY)
    ask(page, "Comment est née Solifap ?")
    assert page.query_params["c"] == "secret-1"
    assert "Qui en a le lien peut la lire" in seen(page)
    again = reopened("secret-1")
    assert len(api.state.asked) == 2
    drawn = seen(again)
    assert "Ils y ont mis" in drawn
    assert "#citation-2-1" in drawn
    ask(again, "Et ensuite ?")
    assert len(api.state.asked[-1]["history"]) == 2
    assert len(api.state.conversations.held["secret-1"]) == 3


def test_a_source_that_changed_is_told(page: AppTest, api: FastAPI) -> None:
    """A kept answer shows what was cited that day and since when its source is another, and can be asked anew."""
    ask(page, MONEY)
    api.state.conversations.versions = {RESULTS.document_id: {"version": "v2", "since": "2026-11-20T10:00:00Z"}}
    page = reopened("secret-1")
    drawn = seen(page)
    assert "depuis le 20 novembre 2026" in page.info[0].value
    assert texts.NEWER in drawn
    assert "1\u00a0source citée a changé" in drawn
    assert ":green-background[En 2015" in drawn
    click(page, "newer-1")
    assert (api.state.asked[-1]["question"], api.state.asked[-1]["alone"]) == (
        "Qui a mis de l’argent dans Solifap ?",
        True,
    )
    assert len(api.state.conversations.held["secret-1"]) == 2


def test_a_source_that_went_is_told(page: AppTest, api: FastAPI) -> None:
    """One can still read what a removed document said, and learns that it was removed."""
    ask(page, MONEY)
    api.state.conversations.versions = {}
    page = reopened("secret-1")
    assert page.info[0].value == texts.GONE_SOURCE
    assert texts.GONE in seen(page)


def test_a_conversation_is_erased(page: AppTest, api: FastAPI) -> None:
    """Erasing takes the conversation from the server and from the page, and its address with it."""
    ask(page, MONEY)
    click(page, "erase")
    assert len(api.state.conversations.held) == 1
    click(page, "erase-confirmed")
    assert api.state.conversations.held == {}
    assert "c" not in page.query_params
    assert texts.SUGGESTIONS in seen(page)


def test_an_address_that_leads_nowhere_is_told(page: AppTest) -> None:
    """An erased conversation's address says so and offers to begin another one."""
    page = reopened("secret-9")
    assert page.warning[0].value == texts.CONVERSATION_GONE
    assert "c" not in page.query_params
    assert "Ils y ont mis" in seen(ask(page, MONEY))


def test_a_conversation_erased_elsewhere_goes_on_as_another(page: AppTest, api: FastAPI) -> None:
    """When a conversation was erased in another tab the next question says so, then begins a new one."""
    ask(page, MONEY)
    api.state.conversations.held.clear()
    assert ask(page, "Et ensuite, l’argent ?").error[0].value == texts.CONVERSATION_GONE
    click(page, "again-2")
    assert not page.error
    assert [len(held) for held in api.state.conversations.held.values()] == [1]


def test_conversations_of_this_tab_are_listed(page: AppTest) -> None:
    """After a new conversation one goes back to the one before in one click."""
    ask(page, MONEY)
    click(page, "new-conversation")
    ask(page, "Comment est née Solifap ?")
    assert texts.RECENT in seen(page)
    click(page, "open-secret-1")
    assert page.query_params["c"] == "secret-1"
    drawn = seen(page)
    assert "Ils y ont mis" in drawn
    assert "open-secret-2" in [button.key for button in page.button]


def test_nothing_is_kept_where_nothing_is_wanted(page: AppTest, api: FastAPI) -> None:
    """With conversations turned off the page answers and makes no promise."""
    api.state.conversations.days = 0
    ask(page, MONEY)
    assert "c" not in page.query_params
    assert texts.ERASE not in seen(page)
    page.switch_page("views/a_propos.py").run()
    assert texts.ABOUT_NOT_KEPT in seen(page)


def test_the_page_says_how_long_it_keeps(page: AppTest) -> None:
    """The page « À propos » says what is kept, how long, and who can read it."""
    page.switch_page("views/a_propos.py").run()
    assert "90\u00a0jours" in seen(page)


def test_an_abstention_offers_what_can_be_answered(page: AppTest, api: FastAPI) -> None:
    """Without an answer the page proposes neighbouring questions that nearby documents answer, and asks them whole."""
    ask(page, "Quelle est la capitale du Pérou ?")
    assert WORDS.answerable in seen(page)
    click(page, "neighbour-1-0")
    assert api.state.asked[-1]["question"] == "Qui finance une association ?"
    assert api.state.asked[-1]["alone"]
