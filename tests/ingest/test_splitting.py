import pytest

from assistant.documents import Box, Document, Partner, Section
from assistant.sentences import split_sentences
from ingest.splitting import LONGEST, entries_of, split_document, split_text, whole_document

SENTENCE = "Les associations et les entreprises construisent ensemble des réponses aux besoins du territoire."


def document(*sections: Section) -> Document:
    return Document(
        "cas/a",
        "Titre",
        "étude de cas",
        "https://x.fr",
        year=2019,
        themes=("emploi",),
        regions=("Bretagne",),
        partners=(Partner("Veolia", "entreprise"),),
        sdgs=(8,),
        sections=sections,
    )


def test_short_sections_are_passages() -> None:
    """Each section is one passage, never joined to another, with an id built from its place."""
    one, two, again = split_document(
        document(
            Section(("Le défi",), "Loger."), Section(("Les résultats", "2020"), "Fait."), Section(("Le défi",), "B.")
        )
    )
    assert [one.id, two.id, again.id] == ["cas/a#le-defi.1", "cas/a#les-resultats-2020.1", "cas/a#le-defi.2"]
    assert (one.text, one.heading_path, one.url, one.year) == ("Loger.", ("Le défi",), "https://x.fr", 2019)


def test_sections_of_addresses_are_no_passages() -> None:
    """A section that only sends elsewhere is never quoted as an answer, one that says something is."""
    away = Section(("Pour aller plus loin",), "La page est https://x.fr.\nhttps://y.fr\nDate : septembre 2019.")
    said = Section(("Suite",), f"Voir https://x.fr.\n{SENTENCE}")
    assert [p.heading_path for p in split_document(document(away, said))] == [("Suite",)]


def test_long_sections_are_cut_between_sentences() -> None:
    """A long section becomes passages of like length, whole sentences each, nothing lost."""
    text = " ".join([SENTENCE] * 50)
    pieces = split_text(text)
    assert " ".join(pieces) == text
    sizes = [len(piece.split()) for piece in pieces]
    assert max(sizes) <= LONGEST
    assert min(sizes) >= 120
    assert all(piece.endswith(".") for piece in pieces)


@pytest.mark.parametrize("words", [1, 219, 220, 221, 239, 450, 1000, 4000])
def test_no_passage_is_too_long(words: int) -> None:
    """Even a text without full stops is cut to what the embedding model reads, nothing lost."""
    pieces = split_text(" ".join(f"mot{n}" for n in range(words)))
    assert all(len(piece.split()) <= LONGEST for piece in pieces)
    assert sum(len(piece.split()) for piece in pieces) == words


def test_passages_are_verbatim() -> None:
    """A passage is a run of the section's own characters, so that a quote is too."""
    text = "\n".join(["Une liste d’actions\u00a0: agir !", SENTENCE, "item"] * 60)
    assert all(piece in text for piece in split_text(text))
    assert all(split_sentences(piece) for piece in split_text(text))


def test_the_list_of_sources_is_no_passage() -> None:
    """Links at the end of a document are kept in it, and not searched."""
    full = document(Section(("Le défi",), "Loger."), Section(("Sources",), "https://x.fr"))
    assert [passage.heading_path for passage in split_document(full)] == [("Le défi",)]
    assert "x.fr" not in whole_document(full).text


def test_the_whole_document_is_searched_with_its_labels() -> None:
    """One entry stands for the document: labels, headings and text."""
    whole = entries_of(document(Section(("Le défi",), "Loger."), Section(("La réponse",), "Bâtir.")))[0]
    assert whole.is_whole_document
    assert whole.text.splitlines() == [
        "étude de cas, 2019",
        "emploi",
        "Bretagne",
        "Veolia (entreprise)",
        "ODD 8",
        "Le défi",
        "Loger.",
        "La réponse",
        "Bâtir.",
    ]


def test_a_book_does_not_drown_the_index() -> None:
    """The entry of a very long document is cut."""
    whole = whole_document(document(Section((), "mot " * 100_000)))
    assert len(whole.text.split()) == 2000


def test_a_passage_knows_where_each_of_its_lines_is() -> None:
    """The quotation can be shown on its page: a passage has the place of its lines, no other, and its own page."""
    lines = [f"{'mot ' * 150}fin de la ligne {number}." for number in range(3)]
    boxes = tuple(Box(4 + number, 0.1, number / 10, 0.9, number / 10 + 0.1) for number in range(3))
    section = Section((), "\n".join(lines), 4, boxes, "ocr", "\n".join(line.upper() for line in lines))
    passages = split_document(Document("d", "D", "document", "", sections=(section,)))
    for passage in passages:
        held = [number for number, line in enumerate(lines) if any(part in line for part in passage.text.split("\n"))]
        assert passage.boxes == boxes[held[0] : held[-1] + 1]
        assert (passage.page, passage.recognition) == (4 + held[0], "ocr")
        assert passage.raw.split("\n") == [lines[number].upper() for number in held]
    assert {box for passage in passages for box in passage.boxes} == set(boxes)
