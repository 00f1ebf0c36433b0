"""Follow-ups made whole without a model: « et en Bretagne ? » keeps the subject of the turn before."""

import re
from dataclasses import dataclass, replace
from typing import Final

from assistant.analysis import analyse
from assistant.answers import Question, Turn
from assistant.asking import ASKING, COURTESY, FITTING, proper_names
from assistant.facets import FacetRecogniser, Mention
from assistant.intent import read_intent
from assistant.language import fold, words
from assistant.periods import without_years
from assistant.small_words import EMPTY, FOLLOWING_NOUNS

_OPENING: Final = re.compile(
    r"^\W*(?:(?:et|mais|ok|oui|non|d'accord|merci|sinon|and|so|what about"
    r"|how about)\b(?:[\s,]+(?:alors|puis|aussi)\b)?"
    r"[\s,:.!]*)+"
)
_CORRECTION: Final = re.compile(
    r"^\W*(?:(?:mais|euh|pardon|desole|excuse\w*|non)\b[\s,.]*)*(?:je (?:parl(?:ais|e)|pens(?:ais|e)"
    r"|voulais? (?:dire|parler)"
    r"|veux (?:dire|parler))|il s'agi(?:t|ssait)|plutot|i meant?)\s+(?:plutot\s+)?(?:d'|des?\s|du\s|a\s|of\s)?\s*"
    r"(?:la\s|le\s|les\s|l')?"
)
_POINTS_BACK: Final = re.compile(
    r"\b(?:celles?-?(?:ci|la)?|ceux-?(?:ci|la)?|celui-?(?:ci|la)|lesquel(?:le)?s?|lequel|laquelle|parmi"
    r"|ce (?:projet|cas|partenariat|programme|fonds|guide|document|rapport|sujet|dispositif)"
    r"|cet (?:exemple|outil|article)"
    r"|cette (?:alliance|action|association|etude|initiative|publication|plateforme|demarche|fondation|entreprise)"
    r"|ces (?:alliances|projets|cas|exemples|etudes|initiatives|partenariats)"
    r"|(?<!-)ils?(?! y a\b| existe| faut)|(?<!-)elles?|leurs?|y(?! a\b| avait)|pour illustrer|those"
    r"|these|it|they|their"
    r"|its|that one)\b"
    r"|^\W*(?:\w+\W+){0,2}(?:ca|cela)\b|\bqui (?:le |la |les |l')\w+|\bl'(?:ont|a)\b|\bles ont\b|\bm'en\b|\bd'autres\b"
)
_ALONE: Final = re.compile(
    r"\b(?:pourquoi|comment|combien|quand|ou|qui|avec qui|lequel|laquelle|why|how|when|where|who)\b"
)
"""Question words that, alone, ask about what was just said."""
_ASKING_WORD: Final = re.compile(
    r"\b(?:quel(?:le)?s?|combien|comment|pourquoi|quand|qui|que|what|which|how|when|who)\b|^\W*(?:et\s+)?ou\b"
)
_DEFINES: Final = re.compile(
    r"\b(?:qu'est[- ]ce que?|c'est quoi|en quoi consistent?|definition|definir"
    r"|what (?:is|are))\b"
)
_AMONG: Final = re.compile(r"\b(?:parmi|lesquel(?:le)?s|ceux|celles|which of)\b")
"""What narrows the list before rather than replacing its labels."""
_RANKS: Final = {
    **dict.fromkeys(("premier", "premiere", "1er", "1ere", "first"), 1),
    **dict.fromkeys(("deuxieme", "second", "seconde", "2e", "2eme"), 2),
    **dict.fromkeys(("troisieme", "3e", "3eme", "third"), 3),
    **dict.fromkeys(("quatrieme", "4e", "4eme"), 4),
    **dict.fromkeys(("cinquieme", "5e", "5eme"), 5),
    **dict.fromkeys(("dernier", "derniere", "last"), 0),
}
_RANK: Final = re.compile(
    rf"\b(?:le|la|du|au|de la|the)\s+({'|'.join(_RANKS)})"
    r"(?:\s+(?:cas|projet|exemple|alliance|document|initiative|one))?(?:\s+de (?:la|ta|votre) liste)?\b"
)
_TITLE: Final = re.compile(r"\*\*(?:\[)?([^*\]]{3,200})(?:\]\([^)]*\))?\*\*")
_COUNT: Final = re.compile(r"\d+\s+(?:des|of|etudes?|études?|publications?|documents?|case)\b")
_LIST_ANSWER: Final = re.compile(rf"\*\*{_COUNT.pattern}")
_PREPOSITION_AT_END: Final = re.compile(r"\b(?:en|dans|à|au|aux|de|du|des|sur|avec|in|with|about)\s+(?:l[ea'’]s?\s*)?$")
_FEW_WORDS: Final = 3
_LONGEST_FOLLOW_UP: Final = 9
"""Words that carry meaning; a longer question stands on its own."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question as it would be asked alone."""

    text: str
    changed_subject: bool = False
    """It came in the middle of a conversation and shares nothing with what was asked before."""


