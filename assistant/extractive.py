"""Answers composed of the corpus's own sentences: no language model, so nothing can be invented."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from assistant.advising import write_advice, write_cases, write_orientation
from assistant.analysis import analyse
from assistant.answers import Answer, Question
from assistant.asking import COURTESY
from assistant.calibration import ANSWERABLE
from assistant.composing import Composer, described, link
from assistant.contradicting import contradiction
from assistant.contrasting import sides
from assistant.correcting import corrected, premise_of, write_corrected
from assistant.documents import Document
from assistant.expecting import Expected, asks_one_thing, holds
from assistant.intent import Shape
from assistant.lacking import missing_attribute
from assistant.language import fold
from assistant.lens import Lens
from assistant.listing import answer_breakdown, answer_list
from assistant.premises import Premise
from assistant.quoting import (
    CLOSE,
    CLOSE_CASES,
    SENTENCES,
    best_evidence,
    counting,
    of_document,
    quoted,
    ranked_documents,
    sentences_of_all,
)
from assistant.retrieval import Retrieval
from assistant.telling import tell
from assistant.wording import criteria, phrases

_RELATED: Final = 4
_SHARING: Final = 0.4
"""The share of the question's words, by rarity, from which a document is near it."""
_SIMILAR: Final = 5
_EXAMPLES: Final = 3
_ASSISTANT: Final = "assistant"
"""The word that the title of the page about the assistant holds."""
_ONE: Final = re.compile(
    r"\b(?:une?|1|an?|one) (?:\w+ )?(?:exemple|cas|rex|retour|illustration|precedent|example|case)\b"
)
_EXAMPLE_SENTENCES: Final = 2


class ExtractiveAnswerer:
    """Composes an answer from evidence sentences, or from the labels of the whole corpus."""

    def answer(self, retrieval: Retrieval, question: Question) -> Answer:
        """Compose the answer to a question from what was retrieved for it."""
        lens, shape = retrieval.lens, retrieval.intent.shape
        if shape is Shape.BREAKDOWN:
            return answer_breakdown(retrieval, lens)
        if retrieval.exhaustive and retrieval.selected:
            return answer_list(retrieval, lens)
        if shape is Shape.ABOUT and (found := _written(retrieval, _write_about)).citations:
            return found
        premise = premise_of(retrieval)
        if retrieval.support.probability < ANSWERABLE or not retrieval.evidence or shape is Shape.OUT_OF_SCOPE:
            return abstain(retrieval, lens, premise=premise)
        if premise:
            return _written(retrieval, lambda composer, r: write_corrected(composer, r, premise))
        if shape in {Shape.LIST, Shape.COUNT}:
            return _written(retrieval, _write_similar)
        missing = missing_attribute(retrieval.understood.question, shape, best_evidence(retrieval))
        if missing and missing != Expected.NUMBER and asks_one_thing(retrieval.understood.question):
            return abstain(retrieval, lens, missing)
        return self._composed(retrieval, missing)

    def _composed(self, retrieval: Retrieval, missing: str | None) -> Answer:
        """Write the shape of answer that the question calls for, the account of the best documents where it fails."""
        write = _WRITERS.get(retrieval.intent.shape, _write_sides)
        for attempt in (write, _write_sides, lambda c, r: _write_account(c, r, missing)):
            found = _written(retrieval, attempt)
            if found.citations:
                return found
        return abstain(retrieval, retrieval.lens)


Writer = Callable[[Composer, Retrieval], None]


def _written(retrieval: Retrieval, write: Writer) -> Answer:
    """Give what a writer wrote, with the documents near the question that it does not cite."""
    composer = Composer()
    write(composer, retrieval)
    found = composer.answer(retrieval)
    cited = {citation.passage.document_id for citation in found.citations}
    near = [document for document in _related(retrieval, retrieval.lens) if document.id not in cited]
    return replace(found, related=tuple(link(document) for document in near))


def _write_account(composer: Composer, retrieval: Retrieval, missing: str | None) -> None:
    """Quote the best documents one after the other."""
    say = phrases(retrieval.language)
    groups = quoted(retrieval)
    if missing and not (
        missing == Expected.NUMBER and any(holds(Expected.NUMBER, s.text) for s in sentences_of_all(groups))
    ):
        composer.write(f"{say[f'lacks_{missing}']} {say['known']}\n\n")
    _write_contradiction(composer, retrieval)
    for position, sentences in enumerate(groups):
        document = retrieval.catalogue.document(sentences[0].passage.document_id)
        composer.write("\n\n" if position else "")
        composer.write(say["then" if position else "lead"].format(document=described(document)) + "\n\n")
        tell(composer, sentences, retrieval.language)


