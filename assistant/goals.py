"""The Sustainable Development Goals that a question names: « ODD 3, 4 et 10 »."""

import re
from collections.abc import Iterator
from typing import Final

from assistant.language import fold

_NUMBER: Final = r"(?:n[°o]s?\s*|numeros?\s*)?\d{1,2}(?!\d|\s*(?:%|ans|cas|projets|exemples|titres))"
_SDG: Final = re.compile(
    rf"\b(?:odd|sdg|objectifs? de developpement durable)s?\s*({_NUMBER}(?:\s*(?:,|/|&|\+|;|et|ou|and|or)+\s*"
    rf"(?:l'?\s*|les\s*)?(?:odd\s*)?{_NUMBER})*)"
)
_SDGS: Final = range(1, 18)


def _folded(text: str) -> str:
    """Fold a text letter by letter, so that places in it stay those of the text."""
    return "".join((fold(letter) or letter)[0] for letter in text)


def goals_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each SDG that a text names, by its number, with where it does."""
    for goals in _SDG.finditer(_folded(text)):
        for number in re.finditer(r"\d+", goals[1]):
            if int(number[0]) in _SDGS:
                start = goals.start() if number.start() < 4 else goals.start(1) + number.start()
                yield str(int(number[0])), start, goals.start(1) + number.end()
