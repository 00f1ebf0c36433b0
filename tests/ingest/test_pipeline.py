from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.chroma import ChromaStore
from assistant.disk import build_lock
from assistant.errors import BusyError, KnowledgeBaseError, SettingsError
from assistant.generations import KnowledgeBase, rollback, status
from assistant.manifest import Manifest, checksums, generation_folder, pointer_file
from assistant.testing import HashingEmbedder
from ingest.report import IngestReport
from ingest.verifying import verify_generation
from tests.ingest.warm import ingest

EMBEDDER = HashingEmbedder(64)
Write = Callable[[str, str], None]


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Give size and time of change of every file below a folder."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def answers(home: Path, words: str, scope: str = "passage") -> list[str]:
    """Give the ids that both searches put first."""
    base = KnowledgeBase(home, fingerprint=EMBEDDER.fingerprint)
    with base.current() as generation:
        dense = generation.store.search(EMBEDDER.embed_query(words), 1, scope)
        lexical = generation.lexical.search(words, 1, scope)
    base.close()
    return [hit.id for hit in (*dense, *lexical)]


def test_the_life_of_a_corpus(corpus: Path, tmp_path: Path, write: Write) -> None:
    """Documents are added, changed and removed one by one, and each time just that is done and can be asked for."""
    home = tmp_path / "home"
    first = ingest(corpus, home, EMBEDDER)
    assert (first.added, first.changed, first.removed) == (("ferme", "logement", "mecenat"), (), ())
    assert (first.documents, first.passages, first.embedded, first.generation) == (3, 4, 8, 1)
    assert first.published
    assert answers(home, "cent jeunes logés") == ["logement#les-resultats.1"] * 2
    assert answers(home, "Bretagne", "document")[1:] == ["ferme"]

    before = tree(home)
    again = ingest(corpus, home, EMBEDDER)
    assert (again.published, again.generation, again.unchanged, again.passages) == (False, 1, 3, 4)
    assert tree(home) == before

    write("logement.md", "# Logement\n\n## Le défi\n\nLoger les jeunes.\n\n## Les résultats\n\nMille familles à Lyon.")
    write("musique.md", "# Musique\n\nUn orchestre dans chaque quartier.")
    (corpus / "ferme.md").unlink()
    second = ingest(corpus, home, EMBEDDER)
    assert (second.added, second.changed, second.removed) == (("musique",), ("logement",), ("ferme",))
    assert (second.unchanged, second.embedded, second.passages, second.generation) == (1, 4, 4, 2)
    assert answers(home, "orchestre de quartier") == ["musique#texte.1"] * 2
    assert answers(home, "mille familles à Lyon") == ["logement#les-resultats.1"] * 2
    assert answers(home, "le mécénat de compétences") == ["mecenat#texte.1"] * 2
    assert answers(home, "cent jeunes logés Nantes") != ["logement#les-resultats.1"] * 2
    assert answers(home, "écoliers")[1:] == []
    assert IngestReport.load(home / "reports" / "000002.json") == second


@pytest.mark.slow
def test_labels_alone_embed_no_passage_anew(corpus: Path, tmp_path: Path, write: Write) -> None:
    """When only labels of a document change, its passages keep their vectors and what is shown follows."""
    home = tmp_path / "home"
    ingest(corpus, home, EMBEDDER)
    write(
        "ferme.md", "---\ntitle: Ferme\nregions: [Bretagne]\nyear: 2020\n---\nUne ferme urbaine accueille des écoliers."
    )
    assert ingest(corpus, home, EMBEDDER).embedded == 0
    base = KnowledgeBase(home)
    with base.current() as generation:
        assert generation.catalogue.document("ferme").year == 2020
        assert generation.lexical.search("ferme", 1)[0].year == 2020
    base.close()


@pytest.mark.slow
def test_a_faulty_document_stops_no_other(corpus: Path, tmp_path: Path, write: Write) -> None:
    """A document that can't be read is reported; the others are answered from, and its own last readable version."""
    home = tmp_path / "home"
    write("faulty.md", "---\nyear: soon\n---\nx")
    first = ingest(corpus, home, EMBEDDER)
    assert [(refusal.document_id, refusal.code, refusal.kept) for refusal in first.refused] == [
        ("faulty", "front-matter", False)
    ]
    assert first.documents == 3
    write("ferme.md", "")
    second = ingest(corpus, home, EMBEDDER)
    assert {refusal.document_id: refusal.kept for refusal in second.refused} == {"faulty": False, "ferme": True}
    assert (second.published, second.generation) == (False, 1)
    assert answers(home, "ferme urbaine") == ["ferme#texte.1"] * 2
    write("faulty.md", "Réparé.")
    third = ingest(corpus, home, EMBEDDER)
    assert (third.added, third.documents) == (("faulty",), 4)


