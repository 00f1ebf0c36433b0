"""The sentences of the retrieved passages that matter for a question, within a budget: what a model is shown."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.analysis import analyse
from assistant.documents import Passage
from assistant.injection import gives_orders
from assistant.proof import read_facts, sentence_spans

BUDGET: Final = 4000
"""Characters: about 1,100 tokens, which two cores read in a few seconds with a small model."""
_RANK_SHARE: Final = 0.4
"""What the rank of its passage counts for a sentence that holds no word of the question."""
_NEIGHBOUR: Final = 0.5
"""What a sentence gains of its better neighbour's worth: it tells what « Il » is, or goes on."""
_GAP: Final = " … "


@dataclass(frozen=True, slots=True)
class _Piece:
    passage: int
    start: int
    end: int
    stems: frozenset[str]


def trim(passages: Sequence[Passage], question: str, budget: int = BUDGET) -> tuple[str, ...]:
    """Keep of each passage the sentences nearest to the question, with their neighbours, in their order.

    Sentences that give orders to a language model are left out.

    Args:
        passages: best first.
        question: what they should answer.
        budget: at most how many characters in all.

    Returns:
        The text of each passage in turn; empty for one of which nothing matters enough.
    """
    pieces = list(_pieces(passages))
    kept: set[_Piece] = set()
    for piece in _by_worth(pieces, question):
        if piece.end - piece.start <= budget:
            kept.add(piece)
            budget -= piece.end - piece.start
    return tuple(
        _joined(passage.text, [piece for piece in pieces if piece.passage == number and piece in kept])
        for number, passage in enumerate(passages)
    )


def _pieces(passages: Sequence[Passage]) -> Iterator[_Piece]:
    for number, passage in enumerate(passages):
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            if not gives_orders(text):
                yield _Piece(number, start, end, read_facts(text).stems)


def _by_worth(pieces: Sequence[_Piece], question: str) -> list[_Piece]:
    """Order sentences: rare words of the question first, those of better passages before others."""
    holding = Counter(stem for piece in pieces for stem in piece.stems)
    asked = {stem: math.log(1 + len(pieces) / holding[stem]) for stem in set(analyse(question)) & holding.keys()}
    total = sum(asked.values()) or 1.0
    own = [
        sum(asked.get(stem, 0.0) for stem in piece.stems) / total + _RANK_SHARE / (1 + piece.passage)
        for piece in pieces
    ]
    worth = [max(own[i], _NEIGHBOUR * _best_neighbour(pieces, own, i)) for i in range(len(pieces))]
    return [pieces[i] for i in sorted(range(len(pieces)), key=lambda i: -worth[i])]


def _best_neighbour(pieces: Sequence[_Piece], own: Sequence[float], place: int) -> float:
    near = (i for i in (place - 1, place + 1) if 0 <= i < len(pieces) and pieces[i].passage == pieces[place].passage)
    return max((own[i] for i in near), default=0.0)


def _joined(text: str, pieces: Sequence[_Piece]) -> str:
    """Put sentences together as they stand, with a sign where some were left out between them."""
    parts: list[str] = []
    for number, piece in enumerate(pieces):
        between = text[pieces[number - 1].end : piece.start] if number else ""
        parts += [between if not between.strip() else _GAP, text[piece.start : piece.end]]
    return "".join(parts).strip()
