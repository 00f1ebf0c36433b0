"""One document: its labels, its pages as they look, its passages, its file; the way to take it out."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.documents import Document, Passage
from assistant.jobs import Holding
from ui import markdown, session, times
from ui.base import acting, questions
from ui.base.texts import documents as texts
from ui.editor_client import EditorClient
from ui.replies import ClientError
from ui.texts import RECOGNITIONS
from ui.viewing import page_image

PASSAGES = 20
"""How many passages are drawn at a time."""


def draw(editor: EditorClient, document: Document, holding: Holding | None) -> None:
    """Draw the document."""
    st.subheader(markdown.escape(document.title), anchor=False)
    draw_actions(editor, document, holding)
    passages = session.client().passages(document.id)
    page = None
    if document.pages and document.original:
        left, right = st.columns(2, gap="large")
        with left:
            page = draw_pages(document)
        with right:
            draw_labels(document, holding)
    else:
        draw_labels(document, holding)
    questions.draw(editor, document)
    draw_passages(document, passages, page)


def draw_actions(editor: EditorClient, document: Document, holding: Holding | None) -> None:
    """Offer the source, the original and the way out."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if markdown.is_web(document.url):
            st.link_button(texts.OPEN_SOURCE, document.url, icon=":material/open_in_new:")
        if document.original:
            name = holding.name if holding else document.id.rpartition("/")[2]
            st.download_button(
                texts.DOWNLOAD, partial(session.client().original, document.id), name.rpartition("/")[2] or None,
                document.media_type or None, key="original", icon=":material/download:", on_click="ignore",
            )  # fmt: skip
        with st.popover(texts.DELETE, icon=":material/delete:", key="delete"):
            st.markdown(texts.DELETE_SURE.format(title=markdown.escape(document.title)))
            if holding is None:
                st.caption(texts.DELETE_CORPUS)
            elif holding.document_id != document.id:
                st.caption(texts.DELETE_ROW.format(name=markdown.escape(holding.name)))
            st.button(
                texts.DELETE_YES, key="delete-yes", type="primary", icon=":material/delete:",
                on_click=_delete, args=(editor, document),
            )  # fmt: skip


def _delete(editor: EditorClient, document: Document) -> None:
    done = texts.DELETED.format(title=document.title)
    acting.act(lambda: editor.delete(document.id, requested_by=acting.who()), done)


def draw_pages(document: Document) -> int:
    """Draw a page as it looks, with the way to the others; give its number."""
    st.markdown(f"**{texts.PAGES_TITLE}**")
    key = f"page-of-{document.id}"
    page: int = 1
    if document.pages > 1:
        page = int(st.number_input(texts.page_of(document.pages), 1, document.pages, key=key))
    with st.container(border=True):
        try:
            image = page_image(document.id, page, document.original)
        except ClientError:
            st.caption(texts.NO_PAGE_IMAGE)
        else:
            told = texts.PAGE_IMAGE.format(page=page, title=document.title)
            st.image(image, width="stretch", alt=told)
    return page


def draw_labels(document: Document, holding: Holding | None) -> None:
    """Draw the labels of the document and the facts of its file."""
    st.markdown(f"**{texts.LABEL_TITLE}**")
    _rows({texts.LABELS[name]: value for name, value in labels(document).items() if value})
    st.markdown(f"**{texts.FILE_TITLE}**")
    _rows({texts.FILE_LABELS[name]: value for name, value in file_facts(document, holding).items() if value})


def labels(document: Document) -> dict[str, str]:
    """Give the labels of a document by name, for people."""
    values: dict[str, object] = {name: getattr(document, name) for name in texts.LABELS}
    values["partners"] = tuple(partner.name for partner in document.partners)
    values["published"] = "" if document.published == str(document.year) else document.published
    values["language"] = texts.LANGUAGES.get(document.language, document.language)
    return {
        name: ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
        for name, value in values.items()
    }


def file_facts(document: Document, holding: Holding | None) -> dict[str, str]:
    """Give what is known of the file of a document, for people."""
    media_type = holding.media_type if holding else document.media_type
    return {
        "origin": texts.ORIGINS.get(holding.source, holding.source) if holding else texts.ORIGINS[""],
        "name": (markdown.short(holding.url) or holding.name) if holding else "",
        "format": texts.FORMATS.get(media_type, media_type or "Markdown"),
        "size": times.size(holding.size) if holding and holding.size else "",
        "pages": str(document.pages or ""),
        "added": times.ago(holding.added) if holding else "",
        "seen": times.ago(holding.seen) if holding and holding.url else "",
        "id": document.id,
    }


def _rows(rows: dict[str, str]) -> None:
    table = [{"name": f"**{name}**", "value": markdown.escape(value)} for name, value in rows.items()]
    st.table(table, border="horizontal", hide_index=True, hide_header=True)


def draw_passages(document: Document, passages: Sequence[Passage], page: int | None) -> None:
    """Draw the passages that answers may cite, those of the page shown first where there is one."""
    st.markdown(f"**{texts.PASSAGES_TITLE}** ({len(passages)})")
    if page is not None and any(passage.page for passage in passages):
        only = st.toggle(texts.PASSAGES_OF_PAGE, True, key=f"only-{document.id}")
        passages = [passage for passage in passages if passage.page == page] if only else passages
    if not passages:
        st.caption(texts.NO_PASSAGE)
        return
    pages = -(-len(passages) // PASSAGES)
    place = st.pagination(pages, key=f"passages-{document.id}") if pages > 1 else 1
    for passage in passages[(place - 1) * PASSAGES : place * PASSAGES]:
        _draw_passage(passage)


def _draw_passage(passage: Passage) -> None:
    facts = (*passage.heading_path, f"p. {passage.page}" if passage.page else "")
    note = RECOGNITIONS.get(passage.recognition, "")
    with st.container(border=True, gap="xsmall"):
        st.caption(" · ".join(filter(None, (markdown.escape(" › ".join(filter(None, facts))), note))))
        st.markdown(markdown.highlighted(passage.text, ()), anchors=False)
