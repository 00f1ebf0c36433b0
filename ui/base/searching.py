"""Find documents by words and labels, accents aside."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.documents import Document
from assistant.jobs import Holding

CORPUS = ""
"""Where documents come from that have no holding."""


def fold(text: str) -> str:
    """Give a text without accents and capitals."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def search(
    documents: Iterable[Document],
    words: str = "",
    kind: str = "",
    years: tuple[int, int] | None = None,
    source: str | None = None,
    holdings: Mapping[str, Holding] | None = None,
    mentioning: Collection[str] = (),
) -> Sequence[Document]:
    """Give the documents that hold every word in their title, labels or text and bear the labels asked for, by title.

    Args:
        documents: among which to search.
        words: any part of words, in any order.
        kind: empty for all.
        years: the first and the last; documents without a year are left out then.
        source: `CORPUS`, or the name of a source; None for all.
        holdings: by document, to know their source.
        mentioning: documents known to hold the words in their text.
    """
    wanted = fold(words).split()
    held = holdings or {}

    def fits(document: Document) -> bool:
        return (
            (not kind or document.kind == kind)
            and (years is None or (document.year is not None and years[0] <= document.year <= years[1]))
            and (source is None or origin(document, held) == source)
            and (
                document.id in mentioning or all(word in text for text in (fold(_labels(document)),) for word in wanted)
            )
        )

    return sorted(filter(fits, documents), key=lambda document: fold(document.title))


def origin(document: Document, holdings: Mapping[str, Holding]) -> str:
    """Give the source that a document came by."""
    holding = holding_of(document.id, holdings)
    return holding.source if holding else CORPUS


def holding_of(document_id: str, holdings: Mapping[str, Holding]) -> Holding | None:
    """Give the file that a document came in; that of the whole table for one of its rows."""
    return holdings.get(document_id) or holdings.get(document_id.rpartition("/")[0])


def _labels(document: Document) -> str:
    partners = (partner.name for partner in document.partners)
    one = (document.title, document.id, document.kind, document.territory, document.alliance_type)
    many = (*document.themes, *document.regions, *document.departments, *document.publishers, *partners)
    return " ".join((*one, str(document.year or ""), *many))
