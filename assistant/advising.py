"""Answers to « par où commencer » and « comment faire »: steps, cases close to the person's, and where to start."""

import re
from typing import Final

from assistant.answers import Filters
from assistant.composing import Composer, described, linked_title, literal
from assistant.documents import Document
from assistant.evidence import Sentence
from assistant.intent import Shape
from assistant.language import fold
from assistant.quoting import CLOSE_CASES, of_document, ranked_documents
from assistant.retrieval import Retrieval
from assistant.telling import frame, tell
from assistant.wording import phrases

_GUIDING: Final = frozenset(
    {"guide", "méthode", "référentiel", "MOOC", "notion", "concept", "fiche", "livre", "rapport"}
)
_STARTING: Final = frozenset({"guide", "MOOC", "plateforme", "méthode"})
"""Kinds of documents that one opens to begin."""
_ADVISES: Final = re.compile(r"\b(?:etapes?|d'abord|commence\w*|conseil\w*|prepar\w*|demarche|faut|doit)\b")
"""What tells how rather than how it stands."""
_CLOSE: Final = 0.55
"""The share of the best score from which a document is worth reading to begin."""
_AS_GOOD: Final = 0.8
"""The share of the best score from which a guide tells how: where a case is much nearer, the case does."""
_EXPLAINED: Final = 0.1
_LOOKED_AT: Final = 25
_STEPS: Final = 4
_CASES: Final = 2
_STARTS: Final = 2
_READ: Final = 3


def write_advice(composer: Composer, retrieval: Retrieval) -> None:
    """Write steps from a guide, what cases learnt of it, and where to start; nothing where a case answers better."""
    guides = [d for d in ranked_documents(retrieval, _AS_GOOD, _LOOKED_AT) if d.kind in _GUIDING][:1]
    if not guides:
        return
    say = phrases(retrieval.language)
    asked = retrieval.lens.asked_stems(retrieval.understood.question)
    composer.write(say["lead"].format(document=described(guides[0])) + "\n\n")
    told = of_document(retrieval, guides[0].id, _STEPS, asked, Shape.LESSONS)
    tell(composer, _advice_first(told), retrieval.language)
    if cases := _closest_cases(retrieval):
        composer.write("\n\n" + say["learnt"] + "\n\n")
        write_cases(composer, retrieval, cases, Shape.LESSONS)
    _write_starts(composer, retrieval, guides)


def _advice_first(sentences: list[Sentence]) -> list[Sentence]:
    """Put first in each section what tells how."""
    sections = list(dict.fromkeys(s.passage.heading_path for s in sentences))
    return sorted(sentences, key=lambda s: (sections.index(s.passage.heading_path), not _ADVISES.search(fold(s.text))))


def write_orientation(composer: Composer, retrieval: Retrieval) -> None:
    """Write what to read first, with a sentence of each, cases close to the person's situation, and where to start."""
    reading = [d for d in ranked_documents(retrieval, _CLOSE, _LOOKED_AT) if not d.is_case][:_READ]
    cases = _closest_cases(retrieval)
    say = phrases(retrieval.language)
    if reading:
        composer.write(say["read"] + "\n\n")
        write_cases(composer, retrieval, reading, Shape.DEFINITION)
    if cases:
        composer.write(("\n" if reading else "") + say["cases" if len(cases) > 1 else "case"] + "\n\n")
        write_cases(composer, retrieval, cases, Shape.LESSONS)
    _write_starts(composer, retrieval, reading)


def _write_starts(composer: Composer, retrieval: Retrieval, told: list[Document]) -> None:
    """Name what one opens to begin, a course or a guide, that is near the question and not told of yet."""
    near = ranked_documents(retrieval, _CLOSE, _LOOKED_AT)
    starts = [d for d in near if d.kind in _STARTING and d not in told][:_STARTS]
    if starts:
        say = phrases(retrieval.language)
        composer.write("\n\n" + say["start"].format(documents=say["and"].join(map(linked_title, starts))))


def write_cases(composer: Composer, retrieval: Retrieval, cases: list[Document], shape: Shape, limit: int = 1) -> None:
    """Tell documents in a line each: where and when, and the sentences that bear on the question."""
    asked = retrieval.lens.asked_stems(retrieval.understood.question)
    for document in cases:
        place = ", ".join(literal(str(d)) for d in (document.territory or document.kind, document.year) if d)
        composer.write(f"- {linked_title(document)}{f' ({place})' if place else ''} : ")
        composer.quote(of_document(retrieval, document.id, limit, asked, shape), frame(retrieval.language))
        composer.write("\n")


def _closest_cases(retrieval: Retrieval) -> list[Document]:
    """Give the cases nearest to the question, those of the person's place first."""
    filters = retrieval.understood.filters
    places = Filters(regions=filters.regions, departments=filters.departments)
    # What a publication gained for explaining does not push the cases away.
    cases = [d for d in ranked_documents(retrieval, CLOSE_CASES - _EXPLAINED, _LOOKED_AT) if d.is_case]
    return sorted(cases, key=lambda d: not retrieval.lens.selector.admits(d, places))[:_CASES]
