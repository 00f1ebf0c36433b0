"""Questions made of the labels of documents, for those that don't say what they answer."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from assistant.documents import Document
from assistant.language import fold
from assistant.prompts import SUGGESTIONS

_FIGURE: Final = re.compile(r"\d+ ?(?:%|€|millions?|milliards?)")
_LONGEST_TITLE: Final = 70
"""Characters; a longer title makes no question that fits on a button."""


def fill_templates(documents: Sequence[Document], chance: random.Random, count: int) -> tuple[str, ...]:
    """Give varied questions, each of which can be answered.

    Args:
        documents: what the knowledge base holds.
        chance: draws them.
        count: at most how many.
    """
    pools = [(template, list(_POOLS[kind](documents))) for kind, template in SUGGESTIONS.items()]
    chance.shuffle(pools)
    questions: list[str] = []
    while len(questions) < count and any(pool for _, pool in pools):
        for template, pool in pools:
            if pool:
                questions.append(template.format(label=pool.pop(chance.randrange(len(pool)))))
    return tuple(questions[:count])


def _common(labels: Iterable[str]) -> list[str]:
    """Keep the labels that several documents bear, or all when none is shared."""
    counts = Counter(label for label in labels if label)
    shared = sorted(label for label, n in counts.items() if n > 1)
    return shared or sorted(counts)


def _names(documents: Iterable[Document]) -> list[str]:
    """Give the titles short enough, without the subtitle that follows a colon."""
    names = {re.split(r"\s*[:?!]\s", document.title)[0].strip() for document in documents}
    # A title that quotes another one reads badly between quotation marks.
    return sorted(name for name in names if 0 < len(name) <= _LONGEST_TITLE and "«" not in name)


def _has_figure(document: Document) -> bool:
    return any(_FIGURE.search(section.text) for section in document.sections)


def _has_results(document: Document) -> bool:
    return any("résultat" in heading.lower() for section in document.sections for heading in section.heading_path)


_POOLS: Final[dict[str, Callable[[Sequence[Document]], list[str]]]] = {
    "region": lambda documents: _common(region for d in documents if d.is_case for region in d.regions),
    "theme": lambda documents: _common(theme for d in documents if d.is_case for theme in d.themes),
    # A partner named after its kind, as « État » is, makes no question that one would ask.
    "partner": lambda documents: _common(p.name for d in documents for p in d.partners if fold(p.name) != fold(p.type)),
    "definition": lambda documents: _common(d.alliance_type for d in documents),
    "figure": lambda documents: _names(d for d in documents if not d.is_case and _has_figure(d)),
    "results": lambda documents: _names(d for d in documents if d.is_case and _has_results(d)),
    "sdg": lambda documents: _common(str(goal) for d in documents if d.is_case for goal in d.sdgs),
    "publication": lambda documents: _names(d for d in documents if not d.is_case),
}
