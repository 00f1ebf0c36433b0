"""Dates as files write them."""

import re
from typing import Final

_DATE: Final = re.compile(
    r"(?P<year>1[5-9]\d\d|20\d\d|21\d\d)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-2]\d|3[01]))?)?", re.ASCII
)
_FRENCH_DATE: Final = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})", re.ASCII)


def iso_date(text: str) -> str:
    """Give the date that a text begins with, ISO 8601: `2024`, `2024-03` or `2024-03-15`; empty when there is none.

    `15/03/2024` is the fifteenth of March.
    """
    text = text.strip()
    if french := _FRENCH_DATE.match(text):
        text = f"{french['year']}-{int(french['month']):02}-{int(french['day']):02}"
    found = _DATE.match(text)
    return found.group() if found else ""
