"""What one answer is worth: every score between 0 and 1, left out where there is nothing to judge."""

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.answers import Answer
from assistant.evaluation.datasets import ReferenceQuestion
from assistant.evaluation.overlap import bare, holds, key_facts, share_of_facts, token_f1
from assistant.evaluation.proving import exact_citations, proven_sentences
from assistant.evaluation.rankings import ranking_figures

_RANKINGS: Final = {"recall_5": "R@5", "ndcg_10": "nDCG@10", "mrr": "RR"}

Scores = dict[str, float]


def score(question: ReferenceQuestion, answer: Answer, *, answers: bool = True) -> Scores:
    """Score an answer.

    Args:
        question: with what is expected.
        answer: what came.
        answers: False for a system that only retrieves: it neither cites nor abstains, and is not blamed for it.
    """
    pairs: list[tuple[str, float | None]] = [*_sources(question, answer)]
    if answers:
        pairs += [*_citations(question, answer), *_proofs(answer), *_silence(question, answer)]
        pairs += [*_list(question, answer), *_overlap(question, answer)]
    return {name: float(value) for name, value in pairs if value is not None}


def expects_documents(question: ReferenceQuestion) -> bool:
    """Tell whether there are documents to be found."""
    return bool(question.expected_documents) and question.answerable != "no"


def cited_documents(answer: Answer) -> tuple[str, ...]:
    """Give the documents that an answer cites, each once."""
    return tuple(dict.fromkeys(citation.passage.document_id for citation in answer.citations))


def found_within(question: ReferenceQuestion, sources: Sequence[str], rank: int) -> bool:
    """Tell whether an expected document is among the first `rank` sources."""
    return not set(question.expected_documents).isdisjoint(sources[:rank])


def _sources(question: ReferenceQuestion, answer: Answer) -> Iterator[tuple[str, float]]:
    if not expects_documents(question):
        return
    sources = [source.document_id for source in answer.sources]
    yield "first_1", found_within(question, sources, 1)
    yield "first_5", found_within(question, sources, 5)
    ranked = {"q": list(dict.fromkeys(sources))}
    figures = ranking_figures({"q": question.expected_documents}, ranked, [*_RANKINGS.values()])
    for name, measure in _RANKINGS.items():
        yield name, figures[measure]
    if len(question.turns) > 1 and not question.alone:
        yield "follows", found_within(question, sources, 5)


def _citations(question: ReferenceQuestion, answer: Answer) -> Iterator[tuple[str, float]]:
    if not expects_documents(question):
        return
    cited, expected = {*cited_documents(answer)}, {*question.expected_documents}
    right = len(cited & expected)
    yield "cites", right > 0
    yield "citation_recall", right / len(expected)
    if cited:
        yield "citation_precision", right / len(cited)


def _proofs(answer: Answer) -> Iterator[tuple[str, float | None]]:
    if answer.sentences:
        yield "supported", sum(one.verdict == "established" for one in answer.sentences) / len(answer.sentences)
        yield "proven", proven_sentences(answer)
    yield "exact", exact_citations(answer)


def _silence(question: ReferenceQuestion, answer: Answer) -> Iterator[tuple[str, float]]:
    name = {"no": "abstains", "yes": "refused", "partial": "partial_refused"}[question.answerable]
    yield name, answer.abstained
    if answer.abstained and question.answerable != "partial":
        yield "abstains_rightly", question.answerable == "no"


def _list(question: ReferenceQuestion, answer: Answer) -> Iterator[tuple[str, float]]:
    if question.count is not None:
        yield "count_right", holds(answer.text, str(question.count))
    if not question.complete or not expects_documents(question):
        return
    cited, expected = {*cited_documents(answer)}, {*question.expected_documents}
    yield "list_recall", len(cited & expected) / len(expected)
    yield "list_precision", len(cited & expected) / max(1, len(cited))


def _overlap(question: ReferenceQuestion, answer: Answer) -> Iterator[tuple[str, float | None]]:
    """Compare with the reference answer; lists are judged by their documents."""
    if question.answerable != "yes" or question.complete:
        return
    text = bare(answer.text)
    facts = question.facts if question.facts is not None else key_facts(question.answer)
    yield "facts", share_of_facts(text, facts)
    if question.answer:
        yield "overlap_f1", token_f1(text, question.answer)