def resolve(question: Question, recogniser: FacetRecogniser) -> Resolved:
    """Make a question whole, taking its subject from the turns before where it has none."""
    if question.alone or not question.history:
        return Resolved(question.text)
    whole, last, stands_alone = "", Turn(""), True
    before = whole
    for turn in (*question.history, Turn(question.text)):
        before = whole
        stands_alone = not whole or not _is_follow_up(turn.question, last.answer, recogniser)
        whole = turn.question if stands_alone else _made_whole(turn.question, whole, last.answer, recogniser)
        last = turn
    return Resolved(whole, stands_alone and _brings_a_subject(question.text, before))


def _brings_a_subject(text: str, before: str) -> bool:
    subject = {*analyse(text)} - ASKING - COURTESY - FITTING
    return bool(subject) and not subject & {*analyse(before)}


def _made_whole(text: str, before: str, answer: str, recogniser: FacetRecogniser) -> str:
    asked = text[_opening_length(text) :].strip()
    if (rank := _RANK.search(fold(asked))) and (title := _ranked_title(answer, _RANKS[rank[1]])):
        rest = (asked[: rank.start()] + asked[rank.end() :]).strip(" ,?!.")
        return f"{title} : {rest} ?" if rest else title
    mentions = _mentions_after_opening(text, recogniser)
    facets = {_kin(mention) for mention in mentions}
    if "themes" in facets and _opening_length(text):
        facets.add("alliance_types")  # « sur le mécénat » gives way to « et sur l'évaluation ? »
    dated = without_years(asked) != asked
    if (facets or dated) and not _own_words(asked, mentions) and not _AMONG.search(fold(asked)):
        kept = _without(before, [m for m in recogniser.recognise(before).mentions if _kin(m) in facets])
        kept = without_years(kept) if dated else kept
        return f"{kept.rstrip(' ?!.')} {asked}"
    named = None if _LIST_ANSWER.search(answer) or _AMONG.search(fold(asked)) else _TITLE.search(answer)
    # « Et les dirigeants ? » asks the same of others: the question before says what, not the document that it brought.
    opens = _opening_length(text) and not _POINTS_BACK.search(fold(text))
    of_others = opens and not _ASKING_WORD.search(fold(asked)) and _own_words(asked, mentions)
    subject = named[1] if named and _asks_of_one(asked) and not of_others else before.rstrip(" ?!.")
    return f"{subject} : {asked}"


def _ranked_title(answer: str, rank: int) -> str:
    """Give the title of the nth document that an answer names; 0 means the last one."""
    titles = [title for title in dict.fromkeys(_TITLE.findall(answer)) if not _COUNT.match(title)]
    return titles[rank - 1] if len(titles) >= max(rank, 1) else ""


