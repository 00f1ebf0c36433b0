"""The conversation of this tab as the API keeps it: begun, named in the page's address, read again, erased."""

import streamlit as st

from ui import browser, conversation, markdown, session, texts
from ui.replies import ClientError, GoneError

PARAMETER = "c"
"""Names the conversation in the page's address."""
_CURRENT = "conversation"
_RECENT = "recent-conversations"
_ERASING = "erasing-conversation"
"""Which conversation someone asked to erase and has not confirmed yet."""
_LABEL_CHARS = 34
"""What fits on a line of the sidebar."""


def current() -> str:
    """Give the id of the conversation, empty while it is not kept."""
    return str(st.session_state.get(_CURRENT, ""))


def resume() -> str:
    """Read the conversation that the page's address names, unless it is here; give the problem, for the person."""
    wanted = st.query_params.get(PARAMETER, "")
    if not wanted:
        _name(current())
        return ""
    if wanted == current():
        return ""
    try:
        stored = session.client().conversation(wanted, conversation.KEPT)
    except GoneError as error:
        start_anew()
        return str(error)
    except ClientError as error:
        return str(error)
    session.exchanges()[:] = conversation.restored(stored.exchanges)
    _name(wanted)
    return ""


def begin() -> str:
    """Have the conversation kept from now on, where the API keeps any; give its id, or nothing."""
    status = session.status()
    if not current() and status and status.conversations_days:
        try:
            _name(session.client().begin())
        except ClientError:
            return ""
    return current()


def lose() -> None:
    """Take note that the conversation is no longer kept; what is on the page stays."""
    _recent().pop(current(), None)
    _leave()


def start_anew() -> None:
    """Begin another conversation, with nothing in it yet."""
    _leave()
    session.exchanges().clear()


def draw_ending() -> None:
    """Draw, under the conversation, how to find it again, to share it and to erase it."""
    status = session.status()
    if not current() or status is None:
        return
    _remember()
    with st.popover(texts.THIS_CONVERSATION, icon=":material/bookmark:"):
        st.markdown(texts.CONVERSATION_KEPT.format(days=texts.count(status.conversations_days, "jour", "jours")))
        browser.link_button(f"?{PARAMETER}={current()}", key="copy-link")
        if st.session_state.get(_ERASING) != current():
            st.button(texts.ERASE, key="erase", icon=":material/delete:", on_click=_ask_before_erasing)
            return
        st.warning(texts.ERASE_WARNING, icon=":material/delete:")
        st.button(texts.ERASE_CONFIRMED, key="erase-confirmed", type="primary", on_click=_erase)


def draw_recent() -> None:
    """List the other conversations of this tab."""
    others = {name: label for name, label in _recent().items() if name != current()}
    if not others:
        return
    st.caption(texts.RECENT)
    with st.container(gap="xsmall"):
        for name, label in reversed(others.items()):
            st.button(
                markdown.escape(label), key=f"open-{name}", type="tertiary", icon=":material/forum:", wrap=True,
                on_click=_open, args=(name,),
            )  # fmt: skip


def _ask_before_erasing() -> None:
    st.session_state[_ERASING] = current()


def _erase() -> None:
    try:
        session.client().erase(current())
    except ClientError as error:
        st.toast(str(error), icon=":material/error:")
        return
    lose()
    session.exchanges().clear()
    st.toast(texts.ERASED, icon=":material/delete:")


def _open(name: str) -> None:
    start_anew()
    st.query_params[PARAMETER] = name


def _leave() -> None:
    st.session_state[_CURRENT] = ""
    st.query_params.pop(PARAMETER, None)


def _name(name: str) -> None:
    st.session_state[_CURRENT] = name
    if name:
        st.query_params[PARAMETER] = name


def _remember() -> None:
    exchanges = session.exchanges()
    if exchanges:
        text = exchanges[0].text
        label = text if len(text) <= _LABEL_CHARS else text[:_LABEL_CHARS].rsplit(" ", 1)[0] + "…"
        _recent().setdefault(current(), label)


def _recent() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault(_RECENT, {})
    return kept
