"""The numbers, amounts, percentages and dates of a text, read so that two ways of writing one compare equal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.analysis import analyse

_NAMES: Final = (
    *("janvier|january|janv", "fevrier|february|fevr|fev|feb", "mars|march", "avril|april|avr|apr", "mai|may"),
    *("juin|june|jun", "juillet|july|juil|jul", "aout|august|aug", "septembre|september|sept|sep"),
    *("octobre|october|oct", "novembre|november|nov", "decembre|december|dec"),
)
_MONTHS: Final = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split("|")}
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR: Final = r"(?P<year>(?:1[5-9]|20|21)\d\d)(?!\d)"
_DAY: Final = r"(?<![\d.,])(?P<day>[0-3]?\d)"
_DATES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month_number>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        rf"{_DAY}[/.](?P<month_number>[01]?\d)[/.](?P<year>\d{{4}}|\d\d)(?!\d)",
        rf"{_DAY} ?(?:er|st|nd|rd|th)? {_MONTH}(?:,? (?:de )?{_YEAR})?",
        rf"\b{_MONTH} (?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,? {_YEAR})(?!\d)",
        rf"\b{_MONTH} (?:de )?{_YEAR}",
        rf"(?:\b(?:en|fin|debut|depuis|des|jusqu'en|courant|mois de|in|since|until) |\bd'|\bmi-){_MONTH}(?! \d)",
    )
)
_CENTURY: Final = 2000
_NUMBER: Final = r"(?<![\d.,])(?:\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
_SCALES: Final = {"k": 1e3, "m": 1e6, "md": 1e9, "mds": 1e9, "mrd": 1e9, "bn": 1e9}
_WORD_SCALES: Final = {"mille": 1e3, "thousand": 1e3, "million": 1e6, "milliard": 1e9, "billion": 1e9}
_QUANTITY: Final = re.compile(
    rf"""(?P<before>[€$£]\ ?)?(?P<number>{_NUMBER})
    (?:(?(before)(?P<short>k|m|bn)\b|(?!))
     |(?P<ordinal>\ ?(?:er|ere|eme|e|nd|nde|st|th|rd)\b)
     |(?:\ ?(?P<word_scale>mille|thousand|million|milliard|billion)s?\b)?
      (?:\ ?(?:d'|de\ |of\ )?(?P<unit>%|‰|(?:(?P<scale>k|md|mds|mrd|m|bn)\ ?)?(?:€|eur\b|euros?\b)|\$|dollars?\b))?)""",
    re.VERBOSE,
)
_RANGE: Final = re.compile(r" ?(?:a|-|et|ou|to|and|or) ?(?:de |pres de )?")
_NOUN_SPAN: Final = 45
"""Characters after a number in which what it counts is named."""
_WORD_BEFORE: Final = re.compile(r"([^\W_]+)[ '-]*$")
_WORD_AFTER: Final = re.compile(r"[ '-]*([^\W_]+)")
_END_OF_CLAUSE: Final = re.compile(r"[.,;:!?()\n\d]")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is told."""

    year: int | None
    month: int
    day: int | None
    text: str

    def told_by(self, other: "Date") -> bool:
        """Tell whether another date says all that this one does."""
        return self.month == other.month and self.year in {None, other.year} and self.day in {None, other.day}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, in all the ways in which it can be read: `1.500` is one and a half, or 1500."""

    values: frozenset[float]
    units: frozenset[str]
    """`%`, `€`, `$`, `e` for an ordinal; empty for none."""
    counted: frozenset[str]
    """Stems of the two words after it: what it counts."""
    before: str
    """The word before it in its clause; empty where there is none."""
    after: str
    """The word after it."""
    text: str

    def equals(self, other: "Quantity") -> bool:
        """Tell whether two quantities may be the same, whatever they count."""
        return not self.values.isdisjoint(other.values)

    def beside(self, other: "Quantity") -> bool:
        """Tell whether two quantities stand before or after the same word."""
        return self.before == other.before != "" or self.after == other.after != ""


def read_dates(text: str) -> tuple[list[Date], str]:
    """Read the dates of a normalised text; give them with the rest of the text."""
    found: list[Date] = []

    def take(match: re.Match[str]) -> str:
        date = _date(match)
        if date is None:
            return match[0]
        found.append(date)
        return " " * len(match[0])

    for pattern in _DATES:
        text = pattern.sub(take, text)
    return found, text


def _date(match: re.Match[str]) -> Date | None:
    parts = match.groupdict()
    month = int(parts["month_number"]) if parts.get("month_number") else _MONTHS[parts["month"]]
    day = int(parts["day"]) if parts.get("day") else None
    year = int(parts["year"]) if parts.get("year") else None
    if not 1 <= month <= len(_NAMES) or (day is not None and not 1 <= day <= 31):
        return None
    return Date(year + _CENTURY if year is not None and year < 100 else year, month, day, match[0].strip())


def read_quantities(text: str) -> list[Quantity]:
    """Read the numbers of a normalised text whose dates were taken out."""
    return list(_with_ranges(text, list(_QUANTITY.finditer(text))))


def without_quantities(text: str) -> str:
    """Blank out the numbers of a normalised text, with their units."""
    return _QUANTITY.sub(" ", text)


def _with_ranges(text: str, matches: list[re.Match[str]]) -> Iterator[Quantity]:
    """Give the first number of « 10 à 15 % » the unit of the second as well."""
    for position, match in enumerate(matches):
        scale, unit = _scale(match), _unit(match)
        scales, units = {scale}, {unit}
        following = matches[position + 1] if position + 1 < len(matches) else None
        if following and not unit and _RANGE.fullmatch(text, match.end(), following.start()):
            scales |= {_scale(following)}
            units |= {_unit(following)}
        values = {round(value * s, 6) for value in _readings(match["number"]) for s in scales}
        before, after = (
            _WORD_BEFORE.search(text, max(0, match.start() - _NOUN_SPAN), match.start()),
            _WORD_AFTER.match(text, match.end()),
        )
        yield Quantity(
            values=frozenset(values),
            units=frozenset(units),
            counted=_counted(text, match.end()),
            before=before[1] if before else "",
            after=after[1] if after else "",
            text=match[0].strip(),
        )


def _readings(number: str) -> set[float]:
    bare = number.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", bare):
        thousands = float(re.sub(r"[.,]", "", bare))
        return {thousands, float(bare.replace(",", "."))} if len(re.findall(r"[.,]", bare)) == 1 else {thousands}
    pieces = re.split(r"[.,]", bare)
    if len(pieces) == 1:
        return {float(bare)}
    return {float(f"{''.join(pieces[:-1])}.{pieces[-1]}")}


def _scale(match: re.Match[str]) -> float:
    return _SCALES.get(match["scale"] or match["short"] or "", 1.0) * _WORD_SCALES.get(match["word_scale"] or "", 1.0)


def _unit(match: re.Match[str]) -> str:
    if match["ordinal"]:
        return "e"
    unit = (match["unit"] or match["before"] or "").strip()
    if unit.endswith(("€", "eur", "euro", "euros")):
        return "€"
    return "$" if unit.startswith(("$", "dollar")) else unit


def _counted(text: str, start: int) -> frozenset[str]:
    after = text[start : start + _NOUN_SPAN]
    end = _END_OF_CLAUSE.search(after)
    return frozenset(analyse(after[: end.start()] if end else after)[:2])
