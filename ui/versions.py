"""Whether a cited document is still what it was when it was cited."""

from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.answers import Citation
from assistant.exchanges import SourceVersion
from ui import session, texts, times

Change = Literal["", "newer", "gone"]


def change(citations: Iterable[Citation], known: dict[str, SourceVersion] | None) -> Change:
    """Tell what became of the document of these citations; nothing where that can't be known."""
    for citation in citations:
        if known is None or not citation.version:
            continue
        now = known.get(citation.passage.document_id)
        if now is None:
            return "gone"
        if now.version != citation.version:
            return "newer"
    return ""


def changes(documents: Iterable[Sequence[Citation]]) -> list[Change]:
    """Tell what became of each cited document."""
    known = session.versions()
    return [change(citations, known) for citations in documents]


def sentence(document_id: str, changed: Change) -> str:
    """Say what became of a document."""
    if changed == "gone":
        return texts.GONE_SOURCE
    known = (session.versions() or {}).get(document_id)
    since = times.read(known.since) if known else None
    zone = session.time_zone()
    day = texts.day(since.astimezone(zone) if zone else since) if since else ""
    return texts.NEWER_SOURCE.format(since=texts.SINCE.format(day) if day else "")
