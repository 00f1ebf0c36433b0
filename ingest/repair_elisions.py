"""What recognition does to French apostrophes and to the word `à`, undone by rules."""

import re
from typing import Final

_VOWEL: Final = "aeiouyhàâéèêëîïôùûœæAEIOUYHÀÂÉÈÊËÎÏÔÙÛŒÆ"
_APOSTROPHES: Final = (
    # Doubled: d’’une, d’'une.
    (re.compile(rf"(?<=[^\W\d_])[’'`]\s?[’'`](?=[{_VOWEL}])"), "’"),
    # A capital i, a bar or a one for the l before an apostrophe: I'innovation.
    (re.compile(rf"(?<![^\W_])[I|1][’'](?=[{_VOWEL}])"), "l’"),
    # The l lost, « de 'ensemble »; where another apostrophe closes it, it is a quotation.
    (
        re.compile(rf"(?<=[^\W\d_] )[’'](?=[{_VOWEL.lower()}][^\W\d_]{{2,}}(?![^’'\n]{{0,60}}[^\W\d_][’'](?![^\W_])))"),
        "l’",
    ),
    # A P for an l: P’innovation.
    (re.compile(rf"(?:^|(?<=[ («]))P[’'](?=[{_VOWEL.lower()}])"), "l’"),
    (re.compile(r"(?<=[a-zà-ÿ]) ct (?=[^\W\d_])"), " et "),
)
_GLUED: Final = re.compile(rf"(?<![^\s«(])[aà]l[’'](?=[{_VOWEL}])")
_WHERE: Final = re.compile(r"(?<![^\W_])([Oo])u(?= en (?:êtes|est|sont|sommes|suis|es)\b)")
_A: Final = re.compile(r"(?<![^\s(«])(?P<a>[aA])(?= (?P<after>[^\W\d_]+|\d+)(?P<mark>[’'])?(?: (?P<then>[^\W\d_]+))?)")
_BEFORE: Final = re.compile(r"([^\W\d_]+)[’']? ?$")
_SUBJECTS: Final = frozenset(
    [
        "il",
        "elle",
        "on",
        "qui",
        "y",
        "en",
        "ça",
        "cela",
        "ce",
        "ne",
        "lui",
        "leur",
        "nous",
        "vous",
        "se",
        "je",
        "tu",
        "ils",
        "elles",
        "n",
        "s",
    ]
)
_PARTICIPLE: Final = re.compile(
    r".{2,}(?:é|ée|és|ées)|été|eue?s?|fait(?:e|es|s)?|mis|pris|dit|vu|su|pu|dû|permis"
    r"|.*(?:çu|ndu|rdu|enu|onnu|oulu|allu)"
    r"|suivi|choisi|réuni|fini|réussi|bâti|abouti|établi|accueilli|appris|compris|remis|promis|transmis|acquis|conquis"
    r"|.*(?:crit|duit|truit|vert|ffert|eint|joint|oint)|vécu|lu|cru|couru"
)
_HAS: Final = frozenset(
    [
        "pas",
        "plus",
        "bien",
        "toujours",
        "déjà",
        "ainsi",
        "aussi",
        "également",
        "donc",
        "jamais",
        "souvent",
        "notamment",
        "ensuite",
        "depuis",
        "pour",
        "besoin",
        "lieu",
        "vocation",
        "beaucoup",
        "trop",
        "peu",
        "le",
        "les",
        "longtemps",
        "aujourd",
        "récemment",
    ]
)
"""Words that follow the verb `a` rather than `à`."""
_INFINITIVE: Final = re.compile(r"[^\W\d_]{2,}(?:er|ir|re|oir)")
_NO_INFINITIVES: Final = frozenset(
    ["entre", "contre", "outre", "titre", "notre", "votre", "autre", "quatre", "hiver", "cher", "hier", "pouvoir"]
)
_PRONOUNS: Final = frozenset(["le", "les", "en", "se", "y", "lui", "leur"])


def repair_apostrophes(line: str) -> str:
    """Put right the elisions that were misread."""
    for pattern, replacement in _APOSTROPHES:
        line = pattern.sub(replacement, line)
    return line


def repair_a(line: str) -> str:
    """Write `à` for each `a` that is no verb, in a line of a text whose `à` were read as `a`."""
    line = _WHERE.sub(r"\1ù", _GLUED.sub("à l’", line))
    return _A.sub(lambda found: _read_a(line, found), line)


def _read_a(line: str, found: re.Match[str]) -> str:
    right = "à" if found["a"] == "a" else "À"
    after, then = found["after"], found["then"] or ""
    if _is_infinitive(after) or (after in _PRONOUNS and _is_infinitive(then)):
        return right
    before = _BEFORE.search(line[max(0, found.start() - 40) : found.start()])
    word = before.group(1) if before else ""
    is_verb = word.lower() in _SUBJECTS or after in _HAS or bool(_PARTICIPLE.fullmatch(after))
    is_named = word[:1].isupper() and len(word) > 1 and not after[0].isupper()
    return found["a"] if is_verb or is_named else right


def _is_infinitive(word: str) -> bool:
    return bool(_INFINITIVE.fullmatch(word)) and word not in _NO_INFINITIVES
