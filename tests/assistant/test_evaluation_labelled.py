from assistant.answers import Answer, Citation, Question
from assistant.documents import Document, Passage
from assistant.evaluation.labelled import labelled_questions, measure_lists


def case(name: str, region: str, *themes: str) -> Document:
    return Document(name, name, "étude de cas", "", year=2020, regions=(region,), themes=themes)


CASES = [case("a", "Bretagne", "Sport"), case("b", "Bretagne"), case("c", "Corse")]


def test_each_label_is_asked_with_the_documents_that_bear_it() -> None:
    """The truth of a list is read from the labels, not from what search brings; publications are no cases."""
    asked = dict(labelled_questions([*CASES, Document("p", "P", "rapport", "", regions=("Bretagne",))]))
    assert set(asked.values()) == {frozenset("ab"), frozenset("c"), frozenset("a"), frozenset("abc")}
    assert any("Bretagne" in question and truth == {"a", "b"} for question, truth in asked.items())
    assert labelled_questions([Document("p", "P", "rapport", "")]) == []


def test_of_many_labels_some_are_taken_evenly() -> None:
    """A large corpus is sampled from its first label to its last, the same at each run."""
    many = [case(str(number), f"Région {number:03}") for number in range(50)]
    asked = labelled_questions(many, most=10)
    assert len(asked) == 10
    assert asked == labelled_questions(many, most=10)


def test_a_list_that_misses_and_adds_is_measured() -> None:
    """One of two found and one stranger makes a half on both sides."""

    def ask(question: Question) -> Answer:
        cited = ("a", "x") if "Bretagne" in question.text else ()
        return Answer("…", tuple(Citation(1, Passage(f"{d}#1", d, d, "", "t"), "t", 0, 1) for d in cited))

    figures = measure_lists(ask, [("en Bretagne ?", frozenset("ab")), ("en Corse ?", frozenset("c"))])
    assert (figures["labels_recall"].value, figures["labels_precision"].value) == (0.25, 0.25)
    assert measure_lists(ask, []) == {}
