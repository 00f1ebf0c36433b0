"""French text that recognition of letters garbled, made readable again; clean text stays as it is."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.documents import Section
from assistant.language import detect_language
from ingest.repair_elisions import repair_a, repair_apostrophes
from ingest.repair_lexicon import Lexicon, words_of

_NOISY: Final = 0.01
"""The share of words that can be repaired from which a page is noisy: clean pages have less than a third of it."""
_FEWEST: Final = 3
"""Words to repair below which no page is noisy, however short it is."""
_FRENCH: Final = 0.6
"""The share of words that are French in any French text, a garbled one too."""
_LOST_A: Final = 0.2
"""The share of `à` among `à` and `a` below which `à` was read as `a`; usual texts have 0.8."""
_CHUNK: Final = re.compile(r"\S+")
_PLACE: Final = re.compile(r"[/@_\\=#&]|www|[^\W_][.:][^\W_]|\d[^\W\d_]|[^\W\d_]\d|[^\W_]+-[^\W_]+-[^\W_]+-")
"""What addresses, slugs and codes have within them."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE: Final = re.compile(r"(?:^|[.!?…:»«\"“|]|[•◦▪*+=–—-])\s*[(«\"“]?\s*(?:[LlDdSsNnCcJjMmTt][’'])?$")


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of a line, in a chunk between spaces."""

    start: int
    end: int
    opens: bool
    """Whether a sentence begins with it."""


def repair_sections(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Repair the pages that are noisy, and no others; where there are no pages, the text as a whole.

    A repaired section keeps what was read as `raw`, line by line, and is `ocr-doubtful`.
    """
    pages: defaultdict[int | None, list[int]] = defaultdict(list)
    for place, section in enumerate(sections):
        pages[section.page].append(place)
    repaired = list(sections)
    for places in pages.values():
        page = [sections[place] for place in places]
        for place, section in zip(places, _repair_page(page), strict=True):
            repaired[place] = section
    return tuple(repaired)


def _repair_page(sections: Sequence[Section]) -> list[Section]:
    text = "\n".join(
        (*dict.fromkeys(h for section in sections for h in section.heading_path), *(s.text for s in sections))
    )
    lexicon = Lexicon(words_of(text))
    if not is_noisy(text, lexicon):
        return list(sections)
    repair = Repair(lexicon, lost_a=_has_lost_a(text))
    return [_repaired(section, repair) for section in sections]


def is_noisy(text: str, lexicon: Lexicon) -> bool:
    """Tell whether so many words can be repaired that a page was recognised badly."""
    words = [word for line in text.split("\n") for place in _places(line) if (word := line[place.start : place.end])]
    plain = [word for word in words if word.islower() and len(word) > 2]
    if not plain:
        return False
    unknown = [word for word in plain if not lexicon.knows(word)]
    repairable = sum(bool(lexicon.repaired(word)) for word in unknown)
    is_french = 1 - len(unknown) / len(plain) >= _FRENCH and detect_language(text[:20_000]) == "fr"
    return is_french and repairable >= max(_FEWEST, _NOISY * len(plain))


def _has_lost_a(text: str) -> bool:
    words = text.split()
    verb, preposition = words.count("a"), words.count("à")
    return preposition <= _LOST_A * (verb + preposition)


class Repair:
    """Repairs the lines of one text.

    Args:
        lexicon: the words it may hold.
        lost_a: whether its `à` were read as `a`.
    """

    def __init__(self, lexicon: Lexicon, *, lost_a: bool) -> None:
        self._lexicon, self._lost_a = lexicon, lost_a

    def __call__(self, line: str) -> str:
        """Give a line as it was meant."""
        line = self._words(repair_apostrophes(line))
        return repair_a(line) if self._lost_a else line

    def _words(self, line: str) -> str:
        for place in reversed(list(_places(line))):
            word = line[place.start : place.end]
            if word[0].islower() or place.opens or word[0] == "I":
                line = line[: place.start] + (self._lexicon.repaired(word) or word) + line[place.end :]
        return line


def _repaired(section: Section, repair: Repair) -> Section:
    text = "\n".join(map(repair, section.text.split("\n")))
    headings = tuple(map(repair, section.heading_path))
    if text == section.text:
        return section if headings == section.heading_path else replace(section, heading_path=headings)
    raw = section.raw or section.text
    return replace(section, heading_path=headings, text=text, raw=raw, recognition="ocr-doubtful")


def _places(line: str) -> Iterator[_Place]:
    """Find the words of a line that are no part of an address, a slug or a code."""
    for chunk in _CHUNK.finditer(line):
        if _PLACE.search(chunk.group()):
            continue
        for word in _WORD.finditer(chunk.group()):
            start = chunk.start() + word.start()
            opens = bool(_SENTENCE.search(line[max(0, start - 12) : start]))
            yield _Place(start, chunk.start() + word.end(), opens)