def _is_follow_up(text: str, answer: str, recogniser: FacetRecogniser) -> bool:
    folded = fold(text)
    if (rank := _RANK.search(folded)) and _ranked_title(answer, _RANKS[rank[1]]):
        rest = text[: rank.start()] + text[rank.end() :]
        return len(_own_words(rest, recogniser.recognise(rest).mentions)) <= _FEW_WORDS
    content = [word for word in words(text) if word not in EMPTY]
    if _CORRECTION.match(folded):
        return True
    if not content:
        return bool(_ALONE.search(folded) or _POINTS_BACK.search(folded))
    if len(content) > _LONGEST_FOLLOW_UP or recogniser.recognise(text).named:
        return False
    asked = text[_opening_length(text) :].strip()
    mentions = _mentions_after_opening(text, recogniser)
    partner = any(m.facet == "partners" for m in mentions)
    if (mentions and _DEFINES.search(folded)) or (partner and _asks_openly(text)):
        return False
    own = _own_words(asked, mentions)
    if not own and (mentions or without_years(asked) != asked or all(word in FOLLOWING_NOUNS for word in content)):
        return True
    if _opening_length(text) and len(own) <= _FEW_WORDS + 1:
        return True
    return (len(own) <= _FEW_WORDS and bool(_POINTS_BACK.search(folded))) or _is_bare(text, own, mentions)


def _asks_openly(text: str) -> bool:
    """Tell a question that stands whole, « que fait Simplon ? », from one that goes on: « et avec Simplon ? »."""
    folded = fold(text)
    goes_on = _opening_length(text) or _POINTS_BACK.search(folded)
    return not goes_on and _ASKING_WORD.search(folded) is not None


def _is_bare(text: str, own: list[str], mentions: tuple[Mention, ...]) -> bool:
    """Tell a question that says what is asked and not of whom: « quel public visé ? », « combien de jeunes ? »."""
    folded = fold(text)
    if not _ASKING_WORD.search(folded) or _DEFINES.search(folded) or read_intent(text).is_structured:
        return False
    counted = folded.startswith("combien") and all(m.facet == "themes" for m in mentions) and len(own) <= 1
    return not proper_names(text) and (counted if mentions else len(own) < _FEW_WORDS)


def _mentions_after_opening(text: str, recogniser: FacetRecogniser) -> tuple[Mention, ...]:
    """Give the labels with their places after the opening words, which tell « dire *Lille* » from a common word."""
    opening = text[_opening_length(text) :]
    skipped = len(text) - len(opening.lstrip())
    found = recogniser.recognise(text).mentions
    return tuple(replace(m, start=m.start - skipped, end=m.end - skipped) for m in found if m.start >= skipped)


def _own_words(text: str, mentions: tuple[Mention, ...]) -> list[str]:
    """Give the words that bring a subject of their own: neither labels, nor grammar, nor « résultats »."""
    rest = without_years(_without(text, list(mentions)))
    said = [word for word in words(rest) if word not in EMPTY and word not in FOLLOWING_NOUNS and len(word) > 1]
    return [word for word in said if not {*analyse(word)} <= FITTING | COURTESY]


def _asks_of_one(text: str) -> bool:
    return not re.search(r"\b(?:lesquel|parmi|autres?|exemples?|which of|others?|examples?)", fold(text))


def _opening_length(text: str) -> int:
    folded = fold(text)
    found = _CORRECTION.match(folded) or _OPENING.match(folded)
    return found.end() if found else 0


def _kin(mention: Mention) -> str:
    """Regions and departments replace one another."""
    return "places" if mention.facet in {"regions", "departments"} else mention.facet


def _without(text: str, mentions: list[Mention]) -> str:
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = _PREPOSITION_AT_END.sub("", text[: mention.start]) + text[mention.end :]
    return re.sub(r"\s+", " ", text).strip()