def test_only_faulty_documents_publish_nothing(tmp_path: Path) -> None:
    """A corpus of which nothing can be read makes no empty knowledge base."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_bytes(b"\xff\xfe")
    report = ingest(corpus, tmp_path / "home", EMBEDDER)
    assert (report.published, report.generation, len(report.refused)) == (False, 0, 1)
    assert not pointer_file(tmp_path / "home").exists()


@pytest.mark.slow
def test_a_vanished_corpus_empties_nothing(corpus: Path, tmp_path: Path) -> None:
    """When the corpus folder is empty by mistake, the base keeps answering."""
    home = tmp_path / "home"
    ingest(corpus, home, EMBEDDER)
    for path in corpus.iterdir():
        path.unlink()
    with pytest.raises(SettingsError, match="no document"):
        ingest(corpus, home, EMBEDDER)
    assert answers(home, "ferme urbaine") == ["ferme#texte.1"] * 2


def test_a_second_builder_is_turned_away(corpus: Path, tmp_path: Path) -> None:
    """Two ingestions of one home never run together."""
    with build_lock(tmp_path / "home"), pytest.raises(BusyError):
        ingest(corpus, tmp_path / "home", EMBEDDER)


@pytest.mark.slow
def test_another_model_builds_beside_the_live_one(corpus: Path, tmp_path: Path) -> None:
    """Another embedding model makes a whole new generation; a reader of the old one goes on until it is restarted."""
    home = tmp_path / "home"
    ingest(corpus, home, EMBEDDER)
    reader = KnowledgeBase(home, fingerprint=EMBEDDER.fingerprint)
    with reader.current() as generation:
        assert generation.number == 1
    other = HashingEmbedder(64, version=2)
    report = ingest(corpus, home, other)
    assert (report.generation, report.embedded, report.changed) == (2, 8, ())
    with reader.current() as generation:
        assert generation.number == 1
    reader.close()
    with pytest.raises(KnowledgeBaseError, match="hashing-64-v2"), KnowledgeBase(home, fingerprint="x").current():
        pass
    assert ingest(corpus, home, EMBEDDER).embedded == 0


@pytest.mark.slow
def test_generations_are_kept_pruned_and_gone_back_to(corpus: Path, tmp_path: Path, write: Write) -> None:
    """The last three generations stay, byte for byte as published whatever is asked of them, and one can go back."""
    home = tmp_path / "home"
    for number in range(1, 5):
        write("ferme.md", f"# Ferme\n\nVersion {number} de la ferme.")
        ingest(corpus, home, EMBEDDER)
    state = status(home)
    assert state.generations == (2, 3, 4)
    assert state.current
    assert state.current.number == 4
    assert answers(home, "version 4 ferme") == ["ferme#texte.1"] * 2
    for number in state.generations:
        folder = generation_folder(home, number)
        assert checksums(folder) == Manifest.load(folder).checksums
    assert rollback(home).number == 3
    base = KnowledgeBase(home)
    with base.current() as generation:
        assert generation.catalogue.passage("ferme#texte.1").text == "Version 3 de la ferme."
    with pytest.raises(KnowledgeBaseError, match="5 generations"):
        rollback(home, 5)
    assert rollback(home).number == 2
    with base.current() as generation:
        assert generation.number == 2
    base.close()
    report = ingest(corpus, home, EMBEDDER)
    assert (report.generation, report.changed) == (5, ("ferme",))
    assert answers(home, "version 4 ferme") == ["ferme#texte.1"] * 2


def verify(home: Path) -> None:
    verify_generation(
        str(generation_folder(home, 1)), str(home), (), "", str(home / "vectors"), lambda _done, _total: None
    )


def test_damage_is_seen_before_it_is_published(corpus: Path, tmp_path: Path) -> None:
    """A vector lost or swapped, an entry missing, a text that was never embedded: each fails the verification."""
    home = tmp_path / "home"
    ingest(corpus, home, EMBEDDER)
    folder = generation_folder(home, 1)
    catalogue = Catalogue.load(folder / "catalogue")
    verify(home)

    entries = [replace(entry, text="Autre chose.") if entry.id == "ferme" else entry for entry in catalogue.entries]
    Catalogue(catalogue.documents, entries).save(folder / "catalogue")
    with pytest.raises(KnowledgeBaseError, match="vectors are missing from the cache"):
        verify(home)
    Catalogue(catalogue.documents, catalogue.entries[1:]).save(folder / "catalogue")
    with pytest.raises(KnowledgeBaseError, match="numbers of entries differ"):
        verify(home)
    catalogue.save(folder / "catalogue")

    store = ChromaStore.embedded(folder / "chroma", catalogue.passage)
    one, other = catalogue.passage("ferme"), catalogue.passage("mecenat")
    store.add([one, other], [store.vectors([other.id])[other.id], store.vectors([one.id])[one.id]])
    store.close()
    with pytest.raises(KnowledgeBaseError, match="2 vectors are not their own"):
        verify(home)
