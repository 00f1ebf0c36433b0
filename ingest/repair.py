"""French text that recognition of letters garbled, put right; on noisy pages only, never in names, addresses, figures.

The signs of a page that was recognised with the letters of another language: accents that are lost or wrong
(`modéle`, `intérét`), letters taken for others (`ceuvre`, `cofits`), apostrophes (`I'innovation`, `'expérience`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.documents import Section
from ingest.repair_rules import find_faults, has_lost_grave, repair_grave, repair_marks
from ingest.repair_words import French

_NOISY: Final = 0.012
"""The share of words with a fault that can be put right from which a page is noisy.

Measured: 2 to 10 % on pages recognised with English letters; 0.3 % at most on well-written ones.
"""
_FEWEST: Final = 3
"""Different faults: a page with fewer has them for other reasons, unless the whole document is noisy."""
_FRENCH: Final = 0.6
"""The share of its words that are French in any French text, a garbled one too."""
_ACCENTED: Final = 0.02
"""The share of words with an accent below which someone typed without accents."""
_CHUNK: Final = re.compile(r"\S+")
_PLACE: Final = re.compile(r"[/@\\_\ue000]|www\.|https?:|\.(?:fr|org|com|net|eu|io|coop|info|gouv)\b", re.I)
_CUT_ADDRESS: Final = re.compile(r"\b(https?:) (?=//)")
_STAND_IN: Final = re.compile("\ue000")
_WORD: Final = re.compile(
    r"(?<![\w.'’¢])(?:(?:[cdjlmnst]|qu)[’'])?(?P<word>[^\W\d_](?:[^\W\d_]|¢|6(?=[a-zéè])){2,29})(?![\w'¢])", re.I
)
_START: Final = re.compile(r"(?:\n|[.!?…:][ \u00a0]|[•*+=–—-] )[(“\"]?$")
_NAME_GOES_ON: Final = re.compile(r"[ \u00a0-][A-ZÀ-ÝŒ]")
_ENGLISH: Final = re.compile(r"\b(?:the|of|and|for|is|are|with|this|that|from|by|to|not|we|which|as|be)\b", re.I)
_AMONG_ENGLISH: Final = re.compile(r"\b(?:the|of|and|for|with|this|by|to|an) $", re.I)
_NOT_ENGLISH: Final = re.compile(r"\b(?:le|la|les|de|des|du|et|un|une|est|en|pour|dans|sur|par|que|qui|aux?)\b", re.I)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair."""

    text: str
    raw: str
    """What it was before."""
    noisy: bool
    """Whether it was noisy; one that was not is never changed."""


def repair(text: str) -> Repaired:
    """Put a page right if it is noisy; it keeps its lines."""
    repairer = _Repairer([text])
    noisy = repairer.is_noisy(text)
    return Repaired(repairer.repaired(text, lost=has_lost_grave(text)) if noisy else text, text, noisy)


