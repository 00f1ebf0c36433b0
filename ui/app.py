"""The page's frame: name, menu and sidebar around the pages of `ui/views`. Start it with `streamlit run ui/app.py`."""

import logging

import streamlit as st

from ui import browser, keeping, session, texts
from ui.quality import texts as quality_texts

st.set_page_config(page_title=texts.APP_NAME, page_icon=session.ICON, layout="centered")
st.logo(session.ICON, size="large")
browser.speak_french()

# The folder is not called `pages`: Streamlit would take its files for pages on its own, without this frame.
page = st.navigation(
    [
        st.Page("views/chat.py", title=texts.CHAT, icon=":material/forum:", default=True),
        st.Page(
            "views/base_documentaire.py",
            title=texts.BASE,
            icon=":material/library_books:",
            url_path="base-documentaire",
        ),
        st.Page("views/qualite.py", title=quality_texts.TITLE, icon=":material/query_stats:", url_path="qualite"),
        st.Page("views/a_propos.py", title=texts.ABOUT, icon=":material/info:", url_path="a-propos"),
    ]
)

with st.sidebar:
    st.button(
        texts.NEW_CONVERSATION,
        key="new-conversation",
        icon=":material/add_comment:",
        width="stretch",
        on_click=keeping.start_anew,
    )
    st.caption(session.base_line())

try:
    page.run()
except Exception:
    # The person gets a sentence, the log gets the reason.
    logging.getLogger(__name__).exception("The page failed")
    st.error(texts.PAGE_FAILED, icon=":material/error:")
