from assistant.composing import Composer
from assistant.documents import Document, Partner, RetrievedPassage
from assistant.evidence import Sentence, sentences_of
from assistant.expecting import Expected
from assistant.intent import Shape
from assistant.retrieval import Retriever
from assistant.telling import ahead, leading, presenting, tell, with_presenting
from tests.assistant.small_corpus import asked

INTRO = RetrievedPassage("cas/a#t.1", "cas/a", "A", "", "À Lyon, cette alliance réunit Orange et Emmaüs. Elle dure.")
RESULTS = RetrievedPassage(
    "cas/a#r.1", "cas/a", "A", "", "Le projet avance.\n60 familles aidées.\n12 emplois créés.", ("Les résultats",)
)
PARTNERS = RetrievedPassage(
    "cas/a#p.1", "cas/a", "A", "", "Les partenaires sont Orange, Emmaüs et Brest.", ("Les partenaires",)
)
LESSONS = RetrievedPassage("cas/a#l.1", "cas/a", "A", "", "Former évite les ruptures.", ("De quoi s’agit-il",))
DOCUMENT = Document("cas/a", "A", "étude de cas", "", partners=(Partner("Orange"), Partner("Emmaüs"), Partner("Brest")))


def told(retriever: Retriever, sentences: list[Sentence]) -> str:
    composer = Composer()
    tell(composer, sentences, "fr")
    return composer.answer(retriever.retrieve(asked("les cafés ?"))).text


def test_the_items_of_a_section_are_told_as_a_list_under_its_heading(retriever: Retriever) -> None:
    """Where two sections are quoted, each is told apart, and a list reads as a list."""
    text = told(retriever, [*sentences_of([INTRO])[:1], *sentences_of([RESULTS])[1:]])
    assert text == (
        "À Lyon, cette alliance réunit Orange et Emmaüs [1].\n\n"
        "*Les résultats* :\n\n- 60 familles aidées [2].\n- 12 emplois créés [3]."
    )


def test_a_heading_that_says_nothing_is_left_out(retriever: Retriever) -> None:
    """« De quoi s'agit-il » above a sentence does not help to read it."""
    text = told(retriever, [*sentences_of([RESULTS])[:1], *sentences_of([LESSONS])])
    assert text == "*Les résultats* : Le projet avance [1].\n\nFormer évite les ruptures [2]."


def test_an_alliance_is_presented_by_who_takes_part_in_it() -> None:
    """The first sentence that names the partners presents it; where they are asked for, the one that names most."""
    passages = [INTRO, RESULTS, PARTNERS]
    first, whole = presenting(DOCUMENT, passages), presenting(DOCUMENT, passages, whole=True)
    assert first and first.text.startswith("À Lyon")
    assert whole and whole.text.startswith("Les partenaires sont")
    assert presenting(DOCUMENT, [RESULTS]) is None
    assert presenting(Document("cas/a", "A", "guide", ""), passages) is None


def test_an_alliance_is_not_presented_twice() -> None:
    """What is quoted of its introduction already presents it."""
    sentences = sentences_of([INTRO])
    assert with_presenting(sentences, sentences[0], first=True) == sentences
    assert with_presenting(sentences_of([RESULTS]), sentences[0], first=True)[0] == sentences[0]
    assert with_presenting(sentences_of([RESULTS]), sentences[0], first=False)[-1] == sentences[0]


def test_the_figure_comes_first() -> None:
    """Who asks how many families reads their number first."""
    sentences = sentences_of([INTRO, RESULTS])
    place = leading(Shape.FIGURE, sentences, ["famill"], (Expected.NUMBER,))
    assert sentences[place].text == "60 familles aidées."
    assert ahead(sentences, place)[0].passage is RESULTS


def test_the_definition_comes_first() -> None:
    """Who asks what mécénat is reads what it is before anything else said of it."""
    passage = RetrievedPassage("p#1", "p", "Guide", "", "Il se développe. Le mécénat est un don. Il plaît.")
    sentences = sentences_of([passage])
    place = leading(Shape.DEFINITION, sentences, ["mécénat", "mecenat"], ())
    assert ahead(sentences, place)[0].text == "Le mécénat est un don."
