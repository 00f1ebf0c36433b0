"""The generations that are kept, and the way back to any of them."""

import streamlit as st

from ui import markdown, session, times
from ui.base import acting, parts
from ui.base.texts import frame
from ui.base.texts import versions as texts
from ui.editor_client import EditorClient, GenerationStatus


def draw(editor: EditorClient) -> None:
    """Draw the part."""
    generations = editor.generations()
    if not generations:
        st.info(markdown.typeset(texts.NO_VERSION), icon=":material/history:")
        parts.button(texts.ADD, "ajouter", key="versions-add", primary=True)
        return
    st.markdown(markdown.typeset(texts.VERSIONS_TELL))
    for generation in sorted(generations, key=lambda one: one.number, reverse=True):
        draw_generation(editor, generation)


def draw_generation(editor: EditorClient, generation: GenerationStatus) -> None:
    """Draw a generation."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"generation-{generation.number}"):
        with st.container(gap=None, width="stretch"):
            st.markdown(f"**{texts.VERSION.format(number=generation.number)}**")
            size = f"{frame.documents(generation.documents)}, {frame.passages(generation.passages)}"
            made = times.moment(generation.created, session.time_zone())
            st.caption(" · ".join((texts.MADE.format(ago=times.ago(generation.created), moment=made), size)))
        if generation.current:
            st.badge(texts.CURRENT, icon=":material/check:", color="green")
            return
        with st.popover(texts.GO_BACK, icon=":material/undo:", key=f"back-{generation.number}"):
            size = frame.documents(generation.documents)
            st.markdown(texts.GO_BACK_SURE.format(number=generation.number, documents=size))
            st.button(
                texts.GO_BACK_YES.format(number=generation.number), key=f"back-yes-{generation.number}", type="primary",
                on_click=acting.act,
                args=(lambda: editor.rollback(generation.number), texts.WENT_BACK.format(number=generation.number)),
            )  # fmt: skip
