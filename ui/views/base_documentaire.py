"""The knowledge base, for those who feed it: what is in it, what comes in, what waits to be published."""

import streamlit as st

from ui import job_texts
from ui.base import acting, adding, documents, gate, jobs, overview, parts, preview, sources, versions
from ui.base.texts import frame as texts
from ui.editor_client import EditorClient
from ui.replies import ClientError, KeyRefusedError

PARTS = {
    "vue": overview.draw,
    "ajouter": adding.draw,
    "travaux": jobs.draw,
    "sources": sources.draw,
    "apercu": preview.draw,
    "documents": documents.draw,
    "versions": versions.draw,
}


def draw(editor: EditorClient) -> None:
    """Draw the chosen part, or why it can't be drawn."""
    try:
        waiting = editor.preview() is not None
        active = sum(map(job_texts.is_active, editor.jobs(active=True)))
        part = parts.choose({"travaux": active, "apercu": int(waiting)})
        acting.draw_outcome()
        PARTS[part](editor)
    except KeyRefusedError:
        gate.leave(texts.KEY_CHANGED)
        st.rerun()
    except ClientError as error:
        st.error(str(error), icon=":material/cloud_off:")
        st.button(texts.RETRY, icon=":material/refresh:")


st.set_page_config(layout="wide")
st.title(texts.TITLE)
opened = gate.editor()
if opened:
    draw(opened)
