"""The parts of the page and the way from one to another; the address names the part, so that it can be kept."""

from typing import Literal

import streamlit as st

from ui.base import acting
from ui.base.texts import frame as texts

_KEY = "base-part"
_PARAMETER = "partie"


def choose(marks: dict[str, int]) -> str:
    """Draw the choice of the parts and give the chosen one.

    Args:
        marks: numbers to show beside the names of some.
    """
    names = list(texts.PARTS)
    if _KEY not in st.session_state:
        asked = st.query_params.get(_PARAMETER, names[0])
        st.session_state[_KEY] = asked if asked in names else names[0]
    chosen: str = st.segmented_control(
        texts.PART, names, key=_KEY, required=True, label_visibility="collapsed", width="stretch", wrap=True,
        format_func=lambda name: texts.PARTS[name] + (f" ({marks[name]})" if marks.get(name) else ""),
        on_change=acting.forget_outcome,
    ) or names[0]  # fmt: skip
    st.query_params[_PARAMETER] = chosen
    return chosen


def go(part: str) -> None:
    """Turn to a part; for buttons."""
    st.session_state[_KEY] = part
    acting.forget_outcome()


def button(label: str, part: str, *, key: str, primary: bool = False) -> None:
    """Draw a button that leads to a part."""
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    if st.button(label, key=key, type=kind, icon=":material/arrow_forward:", on_click=go, args=(part,)):
        # In a fragment nothing else would be drawn again.
        st.rerun()
