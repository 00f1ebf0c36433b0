"""Small charts, where people would rather look than read."""

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from assistant.answers import Citation
from ui import texts


def years(citations: Iterable[Citation]) -> dict[str, int]:
    """Count the cited documents by year, in order."""
    dated = {citation.passage.document_id: citation.passage.year for citation in citations if citation.passage.year}
    return {str(year): number for year, number in sorted(Counter(dated.values()).items())}


def draw_years(citations: Iterable[Citation]) -> None:
    """Draw when the cited documents are from, if they are spread over years."""
    counted = years(citations)
    if len(counted) < 3:
        return
    with st.expander(texts.CHART, icon=":material/bar_chart:", type="compact"):
        st.caption(texts.CHART_BY_YEAR)
        table = {texts.CHART_YEAR: list(counted), texts.CHART_COUNT: list(counted.values())}
        st.bar_chart(table, x=texts.CHART_YEAR, y=texts.CHART_COUNT, height=200, alt=texts.CHART_BY_YEAR)
