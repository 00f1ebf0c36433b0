"""Which sentences of the best documents bear on a question."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from assistant.analysis import analyse
from assistant.documents import Document, RetrievedPassage
from assistant.expecting import Expected, holds
from assistant.injection import gives_orders
from assistant.intent import Shape
from assistant.language import fold
from assistant.lens import Lens
from assistant.sentence_vectors import NearSentence
from assistant.sentences import split_sentences
from assistant.weighing import SECTIONS, Wanted, held_of, wanted_of, weigh

_ASKED_BY_NAME: Final = frozenset({Shape.PARTNERS, Shape.RESULTS, Shape.LESSONS})
_TOLD_WHOLE: Final = frozenset({Shape.FACT, Shape.PARTNERS, Shape.DEFINITION, Shape.EXAMPLE, Shape.HOW_TO})
"""Shapes that call for an account of a case rather than for a detail."""
_OWN: Final = 0.3
"""The share of a question, by rarity, up to which its words beyond a title and a heading ask for nothing more."""
_NEAR: Final = 2.0
"""What a cosine counts: those of two sentences of a document seldom differ by more than a tenth."""
Near = Mapping[str, Sequence[NearSentence]]
_SAID_ALREADY: Final = 0.5
"""What a word of the question counts that a sentence quoted before holds: each part of a question gets its answer."""
_KEPT: Final = 0.45
"""The share of the best sentence's score from which another one is quoted too."""
_SAME: Final = 0.8
"""The share of common stems from which two sentences say the same."""
_LONGEST_LIST: Final = 10
"""Items; a longer list is not quoted whole."""
_REFERENCES: Final = re.compile(r"(?:pour aller plus loin|sources?|references|bibliographie|voir aussi|liens)\b")
"""Headings of what leads to other texts and says nothing itself."""
_ADDRESS: Final = re.compile(r"https?://|www\.")
_ITEM: Final = re.compile(r"(?:[-–—•▪◦‣*·|]\s+)+")
_LABEL: Final = re.compile(r"[^.:;,]{2,50}\s?:\s")
_LEANS_BACK: Final = re.compile(
    r"^(?:ils?|elles?|ce(?:tte|s|t)?|cela|celui|celle|leurs?|puis|ensuite|mais|de plus|en effet|ainsi|son|sa|ses)\b"
)


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

    @property
    def is_item(self) -> bool:
        """Tell whether it is an item of a list: one of several lines, alone on it but for a bullet."""
        text = self.passage.text
        line = text.rfind("\n", 0, self.start) + 1
        alone = line == self.start or bool(_ITEM.fullmatch(text, line, self.start))
        return alone and "\n" in text and not text[self.end :].split("\n", 1)[0].strip(" |")

    @property
    def is_labelled(self) -> bool:
        """Tell whether it opens with what it is about: « Mécénat : l'entreprise apporte… »."""
        return _LABEL.match(self.text) is not None


def asks_section(shape: Shape, documents: Sequence[Document]) -> bool:
    """Tell whether the first document has the very section that a question asks for."""
    sections = SECTIONS.get(shape)
    return sections is not None and any(
        sections.search(fold(" ".join(section.heading_path))) for d in documents[:1] for section in d.sections
    )


