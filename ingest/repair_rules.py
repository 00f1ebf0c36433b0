"""What recognition of letters does to French besides accents: apostrophes, spaces, and « à » taken for « a »."""

import re
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOWEL: Final = "aàâeéèêëiîïoôuùûhyœAÀÂEÉÈÊIÎOÔUHŒ"
_START: Final = r"(?:(?<=^)|(?<=[.!?…:] )|(?<=[•*+\-–—] ))"
_ELIDING: Final = "a|de|du|et|en|que|dans|sur|par|pour"

# Each is a fault that no well-written French has: how many there are tells a garbled page.
_FAULTS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(rf"{_START}(?:I|1|\|)[’'] ?(?=[{_VOWEL}])", re.M), "L’"),
    (re.compile(rf"(?<![\w’'.-])(?:I|P|1|\||!|\[)[’'] ?(?=[{_VOWEL}]|ce)"), "l’"),
    (re.compile(r"(?<=[^\W\d_])(?:[’'] ?){2,}(?=[^\W\d_])"), "’"),
    (re.compile(rf"(?<![\w’'])({_ELIDING})l[’'](?=[{_VOWEL}]|ce)"), r"\1 l’"),
    # What opens a quotation that closes again is no article that has lost its letter.
    (re.compile(rf"(?<![^\s«(“])[’'](?=[{_VOWEL}][^\W\d_])(?![^\n’']{{1,80}}[^\W\d_.!?…][’'](?![^\W\d_]))"), "l’"),
)
_OTHERS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"(?<=[a-zà-ÿœ]{3}\.)(?=[A-ZÀ-ÝŒ][a-zà-ÿœ’])"), " "),
    (re.compile(r"(?<=[^\W\d_] )ct(?= [^\W\d_])"), "et"),
    (re.compile(r"(?<=\d)[ée]me(?=s?\b)"), "ème"),
    # These are words too, but hardly ever meant where accents are misread.
    (re.compile(r"\b([dD])és\b"), r"\1ès"),
    (re.compile(r"\b([pP])rés\b"), r"\1rès"),
)

# After these, « à » is meant, whatever follows.
_BEFORE: Final = _set(
    """face grâce grace quant suite contrairement conformément allie allient contribue contribuent participe participent
    permet permettent confie confient associe associent répond répondent adresse adressent adhère adhèrent appartient
    appartiennent vise visent aide aident invite invitent incite incitent adossé adossée adossés adossées destiné
    destinée destinés destinées dédié dédiée dédiés dédiées lié liée liés liées"""
)
# After these, it is the verb.
_SUBJECTS: Final = _set("il elle on qui y n n’ l l’ m m’ t t’ en ça cela ceci ce ne nous vous lui leur se")
# Before these, it is the verb; so it is before participles and adverbs.
_HAS: Final = _set(
    """pas plus bien toujours déjà ainsi aussi donc jamais souvent ensuite depuis pour besoin lieu beaucoup trop peu un
    une des le les du de d’ longtemps aujourd’hui droit accès mal envie conscience été eu fait mis pris dit vu su pu dû
    permis reçu promis remis appris compris transmis acquis conquis suivi choisi réuni fini réussi bâti abouti établi
    accueilli investi nourri enrichi élargi défini réfléchi clos vécu lu cru"""
)
_PARTICIPLE: Final = re.compile(
    r".{2,}(?:é|ée|és|ées)|.+(?:çu|ndu|rdu|enu|onnu|oulu|allu|couru|crit|duit|truit|vert|ffert|eint|oint|aint|ment)"
)
_INFINITIVE: Final = re.compile(r"[^\W\d_]{2,}(?:er|ir|re|oir)")
_NO_INFINITIVES: Final = _set(
    "entre contre outre titre notre votre autre quatre cher hier rare propre libre pauvre membre nombre encore"
)
_PRONOUNS: Final = _set("le la l’ les en se s’ y lui leur")
_WHERE: Final = re.compile(r"\b([Oo])u(?= en (?:êtes|est|sont|sommes|suis|es)\b)")
_A: Final = re.compile(
    r"(?:(?<![\w’])(?P<before>[\w’]+)(?P<mark>[)»”.!?:;,]?)[\u00a0 ]+|(?<![^\s«(“]))(?P<a>[aA]) "
    r"(?=(?P<after>[^\W_]+’?|\ue000)(?: ?(?P<then>[\w%]+))?)",
    re.M,
)
_ENOUGH: Final = 60
"""Words of a text in which « à » would be at least once, had it been read."""


def find_faults(text: str) -> list[str]:
    """Find what no well-written French has: `I’` for `l’`, an apostrophe that has lost its letter."""
    return [text[match.start() : match.end() + 6] for pattern, _ in _FAULTS for match in pattern.finditer(text)]


def repair_marks(text: str) -> str:
    """Put right the apostrophes and spaces of a noisy text."""
    for pattern, right in (*_FAULTS, *_OTHERS):
        text = pattern.sub(right, text)
    return text


def has_lost_grave(text: str) -> bool:
    """Tell whether a text has no « à » although French of its length would."""
    return not re.search(r"[àÀ]", text) and len(text.split()) >= _ENOUGH


def repair_grave(text: str) -> str:
    """Write « à » where « a » can't be the verb, in a text that has lost its « à »."""

    def right(match: re.Match[str]) -> str:
        if not _is_grave(match):
            return match.group()
        return match.group()[: match.start("a") - match.start()] + {"a": "à", "A": "À"}[match["a"]] + " "

    return _A.sub(right, _WHERE.sub(r"\1ù", text))


def _is_grave(match: re.Match[str]) -> bool:
    before, after, then = (match[name] or "" for name in ("before", "after", "then"))
    if match["a"] == "A":
        return not before or match["mark"] in {".", "!", "?", ":"}
    if before.lower() in _BEFORE or _is_infinitive(after) or (after in _PRONOUNS and _is_infinitive(then)):
        return True
    if after[0].isdigit():
        return before[:1].isdigit() or then == "%"
    if before == after:  # « pas à pas »
        return True
    if before.lower() in _SUBJECTS or (before[:1].isupper() and not match["mark"] and not after[0].isupper()):
        return False
    return after.lower() not in _HAS and not _PARTICIPLE.fullmatch(after)


def _is_infinitive(word: str) -> bool:
    return bool(_INFINITIVE.fullmatch(word)) and word not in _NO_INFINITIVES
