"""An answer drawn: its text with numbered citations, or the admission that there is none."""

from collections.abc import Callable, Collection

import streamlit as st

from assistant.answers import Answer
from ui import browser, charts, conversation, markdown, sources, texts

LISTED = 10
"""How many items of a long list are shown at once."""


def draw_answer(exchange: conversation.Exchange, answer: Answer) -> None:
    """Draw a whole answer and, under it, what proves it."""
    if answer.notice:
        st.caption(f":material/info: {markdown.escape(answer.notice)}")
    if answer.abstained:
        _abstention(answer)
        return
    _text(exchange.number, answer)
    if markdown.count_items(answer.text) > LISTED:
        charts.draw(answer, exchange.number)
    sources.draw_citations(exchange.number, answer.citations)
    browser.copy_button(conversation.copied(exchange.text, answer), key=f"copy-{exchange.number}")


def draw_partial(text: str) -> None:
    """Draw an answer that is being written, its citations not yet known."""
    st.markdown(markdown.safe(text, (), lambda number: f":small[\\[{number}\\]]"), anchors=False)


def _text(number: int, answer: Answer) -> None:
    urls = {citation.passage.url for citation in answer.citations} | {source.url for source in answer.sources}
    marker = _marker(number, answer)
    shown, folded, after = markdown.fold(answer.text, LISTED)
    _markdown(shown, urls, marker)
    if folded:
        with st.expander(texts.see_others(markdown.count_items(folded)), icon=":material/list:"):
            _markdown(folded, urls, marker)
    if after.strip():
        _markdown(after, urls, marker)


def _markdown(text: str, urls: Collection[str], marker: Callable[[int], str]) -> None:
    st.markdown(markdown.safe(text, urls, marker), anchors=False)


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


def _abstention(answer: Answer) -> None:
    with st.container(border=True):
        st.badge(texts.ABSTAINED, icon=":material/info:", color="gray")
        _markdown(answer.text, {document.url for document in answer.related}, lambda _: "")
        if answer.related:
            sources.draw_related(answer.related)
