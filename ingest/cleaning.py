"""French text as it should be read: one form of each letter, apostrophe and space, words not cut in two."""

import re
import unicodedata
from collections.abc import Set
from typing import Final

_LIGATURES: Final = {code: unicodedata.normalize("NFKD", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPACES: Final = {ord(space): " " for space in "\t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000"}
# Thin and figure spaces are no-break spaces in French typography.
_NO_BREAK: Final = dict.fromkeys(map(ord, "\u2007\u2009\u202f"), "\u00a0")
_LINES: Final = dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), "\n")
_INVISIBLE: Final = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e")
)
_CONTROLS: Final = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\x0b\x0c\x85"}
_TABLE: Final = {**_CONTROLS, **_LIGATURES, **_SPACES, **_NO_BREAK, **_LINES, **_INVISIBLE}
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['ʼ´`‘′](?=[^\W_])")
_RUN: Final = re.compile(r"[ \u00a0]{2,}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_COMPOUND: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
_CUT: Final = re.compile(r"(?<![^\W\d_])(?P<head>[^\W\d_]+)[-‐]\n\s*(?P<tail>[^\W\d_]+)")

# Where the hyphen at the end of a line belongs to the word.
_FIRST_HALVES: Final = (
    "après arrière auto avant co contre demi ex extra franco grand haut infra inter mi mini multi non outre peut pluri "
    "porte post pré pro quasi savoir semi socio sous sud nord ouest est centre sur trans ultra vice vis"
)
_LAST_HALVES: Final = (
    "ci ce elle elles en être eux il ils je la là le les leur lui même mêmes moi nous on toi tu vous y"
)
_HEADS: Final = frozenset(_FIRST_HALVES.split())
_TAILS: Final = frozenset(_LAST_HALVES.split())


def clean(text: str) -> str:
    """Bring text to one form: NFC, plain line ends, `’`, ligatures apart, nothing invisible, single spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    text = _APOSTROPHE.sub("’", unicodedata.normalize("NFC", text))
    text = _RUN.sub(lambda run: "\u00a0" if "\u00a0" in run.group() else " ", text)
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip()


def unwrap(text: str) -> str:
    """Make one line of a paragraph that was cut into several, with its cut words whole again."""
    return " ".join(dehyphenate(text).split("\n"))


def dehyphenate(text: str) -> str:
    """Join words cut at the end of a line.

    The hyphen stays in compounds (`socio-économique`, `peut-être`): those that the text has elsewhere, and usual ones.
    """
    if not _CUT.search(text):
        return text
    known = frozenset(_WORD.findall(text)) | frozenset(_COMPOUND.findall(text))
    return _CUT.sub(lambda cut: _joined(cut["head"], cut["tail"], known), text)


def _joined(head: str, tail: str, known: Set[str]) -> str:
    whole, compound = head + tail, f"{head}-{tail}"
    if compound in known:
        return compound
    if whole in known:
        return whole
    keeps = head.lower() in _HEADS or tail.lower() in _TAILS or tail[0].isupper()
    return compound if keeps else whole
