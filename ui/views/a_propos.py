"""What the assistant is, where its answers come from, what it keeps."""

import streamlit as st

from ui import session, texts

st.title(texts.ABOUT)
st.markdown(texts.ABOUT_TEXT, anchors=False)
st.caption(session.base_line())
