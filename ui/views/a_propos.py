"""What the assistant is, where its answers come from, what it keeps."""

import streamlit as st

from ui import session, texts

st.title(texts.ABOUT)
status = session.status()
st.markdown(texts.ABOUT_TEXT.format(kept=texts.kept(status.conversations_days if status else 0)), anchors=False)
st.caption(session.base_line())
