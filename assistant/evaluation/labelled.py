"""Lists against the front matter: a question for each label of the case studies, whose answer the labels tell."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import fmean
from typing import Final

from assistant.answers import Answer, Question
from assistant.documents import Document
from assistant.evaluation.scores import cited_documents
from assistant.quality import Figure

_ASKED: Final = ("Quelles sont les études de cas {} ?", "Combien d’études de cas {} ?", "Liste des cas {}")
_SAID: Final[dict[str, str]] = {
    "regions": "en {}",
    "departments": "dans le département {}",
    "themes": "sur le thème {}",
    "alliance_type": "de type « {} »",
    "sdgs": "liées à l’ODD {}",
    "year": "de l’année {}",
}
MOST: Final = 120
"""Questions; of more labels, as many are taken at equal distances."""

Labelled = tuple[str, frozenset[str]]
"""A question, with the ids of all the case studies that it asks for."""


def labelled_questions(documents: Iterable[Document], most: int = MOST) -> list[Labelled]:
    """Ask for the case studies that bear each label; none where documents have no labels."""
    cases = [document for document in documents if document.is_case]
    labels = [(facet, label) for facet in _SAID for label in sorted({*_values(cases, facet)}, key=str)]
    step = max(1.0, len(labels) / most)
    chosen = [labels[int(place * step)] for place in range(min(most, len(labels)))]
    return [
        (
            _ASKED[number % len(_ASKED)].format(_SAID[facet].format(label)),
            frozenset(case.id for case in cases if label in _of(case, facet)),
        )
        for number, (facet, label) in enumerate(chosen)
    ]


def measure_lists(
    ask: Callable[[Question], Answer], questions: Sequence[Labelled], progress: Callable[[], None] | None = None
) -> dict[str, Figure]:
    """Give precision and recall of the documents cited, mean over the questions; nothing for none."""
    shares = []
    for question, truth in questions:
        cited = {*cited_documents(ask(Question(question)))}
        right = len(cited & truth)
        shares.append((right / max(1, len(cited)), right / len(truth)))
        if progress:
            progress()
    if not shares:
        return {}
    precisions, recalls = zip(*shares, strict=True)
    return {
        "labels_precision": Figure(fmean(precisions), len(shares)),
        "labels_recall": Figure(fmean(recalls), len(shares)),
    }


def _values(cases: Iterable[Document], facet: str) -> Iterator[str | int]:
    for case in cases:
        yield from _of(case, facet)


def _of(document: Document, facet: str) -> tuple[str | int, ...]:
    value = getattr(document, facet)
    return value if isinstance(value, tuple) else (value,) if value else ()
