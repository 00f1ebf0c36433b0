"""Questions to begin with or to go on with: those that the documents say they answer, as varied as can be."""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from assistant.analysis import analyse
from assistant.documents import Document
from assistant.templates import fill_templates

COUNT: Final = 8
NEAR: Final = 3
_LONGEST: Final = 110
"""Characters; a longer question doesn't fit on a button."""
_NOTION: Final = "notion"
_FIGURE: Final = re.compile(
    r"combien|(?:à|de|pour)? ?quel(?:le)?s? (?:part|montant|budget|pourcentage|nombre|proportion|somme)", re.IGNORECASE
)


def suggest(documents: Sequence[Document], seed: str, count: int = COUNT) -> tuple[str, ...]:
    """Give varied questions, the same ones for the same documents and seed.

    Cases of different regions, publications, notions and figures take turns, each document once as long as there are
    others. Where no document says what it answers, the questions are made of their labels.

    Args:
        documents: what the knowledge base holds.
        seed: anything; another one gives other questions.
        count: at most how many.
    """
    chance = random.Random(seed)
    pools = [pool for pool in _pools(documents, chance).values() if pool]
    if not pools:
        return fill_templates(documents, chance, count)
    chance.shuffle(pools)
    found: dict[str, str] = {}
    places: set[str] = set()
    while len(found) < count and any(pools):
        for pool in pools:
            if pool and len(found) < count:
                document, question = _draw(pool, found.values(), places)
                found.setdefault(question, document.id)
                places.update(document.regions)
    return tuple(found)


def suggest_near(
    ids: Iterable[str], documents: Mapping[str, Document], asked: str = "", count: int = NEAR
) -> tuple[str, ...]:
    """Give questions of some documents, then of their nearest neighbours by their labels: one of each document.

    Args:
        ids: the documents, nearest first; unknown ones are passed over.
        documents: every document, by id.
        asked: what was asked: of each document, the question that shares most words with it comes, and never itself.
        count: at most how many.
    """
    stems = set(analyse(asked))
    near = [documents[name] for name in dict.fromkeys(ids) if name in documents]
    found: dict[str, None] = {}
    for document in (*near, *_neighbours(near, documents)):
        questions = [question for question in document.questions if set(analyse(question)) != stems]
        if questions:
            found.setdefault(max(questions, key=lambda question: len(stems & set(analyse(question)))))
        if len(found) >= count:
            break
    return tuple(found)


def _pools(documents: Iterable[Document], chance: random.Random) -> dict[str, list[tuple[Document, str]]]:
    """Gather the questions by what they are about, each pool in an order of its own."""
    pools: dict[str, list[tuple[Document, str]]] = {name: [] for name in ("case", "publication", "notion", "figure")}
    for document in documents:
        kind = "case" if document.is_case else "notion" if document.kind == _NOTION else "publication"
        for question in document.questions:
            if len(question) <= _LONGEST:
                pools["figure" if _FIGURE.match(question) else kind].append((document, question))
    for pool in pools.values():
        chance.shuffle(pool)
    return pools


def _draw(pool: list[tuple[Document, str]], taken: Iterable[str], places: set[str]) -> tuple[Document, str]:
    """Take the next question out of a pool, of a document and a region that had no turn yet where there is one."""
    known = set(taken)
    fresh = [number for number, (document, _) in enumerate(pool) if document.id not in known]
    elsewhere = (number for number in fresh if places.isdisjoint(pool[number][0].regions))
    return pool.pop(next(elsewhere, fresh[0] if fresh else 0))


def _neighbours(near: Sequence[Document], documents: Mapping[str, Document]) -> list[Document]:
    """Give the other documents that share themes, a type of alliance or a region with these, the nearest first."""
    labels = {label for document in near for label in _labels(document)}
    known = {document.id for document in near}
    shared = {name: len(labels & _labels(one)) for name, one in documents.items() if name not in known}
    return [documents[name] for name in sorted(shared, key=lambda name: (-shared[name], name)) if shared[name]]


def _labels(document: Document) -> set[str]:
    return {*document.themes, *document.regions, document.alliance_type} - {""}
