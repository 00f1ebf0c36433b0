from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.documents import Document, Partner, Passage, Section

FULL = Document(
    id="etudes-de-cas/solifap",
    title="Solifap",
    kind="étude de cas",
    url="https://www.lerameau.fr/solifap",
    language="fr",
    year=2014,
    publishers=("Le RAMEAU",),
    partners=(Partner("Fondation Abbé Pierre", "fondation"), Partner("Emmaüs")),
    themes=("logement",),
    territory="Nantes",
    regions=("Pays de la Loire",),
    departments=("Loire-Atlantique",),
    alliance_type="catalyseur territorial",
    sdgs=(1, 11),
    rameau_link="suivi",
    source_urls=("https://www.lerameau.fr/solifap",),
    licence="CC-BY",
    provenance="site",
    sections=(Section(("Le défi",), "Loger.\nBien.", 3), Section((), "Sans titre.")),
)
BARE = Document(id="a", title="A", kind="document", url="")
ENTRIES = (
    Passage(FULL.id, FULL.id, FULL.title, FULL.url, "Tout"),
    Passage(f"{FULL.id}#le-defi.1", FULL.id, FULL.title, FULL.url, "Loger.\nBien.", ("Le défi",), 3, FULL.kind, 2014),
    Passage("a", "a", "A", "", "Rien"),
)


def test_all_comes_back(tmp_path: Path) -> None:
    """What people are shown is what was ingested, to the letter."""
    Catalogue([FULL, BARE], ENTRIES).save(tmp_path)
    loaded = Catalogue.load(tmp_path)
    assert loaded.documents == (BARE, FULL)
    assert loaded.entries == ENTRIES


def test_lookups() -> None:
    """A document and a passage are found by their ids, and a document's passages in reading order."""
    catalogue = Catalogue([FULL, BARE], ENTRIES)
    assert catalogue.document(FULL.id) is FULL
    assert catalogue.passage(ENTRIES[1].id) is ENTRIES[1]
    assert catalogue.passages_of(FULL.id) == (ENTRIES[1],)
    assert catalogue.passages_of("nowhere") == ()
    assert FULL.id in catalogue
    assert "nowhere" not in catalogue
    assert len(catalogue) == 2
    with pytest.raises(KeyError):
        catalogue.document("nowhere")
