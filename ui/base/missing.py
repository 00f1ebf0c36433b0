"""Documents that their source no longer has, and documents that came twice: a person decides."""

from collections.abc import Mapping, Sequence

import streamlit as st

from assistant.documents import Document
from assistant.jobs import Holding
from ui import markdown, session, times
from ui.base import acting, documents
from ui.base.texts import sources as texts
from ui.editor_client import EditorClient

SHOWN = 20
"""How many are shown one by one; all can be taken out at once."""


def draw_missing(editor: EditorClient) -> None:
    """Draw the documents that their source no longer has, each to be taken out or kept."""
    missing = editor.holdings(state="missing")
    if not missing:
        return
    known = session.documents()
    with st.container(border=True, gap="small", key="missing"):
        st.markdown(f"**{texts.MISSING}** ({len(missing)})")
        st.caption(texts.MISSING_TELLS)
        for holding in missing[:SHOWN]:
            _draw_missing(editor, holding, known)
        if len(missing) > 1:
            _draw_all(editor, missing)


def _draw_missing(editor: EditorClient, holding: Holding, known: Mapping[str, Document]) -> None:
    document = known.get(holding.document_id)
    title = document.title if document else holding.name or holding.document_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(gap=None, width="stretch"):
            st.markdown(markdown.link(title, holding.url))
            st.caption(markdown.escape(f"{holding.source} · {texts.SEEN_LAST.format(ago=times.ago(holding.seen))}"))
        with st.container(horizontal=True, gap="small", width="content"):
            _draw_choice(editor, holding)


def _draw_choice(editor: EditorClient, holding: Holding) -> None:
    st.button(
        texts.CONFIRM, key=f"confirm-{holding.document_id}", icon=":material/delete:",
        on_click=acting.act, args=(lambda: editor.confirm_missing(holding.document_id), texts.CONFIRMED),
    )  # fmt: skip
    st.button(
        texts.KEEP, key=f"keep-{holding.document_id}", icon=":material/bookmark:",
        on_click=acting.act, args=(lambda: editor.keep_missing(holding.document_id), texts.KEPT_MISSING),
    )  # fmt: skip


def _draw_all(editor: EditorClient, missing: Sequence[Holding]) -> None:
    def confirm() -> None:
        for holding in missing:
            editor.confirm_missing(holding.document_id)

    with st.popover(texts.CONFIRM_ALL, icon=":material/delete_sweep:", key="confirm-all"):
        st.markdown(texts.CONFIRM_ALL_SURE.format(documents=texts.documents(len(missing))))
        st.button(
            texts.CONFIRM_ALL_YES, key="confirm-all-yes", type="primary",
            on_click=acting.act, args=(confirm, texts.CONFIRMED),
        )  # fmt: skip


def draw_duplicates(editor: EditorClient, known: Mapping[str, Document]) -> None:
    """Draw the documents of the very same content, side by side."""
    duplicates = editor.duplicates()
    if not duplicates:
        return
    with st.container(border=True, gap="small", key="duplicates"):
        st.markdown(f"**{texts.DUPLICATES}** ({len(duplicates)})")
        st.caption(texts.DUPLICATES_TELL)
        for duplicate in duplicates[:SHOWN]:
            with st.container(border=True, gap="xsmall"):
                for document_id in duplicate.document_ids:
                    _draw_twin(document_id, known)


def _draw_twin(document_id: str, known: Mapping[str, Document]) -> None:
    title = known[document_id].title if document_id in known else document_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(gap=None, width="stretch"):
            st.markdown(markdown.escape(title))
            st.caption(markdown.escape(document_id))
        documents.open_button(document_id, key=f"twin-{document_id}")
