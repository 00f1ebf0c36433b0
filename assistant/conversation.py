"""Follow-ups made whole without a model: « et en Bretagne ? » keeps the subject of the turn before."""

import re
from typing import Final

from assistant.answers import Question, Turn
from assistant.facets import FacetRecogniser, Mention
from assistant.language import fold, words

_OPENING: Final = re.compile(
    r"^\W*(?:et|mais|ok|oui|non|d'accord|merci|sinon|and|so|what about|how about)\b"
    r"(?:[\s,]+(?:alors|puis|aussi)\b)?[\s,:.]*"
)
_POINTS_BACK: Final = re.compile(
    r"\b(?:celles?-?(?:ci|la)?|ceux-?(?:ci|la)?|lesquel(?:le)?s?|parmi"
    r"|ce (?:projet|cas|partenariat|programme|fonds|guide|document|rapport)"
    r"|cette (?:alliance|action|association|etude|initiative|publication|plateforme)"
    r"|ces (?:alliances|projets|cas|exemples|etudes)"
    r"|(?<!-)ils?(?! y a\b| existe| faut)|(?<!-)elles?|leurs?|y(?! a\b| avait)|those|these|it|they|their|its"
    r"|that one)\b"
)
_FOLLOWING_NOUNS: Final = frozenset(
    [
        *["acteur", "acteurs", "bilan", "budget", "chiffre", "chiffres", "cout", "couts", "date", "detail", "details"],
        *["enseignement", "enseignements", "exemple", "exemples", "financeur", "financeurs", "impact", "impacts"],
        *["lecon", "lecons", "lien", "liens", "lieu", "limite", "limites", "objectif", "objectifs", "partenaire"],
        *["partenaires", "resultat", "resultats", "source", "sources", "suite", "territoire", "annee"],
        *["cost", "example", "examples", "lessons", "links", "partners", "results", "year"],
    ]
)
"""Nouns that ask about the subject of the turn before, and bring none."""
_EMPTY: Final = frozenset(
    [
        *["quel", "quels", "quelle", "quelles", "qui", "que", "quoi", "quand", "ou", "comment", "combien", "pourquoi"],
        *["est", "sont", "c", "ce", "s", "il", "y", "a", "t", "en", "de", "des", "du", "d", "la", "le", "les", "l"],
        *["un", "une", "avec", "pour", "dans", "par", "sur", "plus", "svp", "stp", "merci", "on", "vous", "vos"],
        *["votre", "nous", "tu", "me", "moi", "peux", "pouvez", "donnez", "donne", "dites", "dis", "autre", "autres"],
        *["what", "which", "who", "are", "is", "the", "were", "was", "how", "many", "much", "of", "other", "any"],
    ]
)
_TITLE: Final = re.compile(r"\*\*(?:\[)?([^*\]]{3,200})(?:\]\([^)]*\))?\*\*")
_LIST_ANSWER: Final = re.compile(r"\*\*\d")
_PREPOSITION_AT_END: Final = re.compile(r"\b(?:en|dans|à|au|aux|de|du|des|sur|avec|in|with|about)\s+(?:l[ea'’]s?\s*)?$")
_LONGEST_FOLLOW_UP: Final = 9
"""Words that carry meaning; a longer question stands on its own."""


def resolve(question: Question, recogniser: FacetRecogniser) -> str:
    """Give the question as it would be asked alone, taking its subject from the turns before where it has none."""
    if question.alone:
        return question.text
    whole, last = "", Turn("")
    for turn in (*question.history, Turn(question.text)):
        whole = _resolve_one(turn.question, whole, last.answer, recogniser) if whole else turn.question
        last = turn
    return whole


def _resolve_one(text: str, before: str, answer: str, recogniser: FacetRecogniser) -> str:
    if not _is_follow_up(text, recogniser):
        return text
    asked = text[_opening_length(text) :].strip()
    mentions = recogniser.recognise(asked).mentions
    facets = {_kin(mention) for mention in mentions}
    if facets and not _own_words(asked, mentions):
        kept = _without(before, [m for m in recogniser.recognise(before).mentions if _kin(m) in facets])
        return f"{kept.rstrip(' ?!.')} {asked}"
    title = None if _LIST_ANSWER.match(answer) else _TITLE.search(answer)
    subject = title[1] if title and _asks_of_one(asked) else before.rstrip(" ?!.")
    return f"{subject} : {asked}"


def _is_follow_up(text: str, recogniser: FacetRecogniser) -> bool:
    folded = fold(text)
    content = [word for word in words(text) if word not in _EMPTY]
    if not content or len(content) > _LONGEST_FOLLOW_UP or recogniser.recognise(text).named:
        return False
    asked = text[_opening_length(text) :]
    mentions = recogniser.recognise(asked).mentions
    own = _own_words(asked, mentions)
    if not own:
        return bool(mentions) or bool(_opening_length(text)) or all(word in _FOLLOWING_NOUNS for word in content)
    opens = bool(_opening_length(text)) and len(own) <= 4
    return opens or (bool(_POINTS_BACK.search(folded)) and len(own) <= 3)


def _own_words(text: str, mentions: tuple[Mention, ...]) -> list[str]:
    """Give the words that bring a subject of their own: neither labels, nor grammar, nor « résultats »."""
    rest = _without(text, list(mentions))
    return [word for word in words(rest) if word not in _EMPTY and word not in _FOLLOWING_NOUNS and len(word) > 1]


def _asks_of_one(text: str) -> bool:
    return not re.search(r"\b(?:lesquel|parmi|autres?|exemples?|which of|others?|examples?)", fold(text))


def _opening_length(text: str) -> int:
    found = _OPENING.match(fold(text))
    return found.end() if found else 0


def _kin(mention: Mention) -> str:
    """Regions and departments replace one another."""
    return "places" if mention.facet in {"regions", "departments"} else mention.facet


def _without(text: str, mentions: list[Mention]) -> str:
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = _PREPOSITION_AT_END.sub("", text[: mention.start]) + text[mention.end :]
    return re.sub(r"\s+", " ", text).strip()
