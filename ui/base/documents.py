"""The documents of the base: search, narrow, open one."""

from collections.abc import Mapping, Sequence

import streamlit as st

from assistant.documents import Document
from assistant.jobs import Holding
from ui import markdown, session
from ui.base import acting, document, parts, questions, removed, searching
from ui.base.texts import documents as texts
from ui.base.texts import overview as overview_texts
from ui.editor_client import EditorClient

PAGE = 20
"""How many documents are listed at a time."""
_OPENED = "document-opened"


def draw(editor: EditorClient) -> None:
    """Draw the part."""
    known = session.documents()
    holdings = {holding.document_id: holding for holding in editor.holdings() if holding.state != "removed"}
    opened: str = st.session_state.get(_OPENED, "")
    if opened:
        st.button(texts.BACK, icon=":material/arrow_back:", key="document-back", on_click=close)
        if opened in known:
            document.draw(editor, known[opened], searching.holding_of(opened, holdings))
        else:
            st.info(markdown.typeset(texts.GONE), icon=":material/search_off:")
        return
    if not known:
        st.info(markdown.typeset(overview_texts.EMPTY_BASE), icon=":material/inventory_2:")
        parts.button(overview_texts.ADD_FIRST, "ajouter", key="documents-add", primary=True)
        return
    questions.draw_waiting(editor, known, show)
    draw_list(tuple(known.values()), holdings)
    removed.draw(editor)


def open_button(document_id: str, *, key: str) -> None:
    """Draw a button that opens a document."""
    st.button(texts.OPEN, key=key, icon=":material/visibility:", on_click=show, args=(document_id,))


def show(document_id: str) -> None:
    """Open a document."""
    st.session_state[_OPENED] = document_id
    parts.go("documents")


def close() -> None:
    """Go back to the list."""
    st.session_state.pop(_OPENED, None)
    acting.forget_outcome()


def draw_list(documents: Sequence[Document], holdings: Mapping[str, Holding]) -> None:
    """Draw the search, its filters and the documents found."""
    words = st.text_input(
        texts.SEARCH, placeholder=texts.SEARCH_EXAMPLE, key="documents-words", icon=":material/search:",
        persist_state="session",
    )  # fmt: skip
    kind, source, years = _draw_filters(documents, holdings)
    found = searching.search(documents, words or "", kind, years, source, holdings, session.mentioning(words or ""))
    st.caption(texts.results(len(found)))
    if not found:
        st.info(markdown.typeset(texts.NONE_FOUND), icon=":material/search_off:")
        return
    pages = -(-len(found) // PAGE)
    page = min(st.session_state.get("documents-page", 1), pages)
    for one in found[(page - 1) * PAGE : page * PAGE]:
        _draw_row(one, holdings)
    if pages > 1:
        st.pagination(pages, key="documents-page")


def _draw_filters(
    documents: Sequence[Document], holdings: Mapping[str, Holding]
) -> tuple[str, str | None, tuple[int, int] | None]:
    kinds = sorted({one.kind for one in documents if one.kind}, key=searching.fold)
    years = sorted({one.year for one in documents if one.year})
    sources = sorted({searching.origin(one, holdings) for one in documents})
    first, second, third = st.columns(3)
    with first:
        kind = st.selectbox(texts.FILTER_KIND, ["", *kinds], format_func=lambda name: name or texts.ALL, key="kind")
    with second:
        source = st.selectbox(
            texts.FILTER_SOURCE, [None, *sources], key="origin",
            format_func=lambda name: texts.ALL_SOURCES if name is None else texts.ORIGINS.get(name, name),
        )  # fmt: skip
    with third:
        chosen = None
        if len(years) > 1:
            chosen = st.select_slider(texts.FILTER_YEAR, years, (years[0], years[-1]), key="years")
    whole = chosen is None or chosen == (years[0], years[-1])
    return kind or "", source, None if whole else chosen


def _draw_row(one: Document, holdings: Mapping[str, Holding]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row-{one.id}"):
        with st.container(gap=None, width="stretch"):
            st.markdown(markdown.escape(one.title))
            came = texts.ORIGINS.get(searching.origin(one, holdings), searching.origin(one, holdings))
            facts = (one.kind, str(one.year or ""), texts.pages(one.pages) if one.pages else "", came)
            st.caption(markdown.escape(" · ".join(filter(None, facts))))
        open_button(one.id, key=f"open-{one.id}")
