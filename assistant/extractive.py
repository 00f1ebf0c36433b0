"""Answers composed of the corpus's own sentences: no language model, so nothing can be invented."""

from dataclasses import replace
from typing import Final

from assistant.analysis import analyse
from assistant.answers import Answer, Filters, Question
from assistant.asking import COURTESY
from assistant.calibration import ANSWERABLE
from assistant.composing import Composer, described, link
from assistant.documents import Document
from assistant.evidence import Sentence, gather
from assistant.expecting import Expected, expected_of
from assistant.intent import Shape
from assistant.lens import Lens
from assistant.listing import answer_breakdown, answer_list
from assistant.retrieval import Retrieval
from assistant.telling import ahead, frame, leading, presenting, tell, with_presenting
from assistant.wording import criteria, phrases

_SENTENCES: Final = 4
"""Quoted of the first document; the others give half as many."""
_CLOSE: Final = 0.9
"""The share of the best document's score from which another one is quoted too: below, it seldom answers as well."""
_CLOSE_CASES: Final = 0.72
"""The same where examples are asked for."""
_QUOTED: Final = 3
"""Documents quoted at most."""
_FIRST_BONUS: Final = 0.25
"""By how much the sentences of another document must be better to come before those of the best one."""
_RELATED: Final = 4
_SHARING: Final = 0.4
"""The share of the question's words, by rarity, from which a document is near it."""
_SIMILAR: Final = 5


class ExtractiveAnswerer:
    """Composes an answer from evidence sentences, or from the labels of the whole corpus."""

    def answer(self, retrieval: Retrieval, question: Question) -> Answer:
        """Compose the answer to a question from what was retrieved for it."""
        lens = retrieval.lens
        if retrieval.intent.shape is Shape.BREAKDOWN:
            return answer_breakdown(retrieval, lens)
        if retrieval.exhaustive and retrieval.selected:
            return answer_list(retrieval, lens)
        if retrieval.support.probability < ANSWERABLE or not retrieval.evidence:
            return abstain(retrieval, lens)
        if retrieval.intent.shape in {Shape.LIST, Shape.COUNT}:
            return self._similar(retrieval, lens)
        return self._from_evidence(retrieval, lens)

    def _from_evidence(self, retrieval: Retrieval, lens: Lens) -> Answer:
        quoted = _quoted(retrieval, lens)
        if not quoted:
            return abstain(retrieval, lens)
        say = phrases(retrieval.language)
        composer = Composer()
        for position, sentences in enumerate(quoted):
            document = retrieval.catalogue.document(sentences[0].passage.document_id)
            composer.write("\n\n" if position else "")
            composer.write(say["then" if position else "lead"].format(document=described(document)))
            composer.write("\n\n")
            tell(composer, sentences, retrieval.language)
        cited = {sentences[0].passage.document_id for sentences in quoted}
        near = [document for document in _related(retrieval, lens) if document.id not in cited]
        return replace(composer.answer(retrieval), related=tuple(link(document) for document in near))

    def _similar(self, retrieval: Retrieval, lens: Lens) -> Answer:
        """List what is nearest where no label says which documents fit."""
        say = phrases(retrieval.language)
        composer = Composer()
        composer.write(say["similar"] + "\n\n")
        asked = lens.asked_stems(retrieval.understood.question)
        best = retrieval.ranked[0].score
        for ranked in retrieval.ranked[:_SIMILAR]:
            if ranked.score < _CLOSE_CASES * best:
                break
            passages = ranked.passages or retrieval.passages[:1]
            for sentences in gather(asked, retrieval.intent.shape, passages, lens, 1):
                composer.write(f"- {described(retrieval.catalogue.document(ranked.document_id))} : ")
                composer.quote(sentences, frame(retrieval.language))
                composer.write("\n")
        return composer.answer(retrieval)


def _quoted(retrieval: Retrieval, lens: Lens) -> list[list[Sentence]]:
    """Choose the documents to quote and what of each, the one that answers best first."""
    question = retrieval.understood.question
    near = _in_place(retrieval, _close(retrieval))
    passages = [p for p in retrieval.evidence if p.document_id in near]
    asked = lens.asked_stems(question)
    shape = retrieval.intent.shape
    quoted = gather(asked, shape, passages, lens, _SENTENCES, question)
    first = quoted[0] if quoted else []
    named = retrieval.recognised.named
    quoted.sort(
        key=lambda sentences: (
            sentences[0].passage.document_id not in named,
            -max(s.score for s in sentences) - _FIRST_BONUS * (sentences is first),
        )
    )
    expected = expected_of(question)
    told = []
    for sentences in quoted:
        document = retrieval.catalogue.document(sentences[0].passage.document_id)
        first_place = leading(shape, sentences, asked, expected)
        in_order = ahead(sentences, first_place)
        known = document.id in named and shape in {Shape.RESULTS, Shape.LESSONS}
        presented = (
            None
            if known or shape is Shape.PARTNERS
            else presenting(document, retrieval.evidence, whole=Expected.WHO in expected)
        )
        told.append(with_presenting(in_order, presented, first=shape is not Shape.FIGURE))
    return told


def _close(retrieval: Retrieval) -> set[str]:
    """Give the documents that answer too: as near to the question as the best one, or called by their name."""
    best = retrieval.ranked[0].score
    close = [r.document_id for r in retrieval.ranked if r.score >= _CLOSE * best][:_QUOTED]
    return {*close, *(i for i in retrieval.recognised.named if i in {p.document_id for p in retrieval.evidence})}


def abstain(retrieval: Retrieval, lens: Lens) -> Answer:
    """Say that the corpus does not answer, and which of its documents come near."""
    say = phrases(retrieval.language)
    only_polite = COURTESY.issuperset(analyse(retrieval.understood.question))
    parts = [say["courtesy" if only_polite else "abstained"]]
    if retrieval.support.missing:
        names = say["and"].join(say["quoted"].format(text=name) for name in retrieval.support.missing)
        parts.append(say["missing"].format(names=names))
    elif retrieval.intent.is_structured and retrieval.understood.filters:
        told = criteria(retrieval.understood.filters, lens.taxonomy, retrieval.language)
        fitting = lens.selector.select(lens.catalogue.documents, retrieval.understood.filters)
        parts += [say["none_fit"].format(criteria=told)] if told and not fitting else []
    near = _related(retrieval, lens)
    return Answer(
        text=" ".join(parts),
        sources=retrieval.passages,
        related=tuple(link(document) for document in near),
        abstained=True,
        understood=retrieval.understood,
        language=retrieval.language,
        generation=retrieval.generation,
    )


def _in_place(retrieval: Retrieval, document_ids: set[str]) -> set[str]:
    """Leave out the documents of other places than the one named, where some are of it."""
    filters = retrieval.understood.filters
    places = Filters(regions=filters.regions, departments=filters.departments)
    there = {i for i in document_ids if retrieval.lens.selector.admits(retrieval.catalogue.document(i), places)}
    return there or document_ids


def _related(retrieval: Retrieval, lens: Lens) -> list[Document]:
    """Give the best documents that share something with the question: its labels, or a good part of its words."""
    asked = lens.asked_stems(retrieval.understood.question)
    near = [retrieval.catalogue.document(r.document_id) for r in retrieval.ranked[:_RELATED]]
    return [
        document
        for document in near
        if any(lens.selector.agreements(document, retrieval.understood.filters).values())
        or lens.coverage(asked, document) >= _SHARING
    ]
