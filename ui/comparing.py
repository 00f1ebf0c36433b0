"""A preview in words: what changes in an answer, and whether a figure is better."""

from dataclasses import dataclass

from assistant.preview import Replayed
from ui.base.texts import preview as texts


@dataclass(frozen=True, slots=True)
class Difference:
    """How a figure after compares with the one before."""

    words: str
    better: bool | None = None
    """Nothing when there is no difference to speak of."""


def what_changes(replayed: Replayed) -> str:
    """Say in a few words what is different."""
    before, after = replayed.before, replayed.after
    if before.abstained != after.abstained:
        return texts.NOW_ABSTAINED if after.abstained else texts.NOW_ANSWERED
    if before.text == after.text:
        return texts.ONLY_CITATIONS
    return texts.TEXT_CHANGES


def figure(name: str, value: float | None) -> str:
    """Write a figure: a share in per cent, a time in milliseconds."""
    if value is None:
        return "—"
    return f"{value:.0f}\u00a0ms" if name.endswith("_ms") else f"{100 * value:.0f}\u00a0%"


def compare(name: str, before: float | None, after: float | None) -> Difference:
    """Say whether a figure is better, worse or the same."""
    if before is None or after is None:
        return Difference("—")
    is_time = name.endswith("_ms")
    change = round((1 if is_time else 100) * (after - before))
    words = f"{change:+d}\u00a0{'ms' if is_time else texts.POINTS}".replace("-", "−")
    if is_time:
        # Times vary with what else the machine does, and the first questions are slower: no judgement.
        return Difference(words)
    if not change:
        return Difference(texts.SAME)
    better = (change < 0) == (name in texts.LESS_IS_BETTER)
    return Difference(f"{words}, {texts.BETTER if better else texts.WORSE}", better)
