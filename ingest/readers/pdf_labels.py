"""What a PDF is called, and when it was published: by what its cover says before what the file says of itself."""

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from assistant.language import fold, words
from assistant.pdfium import Pdf
from ingest.cleaning import clean
from ingest.readers.pdf_paragraphs import Paragraph
from ingest.readers.pdf_text import Run, Vocabulary

_CREATED: Final = re.compile(r"(?:D:)?(?P<year>(?:19|20)\d\d)(?P<month>\d\d)?(?P<day>\d\d)?")
_MONTHS: Final = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_DATE: Final = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b")
_WRITTEN: Final = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:er)?\s+)?(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>(?:19|20)\d\d)\b"
)
_YEAR: Final = re.compile(r"(?<![\d/.-])(?P<year>(?:19[6-9]|20[0-4])\d)(?![\d/.-])")
_SHORTEST: Final = 3
_LONGEST: Final = 200
_SHARED: Final = 0.6
"""The share of the words of a title in the file's properties that its first pages must have."""
_SHORT: Final = 100
"""Characters of a title that is no larger than the text."""
_LARGER: Final = 1.1
_AS_LARGE: Final = 0.95
_HALF: Final = 0.55
_OPENING: Final = 2
"""Pages whose words tell whether the title in the file's properties is its own."""


def title_of(pdf: Pdf, runs: Sequence[Run], vocabulary: Vocabulary) -> str:
    """Give the title in the file's properties if its first pages have its words, else the largest text of its cover."""
    declared = clean(pdf.metadata("Title"))
    opening = {word for run in runs if run.first.page <= _OPENING for word in words(_text(run, vocabulary))}
    own = words(declared)
    if own and _SHORTEST <= len(declared) <= _LONGEST and sum(word in opening for word in own) >= _SHARED * len(own):
        return declared
    return _largest(runs, vocabulary)


def _text(run: Run, vocabulary: Vocabulary) -> str:
    return " ".join(run.lines(vocabulary))


def _largest(runs: Sequence[Run], vocabulary: Vocabulary) -> str:
    """Give the largest words of the first page that has any, with those just as large beside them."""
    first = min((run.first.page for run in runs), default=0)
    cover = [run for run in runs if run.first.page == first and run.first.lines and _is_wording(_text(run, vocabulary))]
    if not cover:
        return ""
    size = max(run.first.style.size for run in cover)
    first = last = next(number for number, run in enumerate(cover) if run.first.style.size > _AS_LARGE * size)
    while last + 1 < len(cover) and cover[last + 1].first.style.size > _AS_LARGE * size:
        last += 1
    while first and _leads(cover[first - 1].first, cover[first].first):
        first -= 1
    title = " ".join(_text(run, vocabulary) for run in cover[first : last + 1])
    usual = median(line.style.size for run in runs for part in run.parts for line in part.lines)
    stands_out = size > _LARGER * usual or (len(title) <= _SHORT and not title.endswith((".", ";", ",")))
    return title if stands_out and len(title) <= _LONGEST else ""


def _leads(above: Paragraph, below: Paragraph) -> bool:
    """Tell whether smaller words just above others belong to the same title: they look alike and are near."""
    alike = above.style[1:] == below.style[1:] and above.style.size > _HALF * below.style.size
    return alike and 0 < below.lines[0].baseline - above.lines[-1].baseline < 1.8 * below.style.size


def _is_wording(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _SHORTEST


def published(pdf: Pdf, runs: Sequence[Run], vocabulary: Vocabulary) -> str:
    """Give the date of publication, ISO 8601 as far as it is known: that on the cover, else that of the file."""
    created = _created(pdf.metadata("CreationDate"))
    latest = created[:4] or "2100"
    first = min((run.first.page for run in runs), default=0)
    cover = fold(" \n".join(_text(run, vocabulary) for run in runs if run.first.page == first and not run.first.table))
    found = [_iso(match) for pattern in (_DATE, _WRITTEN, _YEAR) for match in pattern.finditer(cover)]
    # A cover may name a year to come, and the file is never older than what it says.
    told = [date for date in found if date and date[:4] <= latest]
    if not told:
        return created
    year = max(date[:4] for date in told)
    exact = [date for date in told if date[:4] == year and len(date) > len(year)]
    if exact:
        return max(exact, key=len)
    return created if created[:4] == year else year


def _created(date: str) -> str:
    found = _CREATED.match(date)
    if not found:
        return ""
    return "-".join(part for part in found.group("year", "month", "day") if part)


def _iso(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = parts.get("month") or ""
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1 if month else 0
    day = int(parts.get("day") or 0)
    if not number:
        return parts["year"]
    if number > 12 or day > 31:
        return ""
    return f"{parts['year']}-{number:02}" + (f"-{day:02}" if day else "")
