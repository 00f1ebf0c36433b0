"""Figures of rankings, as others measure them."""

from collections.abc import Iterable, Mapping, Sequence


def ranking_figures(
    relevant: Mapping[str, Iterable[str]], ranked: Mapping[str, Sequence[str]], measures: Sequence[str]
) -> dict[str, float]:
    """Measure rankings with ir-measures, in its own notation (`nDCG@10`, `R@5`).

    Args:
        relevant: the relevant ids of each query.
        ranked: the retrieved ids of each query, best first, each once.
        measures: what to measure; each figure is the mean over the queries of `relevant`.
    """
    # Answering does not need it.
    import ir_measures

    judgements = [ir_measures.Qrel(query, id_, 1) for query, ids in relevant.items() for id_ in ids]
    run = [
        ir_measures.ScoredDoc(query, id_, -float(rank)) for query, ids in ranked.items() for rank, id_ in enumerate(ids)
    ]
    figures = ir_measures.calc_aggregate([ir_measures.parse_measure(m) for m in measures], judgements, run)
    return {str(measure): float(figure) for measure, figure in figures.items()}
