import re

import pytest

from assistant.composing import Composer, described, linked_title, literal, with_cited
from assistant.documents import Document, RetrievedPassage, plain, retrieved
from assistant.evidence import Sentence
from assistant.retrieval import Retrieval, Retriever
from assistant.sentences import split_sentences
from tests.assistant.small_corpus import asked

TEXT = (
    "Dix cafés ont ouvert. Une trentaine suivront. Le maire (M. Dupont) porte la candidature.\nUn café seul ne vit pas."
)
PASSAGE = RetrievedPassage("cas/cafes#r.1", "cas/cafes", "Les cafés", "https://example.org", TEXT, score=0.7)
OTHER = RetrievedPassage("cas/velo#r.1", "cas/velo", "Le vélo", "", "Le vélo a réuni 40 dossiers", score=0.5)


@pytest.fixture
def retrieval(retriever: Retriever) -> Retrieval:
    return retriever.retrieve(asked("Combien de cafés ont ouvert ?"))


def sentences_of(passage: RetrievedPassage, *numbers: int) -> list[Sentence]:
    spans = split_sentences(passage.text)
    return [Sentence(passage, *spans[number], 1.0) for number in numbers]


def test_neighbours_share_one_number_and_others_get_their_own(retrieval: Retrieval) -> None:
    """Sentences that follow one another are one quotation; a gap, another line or passage begins a new one."""
    composer = Composer()
    composer.quote([*sentences_of(PASSAGE, 0, 1, 3), *sentences_of(OTHER, 0)])
    answer = composer.answer(retrieval)
    assert answer.text == (
        "Dix cafés ont ouvert. Une trentaine suivront [1]. Un café seul ne vit pas [2]. "
        "Le vélo a réuni 40 dossiers [3]."
    )
    assert [citation.quote for citation in answer.citations] == [
        "Dix cafés ont ouvert. Une trentaine suivront.",
        "Un café seul ne vit pas.",
        "Le vélo a réuni 40 dossiers",
    ]


def test_a_sentence_told_before_the_one_it_follows_is_another_quotation(retrieval: Retrieval) -> None:
    """A figure put ahead of what comes before it in its passage has its own number and its own words."""
    composer = Composer()
    composer.quote(sentences_of(PASSAGE, 1, 0))
    assert [citation.quote for citation in composer.answer(retrieval).citations] == [
        "Une trentaine suivront.",
        "Dix cafés ont ouvert.",
    ]


def test_a_quotation_never_runs_over_a_line(retrieval: Retrieval) -> None:
    """Two items of a list are two quotations, each with its own number."""
    composer = Composer()
    composer.quote(sentences_of(PASSAGE, 2, 3))
    assert [citation.quote for citation in composer.answer(retrieval).citations] == [
        "Le maire (M. Dupont) porte la candidature.",
        "Un café seul ne vit pas.",
    ]


def test_the_same_words_keep_their_number(retrieval: Retrieval) -> None:
    """What is quoted twice is cited once, under one number."""
    composer = Composer()
    composer.quote(sentences_of(PASSAGE, 0))
    composer.write(" — ")
    composer.quote(sentences_of(OTHER, 0))
    composer.write(" — ")
    composer.quote(sentences_of(PASSAGE, 0))
    answer = composer.answer(retrieval)
    assert re.findall(r"\[(\d+)\]", answer.text) == ["1", "2", "1"]
    assert [citation.number for citation in answer.citations] == [1, 2]


@pytest.mark.parametrize("numbers", [(0,), (1,), (2,), (3,), (0, 1, 2), (0, 2), (1, 3)])
def test_a_citation_points_at_its_words(retrieval: Retrieval, numbers: tuple[int, ...]) -> None:
    """The page can highlight the quoted words in the passage, and the passage is the plain one."""
    composer = Composer()
    composer.quote(sentences_of(PASSAGE, *numbers), "« {text} »")
    answer = composer.answer(retrieval)
    for citation in answer.citations:
        assert citation.passage == plain(PASSAGE)
        assert citation.quote == TEXT[citation.start : citation.end]
        assert f"« {citation.quote} » [{citation.number}]" in answer.text


def test_an_answer_says_where_it_comes_from(retrieval: Retrieval) -> None:
    """The question as understood, its language and the generation go with the answer."""
    answer = Composer().answer(retrieval)
    assert (answer.understood, answer.language, answer.generation) == (retrieval.understood, "fr", 1)
    assert answer.sources == retrieval.passages
    assert answer.text == ""


def test_what_is_cited_is_among_the_sources() -> None:
    """Every cited passage is shown as a source, and none twice."""
    shown = with_cited([PASSAGE], [plain(PASSAGE), plain(OTHER), plain(OTHER)])
    assert [source.id for source in shown] == [PASSAGE.id, OTHER.id]
    assert shown[0] is PASSAGE
    more = retrieved(plain(PASSAGE), 0.0)
    assert with_cited([PASSAGE, OTHER], [more]) == (PASSAGE, OTHER)


@pytest.mark.parametrize(
    ("document", "written"),
    [
        (
            Document("a", "Un [vrai] cas", "étude de cas", "https://x.fr", year=2019),
            "**[Un (vrai) cas](https://x.fr)**",
        ),
        (Document("a", "Sans lien", "guide", ""), "**Sans lien**"),
    ],
)
def test_a_title_leads_to_its_source(document: Document, written: str) -> None:
    """A title bears its link where there is one, and brackets in it don't break the link."""
    assert linked_title(document) == written
    assert described(document).startswith(written)
    assert document.kind in described(document)


@pytest.mark.parametrize("text", ["Le canal mesure 242 km [2].", "Un **gras** [x](https://pirate.example) `code`."])
def test_no_text_of_the_corpus_passes_for_a_citation_or_a_link(text: str) -> None:
    """A document that holds « [2] » or a Markdown link is quoted with them as plain characters."""
    written = literal(text)
    assert not re.search(r"\[\d+\]|(?<!\\)\]\(|\*\*", written)
    assert written.replace("\\", "") == text


def test_an_address_never_ends_its_link() -> None:
    """Brackets in an address are escaped as addresses allow, so that the link leads where it should."""
    document = Document("a", "Titre", "guide", "https://x.fr/a(b)?q=[2]")
    assert linked_title(document) == "**[Titre](https://x.fr/a%28b%29?q=%5B2%5D)**"


def test_a_colon_keeps_its_place_after_the_number(retrieval: Retrieval) -> None:
    """A sentence that announces a list reads on to the list."""
    announcing = RetrievedPassage(
        "doc#a.1", "doc", "Doc", "", "Deux raisons\u00a0:\nLa première\u00a0;\nLa seconde.", score=0.5
    )
    composer = Composer()
    composer.quote(sentences_of(announcing, 0, 1, 2))
    assert composer.answer(retrieval).text == "Deux raisons [1]\u00a0: La première [2]\u00a0; La seconde [3]."


def test_what_is_stated_is_told_from_what_frames_it(retrieval: Retrieval) -> None:
    """Each statement can be marked where it stands; a lead states nothing, a count of labels cites nothing."""
    composer = Composer()
    composer.write("\n\nVoici : ")
    composer.count(" **3 cas** : ")
    composer.quote([*sentences_of(PASSAGE, 0), *sentences_of(OTHER, 0)])
    answer = composer.answer(retrieval)
    assert [(answer.text[s.start : s.end], s.citations) for s in answer.sentences] == [
        ("**3 cas** :", ()),
        ("Dix cafés ont ouvert [1].", (1,)),
        ("Le vélo a réuni 40 dossiers [2].", (2,)),
    ]
