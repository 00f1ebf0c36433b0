"""The same knowledge base on a Chroma server (the Rust one: `chroma run`), started by the test."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from assistant.errors import KnowledgeBaseError
from assistant.generations import KnowledgeBase, rollback
from assistant.testing import HashingEmbedder
from ingest.pipeline import ingest

EMBEDDER = HashingEmbedder(64)
pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server on a free port of this machine; its address and process."""
    port = free_port()
    command = [Path(sys.executable).with_name("chroma"), "run", "--path", tmp_path / "server", "--port", str(port)]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, "--host", "127.0.0.1"], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield url, process
    process.kill()
    process.wait()


def collections(url: str) -> set[str]:
    import chromadb

    client = chromadb.HttpClient(host="127.0.0.1", port=int(url.rpartition(":")[2]))
    names = {collection.name for collection in client.list_collections()}
    for part in (client, client._admin_client):
        part._server._session.close()
    return names


def test_a_corpus_lives_on_a_server(server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """Ingesting, changing, going back and pruning work on a server as in a folder, a pair of collections a time."""
    url, _ = server
    corpus, home = tmp_path / "corpus", tmp_path / "home"
    corpus.mkdir()
    for number in range(1, 5):
        (corpus / "ferme.md").write_text(f"# Ferme\n\nVersion {number} de la ferme.", encoding="utf-8")
        report = ingest(corpus, home, EMBEDDER, chroma_url=url)
        assert (report.generation, report.passages) == (number, 1)
    names = collections(url)
    assert len(names) == 9
    assert {name[:13] for name in names} == {"rameau-000002", "rameau-000003", "rameau-000004"}
    assert not ingest(corpus, home, EMBEDDER, chroma_url=url).published
    assert not (home / "generations" / "000004" / "chroma").exists()

    base = KnowledgeBase(home, url, EMBEDDER.fingerprint)
    with base.current() as generation:
        assert generation.store.search(EMBEDDER.embed_query("ferme"), 3)[0].text == "Version 4 de la ferme."
    rollback(home)
    with base.current() as generation:
        assert generation.store.search(EMBEDDER.embed_query("ferme"), 3)[0].text == "Version 3 de la ferme."
    base.close()
    with pytest.raises(KnowledgeBaseError, match="RAMEAU_CHROMA_URL"), KnowledgeBase(home).current():
        pass
    assert ingest(corpus, home, EMBEDDER).generation == 5  # and back to a folder
    folder = KnowledgeBase(home)
    with folder.current() as generation:
        assert generation.store.count() == 2
    folder.close()


def test_a_silent_server_holds_nobody_for_ever(server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """A server that stops answering gives an error within seconds, and all is well once it answers again."""
    url, process = server
    corpus, home = tmp_path / "corpus", tmp_path / "home"
    corpus.mkdir()
    (corpus / "ferme.md").write_text("# Ferme\n\nLa ferme.", encoding="utf-8")
    ingest(corpus, home, EMBEDDER, chroma_url=url)
    base = KnowledgeBase(home, url)
    with base.current() as generation:
        store = generation.store
        process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(KnowledgeBaseError, match="does not answer"):
            store.search(EMBEDDER.embed_query("ferme"), 1)
        with pytest.raises(KnowledgeBaseError, match="does not answer"), KnowledgeBase(home, url).current():
            pass
        assert time.monotonic() - began < 30
        process.send_signal(signal.SIGCONT)
        assert store.search(EMBEDDER.embed_query("ferme"), 1)[0].id == "ferme#texte.1"
    base.close()


def test_no_server_is_told(tmp_path: Path) -> None:
    """Without a server at the address, the person is told the address and what to do; nothing is published."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ferme.md").write_text("La ferme.", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="does not answer"):
        ingest(corpus, tmp_path / "home", EMBEDDER, chroma_url=f"http://127.0.0.1:{free_port()}")
    assert not (tmp_path / "home" / "CURRENT").exists()
