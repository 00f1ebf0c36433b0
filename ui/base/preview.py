"""What would change if the generation that waits were published: look, then publish or drop."""

from collections.abc import Sequence

import streamlit as st

from assistant.preview import Preview, Titled
from ui import markdown, times
from ui.base import acting, parts, replies
from ui.base.texts import preview as texts
from ui.editor_client import EditorClient

SHOWN = 30
"""How many documents of a kind of change are named; more are counted."""
EVERY = 2.0
"""Seconds between two looks while the reference questions are being asked."""


def draw(editor: EditorClient) -> None:
    """Draw the part."""
    preview = editor.preview()
    if preview is None:
        st.info(markdown.typeset(texts.NO_PREVIEW), icon=":material/preview:")
        parts.button(texts.ADD, "ajouter", key="preview-add", primary=True)
        return
    told = texts.PREVIEW_OF if preview.base else texts.PREVIEW_FIRST
    # The generation that answers may be a later one than the one that this was built from, after a rollback.
    st.markdown(told.format(number=preview.generation, ago=times.ago(preview.created), base=preview.base))
    draw_choice(editor, preview)
    if is_bare(preview):
        wait(editor)
        return
    draw_documents(preview)
    replies.draw_questions(preview)
    replies.draw_figures(preview)


def is_bare(preview: Preview) -> bool:
    """Tell whether nothing was compared yet."""
    return not (preview.added or preview.changed or preview.removed or preview.asked)


def draw_choice(editor: EditorClient, preview: Preview) -> None:
    """Offer the two ends of a preview."""
    with st.container(horizontal=True):
        st.button(
            texts.PUBLISH, key="publish", type="primary", icon=":material/publish:",
            on_click=acting.act, args=(lambda: editor.publish(preview.created), texts.PUBLISHED),
        )  # fmt: skip
        st.button(
            texts.DROP, key="drop", icon=":material/delete:", on_click=acting.act, args=(editor.drop, texts.DROPPED)
        )  # fmt: skip


def wait(editor: EditorClient) -> None:
    """Look again until the comparison is there."""

    @st.fragment(run_every=EVERY)
    def look() -> None:
        st.info(markdown.typeset(texts.COMPARING), icon=":material/hourglass_top:")
        found = editor.preview()
        if found is None or not is_bare(found):
            st.rerun()

    look()


def draw_documents(preview: Preview) -> None:
    """Name the documents that come, change and go."""
    st.subheader(texts.DOCUMENTS_CHANGE, anchor=False)
    groups: tuple[tuple[Sequence[Titled], tuple[str, str], str], ...] = (
        (preview.added, texts.ADDED_DOCUMENTS, ":material/add_circle:"),
        (preview.changed, texts.CHANGED_DOCUMENTS, ":material/change_circle:"),
        (preview.removed, texts.REMOVED_DOCUMENTS, ":material/remove_circle:"),
    )
    if not any(documents for documents, _, _ in groups):
        st.caption(markdown.typeset(texts.NO_DOCUMENT))
    for documents, names, icon in groups:
        if documents:
            few = len(documents) <= 5
            label = texts.changed(len(documents), names)
            with st.expander(label, expanded=few, icon=icon, key=f"preview-{names[0]}"):
                _draw_titles(documents)


def _draw_titles(documents: Sequence[Titled]) -> None:
    lines = [f"- {markdown.escape(document.title or document.id)}" for document in documents[:SHOWN]]
    if len(documents) > SHOWN:
        lines.append(f"- {texts.others(len(documents) - SHOWN)}")
    st.markdown("\n".join(lines))
