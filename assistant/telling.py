"""How the sentences of one document are told: a figure or a definition ahead, an alliance presented, lists as such."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from re import compile as pattern
from typing import Final

from assistant.composing import Composer, literal
from assistant.documents import Document, RetrievedPassage
from assistant.evidence import Sentence, sentences_of
from assistant.expecting import Expected, counts, holds
from assistant.intent import Shape
from assistant.language import fold
from assistant.partners import names_include
from assistant.weighing import defines
from assistant.wording import phrases

_NEUTRAL: Final = pattern(
    r"^(?:de quoi|ce qu|pour aller|en bref|introduction|presentation|resume|texte|page|contexte$|l'essentiel|qu'est)"
)
"""Headings that tell nothing of the sentences under them."""
_FEW: Final = 2
_PRESENTED: Final = 0.5
"""The share of a document's partners that the sentence presenting it names."""
_HEADING: Final = 60
"""Characters; a longer heading is a title or a sentence, which would weigh the answer down."""


def presenting(document: Document, passages: Iterable[RetrievedPassage], *, whole: bool = False) -> Sentence | None:
    """Give the sentence that tells who takes part in an alliance: the first that names most of its partners.

    Args:
        document: what is told of.
        passages: where the sentence is looked for.
        whole: rather the sentence that names the most partners, where these are what is asked for.
    """
    names = [partner.name for partner in document.partners]
    if len(names) < _FEW:
        return None
    least = max(_FEW, _PRESENTED * min(len(names), _FEW + _FEW))
    named = [
        (sum(names_include([sentence.text], name) for name in names), sentence)
        for sentence in sentences_of(p for p in passages if p.document_id == document.id)
    ]
    telling = [pair for pair in named if pair[0] >= least]
    if whole:
        return max(telling, key=lambda pair: pair[0], default=(0, None))[1]
    return telling[0][1] if telling else None


def with_presenting(sentences: list[Sentence], presented: Sentence | None, *, first: bool) -> list[Sentence]:
    """Add the sentence that presents an alliance, unless it is there or what is there says it."""
    if presented is None or any((s.passage.id, s.start) == (presented.passage.id, presented.start) for s in sentences):
        return sentences
    return [presented, *sentences] if first else [*sentences, presented]


def leading(shape: Shape, sentences: Sequence[Sentence], asked: Sequence[str], expected: Sequence[Expected]) -> int:
    """Tell which sentence answers at once, a figure or a definition, and comes first; the first one where none does."""
    if shape is Shape.FIGURE or expected:
        kinds = expected or (Expected.NUMBER,)
        worth = [
            sum(holds(kind, s.text) for kind in kinds) + (Expected.NUMBER in kinds and counts(s.text, asked))
            for s in sentences
        ]
        best = max(worth)
        likely = [position for position, value in enumerate(worth) if value == best]
        return max(likely, key=lambda position: sentences[position].score) if best else 0
    if shape in {Shape.DEFINITION, Shape.COMPARISON}:
        return next((n for n, s in enumerate(sentences) if defines(s.text, asked)), 0)
    return 0


def ahead(sentences: list[Sentence], first: int) -> list[Sentence]:
    """Bring a sentence to the front, with the others of its section behind it."""
    led = sentences[first]
    section = [s for s in sentences if s.passage.id == led.passage.id]
    if not led.is_item:
        section = [led, *(s for s in section if s is not led)]
    return [*section, *(s for s in sentences if s not in section)] if first else sentences


def tell(composer: Composer, sentences: Sequence[Sentence], language: str) -> None:
    """Quote sentences section by section, those of a list as a list; headings are told where sections change."""
    groups = [list(group) for _, group in groupby(sentences, key=lambda s: s.passage.heading_path)]
    for position, group in enumerate(groups):
        heading = _heading(group[0]) if len(groups) > 1 else ""
        composer.write("\n\n" if position else "")
        composer.write(f"*{literal(heading)}* :" if heading else "")
        _tell_group(composer, group, language, opened=bool(heading))


def frame(language: str) -> str:
    """Give how quotations are framed: as such in an English answer, plainly in a French one."""
    return phrases(language)["quoted"] if language == "en" else "{text}"


def _heading(sentence: Sentence) -> str:
    heading = "".join(sentence.passage.heading_path[-1:])
    return "" if len(heading) > _HEADING or _NEUTRAL.match(fold(heading)) else heading


def _tell_group(composer: Composer, group: Sequence[Sentence], language: str, *, opened: bool) -> None:
    """Quote one section: its items each on a line of their own, where there are several."""
    listed = sum(s.is_item for s in group) >= _FEW
    for is_item, part in groupby(group, key=lambda s: listed and s.is_item):
        if not is_item:
            composer.write((" " if not listed else "\n\n") if opened else "")
            composer.quote(list(part), frame(language))
        else:
            composer.write("\n" if opened else "")
            for position, item in enumerate(part):
                composer.write("\n- " if position or opened else "- ")
                composer.quote([item], frame(language))
        opened = True
