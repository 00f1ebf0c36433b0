"""Two things that a question sets side by side, and the document that tells of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.analysis import analyse
from assistant.documents import Document
from assistant.evidence import Sentence
from assistant.intent import Shape, asks_for_publication
from assistant.language import fold
from assistant.quoting import of_document, ranked_documents
from assistant.retrieval import Retrieval

_END: Final = r"(?=\s*(?:[?.,;:!()]|$|\bselon\b|\bet (?:qui|que|quand|comment|pourquoi|ce)\b|\bau sens\b|\bque\b))"
_SET_APART: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:differen\w+|distinction|distinguer|nuance|compar\w+|ecart|confondre|choisir|choix|frontiere)\b"
        rf"[^?.;]{{0,40}}?\bentre\s+(?P<a>[^?.;]+?)\s+et\s+(?P<b>[^?.;]+?){_END}",
        rf"\b(?:distingue|differencie|separe)\w*\s+(?P<a>[^?.;]+?)\s+(?:de|d'|du|des|et)\s*(?P<b>[^?.;]+?){_END}",
        r"(?:^|[?.;,:]\s*)(?P<a>[^?.;]+?)\s+(?:et|ou)\s+(?P<b>[^?.;]+?)[\s,:]*(?:c'est|est-ce|ca veut dire|sont-ils"
        r"|sont-elles)\s+(?:la meme chose|pareil|identiques?|synonymes?|equivalents?)",
        rf"\b(?:compar\w+)\s+(?:entre\s+)?(?P<a>[^?.;]+?)\s+(?:et|avec)\s+(?P<b>[^?.;]+?){_END}",
        rf"\b(?:compar\w+)\s+(?P<a>[^?.;]+?)\s+a\s+(?P<b>[^?.;]+?){_END}",
        rf"(?:^|[?.;,:]\s*)(?P<a>[^?.;,:]+?)\s+(?:vs|versus|face a|par rapport a)\s+(?P<b>[^?.;]+?){_END}",
        rf"\bdifference between\s+(?P<a>[^?.;]+?)\s+and\s+(?P<b>[^?.;]+?){_END}",
        r"(?:^|[?.;]\s*)(?:d'abord\s+)?(?P<a>[^?.;,:]+?)\s+(?:et|ou)\s+(?P<b>[^?.;,:]+?)\s*[:,]\s*(?:lequel|laquelle|qui"
        r"|quel|combien|ou )",
    )
)
_DETERMINER: Final = re.compile(
    r"^(?:(?:le|la|les|un|une|des|du|de|d|l|the|a|an|veritable|vrai|vraie|et|est-ce que|donc|notion de|celui|celle|de"
    r" la|de l)(?:\s+|['’]))+"
)
_LONGEST: Final = 60
"""Characters of the name of a thing."""
_LOOKED_AT: Final = 20
_LEAST: Final = 0.5
"""The share of a thing's words, by rarity, that the document telling of it holds in its title or its text."""
_EXPLAINS: Final = 0.4
"""What a publication gains, which tells what a thing is where a case tells what was done."""
_NAMED: Final = 2.0
"""What a word in the title counts against one in the text."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things set side by side."""

    name: str
    """As written in the question."""
    document: Document
    sentences: Sequence[Sentence]


def things_compared(question: str) -> tuple[str, str] | None:
    """Give the names of two things that a question sets side by side, as written, without their articles."""
    folded = fold(question)
    if len(folded) != len(question):
        folded = question.lower().replace("’", "'")
    for pattern in _SET_APART:
        if found := pattern.search(folded):
            one, other = (_named(question, folded, found.span(name)) for name in "ab")
            if 0 < len(one) <= _LONGEST and 0 < len(other) <= _LONGEST and analyse(one) and analyse(other):
                return one, other
    return None


def _named(question: str, folded: str, span: tuple[int, int]) -> str:
    """Give a thing as written, without its articles and quotation marks."""
    article = _DETERMINER.match(folded[slice(*span)].lstrip(' «"'))
    start = span[0] + len(folded[slice(*span)]) - len(folded[slice(*span)].lstrip(' «"'))
    return question[start + (article.end() if article else 0) : span[1]].strip(" «»\"'’")


def sides(retrieval: Retrieval, limit: int) -> tuple[Side, Side] | None:
    """Find what the corpus says of each of two things; nothing where one document tells of both, or of neither."""
    question = retrieval.understood.question
    things = None if asks_for_publication(question) else things_compared(question)
    if things is None or not retrieval.ranked:
        return None
    pair = _pair(things, ranked_documents(retrieval, 0.0, _LOOKED_AT), retrieval)
    if pair is None:
        return None
    names = [{*analyse(thing)} for thing in things]
    asked = retrieval.lens.asked_stems(retrieval.understood.question)
    found = []
    for name, document, theirs in zip(things, pair, (names[1] - names[0], names[0] - names[1]), strict=True):
        own = [stem for stem in asked if stem not in theirs]
        question = retrieval.understood.question
        told = of_document(retrieval, document.id, limit, own, _shape(retrieval), question)
        found.append(Side(name, document, told))
    return (found[0], found[1]) if all(side.sentences for side in found) else None


def _pair(
    things: tuple[str, str], documents: Sequence[Document], retrieval: Retrieval
) -> tuple[Document, Document] | None:
    """Give the document that tells of each thing; nothing where the best one tells of both."""
    if _tells_of_both(things, documents[0], retrieval):
        return None
    worth = [{d.id: _worth(thing, d, retrieval) for d in documents} for thing in things]
    pairs = [(a, b) for a in documents for b in documents if a is not b and worth[0][a.id] and worth[1][b.id]]
    return max(pairs, key=lambda pair: worth[0][pair[0].id] + worth[1][pair[1].id], default=None)


def _shape(retrieval: Retrieval) -> Shape:
    return Shape.FIGURE if "combien" in fold(retrieval.understood.question) else Shape.COMPARISON


def _worth(thing: str, document: Document, retrieval: Retrieval) -> float:
    """Tell how well a document tells of a thing: its title first, then its text; not at all without its title."""
    lens, stems, title = retrieval.lens, analyse(thing), {*analyse(document.title)}
    titled = lens.share(stems, title)
    if titled < _LEAST:
        return 0.0
    focus = len(title.intersection(stems)) / len(title)
    return _NAMED * titled + focus + lens.coverage(stems, document) + _EXPLAINS * (not document.is_case)


def _tells_of_both(things: tuple[str, str], document: Document, retrieval: Retrieval) -> bool:
    """Tell whether the title of a document names what is proper to each of two things."""
    titled, lens = {*analyse(document.title)}, retrieval.lens
    stems = [{*analyse(thing)} for thing in things]
    own = [stems[0] - stems[1] or stems[0], stems[1] - stems[0] or stems[1]]
    return all(lens.meant(max(sorted(each), key=lens.rarity)) in titled for each in own)
