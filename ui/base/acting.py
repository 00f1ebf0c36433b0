"""What an editor asked for and what came of it: every action answers with a sentence, good or bad."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from ui import markdown
from ui.replies import ClientError

T = TypeVar("T")
SHOWN_SECONDS = 20
"""How long a success stays in sight; a failure stays until the next action."""
WHO = "editor-name"
"""The key of the field that holds the editor's name."""
_KEY = "base-outcome"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an action."""

    text: str
    failed: bool
    at: float


def act(call: Callable[[], T], done: str) -> T | None:
    """Do something for the editor and remember what to tell; give its result, or nothing when it failed."""
    try:
        result = call()
    except ClientError as error:
        tell(str(error), failed=True)
        return None
    tell(done)
    return result


def tell(text: str, *, failed: bool = False) -> None:
    """Remember a sentence to show at the top of the page."""
    st.session_state[_KEY] = Outcome(markdown.typeset(text), failed, time.monotonic())


def draw_outcome(since: float = 0.0) -> None:
    """Show what came of the last action.

    Args:
        since: the moment after which it must have been: what was told before is in sight elsewhere.
    """
    outcome: Outcome | None = st.session_state.get(_KEY)
    if outcome is None or outcome.at < since:
        return
    if outcome.failed:
        st.error(outcome.text, icon=":material/error:")
    elif time.monotonic() - outcome.at < SHOWN_SECONDS:
        st.success(outcome.text, icon=":material/check_circle:")


def who() -> str:
    """Give the name of the editor, if it was told while adding something."""
    return str(st.session_state.get(WHO, "")).strip()


def forget_outcome() -> None:
    """Stop showing it."""
    st.session_state.pop(_KEY, None)
