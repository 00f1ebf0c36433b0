import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.disk import replace_file
from assistant.errors import KnowledgeBaseError
from assistant.generations import KnowledgeBase, status
from assistant.manifest import checksums, generation_folder, pointer_file
from assistant.testing import HashingEmbedder
from tests.ingest.warm import ingest

EMBEDDER = HashingEmbedder(64)


@pytest.fixture(scope="module")
def two_generations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with two generations, the second one current."""
    folder = tmp_path_factory.mktemp("generations")
    corpus, home = folder / "corpus", folder / "home"
    corpus.mkdir()
    for number in (1, 2):
        (corpus / "ferme.md").write_text(f"# Ferme\n\nVersion {number} de la ferme.", encoding="utf-8")
        ingest(corpus, home, EMBEDDER)
    return home


@pytest.fixture
def home(two_generations: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(two_generations, tmp_path / "home"))


@pytest.fixture
def base(home: Path) -> Iterator[KnowledgeBase]:
    opened = KnowledgeBase(home, fingerprint=EMBEDDER.fingerprint)
    yield opened
    opened.close()


def point_to(home: Path, number: int) -> None:
    replace_file(pointer_file(home), str(number))


def test_an_empty_base_says_what_to_do(tmp_path: Path) -> None:
    """Whoever asks before anything was ingested is told the command."""
    with pytest.raises(KnowledgeBaseError, match="rameau ingest"), KnowledgeBase(tmp_path).current():
        pass
    assert status(tmp_path).current is None


def test_queries_change_no_byte(home: Path, base: KnowledgeBase) -> None:
    """A published generation stays as it was published, whatever is asked of it."""
    with base.current() as generation:
        for words in ("ferme", "vresion de la ferme", "rien"):
            generation.store.search(EMBEDDER.embed_query(words), 3)
            generation.lexical.search(words, 3)
            generation.lexical.search(words, 3, "document")
        assert generation.manifest.checksums == checksums(generation_folder(home, 2))
    base.close()
    assert generation.manifest.checksums == checksums(generation_folder(home, 2))


def test_a_new_generation_is_seen_at_the_next_question(home: Path, base: KnowledgeBase) -> None:
    """Nothing has to be restarted: the next question goes to the generation just published, or gone back to."""
    with base.current() as generation:
        assert generation.number == 2
    point_to(home, 1)
    with base.current() as generation:
        assert generation.number == 1
        assert generation.catalogue.passage("ferme#texte.1").text == "Version 1 de la ferme."


def test_a_question_keeps_the_generation_it_began_with(home: Path, base: KnowledgeBase) -> None:
    """An answer under way is finished from the generation it began with, even when that one was removed meanwhile."""
    with base.current() as old:
        point_to(home, 1)
        with base.current() as new:
            assert new.number == 1
        shutil.rmtree(generation_folder(home, 2))
        assert old.store.search(EMBEDDER.embed_query("ferme"), 1)[0].text == "Version 2 de la ferme."
        assert old.lexical.search("ferme", 1)[0].text == "Version 2 de la ferme."
    assert [path.name[:6] for path in (home / "readers").iterdir() if path.is_dir()] == ["000001"]


def test_closing_leaves_no_copies(home: Path, base: KnowledgeBase) -> None:
    """A reader that ends takes its private copy of the engines with it."""
    with base.current():
        assert list((home / "readers").iterdir())
    base.close()
    assert list((home / "readers").iterdir()) == []


def test_a_broken_generation_replaces_nothing(home: Path, base: KnowledgeBase) -> None:
    """When the new generation can't be opened, the one in use goes on; a fresh reader is told what to do."""
    with base.current():
        pass
    (generation_folder(home, 1) / "manifest.json").write_text("{")
    point_to(home, 1)
    with base.current() as generation:
        assert generation.number == 2
    with pytest.raises(KnowledgeBaseError, match="rollback"), KnowledgeBase(home).current():
        pass
    point_to(home, 7)
    with pytest.raises(KnowledgeBaseError, match="rollback"), KnowledgeBase(home).current():
        pass
    point_to(home, 2)
    with base.current() as generation:
        assert generation.number == 2


def test_another_model_is_refused(home: Path) -> None:
    """Vectors of two models are never compared."""
    with pytest.raises(KnowledgeBaseError, match="hashing"), KnowledgeBase(home, fingerprint="other").current():
        pass


def test_a_pointer_that_is_no_number_is_told(home: Path) -> None:
    """A pointer file spoilt by hand is named."""
    pointer_file(home).write_text("two")
    with pytest.raises(KnowledgeBaseError, match="CURRENT"):
        status(home)


def test_many_threads_and_many_swaps(home: Path, base: KnowledgeBase) -> None:
    """While generations are swapped under them, all questions are answered, each from one whole generation."""
    wrong: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            with base.current() as generation:
                found = generation.store.search(EMBEDDER.embed_query("ferme"), 1)[0].text
                if found != f"Version {generation.number} de la ferme.":
                    wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in (1, 2, 1, 2, 1):
        point_to(home, number)
        with base.current():
            pass
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