def _write_contradiction(composer: Composer, retrieval: Retrieval) -> None:
    """Say which figures differ between two documents, where a figure is asked for."""
    if retrieval.intent.shape is not Shape.FIGURE:
        return
    found = contradiction(retrieval.understood.question, counting(retrieval), retrieval.catalogue)
    if not found:
        return
    say = phrases(retrieval.language)
    composer.write(say["differ"])
    for position, (figure, sentence, document) in enumerate(
        zip(found.figures, found.sentences, found.documents, strict=True)
    ):
        composer.write(say["differ_then"] if position else "")
        composer.state(figure.text, sentence)
        composer.write(say["differ_source"].format(document=described(document)))
    composer.write(".\n\n")


def _write_sides(composer: Composer, retrieval: Retrieval) -> None:
    """Set two things side by side, each with what the corpus says of it."""
    found = sides(retrieval, SENTENCES // 2)
    for position, side in enumerate(found or ()):
        composer.write("\n\n" if position else "")
        say = phrases(retrieval.language)
        composer.write(
            say["side"].format(name=side.name[:1].upper() + side.name[1:], document=described(side.document)) + "\n\n"
        )
        tell(composer, side.sentences, retrieval.language)


def _write_about(composer: Composer, retrieval: Retrieval) -> None:
    """Tell what the page about the assistant says, where the corpus has one."""
    question, documents = retrieval.understood.question, retrieval.catalogue.documents
    page = next((d for d in documents if not d.is_case and _ASSISTANT in fold(d.title)), None)
    if page:
        say = phrases(retrieval.language)
        asked = retrieval.lens.asked_stems(question)
        composer.write(say["lead"].format(document=described(page)) + "\n\n")
        told = of_document(retrieval, page.id, SENTENCES, asked, Shape.FACT, question)
        tell(composer, told, retrieval.language)


def _write_examples(composer: Composer, retrieval: Retrieval) -> None:
    """Tell one to three cases, with their place and year; one where one is asked for and none is as near."""
    least = CLOSE if _ONE.search(fold(retrieval.understood.question)) else CLOSE_CASES
    cases = [d for d in ranked_documents(retrieval, least, _SIMILAR) if d.is_case][:_EXAMPLES]
    if cases:
        composer.write(phrases(retrieval.language)["cases" if len(cases) > 1 else "case"] + "\n\n")
        write_cases(composer, retrieval, cases, Shape.LIST, _EXAMPLE_SENTENCES)


def _write_similar(composer: Composer, retrieval: Retrieval) -> None:
    """List what is nearest where no label says which documents fit."""
    composer.write(phrases(retrieval.language)["similar"] + "\n\n")
    write_cases(composer, retrieval, ranked_documents(retrieval, CLOSE_CASES, _SIMILAR), retrieval.intent.shape)


_WRITERS: Final[Mapping[Shape, Writer]] = {
    Shape.EXAMPLE: _write_examples,
    Shape.HOW_TO: write_advice,
    Shape.ORIENTATION: write_orientation,
}
"""By the shape of answer; any other is an account of the best documents."""


def abstain(retrieval: Retrieval, lens: Lens, missing: str | None = None, premise: Premise | None = None) -> Answer:
    """Say that the corpus does not answer, what it lacks, and which of its documents come near."""
    say = phrases(retrieval.language)
    only_polite = COURTESY.issuperset(analyse(retrieval.understood.question))
    parts = [say["courtesy" if only_polite else "abstained"]]
    if retrieval.intent.shape is Shape.OUT_OF_SCOPE:
        parts.append(say["courtesy"])
    elif premise:
        parts.append(corrected(premise, retrieval.language))
    elif missing:
        parts.append(say[f"lacks_{missing}"])
    elif retrieval.support.missing:
        names = say["and"].join(say["quoted"].format(text=name) for name in retrieval.support.missing)
        parts.append(say["missing"].format(names=names))
    elif retrieval.intent.is_structured and retrieval.understood.filters:
        told = criteria(retrieval.understood.filters, lens.taxonomy, retrieval.language)
        fitting = lens.selector.select(lens.catalogue.documents, retrieval.understood.filters)
        parts += [say["none_fit"].format(criteria=told)] if told and not fitting else []
    near = list(premise.documents if premise else _related(retrieval, lens))
    return Answer(
        text=" ".join(parts),
        sources=retrieval.passages,
        related=tuple(link(document) for document in near),
        abstained=True,
        understood=retrieval.understood,
        language=retrieval.language,
        generation=retrieval.generation,
    )


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
