"""Exhaustive answers from the labels of the whole corpus: lists, counts and breakdowns, never a top-k."""

from typing import Final

from assistant.answers import Answer, Filters
from assistant.asking import FITTING
from assistant.composing import Composer, linked_title, literal
from assistant.documents import Document, retrieved
from assistant.evidence import gather
from assistant.intent import Shape
from assistant.language import fold
from assistant.lens import Lens, narrows
from assistant.retrieval import Retrieval
from assistant.scoring import SHORT_DOCUMENT
from assistant.selection import count_by
from assistant.wording import FACETS, counted_noun, criteria, phrases

_LONGEST_LIST: Final = 400
"""Lines; far more than anyone reads, so that a huge corpus does not choke the page."""
_SHORT_LIST: Final = 8
_NEAR: Final = 3
_CLOSE: Final = 0.8
"""The share of the best document's score from which another one is among the closest."""


def answer_list(retrieval: Retrieval, lens: Lens) -> Answer:
    """Say how many documents fit and list them, each with its link and a proof."""
    say = phrases(retrieval.language)
    composer = Composer()
    own = lens.own_words(retrieval.understood.question, retrieval.recognised)
    if not narrows(retrieval.understood.filters) and not own and not retrieval.intent.without:
        composer.count(say["count_all"].format(cases=len(lens.cases), publications=len(lens.publications)))
        composer.write(f" {say['narrow']}" if retrieval.intent.shape is Shape.LIST else "")
        return composer.answer(retrieval)
    composer.count(_lead(retrieval, lens))
    close, others = _split(retrieval)
    for heading, group in ((say["closest"], close), (say["others"], others)):
        composer.write(f"\n\n{heading}" if close and others else "")
        composer.write("\n\n" if group else "")
        for document in group:
            _write_line(composer, document, retrieval, lens)
    if near := _near(retrieval):
        composer.write(f"\n\n{say['near']}\n\n")
        for document in near:
            _write_line(composer, document, retrieval, lens)
    return composer.answer(retrieval)


def _near(retrieval: Retrieval) -> list[Document]:
    """Give, beside a short list, the documents that match the question as well but do not bear the labels."""
    own = {*retrieval.lens.own_stems(retrieval.understood.question, retrieval.recognised.mentions)} - FITTING
    if len(retrieval.selected) > _SHORT_LIST // 2 or not retrieval.ranked or not own:
        return []
    listed = {document.id for document in retrieval.selected}
    best = retrieval.ranked[0].score
    found = [r.document_id for r in retrieval.ranked if r.score >= _CLOSE * best and r.document_id not in listed]
    return [retrieval.catalogue.document(document_id) for document_id in found[:_NEAR]]


def _split(retrieval: Retrieval) -> tuple[list[Document], list[Document]]:
    """Tell the documents nearest to what is asked beyond the labels from the others that fit."""
    listed = list(retrieval.selected[: retrieval.intent.limit or _LONGEST_LIST])
    scores = {r.document_id: r.score for r in retrieval.ranked}
    own = retrieval.lens.own_stems(retrieval.understood.question, retrieval.recognised.mentions)
    if len(listed) <= _SHORT_LIST or retrieval.intent.latest_first or not own:
        return [], listed
    best = max(scores.get(document.id, 0.0) for document in listed)
    close = [document for document in listed if scores.get(document.id, 0.0) >= _CLOSE * best]
    return close, [document for document in listed if document not in close]


def _write_line(composer: Composer, document: Document, retrieval: Retrieval, lens: Lens) -> None:
    """Name a document with its place and year, and quote the sentence that tells best what it is about."""
    # What all the listed documents have in common, their labels and the way of saying them, tells them apart least.
    passages = [retrieved(p, 0.0) for p in lens.catalogue.passages_of(document.id)[:SHORT_DOCUMENT]]
    own = lens.own_stems(retrieval.understood.question, retrieval.recognised.mentions)
    composer.write(f"- {linked_title(document)}{_place_and_year(document)} : ")
    frame = phrases(retrieval.language)["quoted"] if retrieval.language == "en" else "{text}"
    for sentences in gather(own, Shape.LIST, passages, lens, 1):
        composer.quote(sentences, frame)
    composer.write("\n")


