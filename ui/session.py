"""What the pages share: the client, the conversation of this browser tab, the state of the knowledge base."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx2
import streamlit as st

from assistant.documents import Document
from assistant.exchanges import SourceVersion
from ui import texts
from ui.client import AssistantClient, Status
from ui.conversation import Exchange
from ui.replies import ClientError

DEFAULT_API_URL = "http://127.0.0.1:8000"
"""Where `rameau serve` listens when nothing is set."""

ICON = Path(__file__).with_name("rameau.svg")


def client() -> AssistantClient:
    """Give the client of the API at `RAMEAU_API_URL`."""
    return AssistantClient(http())


def http() -> httpx2.Client:
    """Give the connection to the API, one for the whole process."""
    return _http(api_url())


def api_url() -> str:
    """Give the address of the API."""
    return os.environ.get("RAMEAU_API_URL") or DEFAULT_API_URL


def exchanges() -> list[Exchange]:
    """Give this tab's conversation, oldest exchange first."""
    kept: list[Exchange] = st.session_state.setdefault("exchanges", [])
    return kept


def versions() -> dict[str, SourceVersion] | None:
    """Tell which content each document has now; nothing when the API is silent."""
    try:
        return _versions(api_url())
    except ClientError:
        return None


def status() -> Status | None:
    """Tell what the knowledge base holds, or nothing when the API is silent."""
    try:
        return client().status()
    except ClientError:
        return None


def documents() -> dict[str, Document]:
    """Give every document by its id, without its text; none when the API is silent."""
    known = status()
    try:
        return _documents(api_url(), known.generation) if known else {}
    except ClientError:
        return {}


def mentioning(words: str) -> frozenset[str]:
    """Give the ids of the documents that hold these words in their text; none when the API is silent."""
    known = status() if words.strip() else None
    try:
        return _mentioning(api_url(), known.generation, " ".join(words.split())) if known else frozenset()
    except ClientError:
        return frozenset()


def base_line() -> str:
    """Say the size and the date of the knowledge base in one line."""
    known = status()
    return texts.base(known.documents, known.cases, known.built_at) if known else texts.ASK_DOWN


def time_zone() -> ZoneInfo | None:
    """Give the time zone of the browser; nothing where it has none that we know."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return None


@st.cache_resource(show_spinner=False)
def _http(url: str) -> httpx2.Client:
    return httpx2.Client(base_url=url, timeout=httpx2.Timeout(5))


@st.cache_data(show_spinner=False, max_entries=2)
def _documents(url: str, generation: int) -> dict[str, Document]:
    """List the documents once for each generation of the knowledge base."""
    return {document.id: document for document in AssistantClient(_http(url)).documents()}


@st.cache_data(show_spinner=False, max_entries=2, ttl=10)
def _versions(url: str) -> dict[str, SourceVersion]:
    """Ask once for all the answers that are drawn together."""
    return AssistantClient(_http(url)).versions()


@st.cache_data(show_spinner=False, max_entries=50)
def _mentioning(url: str, generation: int, words: str) -> frozenset[str]:
    """Search once for each generation of the knowledge base."""
    return frozenset(document.id for document in AssistantClient(_http(url)).documents(words))
