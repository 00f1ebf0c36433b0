"""The reference questions of a preview: answers side by side, and the figures before and after."""

from collections.abc import Collection

import streamlit as st

from assistant.preview import Preview, Replayed, Reply
from ui import markdown
from ui.base.texts import preview as texts

STEP = 10
_SHOWN = "questions-shown"


def draw_questions(preview: Preview) -> None:
    """Draw the questions whose answer changes, before and after."""
    st.subheader(texts.QUESTIONS_CHANGE, anchor=False)
    if not preview.asked:
        st.caption(texts.NO_QUESTIONS)
        return
    changed = [replayed for replayed in preview.questions if replayed.changed]
    if not changed:
        st.success(texts.NO_CHANGE.format(questions=texts.questions(preview.asked)), icon=":material/check_circle:")
        return
    st.caption(texts.SOME_CHANGE.format(changed=len(changed), questions=texts.questions(preview.asked)))
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


def what_changes(replayed: Replayed) -> str:
    """Say in a few words what is different."""
    before, after = replayed.before, replayed.after
    if before.abstained != after.abstained:
        return texts.NOW_ABSTAINED if after.abstained else texts.NOW_ANSWERED
    if before.text == after.text:
        return texts.ONLY_CITATIONS
    return texts.TEXT_CHANGES


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
            texts.CHANGE: difference(name, before.get(name), after.get(name)),
        }
        for name in names
    ]
    st.table(rows, border="horizontal", hide_index=True)


def figure(name: str, value: float | None) -> str:
    """Write a figure: a share in per cent, a time in milliseconds."""
    if value is None:
        return "—"
    return f"{value:.0f}\u00a0ms" if name.endswith("_ms") else f"{100 * value:.0f}\u00a0%"


def difference(name: str, before: float | None, after: float | None) -> str:
    """Say whether a figure is better, worse or the same, in words and in colour."""
    if before is None or after is None:
        return "—"
    unit, scale = ("ms", 1) if name.endswith("_ms") else (texts.POINTS, 100)
    change = round(scale * (after - before))
    # Times vary by themselves: a tenth more or less says nothing.
    noise = abs(before) / 10 if name.endswith("_ms") else 0
    if not change or abs(change) <= noise:
        return texts.SAME
    better = (change < 0) == (name in texts.LESS_IS_BETTER)
    colour, word = ("green", texts.BETTER) if better else ("red", texts.WORSE)
    return f":{colour}[{change:+d}\u00a0{unit}, {word}]".replace("-", "−")
