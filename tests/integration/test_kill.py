"""What a killed or repeated ingestion leaves behind, with real processes and real engines."""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.errors import KnowledgeBaseError
from assistant.generations import KnowledgeBase
from assistant.manifest import Manifest, checksums, current_number, generation_folder, published_numbers
from assistant.testing import HashingEmbedder
from ingest.engines import EngineProcess
from ingest.pipeline import ingest
from tests.integration.corpora import write_corpus, write_document

EMBEDDER = HashingEmbedder(64)
KILLS = int(os.environ.get("RAMEAU_TEST_KILLS", "5"))
"""20 and more are tried before a release: `RAMEAU_TEST_KILLS=20 pytest tests/integration`."""
DOCUMENTS = 60
PROGRAM = """
import sys
from pathlib import Path
from assistant.testing import HashingEmbedder
from ingest.engines import EngineProcess
from ingest.pipeline import ingest
if __name__ == "__main__":
    report = ingest(Path(sys.argv[1]), Path(sys.argv[2]), HashingEmbedder(64))
    print(report.generation)
"""


def start(corpus: Path, home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(corpus), str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def version_of(base: KnowledgeBase) -> str:
    """Check that every document is there, and of one version; give it."""
    with base.current() as generation:
        assert len(generation.catalogue) == DOCUMENTS
        assert generation.store.count() == generation.lexical.count() == len(generation.catalogue.entries)
        versions = {
            next(p.text for p in generation.catalogue.passages_of(document.id)).split()[1]
            for document in generation.catalogue.documents
        }
        assert len(versions) == 1
        version = versions.pop()
        vector = EMBEDDER.embed_query(f"Version {version}")
        assert generation.store.search(vector, 1)
        assert generation.lexical.search(f"Version {version}", 1)[0].text.startswith(f"Version {version}")
        folder = generation_folder(base._home, generation.number)
        assert checksums(folder) == Manifest.load(folder).checksums
    return version


def write_version(corpus: Path, version: str) -> None:
    for number in range(DOCUMENTS):
        write_document(corpus, number, sections=2, opening=f"Version {version} du document.\n")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_ingestion_harms_nothing(tmp_path: Path) -> None:
    """Killed at random moments, each time the base answers whole, old or new, and the next ingestion succeeds."""
    corpus, home = tmp_path / "corpus", tmp_path / "home"
    write_corpus(corpus, DOCUMENTS, sections=2)
    write_version(corpus, "v0")
    began = time.monotonic()
    process = start(corpus, home)
    assert process.communicate()[0].strip() == "1"
    usual = time.monotonic() - began
    base = KnowledgeBase(home)
    assert version_of(base) == "v0"
    chance = random.Random(2)
    published = "v0"
    for kill in range(KILLS):
        version = f"v{kill + 1}"
        write_version(corpus, version)
        process = start(corpus, home)
        time.sleep(usual * (kill + chance.random()) / KILLS)
        process.kill()
        process.communicate()
        assert version_of(base) in {published, version}
        report = ingest(corpus, home, EMBEDDER)
        assert version_of(base) == version
        assert report.generation == current_number(home)
        assert len(published_numbers(home)) <= 3
        published = version
    base.close()
    assert list((home / "readers").iterdir()) == []
    assert not [path for path in (home / "generations").iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_questions_are_answered_while_the_base_is_rebuilt(tmp_path: Path) -> None:
    """While five ingestions run one after another, at least 200 questions each find a whole answer."""
    corpus, home = tmp_path / "corpus", tmp_path / "home"
    write_version(write_corpus(corpus, DOCUMENTS, sections=2), "v0")
    ingest(corpus, home, EMBEDDER)
    base = KnowledgeBase(home, fingerprint=EMBEDDER.fingerprint)
    asked, faults, done = [0], list[str](), threading.Event()
    query = EMBEDDER.embed_query("version du document")

    def ask() -> None:
        while not done.is_set() or asked[0] < 200:
            try:
                with base.current() as generation:
                    dense = generation.store.search(query, 5)
                    lexical = generation.lexical.search("version document", 5)
                    known = all(hit.document_id in generation.catalogue for hit in (*dense, *lexical))
                if len(dense) < 5 or len(lexical) < 5 or not known:
                    faults.append(f"{len(dense)} and {len(lexical)} found")
            except Exception as error:
                faults.append(repr(error))
            asked[0] += 1
            time.sleep(0.02)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in range(1, 6):
        write_version(corpus, f"v{version}")
        process = start(corpus, home)
        output, errors = process.communicate()
        assert output.strip() == str(version + 1), errors
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert asked[0] >= 200
    assert version_of(base) == "v5"
    base.close()


@pytest.mark.slow
def test_an_engine_process_that_dies_publishes_nothing(tmp_path: Path) -> None:
    """When the process that writes or verifies dies, the ingestion ends with an error and the base stays."""
    engines = EngineProcess()
    with pytest.raises(KnowledgeBaseError, match="Nothing was published"):
        engines.run("verify_generation", {"folder": str(tmp_path)}, lambda _done, _total: None)
    engines._process.kill()
    with pytest.raises(KnowledgeBaseError, match=r"did not start|died"):
        engines.run("verify_generation", {}, lambda _done, _total: None)
    engines.close()
