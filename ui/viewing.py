"""The pages of documents as pictures, fetched once and kept a while."""

import streamlit as st

from assistant.documents import Passage
from ui import markdown, session, texts
from ui.replies import ClientError


def page_image(document_id: str, page: int, original: str = "", quoted: str = "") -> bytes:
    """Give the picture of a page, the words of a quotation framed.

    Args:
        document_id: of a document whose file is kept.
        page: the first is 1.
        original: the hash of its file: another file of the same name has other pages.
        quoted: the words to frame.

    Raises:
        ClientError: there is no such picture, or the API is silent.
    """
    return _page_image(session.api_url(), document_id, page, original, quoted)


@st.cache_data(show_spinner=False, max_entries=100, ttl=3600)
def _page_image(_url: str, document_id: str, page: int, original: str, quoted: str) -> bytes:
    return session.client().page_image(document_id, page, quoted)


def page_button(passage: Passage, quoted: str, *, key: str) -> None:
    """Offer to look at the page of a passage, where its document has pages and its file is kept."""
    document = session.documents().get(passage.document_id)
    if not passage.page or document is None or not document.original or not document.pages:
        return
    # The picture is asked for once someone wants to see it.
    if st.button(texts.SEE_PAGE, key=key, icon=":material/find_in_page:"):
        title = texts.PAGE_TITLE.format(page=passage.page)
        st.dialog(title, width="medium")(_show_page)(passage, document.original, quoted)


def _show_page(passage: Passage, original: str, quoted: str) -> None:
    page = passage.page or 1
    st.caption(f"{markdown.escape(passage.title)} · {texts.PAGE_MARKED}")
    try:
        image = page_image(passage.document_id, page, original, quoted)
    except ClientError:
        st.warning(texts.PAGE_MISSING, icon=":material/image_not_supported:")
    else:
        st.image(image, width="stretch", alt=texts.PAGE_ALT.format(page=page, title=passage.title))
