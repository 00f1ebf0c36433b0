"""The door of the page: the editor's key, kept for this visit only."""

import streamlit as st

from ui import session
from ui.base.texts import frame as texts
from ui.editor_client import EditorClient
from ui.replies import ClientError, KeyRefusedError

_KEPT = "editor-key"
_PROBLEM = "editor-key-problem"


def editor() -> EditorClient | None:
    """Give the client of an editor whose key was right, or ask for the key."""
    key = st.session_state.get(_KEPT)
    if key:
        with st.sidebar:
            st.button(texts.LEAVE, icon=":material/lock:", key="leave-base", width="stretch", on_click=leave)
        return EditorClient(session.http(), key)
    _ask()
    return None


def leave(problem: str = "") -> None:
    """Forget the key, saying why where there is a reason."""
    st.session_state.pop(_KEPT, None)
    st.session_state[_PROBLEM] = problem


def _ask() -> None:
    st.markdown(texts.INTRODUCTION)
    with st.form("editor-door"):
        # A key of its own: what is typed in a field is forgotten with the field.
        key = st.text_input(texts.KEY, type="password", autocomplete="current-password", key="editor-key-typed")
        problem = st.empty()
        entered = st.form_submit_button(texts.ENTER, type="primary", icon=":material/lock_open:")
    st.caption(texts.KEPT)
    with st.expander(texts.KEY_WHERE, type="compact"):
        st.markdown(texts.KEY_HELP)
    told = st.session_state.pop(_PROBLEM, "")
    if entered:
        told = _try(key or "")
        if not told:
            st.rerun()
    if told:
        problem.error(told, icon=":material/key_off:")


def _try(key: str) -> str:
    """Keep the key and draw the page if it is right, else say what is wrong."""
    if not key.strip():
        return texts.KEY_MISSING
    try:
        EditorClient(session.http(), key).jobs(1)
    except KeyRefusedError:
        return texts.KEY_WRONG
    except ClientError as error:
        return str(error)
    st.session_state[_KEPT] = key.strip()
    return ""
