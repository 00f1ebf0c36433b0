"""The characters of a file that doesn't say, or not rightly, in which encoding it is."""

import codecs
import re
from typing import Final

from ingest.report import DocumentRefusedError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LARGEST: Final = 30_000_000
"""Bytes of a text, of twenty thousand pages; in memory it takes many times as much."""
_GUESSES: Final = ("cp1252", "mac_roman", "cp850")
_FRENCH: Final = re.compile("[éèêëàâçîïôùûüœæÉÈÊÀÂÇÎÔœŒ«»’‘“”–—…°€\u00a0]")
_FOREIGN: Final = re.compile("[^\x00-\x7féèêëàâçîïôùûüœæÉÈÊÀÂÇÎÔœŒ«»’‘“”–—…°€\u00a0]")
_BROKEN: Final = re.compile("[\udc80-\udcff]")
_WINDOWS: Final = frozenset({"iso8859-1", "ascii"})
"""Files that declare these are in cp1252, as browsers have it."""


def decode(content: bytes, declared: str = "") -> str:
    """Give the text of a file.

    UTF-8 wherever it is valid, for other encodings hardly ever look like it; then what the file declares; then
    what makes the most French of it.

    Raises:
        DocumentRefusedError: when it holds binary data, or too much of anything.
    """
    if len(content) > _LARGEST:
        reason = f"The text has {len(content):,} bytes; the most is {_LARGEST:,}."
        raise DocumentRefusedError("too-large", reason, "Cut it into several files.", str(len(content)))
    text = _decode(content, declared)
    if "\x00" in text:
        remedy = "Give the text as a file in UTF-8."
        raise DocumentRefusedError("encoding", "The file holds binary data.", remedy, str(text.index("\x00")))
    return text


def _decode(content: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    text = content.decode("utf-8", "surrogateescape")
    broken = len(_BROKEN.findall(text))
    if not broken:
        return text
    if broken * 10 < sum(not character.isascii() for character in text):
        # UTF-8 into which somebody pasted a few characters of something else, or that was cut within one.
        return _BROKEN.sub(lambda byte: bytes([ord(byte.group()) - 0xDC00]).decode("cp1252", "replace"), text)
    return _declared(content, declared) or max((_guess(content, name) for name in _GUESSES), key=_frenchness)


def _declared(content: bytes, declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
        return "" if name in _WINDOWS or name.startswith("utf") else content.decode(name)
    except (LookupError, UnicodeDecodeError):
        return ""


def _guess(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "replace")


def _frenchness(text: str) -> int:
    return len(_FRENCH.findall(text)) - 5 * len(_FOREIGN.findall(text))
