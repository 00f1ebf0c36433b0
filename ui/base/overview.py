"""What is in the base, how old it is, and what waits for the editor."""

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from assistant.documents import Document
from ui import markdown, session, times
from ui.base import charts, parts
from ui.base.texts import frame, questions
from ui.base.texts import overview as texts
from ui.client import Status
from ui.editor_client import EditorClient

THEMES = 12
"""How many themes are drawn: the long tail tells nothing at this size."""


def draw(editor: EditorClient) -> None:
    """Draw the part."""
    status = session.status()
    draw_waiting(editor)
    if status is None or not status.documents:
        st.info(markdown.typeset(texts.EMPTY_BASE), icon=":material/inventory_2:")
        parts.button(texts.ADD_FIRST, "ajouter", key="overview-add", primary=True)
        return
    draw_size(editor, status)
    documents = tuple(session.documents().values())
    left, right = st.columns(2, gap="large")
    with left:
        charts.draw_ranks(by_kind(documents), texts.BY_KIND)
    with right:
        draw_themes(documents)
        draw_years(documents)


def draw_waiting(editor: EditorClient) -> None:
    """Say what waits for the editor; nothing when nothing does."""
    waiting = []
    if editor.preview():
        waiting.append((texts.PREVIEW_WAITS, texts.SEE_PREVIEW, "apercu"))
    missing = len(editor.holdings(state="missing"))
    failing = sum(1 for source in editor.sources() if source.failures)
    twins = len(editor.duplicates())
    facts = ((missing, texts.missing), (failing, texts.failing), (twins, texts.twins))
    waiting += [(say(number), texts.SEE_SOURCES, "sources") for number, say in facts if number]
    if proposed := len(editor.questions(state="proposed")):
        waiting.append((questions.waiting(proposed) + ".", texts.REVIEW_QUESTIONS, "documents"))
    if not waiting:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{texts.TO_DO}**")
        for number, (sentence, label, part) in enumerate(waiting):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(sentence, width="stretch")
                parts.button(label, part, key=f"waiting-{number}")


def draw_size(editor: EditorClient, status: Status) -> None:
    """Say how much there is and since when."""
    figures = {
        texts.DOCUMENTS: status.documents,
        texts.CASES: status.cases,
        texts.PUBLICATIONS: status.documents - status.cases,
        texts.PASSAGES: status.passages,
    }
    with st.container(horizontal=True):
        for label, number in figures.items():
            st.metric(label, f"{number:,}".replace(",", "\u202f"), border=True, width=160)
    built = status.built_at.isoformat() if status.built_at else ""
    facts = texts.GENERATION.format(
        number=status.generation, ago=times.ago(built), moment=times.moment(built, session.time_zone())
    )
    held = [holding for holding in editor.holdings() if holding.state != "removed"]
    if held:
        total = times.size(sum(holding.size for holding in held))
        facts += " " + texts.SIZE.format(files=frame.files(len(held)), size=total)
    st.caption(facts)


def draw_years(documents: Iterable[Document]) -> None:
    """Draw how many documents there are a year, and say how many have none."""
    years = Counter(document.year for document in documents)
    undated = years.pop(None, 0)
    dated = {year: number for year, number in years.items() if year is not None}
    if dated:
        charts.draw_years(dated, texts.BY_YEAR)
    if undated:
        st.caption(texts.undated(undated))


def draw_themes(documents: Iterable[Document]) -> None:
    """Draw the most frequent themes."""
    themes = Counter(theme for document in documents for theme in document.themes)
    if not themes:
        return
    charts.draw_ranks(dict(themes.most_common(THEMES)), texts.BY_THEME)
    many = len(themes) > THEMES
    st.caption(texts.THEMES_MANY.format(shown=THEMES, all=len(themes)) if many else texts.THEMES_FEW)


def by_kind(documents: Iterable[Document]) -> dict[str, int]:
    """Count documents by kind, the most frequent first."""
    return dict(Counter(document.kind or texts.NO_KIND for document in documents).most_common())
