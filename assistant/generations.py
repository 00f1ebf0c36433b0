"""The knowledge base as readers see it: whole generations, the newest one opened as soon as it is published."""

import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.catalogue import Catalogue
from assistant.disk import PrivateFolder, build_lock, link_or_copy, replace_file
from assistant.errors import KnowledgeBaseError, NoEarlierError
from assistant.lexical import TantivyIndex
from assistant.manifest import Manifest, current_number, generation_folder, pointer_file, published_numbers
from assistant.protocols import PassageStore
from assistant.sentence_vectors import SentenceVectors

_log: Final = logging.getLogger(__name__)
_ATTEMPTS: Final = 5
"""How often to look for the current generation again when it is removed while being opened."""


@dataclass(frozen=True, slots=True)
class Generation:
    """An open generation: immutable documents and the two engines that search them."""

    number: int
    manifest: Manifest
    catalogue: Catalogue
    store: PassageStore
    lexical: TantivyIndex
    sentences: SentenceVectors
    _private: PrivateFolder

    @classmethod
    def open(cls, folder: Path, home: Path, chroma_url: str = "") -> "Generation":
        """Open the generation of a folder, which is only read and may be removed afterwards.

        Chroma writes into its folder even when it only reads (measured: `chroma.sqlite3` changes as it opens), so the
        engines work in a private copy; the files of Tantivy, which never rewrites one, are linked. The catalogue is
        held in memory.
        """
        manifest = Manifest.load(folder)
        catalogue = Catalogue.load(folder / "catalogue")
        private = PrivateFolder.make(home / "readers", f"{manifest.number:06}")
        try:
            shutil.copytree(folder / "lexical", private.path / "lexical", copy_function=link_or_copy)
            lexical = TantivyIndex(private.path / "lexical", catalogue.passage)
            store = _open_store(folder, private.path, manifest, catalogue, chroma_url)
        except BaseException:
            private.remove()
            raise
        sentences = SentenceVectors.load(folder, catalogue.passages)
        return cls(manifest.number, manifest, catalogue, store, lexical, sentences, private)

    def warm(self) -> None:
        """Make the engines read what their first query would."""
        self.store.search([1.0] + [0.0] * (self.manifest.dimension - 1), 1)
        self.lexical.nearest("xxxxx")

    def close(self) -> None:
        """Let go of the engines and of their files."""
        self.store.close()
        self.lexical.close()
        self._private.remove()


def _open_store(folder: Path, private: Path, manifest: Manifest, catalogue: Catalogue, chroma_url: str) -> PassageStore:
    from assistant.chroma import ChromaStore

    if not manifest.collections:
        shutil.copytree(folder / "chroma", private / "chroma")
        return ChromaStore.embedded(private / "chroma", catalogue.passage)
    if not chroma_url:
        message = (
            f"Generation {manifest.number} is on a Chroma server. Set RAMEAU_CHROMA_URL to its address, or build the "
            "knowledge base without a server: rameau ingest."
        )
        raise KnowledgeBaseError(message)
    return ChromaStore.on_server(chroma_url, catalogue.passage, manifest.collections)


@dataclass(slots=True)
class _Held:
    """A generation with those who are using it."""

    generation: Generation
    users: int = 0
    retired: bool = False


