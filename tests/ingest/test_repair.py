import time
from pathlib import Path

import pytest

from assistant.documents import Box, Section
from ingest.readers.markdown import read_markdown
from ingest.repair import repair, repair_sections

CORPUS = Path(__file__).parents[2] / "corpus"
GARBLED = """Comprendre la diversité des modeles
Apres avoir capitalisé, Le RAMEAU met a disposition des méthodes, efficaces a partir de 'expérience des pionniers.
Face a l’effet de ’accroissement des besoins, I'innovation est en ceuvre : les modéles d’intérét général, leurs cofits.
Le modele comprend 3 axes : les richesses humaines, les ressources financiéres et les alliances.
Il a pour objet d’’aider ; le RAMEAU a publié la note « Pourquoi investir ? » des 2012, puis celle de Helene Andre.
Voir https://modeles-socio-economiques.example.org/interet-general, ou ecrire a contact@modeles.example.
"""
WELL_WRITTEN = """Le RAMEAU a publié la note en 2012, il a à cœur de la relire : le modèle a des coûts, à l’évidence.
L’email de la version beta est sur le blog de Helene Andre ; « the general interest » y est l’intérêt général.
"""


def test_reads_as_meant() -> None:
    """A fiche that was recognised with English letters reads as it was written; the names in it stay."""
    repaired = repair(GARBLED)
    assert repaired.noisy
    assert repaired.raw == GARBLED
    assert repaired.text.split("\n") == [
        "Comprendre la diversité des modèles",
        "Après avoir capitalisé, Le RAMEAU met à disposition des méthodes, efficaces à partir de l’expérience des "
        "pionniers.",
        "Face à l’effet de l’accroissement des besoins, l’innovation est en œuvre : les modèles d’intérêt général, "
        "leurs coûts.",
        "Le modèle comprend 3 axes : les richesses humaines, les ressources financières et les alliances.",
        "Il a pour objet d’aider ; le RAMEAU a publié la note « Pourquoi investir ? » des 2012, puis celle de Helene "
        "Andre.",
        "Voir https://modeles-socio-economiques.example.org/interet-general, ou écrire à contact@modeles.example.",
        "",
    ]


@pytest.mark.parametrize(
    "text",
    [
        WELL_WRITTEN,
        WELL_WRITTEN * 30,
        "The general interest of the region: a reference model of education, and a strategy for the associations.\n"
        * 9,
        "El plan general de la región: una acción federal y regional, según el comité de educación, para más interés.\n"
        * 9,
        "Reunion du comite : les associations presentes a Paris ont etudie le modele economique et son interet.\n" * 9,
        "modeles intérét général économie coûts",
        "",
    ],
    ids=["short", "long", "English", "Spanish", "typed without accents", "two words", "nothing"],
)
def test_clean_text_stays(text: str) -> None:
    """What nobody garbled is not changed: French, other languages, and what was typed without accents."""
    assert repair(text).text == text
    assert not repair(text).noisy


def test_corpus_stays() -> None:
    """Not one document of the corpus is changed."""
    for path in sorted(CORPUS.glob("**/*.md")):
        sections = read_markdown(path.read_bytes(), path.stem).sections
        assert repair_sections(sections) == sections


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("le réle", "le rôle"),
        ("un contr6le", "un contrôle"),
        ("la culture frangaise", "la culture française"),
        ("ils sont con¢us", "ils sont conçus"),
        ("l’étude de P’innovation", "l’étude de l’innovation"),
        ("passer al’action", "passer à l’action"),
        ("les réponses.Les suites", "les réponses. Les suites"),
        ("de 13h a 14h30", "de 13h à 14h30"),
        ("il a construit", "il a construit"),
        ("apprendre a construire", "apprendre à construire"),
        ("pas a pas", "pas à pas"),
        ("Ou en êtes-vous ?", "Où en êtes-vous ?"),
        ("Lassociation agit", "L’association agit"),
        ("les 3émes jeudis", "les 3èmes jeudis"),
        ("dire 'un mot' ou deux", "dire 'un mot' ou deux"),
        ("à Marseille, Helene", "à Marseille, Helene"),
        ("les données du learning by doing", "les données du learning by doing"),
        ("we offer a general reference for education", "we offer a general reference for education"),
        ("elle a étudié le Modele alpin", "elle a étudié le Modele alpin"),
        ("le Reseau agit. Reseau propose", "le Reseau agit. Reseau propose"),
        ("Societe Generale agit", "Societe Generale agit"),
        ("l’équipe a recensé tout", "l’équipe a recensé tout"),
        ("on a confiance", "on a confiance"),
        ("il est cartographié", "il est cartographié"),
        ("l’hybridation sociétale", "l’hybridation sociétale"),
    ],
)
def test_faults(garbled: str, meant: str) -> None:
    """Each fault of recognition is put right, and what only looks like one is left."""
    lost = "à" not in garbled
    page = GARBLED if lost else GARBLED.replace(" a la ", " à la ").replace("met a ", "met à ")
    assert repair(f"{page}{garbled}").text.rpartition("\n")[2] == meant


def test_pages() -> None:
    """Noisy pages are put right and marked doubtful, with what was recognised beside; the others stay as they are."""
    box = Box(1, 0, 0, 1, 0.1)
    noisy = Section(("Des modeles", "Le Reseau"), GARBLED.strip(), 1, (box,) * 6, "ocr")
    clean = Section(("L’email",), WELL_WRITTEN.strip(), 2)
    follows = Section(("Des modeles", "La suite"), "Deux coûts.", 2)
    repaired, *others = repair_sections([noisy, clean, follows])
    assert others == [clean, Section(("Des modèles", "La suite"), "Deux coûts.", 2)]
    assert repaired.heading_path == ("Des modèles", "Le Reseau")
    assert repaired.recognition == "ocr-doubtful"
    assert repaired.raw == noisy.text
    assert repaired.boxes == noisy.boxes
    assert repaired.text.count("\n") == noisy.text.count("\n")
    assert "les modèles d’intérêt général" in repaired.text


def test_short_page_of_a_noisy_document() -> None:
    """A page with a single fault is put right where the document is noisy, and left where it is not."""
    last = Section((), "Les modéles d’alliance.", 9)
    noisy = [Section((), GARBLED, page) for page in range(1, 4)]
    assert repair_sections([*noisy, last])[-1].text == "Les modèles d’alliance."
    assert repair_sections([Section((), WELL_WRITTEN, 1), last])[-1] == last


@pytest.mark.parametrize("piece", ["é", "a ", "'a ", "abc.Def", "Modéle Modéle. ", "a/b ", "|’", "\ue000 modéle "])
def test_hostile_text(piece: str) -> None:
    """A text made to be slow to repair costs no more than its length."""
    text = piece * (200_000 // len(piece))
    started = time.perf_counter()
    assert repair(text).text.count("\n") == 0
    assert time.perf_counter() - started < 5
