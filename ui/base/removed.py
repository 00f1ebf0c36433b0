"""Documents that an editor took out, each of which can come back."""

import streamlit as st

from assistant.jobs import Holding
from ui import markdown, times
from ui.base import acting
from ui.base.texts import removed as texts
from ui.editor_client import EditorClient

SHOWN = 50


def draw(editor: EditorClient) -> None:
    """Draw the documents that were taken out, if there are any."""
    removed = editor.holdings(state="removed")
    if not removed:
        return
    with st.expander(texts.REMOVED.format(count=len(removed)), icon=":material/delete:", type="compact"):
        st.caption(markdown.typeset(texts.TELLS))
        for holding in sorted(removed, key=lambda one: one.seen, reverse=True)[:SHOWN]:
            _draw_one(editor, holding)


def _draw_one(editor: EditorClient, holding: Holding) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(gap=None, width="stretch"):
            st.markdown(markdown.link(holding.name or holding.document_id, holding.url))
            st.caption(markdown.escape(f"{holding.document_id} · {texts.SINCE.format(ago=times.ago(holding.seen))}"))
        st.button(
            texts.RESTORE, key=f"restore-{holding.document_id}", icon=":material/restore_from_trash:",
            on_click=acting.act, args=(lambda: editor.restore(holding.document_id), texts.RESTORED),
        )  # fmt: skip
