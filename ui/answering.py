"""An answer drawn: its text with numbered citations, or the admission that there is none."""

from collections.abc import Callable

import streamlit as st

from assistant.answers import Answer
from ui import browser, charts, conversation, markdown, neighbours, proofs, session, sources, texts
from ui.answer_texts import answer_texts

LISTED = 10
"""How many items of a long list are shown at once."""


def draw_answer(exchange: conversation.Exchange, answer: Answer) -> None:
    """Draw a whole answer and, under it, what proves it."""
    if answer.notice:
        st.caption(f":material/info: {markdown.escape(answer.notice)}")
    if answer.abstained:
        _abstention(exchange, answer)
        return
    _text(exchange.number, answer)
    if proved := proofs.legend(answer):
        st.caption(proved, help=answer_texts(answer.language).counts_help)
    if markdown.count_items(answer.text) > LISTED:
        charts.draw(answer, exchange.number)
    changed = sources.draw_citations(exchange.number, answer.citations)
    if changed:
        _ask_newer(exchange, answer, changed)
    browser.copy_button(conversation.copied(exchange.text, answer), key=f"copy-{exchange.number}")


def draw_question(text: str, key: str) -> None:
    """Draw a question that can be asked as it is."""
    st.button(
        markdown.escape(text), key=key, icon=":material/arrow_forward:", wrap=True,
        on_click=conversation.ask, args=(session.exchanges(), text), kwargs={"alone": True},
    )  # fmt: skip


def draw_partial(text: str) -> None:
    """Draw an answer that is being written, its citations not yet known."""
    st.markdown(markdown.safe(text, (), lambda number: f":small[\\[{number}\\]]"), anchors=False)


def _text(number: int, answer: Answer) -> None:
    urls = {citation.passage.url for citation in answer.citations} | {source.url for source in answer.sources}
    marker, noted = _marker(number, answer), proofs.noted(answer)
    shown, folded, after = (markdown.safe(part, urls, marker, noted.note) for part in markdown.fold(noted.text, LISTED))
    st.markdown(shown, anchors=False)
    if folded:
        with st.expander(texts.see_others(markdown.count_items(folded)), icon=":material/list:"):
            st.markdown(folded, anchors=False)
    if after.strip():
        st.markdown(after, anchors=False)


def _marker(number: int, answer: Answer) -> Callable[[int], str]:
    """Make the writer of citations: a link that opens the passage and shows the quote under the pointer."""
    keys = sources.anchors(number, answer.citations)
    quotes = {citation.number: " ".join(citation.quote.split()) for citation in answer.citations}

    def write(cited: int) -> str:
        if cited not in keys:
            return ""
        title = quotes[cited].replace("\\", "").replace('"', "”").replace("<", "‹")
        return f'[\\[{cited}\\]](#{keys[cited]} "{title}")'

    return write


def _ask_newer(exchange: conversation.Exchange, answer: Answer, changed: int) -> None:
    """Offer to ask again what was answered from documents that have changed since."""
    whole = answer.understood.question or exchange.text
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/update: {texts.changed_sources(changed)}", width="content")
        st.button(
            texts.ASK_NEWER, key=f"newer-{exchange.number}", icon=":material/refresh:",
            on_click=conversation.ask, args=(session.exchanges(), whole), kwargs={"alone": True},
        )  # fmt: skip


def _abstention(exchange: conversation.Exchange, answer: Answer) -> None:
    words = answer_texts(answer.language)
    urls = {document.url for document in answer.related}
    with st.container(border=True):
        st.badge(words.abstained, icon=":material/info:", color="gray")
        st.markdown(markdown.safe(answer.text, urls, lambda _: ""), anchors=False)
        if answer.related:
            sources.draw_related(answer.related, words.related)
    questions = neighbours.neighbouring(exchange.text, answer.related, session.documents()) if answer.related else []
    if questions:
        st.caption(words.answerable)
        with st.container(gap="xsmall"):
            for place, question in enumerate(questions):
                draw_question(question, key=f"neighbour-{exchange.number}-{place}")
