"""Text that a page holds but doesn't show: it must never be quoted, for people can't see that it is there."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from ingest.readers.trees import Element, remove

_BRACE: Final = re.compile(r"([{}])")
_COMMENT: Final = re.compile(r"/\*(?:[^*]|\*(?!/))*+\*/")
_NOISE: Final = re.compile(r"\s+|!important|\\")
_LONGEST_SHEET: Final = 2_000_000
_LONGEST_STYLE: Final = 5000
"""Characters; nobody writes as many to show something."""
_SIMPLE: Final = re.compile(r"[\w-]*(?:[.#][\w-]+)?")
_CLASSES: Final = frozenset(
    ["hidden", "d-none", "invisible", "is-hidden", "visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"]
)
_SHOWN_AGAIN: Final = re.compile(
    r"(?:^|\s)(?:[\w-]+:(?:block|flex|grid|table|inline\S*|contents|visible)|d-\w+-(?!none)\w+)"
)
_ZERO: Final = r"0*(?:\.0+)?(?:px|em|rem|pt|%)?"
_GONE: Final = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|transform:scale\(0\)"
    rf"|opacity:{_ZERO}(?=;|$)|clip:rect\([01]|clip-path:(?:inset\((?:50|100)%|circle\(0)"
    r"|text-indent:-\d{3,}|(?:left|top|right|margin-left|margin-top):-\d{4,})"
)
_FLAT: Final = re.compile(rf"(?:^|;)(?:max-)?(?:height|width):{_ZERO}(?=;|$)")
_TINY: Final = re.compile(r"(?:^|;)font-size:(?:0*(?:\.\d+)?|1)(?:px|pt|em|rem|%|vw)?(?=;|$)")
_WHITE: Final = re.compile(
    r"(?:^|;)color:(?:white|#fff(?:fff)?(?:ff)?|rgba?\(255,255,255(?:,[\d.]+)?\)|transparent"
    r"|rgba?\([\d,]+,0(?:\.0+)?\)|#fefefe|#fdfdfd|hsl\(\d+,\d+%,100%\))(?=;|$)"
)
_GROUND: Final = re.compile(r"(?:^|;)background(?:-color|-image)?:([^;]+)")
_NO_GROUND: Final = re.compile(
    r"(?:none|transparent|inherit|initial|white|#fff(?:fff)?|rgba?\(255,255,255(?:,[\d.]+)?\))"
)
_DARK_CLASS: Final = re.compile(r"background|cover|banner|hero|dark|overlay")


def drop_hidden(root: Element) -> None:
    """Take out of a page what its own marks hide: attributes, styles, class names, white letters on white."""
    hidden = _hidden_names(root)
    blanked: set[Element] = set()
    for node in list(root.iter()):
        if node.tag in {"html", "body", "head"} or node in blanked:
            continue
        style = _style(node)
        if _is_gone(node, style, hidden):
            remove(node)
        elif _TINY.search(style):
            blanked |= _blank(node, _has_size)
        elif _is_white(node, style) and not _lies_on_colour(node):
            blanked |= _blank(node, _has_colour)


def _style(node: Element) -> str:
    """Give the style written at an element, without spaces, in lower case."""
    style = node.get("style") or ""
    return _NOISE.sub("", _COMMENT.sub("", style.lower())) if len(style) < _LONGEST_STYLE else "display:none"


def _is_gone(node: Element, style: str, hidden: frozenset[str]) -> bool:
    if node.get("hidden") is not None or node.get("aria-hidden") == "true" or node.tag == "template":
        return True
    if style and (_GONE.search(style) or ("overflow:hidden" in style and _FLAT.search(style))):
        return True
    classes = node.get("class") or ""
    names = set(classes.split())
    if names & _CLASSES and not _SHOWN_AGAIN.search(classes):
        return True
    told = {node.tag, f"#{node.get('id')}", *(f".{name}" for name in names), *(f"{node.tag}.{name}" for name in names)}
    return bool(hidden & told)


def _is_white(node: Element, style: str) -> bool:
    return bool(_WHITE.search(style)) or (
        node.tag == "font" and (node.get("color") or "").lower() in {"white", "#ffffff"}
    )


def _lies_on_colour(node: Element) -> bool:
    """Tell whether anything says that the ground under an element is not white."""
    for above in (node, *node.iterancestors()):
        ground = _GROUND.search(_style(above))
        if ground:
            return not _NO_GROUND.fullmatch(ground[1])
        if (above.get("bgcolor") or "#ffffff").lower() not in {"white", "#ffffff"}:
            return True
        if _DARK_CLASS.search((above.get("class") or "").lower()):
            return True
    return False


def _has_size(node: Element) -> bool:
    return "font-size:" in _style(node) and not _TINY.search(_style(node))


def _has_colour(node: Element) -> bool:
    style = _style(node)
    return bool(re.search(r"(?:^|;)color:", style)) and not _WHITE.search(style)


def _blank(root: Element, shows: Callable[[Element], bool]) -> set[Element]:
    """Erase the words of an element, but for what is in elements that are shown again; give those erased."""
    erased = {root}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node.text = None
        for child in node:
            child.tail = None
            if not shows(child):
                erased.add(child)
                waiting.append(child)
    return erased


def _hidden_names(root: Element) -> frozenset[str]:
    """Find what the page's own style sheets hide for good; what another rule shows again is opened by a click."""
    gone: set[str] = set()
    shown: set[str] = set()
    for name, declarations in _rules(root):
        if not _GONE.search(declarations) and not _TINY.search(declarations):
            shown.update(re.findall(r"[.#][\w-]+", name) if "display:" in declarations else ())
        elif _SIMPLE.fullmatch(name):
            gone.add(name)
    return frozenset(name for name in gone if re.sub(r"^\w+(?=[.#])", "", name) not in shown)


def _rules(root: Element) -> Iterator[tuple[str, str]]:
    """Give the names and declarations of the rules that hold on every screen."""
    for sheet in root.iter("style"):
        depth, names, outer = 0, "", ""
        for piece in _BRACE.split(_COMMENT.sub("", (sheet.text or "")[:_LONGEST_SHEET])):
            if piece == "{":
                depth, outer = depth + 1, outer or names.strip()
            elif piece == "}":
                depth = max(depth - 1, 0)
                outer = outer if depth else ""
            elif depth == 1 and not outer.startswith("@"):
                declarations = _NOISE.sub("", piece.lower())
                yield from ((name.strip(), declarations) for name in outer.split(","))
            else:
                names = piece.rpartition(";")[2] if "@" in piece.partition(";")[0] else piece
