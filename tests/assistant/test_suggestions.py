from dataclasses import replace

from assistant.documents import Document, Partner, Section
from assistant.suggestions import suggest, suggest_near

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


def case(number: int, region: str, *questions: str, theme: str = "emploi") -> Document:
    return Document(
        f"cas/{number}", f"Cas {number}", "étude de cas", "", regions=(region,), themes=(theme,), questions=questions
    )


ASKED = (
    case(1, "Bretagne", "Comment former des marins à Brest ?", "Combien de marins ont été formés à Brest ?"),
    case(2, "Bretagne", "Comment livrer des légumes à vélo ?"),
    case(3, "Corse", "Qui protège les dunes de Calvi ?"),
    case(4, "Occitanie", "Où réparer un fauteuil roulant ?", theme="handicap"),
    replace(GUIDE, questions=("Comment monter un partenariat ?",)),
    Document("notions/ptce", "PTCE", "notion", "", questions=("C’est quoi, un PTCE ?",)),
)


def test_an_index_of_questions_is_what_is_suggested() -> None:
    """The first screen shows what people ask: a case, a publication, a notion, a figure, of several places."""
    for seed in map(str, range(10)):
        first = suggest(ASKED, seed, 4)
        assert set(first) <= {question for document in ASKED for question in document.questions}
        assert {"Comment monter un partenariat ?", "C’est quoi, un PTCE ?"} < set(first)
        assert "Combien de marins ont été formés à Brest ?" in first
        breton = case(5, "Bretagne", "Quel club apprend à nager aux enfants ?")
        three = suggest((*ASKED[1:4], breton), seed, 3)
        assert {"Qui protège les dunes de Calvi ?", "Où réparer un fauteuil roulant ?"} < set(three)
    assert len(suggest(ASKED, "1", 50)) == 7
    assert suggest(ASKED, "1") == suggest(ASKED, "1")
    assert len({suggest(ASKED, str(seed)) for seed in range(10)}) > 1


def test_what_has_no_answer_leads_to_what_has_one_nearby() -> None:
    """Beside « je ne sais pas » stand questions of the nearest documents, then of their neighbours, never the same."""
    known = {document.id: document for document in ASKED}
    assert suggest_near(["cas/1", "inconnu"], known, "Combien coûte un marin ?") == (
        "Combien de marins ont été formés à Brest ?",
        "Comment livrer des légumes à vélo ?",
        "Qui protège les dunes de Calvi ?",
    )
    assert suggest_near(["cas/4"], known, "Où réparer un fauteuil roulant ?") == ()
    assert suggest_near([], known) == ()
