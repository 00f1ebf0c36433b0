"""The pages of documents as pictures, fetched once and kept a while."""

import streamlit as st

from ui import session


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
