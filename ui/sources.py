"""What proves an answer: the documents it cites, their passages with the quoted words marked, the way to the source."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import streamlit as st

from assistant.answers import Citation, DocumentLink
from assistant.documents import Passage, RetrievedPassage
from ui import conversation, markdown, texts, versions, viewing
from ui.versions import Change

_BADGES: dict[Change, str] = {
    "": "",
    "newer": f" :orange-badge[:material/update: {texts.NEWER}]",
    "gone": f" :gray-badge[:material/update: {texts.GONE}]",
}
SHOWN = 6
"""Up to how many cited documents are listed at once; more wait behind their number."""


def draw_found(sources: Sequence[RetrievedPassage]) -> None:
    """Name the documents that were retrieved, before anything is written of them."""
    found = dict.fromkeys((source.title, conversation.kind_and_year(source)) for source in sources)
    st.markdown("\n".join(f"- :small[{_titled(title, kind)}]" for title, kind in found))


def draw_citations(number: int, citations: Sequence[Citation]) -> int:
    """Draw a card for each cited document; give how many of them have changed since; `number` is the exchange's."""
    documents = by_document(citations)
    if not documents:
        return 0
    changes = versions.changes(documents)
    if len(documents) <= SHOWN:
        st.caption(texts.sources(len(documents)))
        _cards(number, documents, changes)
    else:
        with st.expander(texts.sources(len(documents)), icon=":material/library_books:"):
            _cards(number, documents, changes)
    return sum(map(bool, changes))


def draw_related(related: Iterable[DocumentLink], title: str) -> None:
    """Name nearby documents as what they are: no answer."""
    st.caption(title)
    lines = (_titled(document.title, conversation.kind_and_year(document), document.url) for document in related)
    st.markdown("\n".join(f"- {line}" for line in lines))


def anchors(number: int, citations: Iterable[Citation]) -> dict[int, str]:
    """Give the key of the passage that each citation opens; quotes of one passage share it."""
    first: dict[str, int] = {}
    return {
        citation.number: f"citation-{number}-{first.setdefault(citation.passage.id, citation.number)}"
        for citation in citations
    }


def by_document(citations: Iterable[Citation]) -> list[list[Citation]]:
    """Gather the citations of each document, documents in the order of their first citation."""
    documents: dict[str, list[Citation]] = {}
    for citation in citations:
        documents.setdefault(citation.passage.document_id, []).append(citation)
    return list(documents.values())


def spans(citations: Iterable[Citation]) -> list[tuple[int, int]]:
    """Find the quotes in their passage, where the citations say or wherever they are."""
    found = []
    for citation in citations:
        text, quote, start = citation.passage.text, citation.quote, citation.start
        if text[start : citation.end] != quote:
            start = text.find(quote)
        if start >= 0:
            found.append((start, start + len(quote)))
    return found


def _cards(number: int, documents: Iterable[Sequence[Citation]], changes: Iterable[Change]) -> None:
    with st.container(gap="xsmall"):
        for citations, changed in zip(documents, changes, strict=True):
            _card(number, citations, changed)


def _card(number: int, citations: Sequence[Citation], changed: Change) -> None:
    passage = citations[0].passage
    numbers = ", ".join(str(citation.number) for citation in citations)
    titled = f"**{numbers}** · {_titled(passage.title, conversation.kind_and_year(passage))}{_BADGES[changed]}"
    with st.expander(titled, type="compact"):
        if changed:
            st.info(versions.sentence(passage.document_id, changed), icon=":material/update:")
        by_passage = sorted(citations, key=lambda citation: citation.passage.id)
        groups = [list(group) for _, group in groupby(by_passage, key=lambda citation: citation.passage.id)]
        for group in sorted(groups, key=lambda group: group[0].number):
            with st.container(key=anchors(number, group)[group[0].number], gap="xsmall"):
                _passage(group)
                # The page of another file would pass for the one that was cited.
                if not changed:
                    viewing.page_button(group[0].passage, group[0].quote, key=f"page-{number}-{group[0].number}")
        _source_link(passage)


def _passage(citations: Sequence[Citation]) -> None:
    passage = citations[0].passage
    marks = "".join(f"[{citation.number}]" for citation in citations)
    place = " › ".join((*passage.heading_path, *((f"p. {passage.page}",) if passage.page else ())))
    facts = (markdown.escape(marks), markdown.escape(place), texts.RECOGNITIONS.get(passage.recognition, ""))
    st.caption(" · ".join(filter(None, facts)))
    st.markdown(markdown.highlighted(passage.text, spans(citations)), anchors=False)


def _source_link(passage: Passage) -> None:
    if markdown.is_web(passage.url):
        st.markdown(f":material/open_in_new: {markdown.link(texts.OPEN_SOURCE, passage.url)}")
    else:
        st.caption(texts.NO_SOURCE_LINK)


def _titled(title: str, kind: str, url: str = "") -> str:
    """Write a title, then its kind and year."""
    return " · ".join(filter(None, (markdown.link(title, url), markdown.escape(kind.replace(", ", ",\u00a0")))))
