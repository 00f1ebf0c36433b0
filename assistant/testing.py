"""Honest doubles of the seams: they do the work, in memory, without models or files."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from assistant.analysis import analyse
from assistant.documents import Passage, RetrievedPassage, Scope, passage_fields


class HashingEmbedder:
    """Embed a text as its hashed stems: texts that share words get near vectors, always the same ones.

    Args:
        dimension: the length of the vectors.
        version: part of the fingerprint, to play another model of the same dimension.
    """

    def __init__(self, dimension: int = 384, version: int = 1) -> None:
        self.dimension = dimension
        self.name = "hashing"
        self.fingerprint = f"hashing-{dimension}-v{version}"
        self._version = version
        self._place = lru_cache(maxsize=100_000)(self._place_of)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts; one unit-length vector each."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Embed one text the same way as documents."""
        vector = [0.0] * self.dimension
        for stem, times in Counter(analyse(text)).items():
            place, sign = self._place(stem)
            vector[place] += sign * math.sqrt(times)
        norm = math.hypot(*vector)
        if not norm:
            return [1.0] + [0.0] * (self.dimension - 1)
        return [value / norm for value in vector]

    def _place_of(self, stem: str) -> tuple[int, float]:
        digest = blake2b(f"{self._version}:{stem}".encode(), digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        return number // 2 % self.dimension, 1.0 if number % 2 else -1.0


class InMemoryStore:
    """A `PassageStore` that compares every vector."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[Passage, list[float]]] = {}

    def add(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        """Keep passages under their vectors."""
        for passage, vector in zip(passages, vectors, strict=True):
            self._entries[passage.id] = (passage, list(vector))

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget every entry of these documents."""
        gone = set(document_ids)
        self._entries = {key: entry for key, entry in self._entries.items() if entry[0].document_id not in gone}

    def search(self, vector: Sequence[float], k: int, scope: Scope = "passage") -> list[RetrievedPassage]:
        """Give the k nearest entries by cosine."""
        scored = [
            (_cosine(vector, other), passage) for passage, other in self._entries.values() if _scope(passage) == scope
        ]
        return _best(scored, k, "dense")

    def vectors(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """Give the stored vector of each id that exists."""
        return {key: self._entries[key][1] for key in ids if key in self._entries}

    def count(self) -> int:
        """Count the entries of both scopes."""
        return len(self._entries)

    def close(self) -> None:
        """Hold nothing, so let go of nothing."""


class InMemoryLexicalIndex:
    """A `LexicalIndex` that counts stems with BM25, without tolerance of typos."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[Passage, Counter[str]]] = {}

    def add(self, passages: Iterable[Passage]) -> None:
        """Index passages, visible at once."""
        for passage in passages:
            self._entries[passage.id] = (passage, Counter(analyse(passage.embedding_text)))

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget every entry of these documents."""
        gone = set(document_ids)
        self._entries = {key: entry for key, entry in self._entries.items() if entry[0].document_id not in gone}

    def commit(self) -> None:
        """Do nothing: additions are visible already."""

    def search(self, query: str, k: int, scope: Scope = "passage") -> list[RetrievedPassage]:
        """Give the k best entries by BM25 (k1 1.2, b 0.75)."""
        entries = [entry for entry in self._entries.values() if _scope(entry[0]) == scope]
        mean = sum(counts.total() for _, counts in entries) / max(len(entries), 1)
        scored = []
        for passage, counts in entries:
            weight = 1.2 * (0.25 + 0.75 * counts.total() / mean)
            score = sum(self.idf(stem) * counts[stem] * 2.2 / (counts[stem] + weight) for stem in set(analyse(query)))
            if score > 0:
                scored.append((score, passage))
        return _best(scored, k, "lexical")

    def idf(self, stem: str) -> float:
        """Tell how rare a stem is, among the passages."""
        entries = [counts for passage, counts in self._entries.values() if passage.scope == "passage"]
        frequency = sum(stem in counts for counts in entries)
        return math.log(1 + (len(entries) - frequency + 0.5) / (frequency + 0.5))

    def frequency(self, stem: str) -> int:
        """Count the passages that hold a stem."""
        return sum(stem in counts for passage, counts in self._entries.values() if passage.scope == "passage")

    def nearest(self, stem: str) -> str:
        """Give the stem itself where a passage holds it, or nothing."""
        return stem if self.frequency(stem) else ""

    def count(self) -> int:
        """Count the entries of both scopes."""
        return len(self._entries)

    def close(self) -> None:
        """Hold nothing, so let go of nothing."""


class ScriptedChatModel:
    """A `ChatModel` that says what it is told, in pieces, and remembers what it was asked.

    Args:
        replies: what to say to each prompt in turn; an exception is raised in place of a reply.
        piece: characters of a piece.
    """

    def __init__(self, replies: Sequence[str | Exception], piece: int = 7) -> None:
        self._replies = list(replies)
        self._piece = piece
        self.prompts: list[tuple[str, str]] = []
        """The system and user prompts received, oldest first."""

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """Yield the next reply piece by piece."""
        self.prompts.append((system, prompt))
        if len(self.prompts) > len(self._replies):
            message = f"The script holds {len(self._replies)} replies; give one for each prompt."
            raise IndexError(message)
        reply = self._replies[len(self.prompts) - 1]
        if isinstance(reply, Exception):
            raise reply
        for start in range(0, len(reply), self._piece):
            yield reply[start : start + self._piece]


def _scope(passage: Passage) -> Scope:
    return passage.scope


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    norms = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / norms if norms else 0.0


def _best(scored: list[tuple[float, Passage]], k: int, signal: str) -> list[RetrievedPassage]:
    ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1].id))[:k]
    return [RetrievedPassage(**passage_fields(p), score=score, signals={signal: score}) for score, p in ranked]
