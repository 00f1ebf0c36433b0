"""French text to the stems that word search compares: the one place that stems."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import Stemmer

from assistant.language import fold

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ELIDED: Final = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_KNOWN_WORDS: Final = 200_000
"""Words whose stem is remembered; French running text seldom has more different ones."""

# Function words of both languages, folded. Negations and question words are among them: they say how one asks,
# not about what.
_FUNCTION_WORDS: Final = """
a afin ai aie aient aies ainsi ait alors as au aucun aucune aujourd hui aupres aura aurai auraient aurais aurait
auras aurez auriez aurions aurons auront aussi autre autres aux avaient avais avait avant avec avez aviez avions
avoir avons ayant ayez ayons bien c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez comme
comment d dans de deja depuis des donc dont du elle elles en encore entre es est et etaient etais etait etant ete
etes etiez etions etre eu eue eues eurent eus eut eux faire fait faites fois font furent fus fut ici il ils j je
jusqu l la le les leur leurs lors lorsque lui m ma mais me meme memes mes mien moi moins mon n ne ni nos notre nous
on ont ou oui par parce parmi pas pendant peu peut peuvent plus pour pourquoi puis puisque qu quand que quel quelle
quelles quels qui quoi s sa sans sauf se sera serai seraient serais serait seras serez seriez serions serons seront
ses si sien soi soient sois soit sommes son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton
tous tout toute toutes tres tu un une vers voici voila vos votre vous y
about all also an and any are at be been being but by can could did do does for from had has have he her here him
his how i if in into is it its just me more most my no nor not of off on only or our out over own she so some such
than that the their them then there these they this those through to too under until up very was we were what when
where which while who whom whose why will with would you your
"""
STOP_WORDS: Final = frozenset(_FUNCTION_WORDS.split())


@lru_cache(maxsize=1)
def _french() -> Callable[[str], str]:
    # One word at a time under the interpreter's lock: the stemmer keeps state, and `stem` below remembers its results.
    stemmer = Stemmer.Stemmer("french", 0)
    word: Callable[[str], str] = stemmer.stemWord
    return word


@lru_cache(maxsize=_KNOWN_WORDS)
def stem(word: str) -> str:
    """Give the stem of one word, accents folded after stemming; empty for a function word.

    Stemming sees the accents, which tell endings apart (`forme`, `formé`); search must not, as people leave them out.
    """
    lower = word.lower()
    if (folded := fold(lower)) in STOP_WORDS:
        return ""
    # `œ` opens words whose spelling people vary (`œuvre`, `oeuvre`): fold those before the stemmer sees them.
    return fold(_french()(lower.replace("œ", "oe"))) or folded


def analyse(text: str) -> list[str]:
    """Give the stems of a text in reading order, function words left out.

    Elided words are told apart (`l'association`, `d'emploi`), hyphens separate, figures stay.
    """
    return [found for word in _words(text) if (found := stem(word))]


def _words(text: str) -> list[str]:
    """Cut a text into words, without their elided articles."""
    words: list[str] = []
    for raw in _WORD.findall(text):
        word = raw
        while "'" in word or "’" in word:
            shorter = _ELIDED.sub("", word)
            if shorter == word:
                break
            word = shorter
        words.extend(part for part in re.split("['’]", word) if part)
    return words
