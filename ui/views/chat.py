"""The chat: a question, the passages found, the answer with its proofs."""

from contextlib import closing

import streamlit as st

from assistant.answers import SourcesEvent, TokenEvent
from ui import answering, browser, conversation, keeping, markdown, session, sources, texts, understanding
from ui.conversation import Exchange
from ui.replies import ClientError, GoneError

QUESTION_CHARS = 2000
SUGGESTED = 5  # what a phone shows without scrolling


def welcome() -> None:
    """Say what this is for, and offer questions to begin with."""
    st.title(texts.APP_NAME)
    st.markdown(texts.WELCOME)
    try:
        status = session.client().status()
        questions = session.client().suggestions() if status.documents else ()
    except ClientError as error:
        st.error(str(error), icon=":material/cloud_off:")
        st.button(texts.RETRY, icon=":material/refresh:")
        return
    if not status.documents:
        st.warning(texts.EMPTY_BASE, icon=":material/inventory_2:")
        return
    st.caption(texts.base(status.documents, status.cases, status.built_at))
    st.caption(texts.SUGGESTIONS)
    with st.container(gap="xsmall"):
        for number, question in enumerate(questions[:SUGGESTED]):
            answering.draw_question(question, key=f"suggestion-{number}")


def draw(exchange: Exchange, *, last: bool) -> None:
    """Draw an exchange, asking first what has not been asked."""
    with st.container(key=f"exchange-{exchange.number}"):
        with st.chat_message("user", avatar=":material/person:"):
            st.markdown(markdown.escape(exchange.text), anchors=False)
        with st.chat_message("assistant", avatar=session.ICON):
            # What is drawn while the answer comes and what is drawn after have places of their own, to be emptied
            # without a trace of the one under the other.
            live, outcome = st.empty(), st.empty()
            if exchange.state == "asked":
                outcome.empty()
                with live.container():
                    stream(exchange)
                live.empty()
            with outcome.container():
                draw_outcome(exchange, last=last)


def draw_outcome(exchange: Exchange, *, last: bool) -> None:
    """Draw what became of a question."""
    if exchange.answer is not None:
        understanding.draw_understood(exchange, exchange.answer, last=last)
        answering.draw_answer(exchange, exchange.answer)
        return
    if exchange.partial:
        answering.draw_partial(exchange.partial)
    if exchange.state == "failed":
        st.error(exchange.problem, icon=":material/cloud_off:")
    else:
        st.caption(texts.STOPPED)
    key = f"again-{exchange.number}"
    st.button(texts.ASK_AGAIN, key=key, icon=":material/refresh:", on_click=exchange.ask_again)


def stream(exchange: Exchange) -> None:
    """Ask the question and draw the events of its answer one by one."""
    # Whatever interrupts this run (the stop button, a click elsewhere) finds the exchange in this state.
    exchange.state = "stopped"
    progress = st.status(texts.SEARCHING, type="compact")
    text = st.empty()
    text.skeleton(height=96)
    if not asked:
        # The chat box is a stop button only for what was asked in it; any other button interrupts this run.
        st.button(texts.STOP, key="stop", icon=":material/stop_circle:")
    question = conversation.question(session.exchanges(), exchange)
    try:
        with closing(session.client().stream(question, keeping.begin(), exchange.key)) as events:
            for event in events:
                if isinstance(event, SourcesEvent):
                    progress.update(label=texts.found(event.sources), expanded=True)
                    with progress:
                        sources.draw_found(event.sources)
                elif isinstance(event, TokenEvent):
                    exchange.partial += event.text
                    if exchange.partial:
                        progress.update(expanded=False, state="complete")
                        with text.container():
                            answering.draw_partial(exchange.partial)
                else:
                    exchange.answer, exchange.state, exchange.partial = event.answer, "answered", ""
    except ClientError as error:
        exchange.state, exchange.problem = "failed", str(error)
        if isinstance(error, GoneError):
            keeping.lose()


browser.follow_citations()
problem = keeping.resume()
asked = st.chat_input(texts.ASK, max_chars=QUESTION_CHARS, submit_mode="stop", key="question")
if asked:
    conversation.ask(session.exchanges(), asked)
exchanges = session.exchanges()
if problem:
    st.warning(problem, icon=":material/link_off:")
first = st.empty()
if exchanges:
    first.empty()
else:
    with first.container(), st.container(key="welcome"):
        welcome()
answered = next((exchange for exchange in exchanges if exchange.state == "asked"), None)
for exchange in list(exchanges):
    draw(exchange, last=exchange is exchanges[-1])
if exchanges:
    keeping.draw_ending()
with st.sidebar:
    keeping.draw_recent()
if not exchanges:
    browser.show("welcome")
else:
    browser.show(f"exchange-{answered.number}" if answered else "")
