"""The reference questions of a preview: answers side by side, and the figures before and after."""

from collections.abc import Collection

import streamlit as st

from assistant.preview import Preview, Reply
from ui import markdown
from ui.base.texts import preview as texts
from ui.comparing import Difference, compare, figure, what_changes

STEP = 10
_SHOWN = "questions-shown"


def draw_questions(preview: Preview) -> None:
    """Draw the questions whose answer changes, before and after."""
    st.subheader(texts.QUESTIONS_CHANGE, anchor=False)
    if not preview.asked:
        st.caption(texts.NO_QUESTIONS)
        return
    changed = [replayed for replayed in preview.questions if replayed.changed]
    asked = texts.questions(preview.asked, preview.held)
    if not changed:
        st.success(
            texts.NO_CHANGE.format(questions=asked),
            icon=":material/check_circle:",
        )
        return
    st.caption(texts.SOME_CHANGE.format(changed=len(changed), questions=asked))
    shown = st.session_state.setdefault(_SHOWN, STEP)
    for number, replayed in enumerate(changed[:shown]):
        label = f"{markdown.escape(replayed.question)} — *{what_changes(replayed)}*"
        with st.expander(label, key=f"question-{number}", expanded=number == 0):
            before, after = st.columns(2)
            with before:
                _draw_reply(texts.BEFORE, replayed.before, replayed.after.citations, "red")
            with after:
                _draw_reply(texts.AFTER, replayed.after, replayed.before.citations, "green")
    if len(changed) > shown:
        st.button(texts.MORE_QUESTIONS, icon=":material/expand_more:", on_click=_show_more)


def _show_more() -> None:
    st.session_state[_SHOWN] += STEP


def _draw_reply(title: str, reply: Reply, others: Collection[str], colour: str) -> None:
    """Draw an answer; the documents that only this side cites are marked."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{title}**")
        if reply.abstained:
            st.badge(texts.ABSTAINED, icon=":material/search_off:", color="gray")
        st.markdown(markdown.safe(reply.text, (), lambda number: f"\\[{number}\\]"), anchors=False)
        if reply.citations:
            marks = {True: "{}", False: f":{colour}[{'+' if colour == 'green' else '−'} {{}}]"}
            lines = (marks[name in others].format(markdown.escape(name)) for name in reply.citations)
            st.caption(texts.CITED)
            st.markdown("\n".join(f"- :small[{line}]" for line in lines))


def draw_figures(preview: Preview) -> None:
    """Draw the figures of quality before and after, and whether they are better."""
    before, after = preview.figures.get("before", {}), preview.figures.get("after", {})
    names = [name for name in texts.FIGURE_NAMES if name in before or name in after]
    if not names:
        return
    st.subheader(texts.FIGURES, anchor=False)
    st.caption(texts.FIGURES_TELL)
    rows = [
        {
            texts.FIGURE: texts.FIGURE_NAMES[name],
            texts.BEFORE: figure(name, before.get(name)),
            texts.AFTER: figure(name, after.get(name)),
            texts.CHANGE: coloured(compare(name, before.get(name), after.get(name))),
        }
        for name in names
    ]
    st.table(rows, border="horizontal", hide_index=True)


def coloured(difference: Difference) -> str:
    """Write a difference in the colour of what it means."""
    if difference.better is None:
        return difference.words
    return f":{'green' if difference.better else 'red'}[{difference.words}]"