def gather(
    asked: Sequence[str],
    shape: Shape,
    passages: Sequence[RetrievedPassage],
    lens: Lens,
    limit: int,
    question: str = "",
    near: Near | None = None,
) -> list[list[Sentence]]:
    """Choose the sentences to quote, by document, in reading order within each.

    Args:
        asked: the stems of what the question is about.
        shape: what it asks for; it favours figures, or the section that answers such questions.
        passages: by document, the best document first.
        lens: the rarity of words.
        limit: at most how many sentences of the first document, whole lists aside; the others give half as many.
        question: as written; it tells whether a sum, a date, a name or a list is expected.
        near: passage id to its sentences with their cosines to the question, where these are known.
    """
    chosen: list[list[Sentence]] = []
    for _, group in groupby(passages, key=lambda p: p.document_id):
        of_document = list(group)
        wanted = wanted_of(asked, shape, of_document[0].title, question, lens)
        scored = _scored(wanted, _of_section(wanted, of_document), lens, near or {})
        if not scored:
            continue
        kept = _best(scored, max(1, limit if not chosen else limit // 2), wanted)
        kept = kept if chosen else _rounded(_covering(kept, scored, wanted), scored, wanted)
        kept = _whole_lists(kept, scored, wanted.several) if wanted.several and not chosen else kept
        chosen.append(sorted(_with_context(kept, scored), key=lambda s: scored.index(s)))
    return chosen


def sentences_of(passages: Iterable[RetrievedPassage], score: float = 0.0) -> list[Sentence]:
    """Give every sentence of some passages that could be quoted, in reading order; no reference to other texts."""
    return [
        Sentence(passage, start, end, score)
        for passage in passages
        if not _REFERENCES.match(fold(" ".join(passage.heading_path[-1:])))
        for start, end in _sentences(passage.text)
        if not _ADDRESS.search(passage.text[start:end]) and not passage.text[start:end].endswith("?")
        if not gives_orders(passage.text[start:end])
    ]


def _of_section(wanted: Wanted, passages: list[RetrievedPassage]) -> list[RetrievedPassage]:
    """Keep the passages under the heading that a question asks for, where it asks for nothing more of the document."""
    sections = SECTIONS.get(wanted.shape) if wanted.shape in _ASKED_BY_NAME else None
    under = [p for p in passages if sections and sections.search(fold(" ".join(p.heading_path)))]
    known = {*analyse(" ".join((passages[0].title, *(heading for p in under for heading in p.heading_path))))}
    own = sum(weight for stem, weight in wanted.weights.items() if not wanted.kin[stem] & known)
    return under if under and own <= _OWN * sum(wanted.weights.values()) else passages


def _scored(wanted: Wanted, passages: Sequence[RetrievedPassage], lens: Lens, near: Near) -> list[Sentence]:
    """Score every sentence of one document, in reading order; words of the question that none holds count nothing."""
    sentences = sentences_of(passages)
    wanted = wanted.held_in([s.text for s in sentences])
    return [
        Sentence(s.passage, s.start, s.end, weigh(s.passage, s.text, wanted, lens) + _NEAR * _cosine(s, near))
        for s in sentences
    ]


def _cosine(sentence: Sentence, near: Near) -> float:
    """Give how near a sentence is to the question; 0 where that is not known."""
    cosines = (n.cosine for n in near.get(sentence.passage.id, ()) if n.start <= sentence.start < n.end)
    return next(cosines, 0.0)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence is, without the mark of a list item and the outer bars of a table's row."""
    for start, end in split_sentences(text):
        mark = _ITEM.match(text, start, end)
        start = mark.end() if mark else start
        bare = text[start:end].rstrip(" |")
        if any(character.isalnum() for character in bare):
            yield start, start + len(bare)


def _best(sentences: Sequence[Sentence], limit: int, wanted: Wanted) -> list[Sentence]:
    """Keep the best sentences, none of which says the same as a better one."""
    held = {id(sentence): held_of(sentence.text, wanted) for sentence in sentences}
    least = _KEPT * max(sentence.score for sentence in sentences)
    kept: list[Sentence] = []
    left = [sentence for sentence in sentences if sentence.score >= least] or list(sentences[:1])
    while left and len(kept) < limit:
        said = {stem for sentence in kept for stem in held[id(sentence)]}
        best = max(left, key=lambda s: s.score - _SAID_ALREADY * sum(held[id(s)][x] for x in said & held[id(s)].keys()))
        left.remove(best)
        if not any(_alike(best.text, other.text) for other in kept):
            kept.append(best)
    return kept


def _covering(kept: list[Sentence], scored: Sequence[Sentence], wanted: Wanted) -> list[Sentence]:
    """Add, for each kind of thing asked for that no sentence holds, the best one that does."""
    added = list(kept)
    for kind in wanted.expected or ((Expected.NUMBER,) if wanted.shape is Shape.FIGURE else ()):
        holding = [s for s in scored if holds(kind, s.text)]
        if holding and not any(s in added for s in holding):
            added.append(max(holding, key=lambda s: s.score))
    return added


def _rounded(kept: list[Sentence], scored: Sequence[Sentence], wanted: Wanted) -> list[Sentence]:
    """Add, where no detail is asked for, what was done and what came of it: a case is no answer without them."""
    if wanted.shape not in _TOLD_WHOLE or not {*wanted.expected} <= {Expected.WHO}:
        return kept
    wanted_too = list(kept)
    for shape in (Shape.LIST, Shape.RESULTS):
        under = [
            s for s in scored if s.score > 0 and SECTIONS[shape].search(fold(" ".join(s.passage.heading_path[-1:])))
        ]
        if under and not any(s in kept for s in under):
            wanted_too.append(max(under, key=lambda s: s.score))
    return wanted_too


def _alike(text: str, other: str) -> bool:
    ours, theirs = {*analyse(text)}, {*analyse(other)}
    return len(ours & theirs) >= _SAME * max(len(ours | theirs), 1)


def _whole_lists(kept: Sequence[Sentence], scored: Sequence[Sentence], noun: str) -> list[Sentence]:
    """Add the rest of a list where its heading names what is asked for, or where two of its labelled items are kept."""
    wanted = list(kept)
    for passage in {s.passage.id: s.passage for s in kept}.values():
        items = [s for s in scored if s.passage.id == passage.id and s.is_item]
        if not {*analyse(noun)} & {*analyse(" ".join(passage.heading_path[-1:]))}:
            items = [s for s in items if s.is_labelled]
        if len(items) <= _LONGEST_LIST and sum(s in kept for s in items) > 1:
            wanted += [s for s in items if s not in wanted]
    return wanted


def _with_context(kept: Sequence[Sentence], scored: Sequence[Sentence]) -> list[Sentence]:
    """Add the sentence before one that leans on it (« Elle… », « Puis… »)."""
    wanted = list(kept)
    for sentence in kept:
        position = scored.index(sentence)
        before = scored[position - 1] if position else None
        leans = not sentence.is_item and _LEANS_BACK.match(fold(sentence.text))
        if leans and before and before.passage.id == sentence.passage.id and before not in wanted:
            wanted.append(before)
    return wanted
