from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.errors import NothingReadyError
from assistant.generations import rollback, status
from assistant.jobs import Holding
from assistant.manifest import Manifest, checksums, current_number, generation_folder, ready_folder
from assistant.testing import HashingEmbedder
from ingest.inventory import Inventory
from ingest.originals import Originals
from ingest.publishing import drop_ready, publish_ready, ready_manifest
from tests.ingest.warm import ingest

EMBEDDER = HashingEmbedder(64)
Write = Callable[[str, str], None]
CASES = """titre;genre;année;région;Le défi
Solifap;étude de cas;2019;Bretagne;Loger des familles.
Ferme;étude de cas;2020;Bretagne;Nourrir un quartier.
"""


def hold(home: Path, document_id: str, name: str, text: str, media_type: str = "text/plain") -> Holding:
    """Keep a file as if it had been handed in."""
    path = home.parent / name
    path.write_text(text, encoding="utf-8")
    kept = Originals(home).keep(path)
    path.unlink()
    return Holding(document_id, "depot", name, "", kept.content_hash, media_type, kept.size, "", "")


def catalogue(home: Path) -> Catalogue:
    """Read the current generation's documents."""
    return Catalogue.load(generation_folder(home, current_number(home)) / "catalogue")


def test_what_was_handed_in_answers_beside_the_folder(corpus: Path, tmp_path: Path) -> None:
    """A file handed in is a document like those of the folder, with its editor's labels, until it is removed."""
    home = tmp_path / "home"
    held = hold(home, "depots/note", "note.txt", "NOTE\n\nUne note sur le bénévolat.")
    held = replace(held, labels={"title": "Note sur le bénévolat", "year": 2021})
    assert ingest(corpus, home, EMBEDDER, holdings=[held]).added == ("depots/note", "ferme", "logement", "mecenat")
    document = catalogue(home).document("depots/note")
    assert (document.title, document.year, document.original) == ("Note sur le bénévolat", 2021, held.content_hash)
    assert not ingest(corpus, home, EMBEDDER, holdings=[held]).published
    relabelled = replace(held, labels={"year": 2022})
    assert ingest(corpus, home, EMBEDDER, holdings=[relabelled]).changed == ("depots/note",)
    gone = ingest(corpus, home, EMBEDDER, holdings=[replace(held, state="removed")])
    assert gone.removed == ("depots/note",)


@pytest.mark.slow
def test_each_row_of_a_table_is_a_document(corpus: Path, tmp_path: Path, write: Write) -> None:
    """A table of cases gives one document a row, and only the rows that change are touched."""
    home = tmp_path / "home"
    write("cas.csv", CASES)
    assert ingest(corpus, home, EMBEDDER).added[:2] == ("cas/ferme", "cas/solifap")
    write("cas.csv", CASES.replace("Nourrir un quartier", "Nourrir une ville"))
    assert ingest(corpus, home, EMBEDDER).changed == ("cas/ferme",)
    write("cas.csv", "")
    broken = ingest(corpus, home, EMBEDDER)
    assert [(refusal.document_id, refusal.kept) for refusal in broken.refused] == [("cas", True)]
    assert "cas/solifap" in catalogue(home)


def test_a_withdrawn_document_stays_out(corpus: Path, tmp_path: Path) -> None:
    """What an editor took out is not in the base, though its file is still in the folder."""
    taken = Inventory(tmp_path / "home", corpus, withdrawn={"ferme"}).take()
    assert set(taken.found) == {"logement", "mecenat"}


@pytest.mark.slow
def test_a_generation_waits_until_it_is_published(corpus: Path, tmp_path: Path, write: Write) -> None:
    """A change that is to be looked at first answers nobody before it is published, and can be dropped."""
    home = tmp_path / "home"
    ingest(corpus, home, EMBEDDER)
    write("musique.md", "# Musique\n\nUn orchestre.")
    report = ingest(corpus, home, EMBEDDER, publish=False)
    assert (report.ready, report.published, current_number(home)) == (True, False, 1)
    assert status(home).generations == (1,)
    waiting = ready_manifest(home)
    folder = ready_folder(home)
    assert waiting
    assert folder
    assert waiting.checksums == checksums(folder)
    assert publish_ready(home).number == current_number(home) == 2
    assert "musique" in catalogue(home)
    write("danse.md", "# Danse\n\nUn ballet.")
    ingest(corpus, home, EMBEDDER, publish=False)
    drop_ready(home)
    assert ready_manifest(home) is None
    with pytest.raises(NothingReadyError, match="ingest --preview"):
        publish_ready(home)


@pytest.mark.slow
def test_what_waits_never_undoes_what_was_published_since(corpus: Path, tmp_path: Path, write: Write) -> None:
    """A generation that waits is refused once another one was published after it was built."""
    home = tmp_path / "home"
    ingest(corpus, home, EMBEDDER)
    write("musique.md", "# Musique\n\nUn orchestre.")
    ingest(corpus, home, EMBEDDER, publish=False)
    write("danse.md", "# Danse\n\nUn ballet.")
    ingest(corpus, home, EMBEDDER)
    with pytest.raises(NothingReadyError, match="the current one is 2"):
        publish_ready(home)


@pytest.mark.slow
def test_what_was_gone_back_to_is_kept_before_what_was_rejected(corpus: Path, tmp_path: Path, write: Write) -> None:
    """After going back, the version that was good stays, though newer ones that were not are there."""
    home = tmp_path / "home"
    for number in range(3):
        write("musique.md", f"# Musique\n\nUn orchestre numéro {number}.")
        ingest(corpus, home, EMBEDDER, keep=3)
    rollback(home, 2)
    write("musique.md", "# Musique\n\nUne chorale.")
    ingest(corpus, home, EMBEDDER, keep=3)
    assert status(home).generations == (1, 3, 4)


def test_accepted_questions_are_searched_as_those_of_the_document(corpus: Path, tmp_path: Path) -> None:
    """A question that an editor accepted is an entry of its own until it is taken back; nothing else moves."""
    home = tmp_path / "home"
    held = hold(home, "depots/note", "note.txt", "NOTE\n\nUne note sur le bénévolat.")
    asked = {"ferme": ("Où acheter des légumes d'ici ?",), "depots/note": ("Comment devenir bénévole ?",)}
    ingest(corpus, home, EMBEDDER, holdings=[held])
    before = Manifest.load(generation_folder(home, 1))
    again = ingest(corpus, home, EMBEDDER, holdings=[held], questions=asked)
    assert (again.changed, again.embedded) == (("depots/note", "ferme"), 2)
    found = catalogue(home)
    assert found.document("ferme").questions == asked["ferme"]
    assert found.passage("depots/note?1").text == asked["depots/note"][0]
    after = Manifest.load(generation_folder(home, 2))
    assert after.documents["ferme"] != before.documents["ferme"]
    assert after.version("ferme") == before.version("ferme")
    assert not ingest(corpus, home, EMBEDDER, holdings=[held], questions=asked).published
    assert ingest(corpus, home, EMBEDDER, holdings=[held]).changed == ("depots/note", "ferme")
    assert "depots/note?1" not in {entry.id for entry in catalogue(home).entries}
