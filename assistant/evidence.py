"""Which sentences of the best documents bear on a question."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from assistant.analysis import analyse
from assistant.documents import Document, RetrievedPassage
from assistant.intent import Shape
from assistant.language import fold
from assistant.lens import Lens
from assistant.sentences import split_sentences

_SECTIONS: Final = {
    Shape.PARTNERS: re.compile(r"partenaire|acteur"),
    Shape.RESULTS: re.compile(r"resultat|impact|bilan"),
    Shape.LESSONS: re.compile(r"enseignement|lecon|retenir|limite"),
    Shape.DEFINITION: re.compile(r"s'agit|definition|concept|presentation"),
    Shape.LIST: re.compile(r"reponse|solution|s'agit"),
}
"""The headings under which each shape of question is answered."""
_ASKED_BY_NAME: Final = frozenset({Shape.PARTNERS, Shape.RESULTS, Shape.LESSONS})
_SECTION_BONUS: Final = 0.35
_FIGURE_BONUS: Final = 0.2
_BOILERPLATE_MALUS: Final = 1.0
"""What a ready-made sentence loses, where the question does not ask for its section."""
_PASSAGE_SHARE: Final = 0.6
"""What the passage's own rank counts beside the words of the sentence."""
_TITLE_DISCOUNT: Final = 0.35
"""What a word of the question counts that the title holds already: every sentence of the document is about it."""
_KEPT: Final = 0.62
"""The share of the best sentence's score from which another one is quoted too."""
_ADDRESS: Final = re.compile(r"https?://|www\.")
_ITEM: Final = re.compile(r"(?:[-–—•▪◦‣*·|]\s+)+")
_LEANS_BACK: Final = re.compile(r"^(?:ils?|elles?|ce(?:tte|s|t)?|cela|celui|celle|leurs?|puis|ensuite|mais|de plus)\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, verbatim, with its worth as evidence."""

    passage: RetrievedPassage
    start: int
    """In characters of `passage.text`."""
    end: int
    score: float

    @property
    def text(self) -> str:
        """Give the sentence's words."""
        return self.passage.text[self.start : self.end]


def asks_section(shape: Shape, documents: Sequence[Document]) -> bool:
    """Tell whether the first document has the very section that a question asks for."""
    sections = _SECTIONS.get(shape)
    return sections is not None and any(
        sections.search(fold(" ".join(section.heading_path))) for d in documents[:1] for section in d.sections
    )


def gather(
    asked: Sequence[str], shape: Shape, passages: Sequence[RetrievedPassage], lens: Lens, limit: int
) -> list[list[Sentence]]:
    """Choose the sentences to quote, by document, in reading order within each.

    Args:
        asked: the stems of what the question is about.
        shape: what it asks for; it favours figures, or the section that answers such questions.
        passages: by document, the best document first.
        lens: the rarity of words.
        limit: at most how many sentences of the first document; the others give half as many.
    """
    chosen: list[list[Sentence]] = []
    for _, group in groupby(passages, key=lambda p: p.document_id):
        scored = _scored(asked, shape, _of_section(shape, list(group)), lens)
        if not scored:
            continue
        kept = _best(scored, max(1, limit if not chosen else limit // 2))
        chosen.append(sorted(_with_context(kept, scored), key=lambda s: scored.index(s)))
    return chosen


def _of_section(shape: Shape, passages: list[RetrievedPassage]) -> list[RetrievedPassage]:
    """Keep, where results, lessons or partners are asked for, the passages under that heading, if there are any."""
    sections = _SECTIONS.get(shape) if shape in _ASKED_BY_NAME else None
    return [p for p in passages if sections and sections.search(fold(" ".join(p.heading_path)))] or passages


def _scored(asked: Sequence[str], shape: Shape, passages: Sequence[RetrievedPassage], lens: Lens) -> list[Sentence]:
    """Score every sentence of one document, in reading order."""
    title = {*analyse(passages[0].title)}
    weights = {stem: lens.rarity(stem) * (_TITLE_DISCOUNT if stem in title else 1.0) for stem in asked}
    total = sum(weights.values()) or 1.0
    return [
        Sentence(passage, start, end, _score(passage, passage.text[start:end], shape, weights, lens) / total)
        for passage in passages
        for start, end in _sentences(passage.text)
        if not _ADDRESS.search(passage.text[start:end]) and not passage.text[start:end].endswith("?")
    ]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence is, without the mark of a list item and the outer bars of a table's row."""
    for start, end in split_sentences(text):
        mark = _ITEM.match(text, start, end)
        start = mark.end() if mark else start
        bare = text[start:end].rstrip(" |")
        if any(character.isalnum() for character in bare):
            yield start, start + len(bare)


def _score(passage: RetrievedPassage, text: str, shape: Shape, weights: dict[str, float], lens: Lens) -> float:
    total = sum(weights.values()) or 1.0
    held = {*analyse(text)}
    headings = fold(" ".join(passage.heading_path))
    worth = sum(weight for stem, weight in weights.items() if lens.meant(stem) in held) / total
    worth += _PASSAGE_SHARE * passage.score
    if shape is not Shape.PARTNERS and text in lens.boilerplate:
        worth -= _BOILERPLATE_MALUS
    elif (sections := _SECTIONS.get(shape)) and sections.search(headings):
        worth += _SECTION_BONUS
    if shape is Shape.FIGURE and re.search(r"\d", text):
        worth += _FIGURE_BONUS
    return worth * total


def _best(sentences: Iterable[Sentence], limit: int) -> list[Sentence]:
    ordered = sorted(sentences, key=lambda s: -s.score)
    return [s for s in ordered[:limit] if s.score >= _KEPT * ordered[0].score]


def _with_context(kept: Sequence[Sentence], scored: Sequence[Sentence]) -> list[Sentence]:
    """Add the sentence before one that leans on it (« Elle… », « Puis… »)."""
    wanted = list(kept)
    for sentence in kept:
        position = scored.index(sentence)
        before = scored[position - 1] if position else None
        leans = _LEANS_BACK.match(fold(sentence.text))
        if leans and before and before.passage.id == sentence.passage.id and before not in wanted:
            wanted.append(before)
    return wanted
