"""Answers drawn with their proofs: the text, the cited passages, the filters, the nearby documents."""

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from assistant.answers import Answer, Citation, Filters
from assistant.documents import Passage, RetrievedPassage
from ui import browser, charts, conversation, markdown, texts

LISTED = 10
"""How many items of a long list are shown at once."""


def draw_answer(exchange: conversation.Exchange, answer: Answer) -> None:
    """Draw a whole answer and, under it, what proves it."""
    if answer.abstained:
        _abstention(answer)
        return
    if answer.notice:
        st.caption(markdown.escape(answer.notice))
    _text(exchange.number, answer)
    if markdown.count_items(answer.text) > LISTED:
        charts.draw_years(answer.citations)
    _citations(exchange.number, answer.citations)
    browser.copy_button(conversation.copied(exchange.text, answer), key=f"copy-{exchange.number}")


def draw_partial(text: str) -> None:
    """Draw an answer that is being written, its citations not yet known."""
    st.markdown(markdown.safe(text, (), lambda number: f":small[\\[{number}\\]]"), anchors=False)


def draw_found(sources: Sequence[RetrievedPassage]) -> None:
    """Name the documents that were retrieved, before anything is written of them."""
    for title, kind in dict.fromkeys((source.title, conversation.reference(source)) for source in sources):
        st.markdown(f":small[{markdown.escape(title)} · :gray[{markdown.escape(kind)}]]")


def draw_filters(filters: Filters, number: int, remove: Callable[[str], None] | None) -> None:
    """Show the recognised filters; each can be removed while `remove` is given."""
    chips = filter_chips(filters)
    if not chips:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(texts.UNDERSTOOD, width="content")
        for label, ignored in chips:
            if remove is None:
                st.badge(markdown.escape(label), color="primary")
                continue
            key = f"filter-{number}-{ignored}"
            st.button(
                markdown.escape(label), key=key, icon=":material/close:", icon_position="right",
                help=texts.UNDERSTOOD_HELP, on_click=remove, args=(ignored,),
            )  # fmt: skip


def filter_chips(filters: Filters) -> list[tuple[str, str]]:
    """Give each filter as its label and the name by which it can be ignored: `("Bretagne", "regions:Bretagne")`."""
    chips = []
    for name in Filters.__dataclass_fields__:
        value = getattr(filters, name)
        if name == "ignored" or value is None:
            continue
        values = value if isinstance(value, tuple) else (value,)
        chips += [(texts.filter_label(name, one), f"{name}:{one}") for one in values]
    return chips


def _text(number: int, answer: Answer) -> None:
    urls = {citation.passage.url for citation in answer.citations} | {source.url for source in answer.sources}
    urls |= {document.url for document in answer.related}
    cited = {citation.number: citation for citation in answer.citations}

    def marker(cited_number: int) -> str:
        citation = cited.get(cited_number)
        return _marker(number, citation) if citation else ""

    shown, folded, after = markdown.fold(answer.text, LISTED)
    _markdown(shown, urls, marker)
    if folded:
        with st.expander(texts.see_others(markdown.count_items(folded)), icon=":material/list:"):
            _markdown(folded, urls, marker)
    if after.strip():
        _markdown(after, urls, marker)


def _markdown(text: str, urls: Collection[str], marker: Callable[[int], str]) -> None:
    st.markdown(markdown.safe(text, urls, marker), anchors=False)


def _marker(number: int, citation: Citation) -> str:
    quote = " ".join(citation.quote.split()).replace("\\", "").replace('"', "”")
    return f'[\\[{citation.number}\\]](#{card_key(number, citation.number)} "«\u00a0{quote}\u00a0»")'


def card_key(number: int, citation: int) -> str:
    """Name the card of a citation, which is also what its mark in the text links to."""
    return f"citation-{number}-{citation}"


def _citations(number: int, citations: Sequence[Citation]) -> None:
    if not citations:
        return
    st.caption(texts.sources(len(citations)))
    with st.container(gap="xsmall"):
        for citation in citations[:LISTED]:
            _card(number, citation)
        if len(citations) > LISTED:
            with st.expander(texts.see_others(len(citations) - LISTED), icon=":material/list:"):
                for citation in citations[LISTED:]:
                    _card(number, citation)


def _card(number: int, citation: Citation) -> None:
    passage = citation.passage
    label = f"**{citation.number}** · {markdown.escape(passage.title)}"
    with (
        st.container(key=card_key(number, citation.number)),
        st.expander(label, type="compact"),
    ):
        place = " › ".join(filter(None, (conversation.reference(passage), *passage.heading_path)))
        st.caption(markdown.escape(place))
        st.markdown(markdown.highlighted(passage.text, *_span(citation)), anchors=False)
        _source_link(passage)


def _source_link(passage: Passage) -> None:
    if markdown.is_web(passage.url):
        st.markdown(f":material/open_in_new: {markdown.link(texts.OPEN_SOURCE, passage.url)}")
    else:
        st.caption(texts.NO_SOURCE_LINK)


def _span(citation: Citation) -> tuple[int, int]:
    """Find the quote in its passage, where the citation says or wherever it is."""
    if citation.passage.text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    start = citation.passage.text.find(citation.quote)
    return (start, start + len(citation.quote)) if start >= 0 else (0, 0)


def _abstention(answer: Answer) -> None:
    urls = {document.url for document in answer.related}
    with st.container(border=True):
        st.markdown(f":material/info: **{texts.ABSTAINED}**")
        _markdown(answer.text, urls, lambda _: "")
        if answer.related:
            st.caption(texts.RELATED)
            lines = (f"- {markdown.link(document.title, document.url)}" for document in answer.related)
            st.markdown("\n".join(lines))
