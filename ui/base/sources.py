"""Where documents come from by themselves: when each source was read, what it lost, what came twice."""

import streamlit as st

from assistant.jobs import SourceStatus
from ui import job_texts, markdown, session, times
from ui.base import acting, missing
from ui.base.texts import sources as texts
from ui.editor_client import EditorClient


def draw(editor: EditorClient) -> None:
    """Draw the part."""
    missing.draw_missing(editor)
    sources = editor.sources()
    if not sources:
        st.info(markdown.typeset(texts.NO_SOURCE), icon=":material/rss_feed:")
    for source in sorted(
        sources,
        key=lambda source: (not (source.failures or is_blocked(source)), not source.enabled, source.title.casefold()),
    ):
        draw_source(editor, source)
    missing.draw_duplicates(editor, session.documents())


def draw_source(editor: EditorClient, source: SourceStatus) -> None:
    """Draw a source with its settings."""
    with st.container(border=True, gap="small", key=f"source-{source.name}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{markdown.escape(source.title)}**")
                address = markdown.link(markdown.short(source.address), source.address)
                kind = texts.SOURCE_KINDS.get(source.kind, source.kind)
                st.caption(f"{kind} · {address} · {markdown.escape(facts(source))}")
            with st.container(horizontal=True, gap="small", width="content"):
                st.button(
                    texts.REFRESH, key=f"refresh-{source.name}", icon=":material/sync:", disabled=not source.enabled,
                    on_click=_refresh, args=(editor, source),
                )  # fmt: skip
                _draw_settings(editor, source)
        if source.failures:
            told = texts.FAILING.format(
                failures=texts.failures(source.failures), reason=markdown.escape(f"{source.reason.rstrip('.')}.")
            )
            st.warning(told, icon=":material/sync_problem:")
        elif is_blocked(source):
            _draw_blocked(editor, source)


def is_blocked(source: SourceStatus) -> bool:
    """Tell whether so much of a source was gone at its last refresh that nothing was marked as gone."""
    return bool(source.reason) and not source.failures and source.last_state in {"done", "ready"}


def _draw_blocked(editor: EditorClient, source: SourceStatus) -> None:
    told = texts.BLOCKED.format(reason=markdown.escape(f"{source.reason.rstrip('.')}."))
    st.warning(markdown.typeset(told), icon=":material/sync_problem:")
    with st.popover(texts.FORCE, icon=":material/sync_lock:", key=f"force-{source.name}", disabled=not source.enabled):
        st.markdown(texts.FORCE_SURE.format(title=markdown.escape(source.title)))
        st.button(
            texts.FORCE_YES, key=f"force-yes-{source.name}", type="primary",
            on_click=_refresh, args=(editor, source), kwargs={"force": True},
        )  # fmt: skip


def _refresh(editor: EditorClient, source: SourceStatus, *, force: bool = False) -> None:
    done = texts.REFRESHED.format(title=source.title)
    acting.act(lambda: editor.refresh(source.name, requested_by=acting.who(), force=force), done)


def facts(source: SourceStatus) -> str:
    """Say what a source brought, when it was read and when it will be."""
    last = texts.LAST.format(ago=times.ago(source.last_run), state=job_texts.state(source.last_state))
    if not source.enabled:
        following = texts.STOPPED
    elif source.next_run:
        following = texts.NEXT.format(when=times.until(source.next_run))
    else:
        following = texts.ON_DEMAND
    return " · ".join((texts.documents(source.documents), last if source.last_run else texts.NEVER, following))


def _draw_settings(editor: EditorClient, source: SourceStatus) -> None:
    with st.popover(texts.SETTINGS, icon=":material/tune:", key=f"settings-{source.name}"):
        _toggle(editor, source, "enabled", texts.ENABLED, texts.ENABLED_HELP)
        _toggle(editor, source, "publish", texts.PUBLISH_BY_ITSELF, texts.PUBLISH_HELP)
        seconds = sorted({*texts.EVERIES, source.every_seconds})
        key = f"every-{source.name}-{source.every_seconds}"
        st.selectbox(
            texts.EVERY, seconds, seconds.index(source.every_seconds), key=key, format_func=texts.every,
            on_change=_change, args=(editor, source, "every_seconds", key),
        )  # fmt: skip


def _toggle(editor: EditorClient, source: SourceStatus, name: str, label: str, told: str) -> None:
    value: bool = getattr(source, name)
    # The value is part of the key, so that what the API refused jumps back to what it holds.
    key = f"{name}-{source.name}-{value}"
    st.toggle(label, value, key=key, help=told, on_change=_change, args=(editor, source, name, key))


def _change(editor: EditorClient, source: SourceStatus, name: str, key: str) -> None:
    value = st.session_state[key]
    done = texts.SOURCE_CHANGED.format(title=source.title)
    acting.act(lambda: editor.change_source(source.name, {name: value}), done)
    del st.session_state[key]
