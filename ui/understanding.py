"""How a question was understood, shown where that is not what was typed, so that it can be put right."""

import streamlit as st

from assistant.answers import Answer
from ui import conversation, markdown
from ui.answer_texts import AnswerTexts, answer_texts
from ui.filters import draw_filters


def draw_understood(exchange: conversation.Exchange, answer: Answer, *, last: bool) -> None:
    """Draw the question made whole, the change of subject and the filters; the last question's can be put right."""
    words = answer_texts(answer.language)
    if answer.understood.subject_changed:
        st.caption(f":material/call_split: {words.subject_changed}")
    understood = conversation.understood_otherwise(exchange)
    if understood:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f":material/lightbulb: {markdown.escape(words.understood.format(understood))}", width="content")
            if last:
                _draw_correction(exchange, understood, words)
    remove = (lambda ignored: exchange.ask_again([ignored])) if last else None
    draw_filters(answer.understood.filters, exchange.number, words, remove)


def _draw_correction(exchange: conversation.Exchange, understood: str, words: AnswerTexts) -> None:
    key = f"corrected-{exchange.number}-{len(exchange.filters.ignored)}"
    with (
        st.popover(words.correct, icon=":material/edit:"),
        st.form(f"form-{key}", border=False),
    ):
        st.text_area(
            words.correct_label, markdown.typeset(understood), key=key, help=words.correct_help, height="content"
        )
        st.form_submit_button(
            words.correct_send, key=f"send-{key}", type="primary",
            on_click=lambda: exchange.correct(st.session_state[key]),
        )  # fmt: skip
