from assistant.documents import Document, Partner, Section
from assistant.suggestions import suggest

CASES = tuple(
    Document(
        f"cas/{n}",
        f"Le projet {n} : une alliance",
        "étude de cas",
        "",
        themes=("emploi",),
        regions=("Bretagne",),
        alliance_type="mécénat",
        sdgs=(8,),
        partners=(Partner("La Poste", "entreprise"),),
        sections=(Section(("Les résultats",), "Dix emplois."),),
    )
    for n in range(4)
)
QUOTING = Document("notes/mooc", "Le MOOC « Alliances »", "MOOC", "")
GUIDE = Document("notes/guide", "Le guide", "guide", "", sections=(Section((), "Il coûte 3 millions d'euros."),))


def test_suggestions_are_varied_and_fit_the_documents() -> None:
    """An empty chat shows what can be asked: a place, a theme, a partner, a figure."""
    questions = suggest((*CASES, GUIDE, QUOTING), "1:")
    assert len(questions) == len(set(questions)) == 8
    assert not any("MOOC" in question for question in questions)
    for word in ("Bretagne", "emploi", "La Poste", "mécénat", "ODD 8", "chiffres", "résultats", "retenir"):
        assert any(word in question for question in questions), word


def test_the_same_seed_gives_the_same_questions() -> None:
    """The examples don't change under a person's eyes."""
    assert suggest(CASES, "1:") == suggest(CASES, "1:")
    assert len({suggest(CASES, str(seed)) for seed in range(10)}) > 1


def test_documents_without_labels_still_suggest_something() -> None:
    """Any folder of texts has an inviting first page."""
    bare = tuple(Document(f"n{n}", f"Note {n}", "document", "") for n in range(3))
    questions = suggest(bare, "")
    assert questions
    assert all("Note" in question for question in questions)
    assert suggest((), "") == ()
