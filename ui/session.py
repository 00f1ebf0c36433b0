"""What the pages share: the client, the conversation of this browser tab, the state of the knowledge base."""

import os

import httpx2
import streamlit as st

from ui import texts
from ui.client import AssistantClient, ClientError, Status
from ui.conversation import Exchange

DEFAULT_API_URL = "http://127.0.0.1:8000"
"""Where `rameau serve` listens when nothing is set."""

READ_SECONDS = 120
"""The longest silence of a stream: a language model may think before its first word."""


def client() -> AssistantClient:
    """Give the client of the API at `RAMEAU_API_URL`."""
    return _client(os.environ.get("RAMEAU_API_URL") or DEFAULT_API_URL)


def exchanges() -> list[Exchange]:
    """Give this tab's conversation, oldest exchange first."""
    kept: list[Exchange] = st.session_state.setdefault("exchanges", [])
    return kept


def status() -> Status | None:
    """Tell what the knowledge base holds, or nothing when the API is silent."""
    try:
        return client().status()
    except ClientError:
        return None


def base_line() -> str:
    """Say the size and the date of the knowledge base in one line."""
    known = status()
    return texts.base(known.documents, known.cases, known.built_at) if known else texts.ASK_DOWN


@st.cache_resource(show_spinner=False)
def _client(url: str) -> AssistantClient:
    return AssistantClient(httpx2.Client(base_url=url, timeout=httpx2.Timeout(10, connect=3, read=READ_SECONDS)))
