"""The face: the Streamlit page, which speaks HTTP, and the program `rameau`."""
