import pytest

from assistant.preview import Replayed, Reply
from ui.base.texts import preview as texts
from ui.comparing import Difference, compare, figure, what_changes

ANSWER = Reply("Oui [1].", ("Rapport",), False)
NONE = Reply("Rien.", (), True)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (NONE, ANSWER, texts.NOW_ANSWERED),
        (ANSWER, NONE, texts.NOW_ABSTAINED),
        (ANSWER, Reply("Oui [1].", ("Guide",), False), texts.ONLY_CITATIONS),
        (ANSWER, Reply("Non [1].", ("Rapport",), False), texts.TEXT_CHANGES),
    ],
)
def test_what_changes_is_named(before: Reply, after: Reply, told: str) -> None:
    """Of each question one knows at a glance why it is listed."""
    assert what_changes(Replayed("?", before, after, changed=True)) == told


@pytest.mark.parametrize(
    ("name", "before", "after", "difference"),
    [
        ("cites", 0.8, 0.85, Difference("+5\u00a0pt, mieux", better=True)),
        ("refused", 0.05, 0.09, Difference("+4\u00a0pt, moins bien", better=False)),
        ("refused", 0.09, 0.05, Difference("−4\u00a0pt, mieux", better=True)),
        ("first_5", 0.901, 0.903, Difference(texts.SAME)),
        ("p95_ms", 173.0, 104.0, Difference("−69\u00a0ms")),
        ("cites", None, 0.5, Difference("—")),
    ],
)
def test_figures_are_judged_the_right_way_round(
    name: str, before: float | None, after: float | None, difference: Difference
) -> None:
    """Fewer wrong refusals are better, more right citations are; times are not judged."""
    assert compare(name, before, after) == difference


def test_figures_are_written_as_people_read_them() -> None:
    """Shares are percentages, times milliseconds, and what was not measured is a dash."""
    assert (figure("cites", 0.816), figure("p95_ms", 61.4), figure("cites", None)) == ("82\u00a0%", "61\u00a0ms", "—")


def test_how_many_questions_were_replayed_is_told() -> None:
    """An editor knows that the figures of a preview come from a part of the questions."""
    assert texts.questions(3, 3) == "3\u00a0questions de référence posées"
    assert texts.questions(150, 287).startswith("150\u00a0questions de référence posées (sur 287 :")