def answer_breakdown(retrieval: Retrieval, lens: Lens) -> Answer:
    """Count the documents by the values of a facet, in a table."""
    say = phrases(retrieval.language)
    facet = retrieval.intent.facet
    documents = retrieval.selected
    counts = count_by(documents, facet)
    labels = lens.taxonomy.sdg_labels or {}
    name = FACETS[retrieval.language][facet]
    noun = counted_noun(documents, retrieval.language)
    without = sum(not getattr(document, facet) for document in documents)
    in_order = sorted(counts.items()) if facet in {"year", "sdgs"} else counts.most_common()
    rows = [
        *((f"{v} – {labels[int(v)]}" if facet == "sdgs" and int(v) in labels else v, n) for v, n in in_order),
        *([(say["without"], without)] if without else []),
    ]
    composer = Composer()
    composer.count(say["breakdown"].format(count=len(documents), noun=noun, facet=name))
    composer.write("\n\n")
    composer.write(f"| {name[0].upper()}{name[1:]} | {say['number']} |\n|---|---:|\n")
    composer.write("\n".join(f"| {value} | {number} |" for value, number in rows))
    return composer.answer(retrieval)


def _lead(retrieval: Retrieval, lens: Lens) -> str:
    """Say how many documents fit what, and which words of the question none of them holds."""
    say = phrases(retrieval.language)
    question, recognised = retrieval.understood.question, retrieval.recognised
    unheeded = lens.unheeded(question, recognised, retrieval.selected)
    widened = _widened(retrieval, lens)
    told = _criteria(retrieval, widened or retrieval.understood.filters, lens)
    if not unheeded and (own := lens.own_words(question, recognised)):
        saying = say["saying"].format(words=_quoted(own, retrieval.language))
        told = f"{told}, {saying}" if told else saying
    if retrieval.intent.without:
        lacking = f"{say['without']} : {FACETS[retrieval.language].get(retrieval.intent.without, '')}".rstrip(" :")
        told = f"{told}, {lacking}" if told else lacking
    noun = f"**{_of_how_many(retrieval, lens)}**"
    lead = say["list"].format(count=noun, criteria=f"({told})" if told else "").replace("  ", " ")
    if widened:
        places = say["or"].join(retrieval.understood.filters.departments)
        lead = f"{say['none_there'].format(place=places)} {lead}"
    if undated := lens.undated(retrieval.intent, retrieval.understood.filters):
        lead += f" {say['undated'].format(count=undated)}"
    if not unheeded:
        return lead
    return f"{lead}\n\n{say['unheeded'].format(words=_quoted(unheeded, retrieval.language))}"


def _widened(retrieval: Retrieval, lens: Lens) -> Filters | None:
    """Give the regions that were taken for the departments named, where none of these has what is asked for."""
    filters = retrieval.understood.filters
    there = Filters(departments=filters.departments)
    if not there or any(lens.selector.admits(document, there) for document in retrieval.selected):
        return None
    return lens.widened(filters)


def _of_how_many(retrieval: Retrieval, lens: Lens) -> str:
    """Count the documents listed, of all those of their sort: « 13 des 341 études de cas »."""
    listed = retrieval.selected
    cases = all(document.is_case for document in listed)
    whole = lens.cases if cases else lens.publications if not any(d.is_case for d in listed) else ()
    counted = f"{len(listed)} {counted_noun(listed, retrieval.language)}"
    if not {d.id for d in listed} < {d.id for d in whole}:
        return counted
    say = phrases(retrieval.language)
    return say["of_all"].format(count=len(listed), total=len(whole), noun=counted_noun(whole, retrieval.language))


def _criteria(retrieval: Retrieval, filters: Filters, lens: Lens) -> str:
    themes = {fold(theme) for theme in filters.themes}
    all_themes = all(themes <= {fold(theme) for theme in document.themes} for document in retrieval.selected)
    return criteria(filters, lens.taxonomy, retrieval.language, all_themes=all_themes)


def _quoted(words: list[str], language: str) -> str:
    return ", ".join(phrases(language)["quoted"].format(text=word) for word in words)


def _place_and_year(document: Document) -> str:
    details = ", ".join(literal(str(detail)) for detail in (document.territory, document.year) if detail)
    return f" ({details})" if details else ""
