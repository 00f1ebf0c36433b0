"""Charts that people can read: every bar says what it counts and how much."""

from collections.abc import Mapping
from typing import Final

import altair as alt
import streamlit as st

from ui.base.texts import overview as texts

BAR_HEIGHT: Final = 28
LABEL_WIDTH: Final = 190
"""In pixels: a long label is cut there; its whole text is in the tooltip and in the table."""


def draw_ranks(counts: Mapping[str, int], title: str) -> None:
    """Draw a bar a label, in the order given."""
    data = _table(counts)
    base = alt.Chart(alt.InlineData(values=data)).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=LABEL_WIDTH, ticks=False, domain=False)),
        x=alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, 1.12 * max(counts.values(), default=1)])),
        tooltip=_tooltip(),
    )
    bars = base.mark_bar(cornerRadiusEnd=3)
    numbers = base.mark_text(align="left", dx=4, color=_text_colour()).encode(text="count:Q")
    _draw(bars + numbers, counts, title, BAR_HEIGHT * len(counts) + 16)


def draw_years(counts: Mapping[int, int], title: str) -> None:
    """Draw a bar a year, the years without documents too."""
    years = range(min(counts, default=0), max(counts, default=-1) + 1)
    whole = {str(year): counts.get(year, 0) for year in years}
    chart = (
        alt.Chart(alt.InlineData(values=_table(whole)))
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
            y=alt.Y("count:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d", tickCount=4)),
            tooltip=_tooltip(),
        )
    )
    _draw(chart, {year: number for year, number in whole.items() if number}, title, 220)


def _text_colour() -> str:
    """Give the colour of text: Vega's own is black, on dark pages too."""
    return "#e4ece9" if st.context.theme.type == "dark" else "#1c2b28"


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("label:N", title=texts.LABEL), alt.Tooltip("count:Q", title=texts.COUNT)]


def _table(counts: Mapping[str, int]) -> list[dict[str, str | int]]:
    return [{"label": label, "count": number} for label, number in counts.items()]


def _draw(chart: alt.LayerChart | alt.Chart, counts: Mapping[str, int], title: str, height: int) -> None:
    st.subheader(title, anchor=False)
    st.altair_chart(chart.properties(height=height), alt=title)
    with st.expander(texts.AS_TABLE, type="compact", key=f"table-{title}"):
        rows = {texts.LABEL: list(counts), texts.COUNT: list(counts.values())}
        st.table(rows, border="horizontal", hide_index=True)