def repair_sections(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Put the noisy pages of a document right and leave the others; a document without pages is one page.

    A section that was changed is `ocr-doubtful`, and keeps what was recognised as `raw`, line by line.
    """
    pages: dict[int | None, list[str]] = defaultdict(list)
    for section in sections:
        pages[section.page].append(section.text)
    texts = {page: "\n".join(members) for page, members in pages.items()}
    repairer = _Repairer([*texts.values()])
    whole = len(texts) > 1 and repairer.is_noisy("\n".join(texts.values()))
    noisy = {page for page, text in texts.items() if repairer.is_noisy(text, 1 if whole else _FEWEST)}
    if not noisy:
        return tuple(sections)
    lost = has_lost_grave("\n".join(texts[page] for page in noisy))
    # A heading reads alike on each page that it goes on over.
    garbled = dict.fromkeys(
        heading for section in sections if section.page in noisy for heading in section.heading_path
    )
    headings = {heading: repairer.repaired(heading, lost=lost) for heading in garbled}
    repaired = (
        _repaired(section, repairer.repaired(section.text, lost=lost)) if section.page in noisy else section
        for section in sections
    )
    return tuple(
        replace(section, heading_path=tuple(headings.get(heading, heading) for heading in section.heading_path))
        for section in repaired
    )


def _repaired(section: Section, text: str) -> Section:
    if text == section.text:
        return section
    return replace(section, text=text, raw=section.raw or section.text, recognition="ocr-doubtful")


class _Repairer:
    """Repairs the pages of one document, knowing all its words.

    Args:
        texts: of all its pages.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        french = French()
        own: set[str] = set()
        names: set[str] = set()
        for match in (match for text in texts for match in _WORD.finditer(_without_places(text, []))):
            word = match["word"]
            if word.islower() and not word.isascii() and not french.knows(word) and not french.meant(word):
                own.add(word)
            elif word[0].isupper() and not _starts(match):
                names.add(word)
        self._french, self._names = French(sorted(own)), names

    def is_noisy(self, text: str, fewest: int = _FEWEST) -> bool:
        """Tell whether a page is noisy.

        Args:
            text: of the page.
            fewest: how many different faults there must be.
        """
        text = _without_places(text, [])
        words = [match["word"] for match in _WORD.finditer(text) if match["word"].islower()]
        garbled = [match["word"] for match, _ in self._garbled(text)]
        marks = find_faults(text)
        faults = len(garbled) + len(marks)
        if len({*garbled, *marks}) < fewest or faults < _NOISY * len(words):
            return False
        known = sum(map(self._french.knows, words)) + len(garbled)
        return known >= _FRENCH * len(words) and sum(not word.isascii() for word in words) >= _ACCENTED * len(words)

    def repaired(self, text: str, *, lost: bool) -> str:
        """Give a noisy text as it was meant.

        Args:
            text: what was recognised.
            lost: whether no « à » was recognised in all of the noisy pages.
        """
        places: list[str] = []
        text = repair_marks(_without_places(text, places))
        pieces, end = [], 0
        for match, meant in self._garbled(text):
            pieces += [text[end : match.start("word")], meant]
            end = match.end("word")
        text = "".join((*pieces, text[end:]))
        again = iter(places)
        if lost:
            text = "\n".join(line if _is_english(line) else repair_grave(line) for line in text.split("\n"))
        return _STAND_IN.sub(lambda _: next(again), text)

    def _garbled(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Find the words to put right, with what they were meant to be."""
        for line in re.finditer(r"[^\n]+", text):
            if _is_english(line.group()):
                continue
            for match in _WORD.finditer(text, line.start(), line.end()):
                if meant := self._meant(match):
                    yield match, meant

    def _meant(self, match: re.Match[str]) -> str:
        word = match["word"]
        lower = word.lower()
        if self._french.knows(lower) or not (word.islower() or self._may_change(match)):
            return ""
        if _AMONG_ENGLISH.search(match.string[max(0, match.start() - 6) : match.start()]):
            return ""
        meant = self._french.meant(lower)
        return meant if word.islower() else meant[:1].upper() + meant[1:]

    def _may_change(self, match: re.Match[str]) -> bool:
        """Tell whether a word with a capital has it only for where it stands, and is no name."""
        word = match["word"]
        name = word in self._names or _NAME_GOES_ON.match(match.string, match.end())
        return word[1:].islower() and not name and _starts(match)


def _is_english(line: str) -> bool:
    return len(_ENGLISH.findall(line)) > len(_NOT_ENGLISH.findall(line))


def _starts(match: re.Match[str]) -> bool:
    """Tell whether a sentence, a line or an item of a list begins with a word."""
    before = match.string[max(0, match.start() - 3) : match.start()]
    return bool(_START.search(before if match.start() > len(before) else f"\n{before}"))


def _without_places(text: str, places: list[str]) -> str:
    """Give a text with one character for each address, path or code, and add those to a list."""

    def stand_in(match: re.Match[str]) -> str:
        if not _PLACE.search(match.group()):
            return match.group()
        places.append(match.group())
        return "\ue000"

    return _CHUNK.sub(stand_in, _CUT_ADDRESS.sub(r"\1", text))
