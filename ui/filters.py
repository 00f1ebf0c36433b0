"""The filters recognised in a question, shown so that nothing is narrowed in silence."""

from collections.abc import Callable

import streamlit as st

from assistant.answers import Filters
from ui import markdown
from ui.answer_texts import AnswerTexts


def draw_filters(filters: Filters, number: int, words: AnswerTexts, remove: Callable[[str], None] | None) -> None:
    """Show the recognised filters; each can be removed while `remove` is given."""
    found = chips(filters, words)
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(words.filters, width="content")
        for label, ignored in found:
            if remove is None:
                st.badge(markdown.escape(label), color="primary")
                continue
            key = f"filter-{number}-{ignored}"
            st.button(
                markdown.escape(label), key=key, icon=":material/close:", icon_position="right", wrap=True,
                help=words.filters_help, on_click=remove, args=(ignored,),
            )  # fmt: skip


def chips(filters: Filters, words: AnswerTexts) -> list[tuple[str, str]]:
    """Give each filter as its label and the name by which it can be ignored: `("Bretagne", "regions:Bretagne")`."""
    found = []
    for name in Filters.__dataclass_fields__:
        value = getattr(filters, name)
        if name == "ignored" or value is None:
            continue
        values = value if isinstance(value, tuple) else (value,)
        label = words.filter_labels.get(name, "{}")
        found += [(label.format(one), f"{name}:{one}") for one in values]
    return found
