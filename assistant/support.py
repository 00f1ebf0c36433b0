"""Whether the corpus answers a question: a calibrated decision on several signals, since no single score tells."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.analysis import analyse
from assistant.asking import ASKING, COURTESY, asked_for, is_order, proper_names
from assistant.calibration import ANSWERABLE, probability
from assistant.documents import Document, RetrievedPassage
from assistant.lacking import missing_attribute
from assistant.lens import Lens
from assistant.ranking import Found
from assistant.reach import asks_beyond
from assistant.scoring import Asked, Near

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_NEVER_PARTIAL: Final = frozenset({"several", "contact", "who"})
_WORDS_SCALE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Signals:
    """What was measured of a question and its best documents, each between 0 and 1 or nearly."""

    cosine: float
    """Of the best passage."""
    document_cosine: float
    """Of the best whole document."""
    sentence_cosine: float
    """Of the nearest sentence of the best documents."""
    question_cosine: float
    """Of the nearest question that a document says it answers."""
    cosine_lead: float
    """Of the best passage over the tenth."""
    bm25_share: float
    """The best BM25 by the rarity of all the question's words."""
    said_coverage: float
    """The share of the question's words, by rarity, that the best document and the questions it answers hold."""
    asked_missing: float
    """1 when the best document does not hold the noun that is asked for."""
    lacking: float
    """1 when the passages do not hold the kind of thing that is asked for: a sum, a date, a list, a name."""
    beyond: float
    """1 when the question asks for what no document can tell: what is true today, a judgement, a page by its number."""
    not_given: float
    """1 when it asks for the items of a list that is spoken of and nowhere given, or for a person's address."""
    disagreement: float
    """The share of the labels named in the question that the best document does not bear: another place, say."""
    names_missing: float
    """The share of the question's proper names that none of the best documents holds."""
    year_missing: float
    """1 when the best document does not hold a year of the question."""
    named: float
    """1 when the question calls a document by its name."""
    order: float
    """1 when the question orders a text to be made."""
    words: float
    """How many words of its own the question has, in tens."""


@dataclass(frozen=True, slots=True)
class Support:
    """How likely the corpus answers, and what it lacks."""

    probability: float
    signals: Signals
    missing: tuple[str, ...] = ()
    """Proper names of the question that no passage of the corpus holds, as written."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a question would be answered from."""

    documents: Sequence[Document]
    """The best documents, best first; none when the corpus is empty."""
    passages: Sequence[RetrievedPassage]
    """Theirs."""
    near: Near
    """The sentences of these passages."""
    found: Found
    """What the engines brought."""
    has_section: bool
    """The first document has the very section that is asked for."""


def measure_support(asked: Asked, ground: Ground, lens: Lens) -> Support:
    """Measure how well the best documents support an answer."""
    question, documents = asked.question, ground.documents
    names = proper_names(question)
    missing = [name for name in names if not any(_holds(document, name, lens) for document in documents)]
    signals = _signals(asked, ground, lens, len(missing) / len(names) if names else 0.0)
    unknown = tuple(name for name in missing if asked.language == "fr" and not lens.knows(name))
    if not documents or COURTESY.issuperset(analyse(question)):
        return Support(0.0, signals, unknown)
    likely = probability(signals, asked.language)
    is_named = documents[0].id in asked.recognised.named
    if ground.has_section and is_named and not _asks_more(question, documents[0], lens):
        likely = max(likely, ANSWERABLE)
    return Support(likely, signals, unknown)


def _asks_more(question: str, document: Document, lens: Lens) -> bool:
    """Tell whether a question about a document asks for something that neither its text nor its headings name."""
    headings = {*analyse(" ".join(heading for section in document.sections for heading in section.heading_path))}
    held = lens.stems_of(document) | headings
    return any(lens.meant(stem) not in held for stem in lens.asked_stems(question))


def _signals(asked: Asked, ground: Ground, lens: Lens, names_missing: float) -> Signals:
    question, found = asked.question, ground.found
    stems = lens.asked_stems(question)
    first = ground.documents[:1]
    noun = [s for s in analyse(asked_for(question)) if s not in ASKING]
    lacking = missing_attribute(question, asked.intent.shape, ground.passages)
    agreements = [agrees for d in first for agrees in lens.selector.agreements(d, asked.filters).values()]
    return Signals(
        cosine=_score(found.dense, 0),
        document_cosine=_score(found.dense_documents, 0),
        sentence_cosine=max((s.cosine for p in ground.passages for s in ground.near.get(p.id, ())), default=0.0),
        # A corpus without questions is judged by its passages alone.
        question_cosine=_score(found.dense_questions or found.dense, 0),
        cosine_lead=_score(found.dense, 0) - _score(found.dense, 9),
        bm25_share=_score(found.lexical, 0) / (4 * sum(lens.rarity(s) for s in stems) or 1.0),
        said_coverage=max((_said(stems, document, lens) for document in first), default=0.0),
        asked_missing=float(bool(noun) and not any(lens.meant(s) in lens.stems_of(d) for s in noun for d in first)),
        lacking=float(lacking is not None),
        beyond=float(asks_beyond(question)),
        not_given=float(lacking in _NEVER_PARTIAL),
        disagreement=1 - sum(agreements) / len(agreements) if agreements else 0.0,
        names_missing=names_missing,
        year_missing=float(any(not _holds(d, year, lens) for year in _YEAR.findall(question) for d in first)),
        named=float(bool(asked.recognised.named)),
        order=float(is_order(question)),
        words=len(stems) / _WORDS_SCALE,
    )


def _said(stems: Iterable[str], document: Document, lens: Lens) -> float:
    return lens.share(stems, lens.stems_of(document) | lens.stems_of_questions(document))


def _holds(document: Document, words: str, lens: Lens) -> bool:
    return {*analyse(words)} <= lens.stems_of(document)


def _score(results: Iterable[RetrievedPassage], place: int) -> float:
    scores = [result.score for result in results]
    return scores[min(place, len(scores) - 1)] if scores else 0.0
