"""Chroma as the dense store, embedded in a folder or on a server: the only module that knows Chroma.

Chroma keeps ids, vectors and document ids; what a passage says is in the catalogue, so that it is kept once. Measured
on 10,000 passages: that halves the time to add and takes a third of the disk.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

import numpy as np

from assistant.documents import SCOPES, Passage, RetrievedPassage, Scope, passage_fields
from assistant.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_LATER: Final = frozenset({"question"})
"""Scopes that stores of earlier versions don't have; to a reader theirs are empty."""
_HNSW: Final = {
    "space": "cosine",
    "max_neighbors": 16,
    "ef_construction": 100,
    # Measured on text-like vectors against an exact search, recall of the first 100: 1.000 among 10,000 and among
    # 50,000; with 400, 0.996. Twice the neighbours and construction find no more and take three times as long to add.
    "ef_search": 1000,
    # Below this many writes Chroma keeps vectors in its log only, and replays it each time the folder is opened.
    "sync_threshold": 2,
    "batch_size": 2,
}
_LOOKUP: Final = 1000
"""Ids asked for at a time, far below SQLite's limit on variables."""
_SERVER_SECONDS: Final = 10.0
Item = TypeVar("Item")
Params = ParamSpec("Params")
Result = TypeVar("Result")


def _told(method: Callable[Params, Result]) -> Callable[Params, Result]:
    """Tell what goes wrong in Chroma, or on the way to its server, as an error of the knowledge base."""

    @wraps(method)
    def told(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        try:
            return method(*args, **kwargs)
        except HTTPError as error:
            message = f"The Chroma server does not answer ({type(error).__name__}). Start it again, then try again."
            raise KnowledgeBaseError(message) from error
        except ChromaError as error:
            message = (
                f"Chroma failed: {error}. Build the knowledge base again (rameau ingest), or go back: rameau rollback."
            )
            raise KnowledgeBaseError(message) from error

    return told


class ChromaStore:
    """A `PassageStore` in a collection for each scope: passages, whole documents, questions.

    Build it with `embedded` or `on_server`.

    Args:
        client: an open Chroma client, closed with the store.
        find: gives the passage of an id: the catalogue's `passage`.
        prefix: what the names of the collections begin with.
        create: make the collections where they are missing, for writing.
    """

    def __init__(
        self, client: "Client", find: Callable[[str], Passage], prefix: str = "", *, create: bool = False
    ) -> None:
        self._client = client
        self._find = find
        try:
            self._collections: dict[Scope, Collection] = {
                scope: _open(client, prefix + scope, create=create)
                for scope in SCOPES
                if create or scope not in _LATER or _exists(client, prefix + scope)
            }
        except BaseException:
            _hang_up(client)
            raise

    @classmethod
    def embedded(cls, folder: Path, find: Callable[[str], Passage], *, create: bool = False) -> "ChromaStore":
        """Open the store of a folder that no other process has open.

        The folder's path must never have been used for another store in this process: Chroma remembers what it saw.
        """
        from chromadb import PersistentClient
        from chromadb.config import Settings

        if not create and not (folder / "chroma.sqlite3").is_file():
            raise KnowledgeBaseError(f"There is no Chroma store in {folder}. Build it again: rameau ingest.")
        client: Any = PersistentClient(folder, Settings(anonymized_telemetry=False))
        return cls(client, find, create=create)

    @classmethod
    def on_server(cls, url: str, find: Callable[[str], Passage], prefix: str, *, create: bool = False) -> "ChromaStore":
        """Open the store of a Chroma server, such as `http://localhost:8000`."""
        return cls(_connect(url), find, prefix, create=create)

    @_told
    def add(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        """Write passages under their vectors, replacing those with the same id.

        Raises:
            KnowledgeBaseError: when a vector holds something else than finite numbers.
        """
        for scope, collection in self._collections.items():
            chosen = [(p, v) for p, v in zip(passages, vectors, strict=True) if p.scope == scope]
            for batch in _slices(chosen, self._client.get_max_batch_size()):
                matrix = np.asarray([vector for _, vector in batch], np.float32)
                if not np.isfinite(matrix).all():
                    raise KnowledgeBaseError(f"A vector of {batch[0][0].id} or after is not finite. Check the model.")
                # `add` silently keeps the old record of an id that exists; `upsert` replaces it.
                collection.upsert(
                    ids=[passage.id for passage, _ in batch],
                    embeddings=matrix,
                    metadatas=[{"document_id": passage.document_id} for passage, _ in batch],
                )

    @_told
    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget every entry of these documents."""
        for batch in _slices(list(document_ids), _LOOKUP):
            for collection in self._collections.values():
                chosen: Any = {"document_id": {"$in": list(batch)}}
                collection.delete(where=chosen)

    @_told
    def search(self, vector: Sequence[float], k: int, scope: Scope = "passage") -> list[RetrievedPassage]:
        """Give the k nearest entries, best first; `score` is the cosine."""
        if scope not in self._collections:
            return []
        found: Any = self._collections[scope].query(query_embeddings=[vector], n_results=k, include=["distances"])
        return [
            self._retrieved(passage_id, 1 - distance)
            for passage_id, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    @_told
    def vectors(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """Give the stored vector of each id that exists."""
        found: dict[str, list[float]] = {}
        for collection in self._collections.values():
            for batch in _slices(ids, _LOOKUP):
                records: Any = collection.get(ids=list(batch), include=["embeddings"])
                found.update(zip(records["ids"], records["embeddings"], strict=True))
        return found

    @_told
    def count(self) -> int:
        """Count the entries of every scope."""
        return sum(collection.count() for collection in self._collections.values())

    def close(self) -> None:
        """Let go of files and connections."""
        _hang_up(self._client)

    def _retrieved(self, passage_id: str, cosine: float) -> RetrievedPassage:
        return RetrievedPassage(**passage_fields(self._find(passage_id)), score=cosine, signals={"dense": cosine})


def load_engine() -> None:
    """Import Chroma, which takes about a second, before the first store is opened."""
    import chromadb  # noqa: F401


def forget_collections(url: str, prefix: str) -> None:
    """Delete from a Chroma server every collection whose name begins with the prefix."""
    client = _connect(url)
    for name in [collection.name for collection in client.list_collections()]:
        if name.startswith(prefix):
            client.delete_collection(name)
    _hang_up(client)


def _open(client: "Client", name: str, *, create: bool) -> "Collection":
    """Open a collection without any embedding function, even when its stored configuration names one."""
    from chromadb.errors import NotFoundError

    try:
        collection = client.get_collection(name, embedding_function=None)
    except NotFoundError as error:
        if not create:
            message = f"The Chroma collection {name!r} is missing. Build the knowledge base again: rameau ingest."
            raise KnowledgeBaseError(message) from error
        configuration: Any = {"hnsw": _HNSW}
        return client.create_collection(name, configuration=configuration, embedding_function=None)
    # Whoever opens such a collection may end up running code that its author chose (chroma-core/chroma#6717).
    stored = collection.configuration_json.get("embedding_function")
    if stored and stored.get("type") != "legacy":
        message = (
            f"The Chroma collection {name!r} names the embedding function {stored.get('name')!r}; it was not made by "
            "this program and is refused. Delete it and run: rameau ingest."
        )
        raise KnowledgeBaseError(message)
    return collection


def _exists(client: "Client", name: str) -> bool:
    return any(collection.name == name for collection in client.list_collections())


def _connect(url: str) -> "Client":
    """Reach a Chroma server within a deadline, and give every later request one."""
    import httpx
    from chromadb import HttpClient

    address = urlsplit(url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        message = f"RAMEAU_CHROMA_URL is {url!r}; give an address such as http://localhost:8000."
        raise KnowledgeBaseError(message)
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    # Chroma's client has no time-out, not even while it is built; a silent server would hold the caller for ever.
    try:
        httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=_SERVER_SECONDS).raise_for_status()
        client: Any = HttpClient(host=address.hostname, port=port, ssl=secure)
    except (httpx.HTTPError, ValueError) as error:
        message = f"The Chroma server at {url} does not answer. Start it (chroma run) or unset RAMEAU_CHROMA_URL."
        raise KnowledgeBaseError(message) from error
    client._server._session.timeout = _SERVER_SECONDS
    connected: Client = client
    return connected


def _hang_up(client: "Client") -> None:
    client.close()
    # A client of a server has two sessions of its own, which Chroma leaves open.
    parts: tuple[Any, Any] = (client, client._admin_client)
    for part in parts:
        session = getattr(part._server, "_session", None)
        if session is not None:
            session.close()


def _slices(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
