"""Where a figure truly lies: with fifty questions, ten points mean little."""

from collections.abc import Sequence
from typing import Final

CONFIDENCE: Final = 0.95
_RESAMPLES: Final = 2000
_SEED: Final = 20


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Give the bounds between which the mean lies with 95 % confidence; nothing for fewer than two values.

    Yes-or-no values take Wilson's interval, since a bootstrap of values that are all alike has no width; shares are
    drawn again and again (percentile bootstrap, with a fixed seed).
    """
    # Half a second to import, which asking questions does not need.
    from scipy.stats import binomtest, bootstrap

    if len(values) < 2:
        return None
    if {*values} <= {0.0, 1.0}:
        found = binomtest(int(sum(values)), len(values)).proportion_ci(CONFIDENCE, method="wilson")
        return float(found.low), float(found.high)
    if len({*values}) == 1:
        return None
    drawn = bootstrap(
        (values,), _mean, confidence_level=CONFIDENCE, n_resamples=_RESAMPLES, method="percentile", rng=_SEED
    ).confidence_interval
    return float(drawn.low), float(drawn.high)


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Give the chance that a positive scores above a negative, ties counting half (Mann and Whitney)."""
    from scipy.stats import rankdata

    if not positives or not negatives:
        return None
    ranks = rankdata([*positives, *negatives])[: len(positives)]
    above = float(ranks.sum()) - len(positives) * (len(positives) + 1) / 2
    return above / (len(positives) * len(negatives))


def _mean(values: Sequence[float], axis: int) -> object:
    from numpy import mean

    return mean(values, axis=axis)
