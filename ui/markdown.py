"""Text that the page did not write, made safe to draw: no image, no link but to a source, no stray markup.

Streamlit draws Markdown with its own extensions and follows whatever image address it finds, so an answer could make
the browser call anyone. Everything is escaped but the few marks that answers need.
"""

import re
from collections.abc import Callable, Collection, Iterable

_BARE = r"(?i:https?://|www\.)[^\s<>\[\]`\"«»\ue000]*[^\s<>\[\]`\"«»\ue000.,;:!?)']|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
"""What GitHub's flavour turns into a link by itself, even when escaped."""
_PUNCTUATION = re.compile(rf"({_BARE})|([!-/:-@\[-`{{-~])")
_MARKS = re.compile(
    r"(?P<image>!\[[^\]]*\]\([^)]*\))"
    r"|\[(?P<label>(?:[^\[\]\\\n]|\\.)+)\]\(\s*<?(?P<url>(?:[^()\s<>]|\([^()\s]*\))+)>?(?:\s+\"[^\"\n]*\")?\s*\)"
    r"|(?P<space>[ \u00a0\u202f]?)\[(?P<number>\d{1,3})\]"
    r"|\ue000(?P<note>\d{1,4})\ue001"
    r"|(?P<escaped>\\[!-/:-@\[-`{-~])"
    rf"|(?P<bare>{_BARE})"
    r"|^(?P<heading>#{1,6}) "
    r"|(?P<special>[\\\[\]<$`]|:(?=\w))",
    re.MULTILINE,
)
_TIGHT = re.compile(r"(?<=«) | (?=[»?!;%€])| (?=:(?!-))|(?<=\d) (?=\d{3}(?!\d)|[kM]€)|(?<=n°) ")
"""The spaces at which French never breaks a line."""
_ITEM = re.compile(r"^(?:[-*+]|\d+[.)]) ")
_SIGN = re.compile("\ue000(\\d{1,4})\ue001")
"""Where a note of the page stands: characters that no text has a use for."""


def escape(text: str) -> str:
    """Show a text as it is, whatever marks it holds."""
    return _PUNCTUATION.sub(lambda found: _inert(found[1]) if found[1] else "\\" + found[2], typeset(text))


def typeset(text: str) -> str:
    """Keep French punctuation and numbers on one line; the text keeps its length, so that quotes stay in place."""
    return _TIGHT.sub("\u00a0", text)


def is_web(url: str) -> bool:
    """Tell whether an address may be offered as a link."""
    return re.match(r"https?://[^\s<>\"]+$", url, re.IGNORECASE) is not None


def link(label: str, url: str) -> str:
    """Write a link, or the label alone where the address is not one of the web."""
    return f"[{escape(label)}](<{url}>)" if is_web(url) else escape(label)


def short(url: str) -> str:
    """Write an address as people read it: without its scheme."""
    return re.sub(r"^https?://(?:www\.)?|/$", "", url)


def sign(number: int) -> str:
    """Give what stands in a text for the note of that number until `safe` or `fill` writes it."""
    return f"\ue000{number}\ue001"


def without_signs(text: str) -> str:
    """Take the place of notes from a text that the page did not write; it keeps its length."""
    return re.sub("[\ue000\ue001]", "\ufffd", text)


def fill(text: str, note: Callable[[int], str]) -> str:
    """Write the notes in the place of their signs."""
    return _SIGN.sub(lambda found: note(int(found[1])), text)


def outside_marks(text: str, place: int) -> int:
    """Give the place, or the end of the link, citation or address that it is in."""
    return next((found.end() for found in _MARKS.finditer(text) if found.start() < place < found.end()), place)


def safe(
    text: str, urls: Collection[str], marker: Callable[[int], str], note: Callable[[int], str] = lambda _: ""
) -> str:
    """Keep the emphasis, lists and citations of an answer; make the rest inert.

    Args:
        text: Markdown from the API, whole or still being written.
        urls: the addresses of its sources, the only ones linked to.
        marker: writes the citation of a number.
        note: writes the note of a number, for the signs that the page placed.
    """

    def write(found: re.Match[str]) -> str:
        if found["image"]:
            return ""
        if found["label"]:
            return link(_unescape(found["label"]), found["url"] if found["url"] in urls else "")
        if found["number"]:
            return "\u00a0" * bool(found["space"]) + marker(int(found["number"]))
        if found["note"]:
            return note(int(found["note"]))
        if found["bare"]:
            return link(found["bare"], found["bare"]) if found["bare"] in urls else _inert(found["bare"])
        if found["heading"]:
            return "##### "
        return found["escaped"] or "\\" + found["special"]

    return _MARKS.sub(write, typeset(text))


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Write a passage with the words of the spans marked, line by line since a mark can't cross a blank one."""
    lines, offset = [], 0
    marked = sorted(spans)
    for line in text.split("\n"):
        lines.append(_marked(line, [(start - offset, end - offset) for start, end in marked]))
        offset += len(line) + 1
    return "\n\n".join(line for line in lines if line)


def fold(text: str, keep: int) -> tuple[str, str, str]:
    """Cut a long list in three: the text up to its item `keep`, the items after it, the text after the list."""
    lines = text.split("\n")
    items = [place for place, line in enumerate(lines) if _ITEM.match(line)]
    if len(items) <= keep + 2:
        return text, "", ""
    cut, last = items[keep], items[-1]
    end = next((place for place in range(last + 1, len(lines)) if lines[place][:1].strip()), len(lines))
    return "\n".join(lines[:cut]), "\n".join(lines[cut:end]), "\n".join(lines[end:])


def count_items(text: str) -> int:
    """Count the items of the lists in a text."""
    return sum(1 for line in text.split("\n") if _ITEM.match(line))


def _marked(line: str, spans: Iterable[tuple[int, int]]) -> str:
    """Mark spans of a line, sorted; what two of them share is marked once."""
    bullet = _ITEM.match(line)
    done = bullet.end() if bullet else 0
    parts = [line[:done]]
    for start, end in spans:
        first = max(start, done)
        last = max(first, min(end, len(line)))
        if line[first:last].strip():
            parts += [escape(line[done:first]), f":green-background[{escape(line[first:last])}]"]
            done = last
    return "".join((*parts, escape(line[done:])))


def _inert(address: str) -> str:
    return f"`{address}`"


def _unescape(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
