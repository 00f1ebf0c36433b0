"""Answers to « par où commencer » and « comment faire »: steps, cases close to the person's, and where to start."""

from typing import Final

from assistant.answers import Filters
from assistant.composing import Composer, described, linked_title
from assistant.documents import Document
from assistant.intent import Shape
from assistant.quoting import of_document, ranked_documents
from assistant.retrieval import Retrieval
from assistant.telling import frame, tell
from assistant.wording import phrases

_GUIDING: Final = frozenset(
    {"guide", "méthode", "référentiel", "MOOC", "notion", "concept", "fiche", "livre", "rapport"}
)
_STARTING: Final = frozenset({"guide", "MOOC", "plateforme", "méthode"})
"""Kinds of documents that one opens to begin."""
_CLOSE: Final = 0.55
_LOOKED_AT: Final = 25
_STEPS: Final = 4
_CASES: Final = 2
_STARTS: Final = 2


def write_advice(composer: Composer, retrieval: Retrieval) -> None:
    """Write steps, cases and where to start; nothing where the corpus has no advice to give."""
    documents = ranked_documents(retrieval, _CLOSE, _LOOKED_AT)
    guides = [d for d in documents if d.kind in _GUIDING][:1]
    cases = _closest_cases(documents, retrieval)[:_CASES]
    if not guides and not cases:
        return
    say = phrases(retrieval.language)
    asked = retrieval.lens.asked_stems(retrieval.understood.question)
    for document in guides:
        composer.write(say["lead"].format(document=described(document)) + "\n\n")
        sentences = of_document(retrieval, document.id, _STEPS, asked, Shape.LESSONS)
        tell(composer, sentences, retrieval.language)
        composer.write("\n\n")
    if cases:
        composer.write(say["learnt" if guides else "cases"] + "\n\n")
        write_cases(composer, retrieval, cases, Shape.LESSONS)
    starts = [d for d in documents if d.kind in _STARTING and d not in guides][:_STARTS]
    if starts:
        composer.write("\n" + say["start"].format(documents=say["and"].join(map(linked_title, starts))))


def write_cases(composer: Composer, retrieval: Retrieval, cases: list[Document], shape: Shape, limit: int = 1) -> None:
    """Tell cases in a line each: where and when, and the sentences that bear on the question."""
    asked = retrieval.lens.asked_stems(retrieval.understood.question)
    for document in cases:
        place = ", ".join(str(detail) for detail in (document.territory, document.year) if detail)
        composer.write(f"- {linked_title(document)}{f' ({place})' if place else ''} : ")
        composer.quote(of_document(retrieval, document.id, limit, asked, shape), frame(retrieval.language))
        composer.write("\n")


def _closest_cases(documents: list[Document], retrieval: Retrieval) -> list[Document]:
    """Give the cases, those of the person's place first."""
    filters = retrieval.understood.filters
    places = Filters(regions=filters.regions, departments=filters.departments)
    return sorted((d for d in documents if d.is_case), key=lambda d: not retrieval.lens.selector.admits(d, places))
