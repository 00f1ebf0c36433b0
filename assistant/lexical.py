"""Tantivy as the word index: BM25 over French stems, forgiving a typo in a word; the only module that knows Tantivy."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.analysis import analyse
from assistant.documents import SCOPES, Passage, RetrievedPassage, Scope, passage_fields
from assistant.errors import KnowledgeBaseError

__all__ = ["TantivyIndex", "analyse"]

_BOOSTS: Final = {"everything": 1.0, "title": 0.5, "headings": 0.25}
"""What a stem counts in a field, beside its BM25; `everything` holds title, headings and text.

Measured on the reference questions, expected document among the first 5, whole documents and passages: .67 and .67
without the titles' own weight, .78 and .68 with these, .77 and .67 with 1.0 for titles.
"""
_TYPO_BOOST: Final = 0.6
"""What a stem counts that stands for a word the index does not know."""
_ONE_TYPO, _TWO_TYPOS = 5, 12
"""Letters of a stem from which one edit, then two, are forgiven: « menstruelle » is not « mensuelle »."""
_WRITER_BYTES: Final = 50_000_000


class TantivyIndex:
    """A `LexicalIndex` in a folder, one Tantivy index a scope so that each has its own term statistics.

    Args:
        folder: where the index is, or will be.
        find: gives the passage of an id: the catalogue's `passage`.
        create: make the index where it is missing, for writing.
    """

    def __init__(self, folder: Path, find: Callable[[str], Passage], *, create: bool = False) -> None:
        self._indexes: dict[Scope, _ScopeIndex] = {
            scope: _ScopeIndex(folder / scope, create=create)
            for scope in SCOPES
            # Indexes of earlier versions have no questions.
            if create or scope != "question" or (folder / scope).is_dir()
        }
        self._find = find
        self._known: list[str] | None = None
        self.nearest = lru_cache(maxsize=10_000)(self._nearest)
        self.idf = lru_cache(maxsize=100_000)(self._idf)

    def add(self, passages: Iterable[Passage]) -> None:
        """Index passages, replacing those with the same id; seen after `commit`."""
        for passage in passages:
            self._indexes[passage.scope].add(passage)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget every entry of these documents, after `commit`."""
        for document_id in document_ids:
            for index in self._indexes.values():
                index.remove(document_id)

    def commit(self) -> None:
        """Make what was added and removed durable and visible."""
        for index in self._indexes.values():
            index.commit()
        self._known = None
        self.nearest.cache_clear()
        self.idf.cache_clear()

    def search(self, query: str, k: int, scope: Scope = "passage") -> list[RetrievedPassage]:
        """Give the k best entries, best first; `score` is the BM25, over the fields and their boosts."""
        weights: dict[str, float] = {}
        for stem in analyse(query):
            if meant := self.nearest(stem):
                weights[meant] = max(weights.get(meant, 0), 1.0 if meant == stem else _TYPO_BOOST)
        if scope not in self._indexes:
            return []
        return [self._retrieved(*hit) for hit in self._indexes[scope].search(weights, k)]

    def frequency(self, stem: str) -> int:
        """Count the passages that hold a stem."""
        return self._indexes["passage"].frequency(stem)

    def _idf(self, stem: str) -> float:
        """Tell how rare a stem is among the passages: BM25's logarithm, about 0 where most hold it."""
        frequency = self.frequency(stem)
        others = max(self._indexes["passage"].count() - frequency, 0)
        return math.log(1 + (others + 0.5) / (frequency + 0.5))

    def _nearest(self, stem: str) -> str:
        """Give the stem that a mistyped one stands for, itself when anything holds it, or nothing."""
        if self._times(stem):
            return stem
        edits = (len(stem) >= _ONE_TYPO) + (len(stem) >= _TWO_TYPOS)
        if not edits or stem.isdigit():
            return ""
        found = process.extract(stem, self._vocabulary(), scorer=OSA.distance, score_cutoff=edits, limit=10)
        # The first letter is seldom mistyped, and of two stems equally near the more frequent one was meant.
        return min(found, key=lambda near: (near[1], near[0][0] != stem[0], -self._times(near[0])))[0] if found else ""

    def _vocabulary(self) -> list[str]:
        if self._known is None:
            self._known = list(set().union(*(index.vocabulary() for index in self._indexes.values())))
        return self._known

    def _times(self, stem: str) -> int:
        return sum(index.frequency(stem) for index in self._indexes.values())

    def count(self) -> int:
        """Count the entries of every scope."""
        return sum(index.count() for index in self._indexes.values())

    def close(self) -> None:
        """Let go of files."""
        for index in self._indexes.values():
            index.close()

    def _retrieved(self, passage_id: str, score: float) -> RetrievedPassage:
        return RetrievedPassage(**passage_fields(self._find(passage_id)), score=score, signals={"lexical": score})


class _ScopeIndex:
    """One Tantivy index: ids, and the stems of three fields, analysed here and cut at spaces there."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not (folder / "meta.json").is_file():
            message = f"There is no word index in {folder}. Build the knowledge base again: rameau ingest."
            raise KnowledgeBaseError(message)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, str(folder))
        self._index.config_reader(reload_policy="manual")
        self._index.reload()
        self._searcher = self._index.searcher()
        self._writer: tantivy.IndexWriter | None = None

    def add(self, passage: Passage) -> None:
        writer = self._writing()
        if self.count():
            writer.delete_documents_by_term("id", passage.id)
        # A question is found by its own words: it has no headings, and its document's title is not among them.
        title = analyse(passage.title) if passage.scope != "question" else []
        headings = analyse(" ".join(passage.heading_path))
        document = tantivy.Document()
        document.add_text("id", passage.id)
        document.add_text("document_id", passage.document_id)
        document.add_text("title", " ".join(title))
        document.add_text("headings", " ".join(headings))
        text = analyse(passage.text)
        # What was recognised before it was repaired is found too, a word that stayed as it was counted once.
        raw = (Counter(analyse(passage.raw)) - Counter(text)).elements()
        document.add_text("everything", " ".join((*title, *headings, *text, *raw)))
        writer.add_document(document)

    def remove(self, document_id: str) -> None:
        self._writing().delete_documents_by_term("document_id", document_id)

    def commit(self) -> None:
        if self._writer:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, weights: dict[str, float], k: int) -> list[tuple[str, float]]:
        """Give ids and scores for weighted stems."""
        if not weights:
            return []
        clauses = [
            (tantivy.Occur.Should, self._term(field, stem, boost * weight))
            for stem, weight in weights.items()
            for field, boost in _BOOSTS.items()
        ]
        searcher = self._searcher
        hits = searcher.search(tantivy.Query.boolean_query(clauses), k, count=False).hits
        return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def frequency(self, stem: str) -> int:
        return self._searcher.doc_freq("everything", stem)

    def vocabulary(self) -> list[str]:
        return [term for term, _ in self._searcher.terms_with_prefix("everything", "")]

    def count(self) -> int:
        return self._searcher.num_docs

    def close(self) -> None:
        if self._writer:
            self._writer.rollback()
            self._writer = None

    def _term(self, field: str, stem: str, boost: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, stem, "freq"), boost)

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_WRITER_BYTES, num_threads=1)
        return self._writer


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    for field in _BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
