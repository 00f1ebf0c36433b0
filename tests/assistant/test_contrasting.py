import pytest

from assistant.contrasting import sides, things_compared
from assistant.retrieval import Retriever
from tests.assistant.small_corpus import asked


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Quelle différence entre le mécénat et un fonds ?", ("mécénat", "fonds")),
        ("Qu’est-ce qui distingue une alliance d’un partenariat ?", ("alliance", "partenariat")),
        ("« Intérêt général » et « utilité sociale », c'est la même chose ?", ("Intérêt général", "utilité sociale")),
        ("Comparez les cafés et le vélo.", ("cafés", "vélo")),
        ("Le vélo à Nantes et les cafés : lequel a réparé le plus ?", ("vélo à Nantes", "cafés")),
        ("Le dialogue entre l’école et l’entreprise ?", None),
        ("Que font La Poste et Orange ?", None),
    ],
)
def test_the_things_compared_are_recognised(question: str, things: tuple[str, str] | None) -> None:
    """Two things set side by side are told from two things that go together."""
    assert things_compared(question) == things


def test_each_thing_is_told_from_its_own_document(retriever: Retriever) -> None:
    """The bicycles are told by their case and the cafés by theirs, in the order asked."""
    found = sides(retriever.retrieve(asked("Comparez le vélo à Nantes et les mille cafés.")), 2)
    assert found is not None
    assert [side.document.id for side in found] == ["etudes-de-cas/velo-nantes", "etudes-de-cas/cafes"]
    assert all(s.passage.document_id == side.document.id for side in found for s in side.sentences)


def test_what_the_corpus_does_not_tell_of_is_not_compared(retriever: Retriever) -> None:
    """Where only one of two things has a document, there are no sides."""
    assert sides(retriever.retrieve(asked("Quelle différence entre le vélo et la fusée ?")), 2) is None
