"""The pages of the chat, each a flat script that Streamlit runs."""
