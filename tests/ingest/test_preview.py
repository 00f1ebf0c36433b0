from assistant.evaluation.datasets import ReferenceQuestion
from ingest.preview import MOST_REPLAYED, to_replay


def asked(number: int, split: str = "tune") -> ReferenceQuestion:
    return ReferenceQuestion(str(number), ("Qui ?",), "fact", "yes", (), split=split)


def test_a_preview_asks_a_bounded_part_of_the_questions() -> None:
    """A preview takes a minute however many questions there are, and never shows those kept apart for the report."""
    few = [asked(1), asked(2, "report"), asked(3, "")]
    assert [one.id for one in to_replay(few)] == ["1", "3"]
    many = to_replay([asked(number) for number in range(400)])
    assert len({one.id for one in many}) == MOST_REPLAYED
    assert int(many[-1].id) > 390
    assert to_replay([]) == []
