from collections.abc import Callable

import pytest

from assistant.documents import Document, Link, Section
from ingest.readers.text import read_text
from ingest.report import DocumentRefusedError

Read = Callable[..., list[Document]]
Refusal = Callable[..., DocumentRefusedError]

WRAPPED = """Fiche pratique : les modèles

Le modèle socio-économique représente l'ensemble des ressources dispo-
nibles et le choix de leur affectation afin de mettre en œuvre les
activités d'une organisation, peut-être.

COMPRENDRE LES ENJEUX

Il comprend trois axes :
- les richesses humaines ;
- les ressources financières, dont les subventions publiques que versent les
  collectivités ;
- les alliances.

Les alliances
=============

Elles sont nées de la pratique. Voir https://www.lerameau.fr/alliances.

Le RAMEAU
12 rue de la Paix
75002 Paris
"""


def test_paragraphs(read: Read) -> None:
    """Paragraphs broken into lines are whole again, their cut words too; lists and addresses keep their lines."""
    [document] = read(read_text, WRAPPED.encode(), "fiche.txt")
    assert document.title == "Fiche pratique : les modèles"
    assert document.sections == (
        Section(
            (),
            "Le modèle socio-économique représente l’ensemble des ressources disponibles et le choix de leur "
            "affectation afin de mettre en œuvre les activités d’une organisation, peut-être.",
        ),
        Section(
            ("COMPRENDRE LES ENJEUX",),
            "Il comprend trois axes :\n- les richesses humaines ;\n- les ressources financières, dont les subventions "
            "publiques que versent les collectivités ;\n- les alliances.",
        ),
        Section(
            ("Les alliances",),
            "Elles sont nées de la pratique. Voir https://www.lerameau.fr/alliances.\nLe RAMEAU\n12 rue de la Paix\n"
            "75002 Paris",
        ),
    )
    assert document.links == (Link("https://www.lerameau.fr/alliances", "https://www.lerameau.fr/alliances"),)


def test_numbered_headings(read: Read) -> None:
    """Numbered lines head the text under them; numbered items of a list don't."""
    prose = "Une association et une entreprise ont mené ensemble un projet de territoire pendant trois ans en Bretagne."
    text = f"Rapport\n\n1. Le contexte\n\n{prose}\n\n1.1 Les acteurs\n\n{prose}\n\n2. Étapes\n\n1. Écouter\n\n2. Agir\n"
    [document] = read(read_text, text.encode(), "rapport.txt")
    assert [section.heading_path for section in document.sections][:2] == [
        ("1. Le contexte",),
        ("1. Le contexte", "1.1 Les acteurs"),
    ]
    assert document.sections[-1].text.endswith("1. Écouter\n2. Agir")


def test_one_line_a_paragraph(read: Read) -> None:
    """In a text whose lines are paragraphs, no two of them are joined."""
    long = "Le RAMEAU étudie les alliances entre associations et entreprises depuis 2006 en France et en Europe, " * 3
    text = f"Un premier paragraphe court.\n{long}fin\nun autre qui commence en minuscules.\n"
    [document] = read(read_text, text.encode(), "notes.txt")
    assert len(document.sections[0].text.split("\n")) == 3


def test_pages(read: Read) -> None:
    """Form feeds end pages, so that a passage can be found on its page."""
    [document] = read(read_text, b"Le titre\n\nPage une.\fPage deux.\n\fPage trois.\f", "scan.txt")
    assert [(section.page, section.text) for section in document.sections] == [
        (1, "Page une."),
        (2, "Page deux."),
        (3, "Page trois."),
    ]
    assert document.pages == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
def test_encodings(read: Read, encoding: str) -> None:
    """French is read rightly in whichever encoding an editor saved it."""
    text = "L'été, les élèves de Nîmes dépensent où ça leur plaît : c'est déjà réglé.\r\nÀ bientôt, garçons !\r\n"
    [document] = read(read_text, text.encode(encoding), "notes.txt")
    assert document.sections[0].text == (
        "L’été, les élèves de Nîmes dépensent où ça leur plaît : c’est déjà réglé.\nÀ bientôt, garçons !"
    )


def test_damaged_utf8(read: Read) -> None:
    """A few bytes of another encoding don't make a whole UTF-8 text unreadable."""
    content = ("Les élèves de Nîmes ont été aidés. " * 10).encode() + "Né à Nîmes.".encode("cp1252")
    [document] = read(read_text, content, "notes.txt")
    assert document.sections[0].text.endswith("Né à Nîmes.")


def test_binary(refusal: Refusal) -> None:
    """Binary data under a text's name is refused."""
    assert refusal(read_text, b"MZ\x00\x00\x03 program", "x.txt").code == "encoding"


@pytest.mark.parametrize("content", [b"", b" \n\t\n", "\ufeff\n".encode()])
def test_nothing(refusal: Refusal, content: bytes) -> None:
    """A file without a word is refused."""
    assert refusal(read_text, content, "x.txt").code == "empty"


def test_english(read: Read) -> None:
    """The language is told by the words."""
    [document] = read(read_text, b"The partnership between charities and companies began in 2006 and it grew.", "x.txt")
    assert (document.language, document.title) == ("en", "x")


def test_short_lines(read: Read) -> None:
    """A line that ends before the margin ends there, unless its last word is cut."""
    text = """Titre

Un cours sur les modèles
Le cours en ligne proposé par Le RAMEAU et par l'école éclaire sur la
diversité des modèles associatifs.

Le finance-
ment participatif
"""
    [document] = read(read_text, text.encode(), "cours.txt")
    assert document.sections[0].text == (
        "Un cours sur les modèles\nLe cours en ligne proposé par Le RAMEAU et par l’école éclaire sur la diversité des "
        "modèles associatifs.\nLe financement participatif"
    )


GARBLED = """Modele socio-économique, de quoi parle-t-on ?

Le concept de « modéle socio-économique » n’est pas simple, surtout lorsqu’il s’agit d’aborder ceux
des structures d’intérét général. S’il ne peut y avoir de définition universelle, il est utile de préciser
les différentes facettes qui se cachent derriére cette notion structurante pour la pérennité de toute
organisation. Le modéle représente les ressources financiéres et les alliances stratégiques.
"""


def test_repair(read: Read) -> None:
    """Words that recognition of letters garbled are repaired, and what was recognised is kept beside them."""
    [document] = read(read_text, GARBLED.encode(), "fiche.txt")
    [section] = document.sections
    assert "structures d’intérêt général" in section.text
    assert "d’intérét général" in section.raw