class KnowledgeBase:
    """The current generation of a home folder, for any number of threads.

    Args:
        home: the folder that `rameau ingest` publishes into.
        chroma_url: the Chroma server, where the generations are on one.
        fingerprint: of the embedding model that questions are embedded with; a generation built with another one is
            refused, because its vectors can't be compared. Empty: any.
    """

    def __init__(self, home: Path, chroma_url: str = "", fingerprint: str = "") -> None:
        self._home = home
        self._chroma_url = chroma_url
        self._fingerprint = fingerprint
        self._held: _Held | None = None
        self._refused = 0
        self._counting = threading.Lock()
        self._opening = threading.Lock()

    @contextmanager
    def current(self) -> Iterator[Generation]:
        """Lend the current generation; it stays open until given back, even when a newer one is published.

        Raises:
            KnowledgeBaseError: when nothing was published yet, or what was can't be opened.
        """
        held = self._take()
        try:
            yield held.generation
        finally:
            self._give_back(held)

    def close(self) -> None:
        """Close the generation in use once its last query ends."""
        with self._counting:
            held, self._held = self._held, None
        self._retire(held)

    def _take(self) -> _Held:
        number = current_number(self._home)
        held = self._held
        behind = held is None or number not in {held.generation.number, self._refused}
        # Whoever comes while another thread opens the new generation is served from the old one.
        if behind and self._opening.acquire(blocking=held is None):
            try:
                self._follow()
            finally:
                self._opening.release()
        with self._counting:
            if self._held is None:
                raise KnowledgeBaseError("The knowledge base was closed. Open it again.")
            self._held.users += 1
            return self._held

    def _follow(self) -> None:
        """Open the generation that CURRENT names and put it in the place of the one in use."""
        number = current_number(self._home)
        if self._held and number == self._held.generation.number:
            return
        try:
            generation = self._open_current()
        except Exception:
            if self._held is None:
                raise
            self._refused = number
            _log.exception(
                "Generation %d can't be opened; generation %d goes on.", number, self._held.generation.number
            )
            return
        with self._counting:
            former, self._held = self._held, _Held(generation)
        self._retire(former)

    def _open_current(self) -> Generation:
        for attempt in range(_ATTEMPTS):
            number = current_number(self._home)
            if not number:
                message = f"The knowledge base in {self._home} is empty. Fill it with: rameau ingest."
                raise KnowledgeBaseError(message)
            try:
                return self._open(generation_folder(self._home, number))
            except (OSError, KnowledgeBaseError):
                # A builder may have pruned it while it was being copied; then CURRENT names another one by now.
                if attempt == _ATTEMPTS - 1 or current_number(self._home) == number:
                    raise
        raise AssertionError  # the last attempt returns or raises

    def _open(self, folder: Path) -> Generation:
        manifest = Manifest.load(folder)
        if self._fingerprint and manifest.fingerprint != self._fingerprint:
            message = (
                f"Generation {manifest.number} was built with the embedding model {manifest.embedding!r} "
                f"({manifest.fingerprint}), questions are embedded with {self._fingerprint}. Build it with the "
                "model in use: rameau ingest; or set RAMEAU_EMBEDDING_MODEL back."
            )
            raise KnowledgeBaseError(message)
        generation = Generation.open(folder, self._home, self._chroma_url)
        generation.warm()
        return generation

    def _give_back(self, held: _Held) -> None:
        with self._counting:
            held.users -= 1
            last = held.retired and not held.users
        if last:
            held.generation.close()

    def _retire(self, held: _Held | None) -> None:
        if held is None:
            return
        with self._counting:
            held.retired = True
            unused = not held.users
        if unused:
            held.generation.close()


@dataclass(frozen=True, slots=True)
class Status:
    """What a home folder holds, told without opening an engine."""

    current: Manifest | None
    generations: tuple[int, ...]
    """Those kept, oldest first."""


def status(home: Path) -> Status:
    """Tell what a home folder holds."""
    number = current_number(home)
    manifest = Manifest.load(generation_folder(home, number)) if number else None
    return Status(manifest, tuple(published_numbers(home)))


def rollback(home: Path, steps: int = 1) -> Manifest:
    """Make an earlier generation the current one; those after it stay.

    Raises:
        KnowledgeBaseError: when there are not so many earlier ones.
        BusyError: when a builder is at work.
    """
    with build_lock(home):
        if not current_number(home):
            raise KnowledgeBaseError(f"The knowledge base in {home} is empty. Fill it with: rameau ingest.")
        earlier = [number for number in published_numbers(home) if number < current_number(home)]
        if not 1 <= steps <= len(earlier):
            message = f"Can't go back {steps} generations: {len(earlier)} earlier ones are kept in {home}."
            raise NoEarlierError(message)
        manifest = Manifest.load(generation_folder(home, earlier[-steps]))
        replace_file(pointer_file(home), f"{manifest.number}\n")
    return manifest
