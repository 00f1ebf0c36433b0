"""A small chart of a long list, where people would rather look than read."""

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from assistant.answers import Answer
from ui import session, texts

BARS = 8
"""How many bars are drawn; the rest of a long tail tells nothing at this size."""


def draw(answer: Answer, number: int) -> None:
    """Draw where the cited case studies are, or what they are about when the question was about a region."""
    known = session.documents()
    cited = dict.fromkeys(citation.passage.document_id for citation in answer.citations)
    documents = [known[document_id] for document_id in cited if document_id in known]
    by_theme = bool(answer.understood.filters.regions)
    counted = count((document.themes if by_theme else document.regions) for document in documents)
    if len(counted) < 2:
        return
    title = texts.CHART_THEMES if by_theme else texts.CHART_REGIONS
    with st.expander(texts.CHART, icon=":material/bar_chart:", key=f"chart-{number}"):
        st.caption(title)
        table = {texts.CHART_LABEL: list(counted), texts.CHART_COUNT: list(counted.values())}
        st.bar_chart(
            table, x=texts.CHART_LABEL, y=texts.CHART_COUNT, x_label="", y_label="", horizontal=True,
            sort=f"-{texts.CHART_COUNT}", height=40 + 32 * len(counted), alt=title,
        )  # fmt: skip


def count(labels: Iterable[Iterable[str]]) -> dict[str, int]:
    """Count labels over documents, the most frequent first."""
    return dict(Counter(label for some in labels for label in some).most_common(BARS))
