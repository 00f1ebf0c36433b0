"""The chat: a question, the passages found, the answer with its proofs."""

from contextlib import closing

import streamlit as st

from assistant.answers import AnswerEvent, SourcesEvent, TokenEvent
from ui import browser, conversation, markdown, session, sources, texts
from ui.client import ClientError
from ui.conversation import Exchange

QUESTION_CHARS = 2000
AVATARS = {"user": ":material/person:", "assistant": ":material/forest:"}


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
    st.pills(
        texts.SUGGESTIONS, questions, key="suggestion", on_change=ask_suggestion, format_func=markdown.escape,
    )  # fmt: skip


def ask_suggestion() -> None:
    """Ask the suggested question that was picked."""
    if picked := st.session_state.suggestion:
        conversation.ask(session.exchanges(), picked)


def draw(exchange: Exchange, *, last: bool) -> None:
    """Draw an exchange, asking first what has not been asked."""
    with st.chat_message("user", avatar=AVATARS["user"]):
        st.markdown(markdown.escape(exchange.text), anchors=False)
    with st.chat_message("assistant", avatar=AVATARS["assistant"]):
        if exchange.state == "asked":
            stream(exchange)
        else:
            draw_outcome(exchange, last=last)


def draw_outcome(exchange: Exchange, *, last: bool) -> None:
    """Draw what became of a question."""
    if exchange.answer is not None:
        remove = (lambda ignored: exchange.ask_again([ignored])) if last else None
        sources.draw_filters(exchange.answer.understood.filters, exchange.number, remove)
        sources.draw_answer(exchange, exchange.answer)
        return
    if exchange.partial:
        sources.draw_partial(exchange.partial)
    if exchange.state == "failed":
        st.error(exchange.problem, icon=":material/cloud_off:")
    else:
        st.caption(texts.STOPPED)
    key = f"again-{exchange.number}"
    st.button(texts.ASK_AGAIN, key=key, icon=":material/refresh:", on_click=exchange.ask_again)


def stream(exchange: Exchange) -> None:
    """Ask the question and draw the answer as it comes, then whole."""
    # Whatever interrupts this run (the stop button, a click elsewhere) finds the exchange in this state.
    exchange.state = "stopped"
    place = st.empty()
    try:
        with place.container():
            follow(exchange)
    except ClientError as error:
        exchange.state, exchange.problem = "failed", str(error)
    with place.container():
        draw_outcome(exchange, last=True)


def follow(exchange: Exchange) -> None:
    """Draw the events of the answer one by one and keep its end."""
    progress = st.status(texts.SEARCHING, type="compact")
    text = st.empty()
    text.skeleton(height=96)
    with closing(session.client().stream(conversation.question(session.exchanges(), exchange))) as events:
        for event in events:
            if isinstance(event, SourcesEvent):
                documents = len({source.document_id for source in event.sources})
                progress.update(label=texts.found(len(event.sources), documents), expanded=True)
                with progress:
                    sources.draw_found(event.sources)
            elif isinstance(event, TokenEvent):
                exchange.partial += event.text
                with text.container():
                    sources.draw_partial(exchange.partial)
            elif isinstance(event, AnswerEvent):
                exchange.answer, exchange.state, exchange.partial = event.answer, "answered", ""


browser.follow_citations()
if asked := st.chat_input(texts.ASK, max_chars=QUESTION_CHARS, submit_mode="stop", key="question"):
    conversation.ask(session.exchanges(), asked)
if not session.exchanges():
    welcome()
for exchange in list(session.exchanges()):
    draw(exchange, last=exchange is session.exchanges()[-1])
