"""Exhaustive answers from the labels of the whole corpus: lists, counts and breakdowns, never a top-k."""

from typing import Final

from assistant.answers import Answer
from assistant.composing import Composer, linked_title
from assistant.documents import Document
from assistant.evidence import gather
from assistant.intent import Shape, names_publications
from assistant.lens import Lens
from assistant.ranking import RankedDocument
from assistant.retrieval import Retrieval, best_passage
from assistant.selection import count_by
from assistant.wording import FACETS, counted_noun, criteria, phrases

_LONGEST_LIST: Final = 60
"""Lines; beyond it the person is told how many more there are, and can narrow the question."""


def answer_list(retrieval: Retrieval, lens: Lens) -> Answer:
    """Say how many documents fit and list them, each with its link and a proof."""
    say = phrases(retrieval.language)
    composer = Composer()
    documents = retrieval.selected
    if not retrieval.understood.filters:
        cases = sum(document.is_case for document in retrieval.catalogue.documents)
        total = len(retrieval.catalogue.documents)
        composer.write(say["count_all"].format(cases=cases, publications=total - cases))
        return composer.answer(retrieval)
    composer.write(_lead(retrieval, lens) + "\n\n")
    ranked = {r.document_id: r for r in retrieval.ranked}
    for document in documents[:_LONGEST_LIST]:
        best = best_passage(lens.catalogue, ranked.get(document.id, RankedDocument(document.id, 0.0, ())))
        composer.write(f"- {linked_title(document)}{_place_and_year(document)} : ")
        for sentences in gather(retrieval.understood.question, Shape.FACT, [best], lens, 1):
            composer.quote(sentences, say["quoted"] if retrieval.language == "en" else "{text}")
        composer.write("\n")
    return composer.answer(retrieval)


def answer_breakdown(retrieval: Retrieval, lens: Lens) -> Answer:
    """Count the documents by the values of a facet, in a table."""
    say = phrases(retrieval.language)
    facet = retrieval.intent.facet
    documents = retrieval.selected
    publications = names_publications(retrieval.intent.noun)
    counts = count_by(documents, facet)
    labels = lens.taxonomy.sdg_labels or {}
    name = FACETS[retrieval.language][facet]
    noun = counted_noun(len(documents), "publications" if publications else "cas", retrieval.language)
    without = sum(not getattr(document, facet) for document in documents)
    rows = [
        *(
            (f"{v} – {labels[int(v)]}" if facet == "sdgs" and int(v) in labels else v, n)
            for v, n in counts.most_common()
        ),
        *([(say["without"], without)] if without else []),
    ]
    composer = Composer()
    composer.write(say["breakdown"].format(count=len(documents), noun=noun, facet=name) + "\n\n")
    composer.write(f"| {name.capitalize()} | {say['number']} |\n|---|---:|\n")
    composer.write("\n".join(f"| {value} | {number} |" for value, number in rows))
    return composer.answer(retrieval)


def _lead(retrieval: Retrieval, lens: Lens) -> str:
    say = phrases(retrieval.language)
    count = len(retrieval.selected)
    noun = counted_noun(count, retrieval.intent.noun, retrieval.language)
    told = criteria(retrieval.understood.filters, lens.taxonomy, retrieval.language)
    return say["list"].format(count=f"**{count} {noun}**", criteria=f"({told})" if told else "")


def _place_and_year(document: Document) -> str:
    details = ", ".join(str(detail) for detail in (document.territory, document.year) if detail)
    return f" ({details})" if details else ""
