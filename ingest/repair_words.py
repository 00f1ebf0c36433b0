"""French words and how often they are used, and what a garbled one was meant to be; the only module that knows them."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

# Words of the sector, and of today, that the dictionary of the library lacks.
_OF_THE_SECTOR: Final = """
agroécologie agroécologique aidants apprenante apprenantes apprenants attractivité autodiagnostic autodiagnostics
binôme binômes biodiversité blog blogs copropriétés cybersécurité écoconstruction écogestes écosystémique
écosystémiques entrepreneurial entrepreneuriale entrepreneuriales entrepreneuriat essaimage évaluatif évaluative
évaluatives expérientiel expérientielle financeur financeurs fragilités hybridation hybridations illettrisme
ingénieries inspirante inspirantes inspirants intercommunalité intercommunalités intergénérationnel
intergénérationnelle intergénérationnelles intergénérationnels labellisé labellisée labellisées labellisés managérial
managériale managériales maraîchage médico microcrédit microcrédits mobilités partenarial partenariale partenariales
partenariaux pionnière pionnières pluriannuel pluriannuelle précarités présentiel référent référente référentes
référents résilience résiliente ruralité ruralités sociétal sociétale sociétales sociétaux socioéconomique systémique
systémiques visioconférence visioconférences webinaire webinaires
"""
_LEAST: Final = 50
"""Times that the library counts any word of its dictionary at least."""

# English words that French texts have, each an accent away from another word.
_ENGLISH: Final = frozenset(["beta", "email", "emails", "the", "these", "area", "areas"])

# What the recognition of another language makes of a letter, with that letter.
_CONFUSIONS: Final = (
    ("fi", "û"),
    ("ii", "û"),
    ("ce", "œ"),
    ("cé", "œ"),
    ("eé", "è"),
    ("eé", "é"),
    ("éé", "é"),
    ("é", "ô"),
    ("6", "ô"),
    ("d", "ô"),
    ("¢", "ç"),
    ("g", "ç"),
    ("g", "q"),
    ("rn", "m"),
    ("vv", "w"),
)
_CONFUSED: Final = 1.0
"""What such a confusion costs, in powers of ten of a word's frequency."""
# What an accent costs that was misread; none is lost as often as one is taken for the commonest.
_MISREAD: Final = {"éè": 0.3, "éê": 0.4, "eè": 0.4, "eê": 0.6, "eé": 1.0, "éë": 0.6, "cç": 0.3, "aà": 0.6, "iî": 0.4}
_OTHER: Final = 0.8
_ADDED: Final = 6.0
"""What it costs to take an accent for a mistake: they get lost, they seldom come from nowhere."""
_FINAL: Final = 2.0
"""What it costs to make a participle of a verb: it may as well be a form that the dictionary lacks."""
_WORST: Final = -1.0
"""The score below which two words are not taken for one."""
_WITHOUT_ACCENTS: Final = str.maketrans("àâäçéèêëîïôöùûüÿñ", "aaaceeeeiioouuuyn") | {ord("œ"): "oe", ord("æ"): "ae"}
_ELIDED: Final = re.compile(r"(?P<article>[ld])[i’]?(?P<noun>[aâeéèêiîoôuùhœ]\w{3,})")
_USUAL: Final = 100
"""The least frequency of a noun that is looked for behind an article."""
_SHORT: Final = 6
"""Letters of a noun below which it must be ten times as frequent."""
_LIGATURE: Final = re.compile(r"oe(?=u)|^oe(?=il)")


class French:
    """The words of French, and those that a document has besides.

    Args:
        own: words of the document, in lower case, as its author wrote them.
    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._own: dict[str, list[str]] = {}
        for word in dict.fromkeys(own):
            self._own.setdefault(_bare(word), []).append(word)
        self.meant = lru_cache(maxsize=100_000)(self._meant)
        """Gives the word that a garbled one, in lower case, was meant to be; nothing when there is none."""

    def knows(self, word: str) -> bool:
        """Tell whether a word in lower case is French."""
        return self.frequency(word) > 0

    def frequency(self, word: str) -> int:
        """Tell how often a word is used, beside others; 0 when it isn't French."""
        return _frequencies().get(word.replace("œ", "oe"), 0)

    def _meant(self, word: str) -> str:
        if word in _ENGLISH:
            return ""
        best, score = max(self._candidates(word), key=lambda candidate: candidate[1], default=("", 0.0))
        elided = self._elided(word)
        return elided if elided and score < 1 else _LIGATURE.sub("œ", best)

    def _elided(self, word: str) -> str:
        """Give an article and its noun whose apostrophe was lost."""
        found = _ELIDED.fullmatch(word)
        least = _USUAL if found and len(found["noun"]) >= _SHORT else 10 * _USUAL
        return f"{found['article']}’{found['noun']}" if found and self.frequency(found["noun"]) >= least else ""

    def _candidates(self, word: str) -> Iterator[tuple[str, float]]:
        for read, cost in _readings(word):
            shape = _bare(read)
            for known in (*_by_shape().get(shape, ()), *self._own.get(shape, ())):
                score = math.log10(self.frequency(known) or _LEAST) - cost - _distance(read, known)
                if known != word and score > _WORST:
                    yield known, score


def _readings(word: str) -> Iterator[tuple[str, float]]:
    """Give what a word may have been before letters of it were confused, and what that costs."""
    yield word, 0
    for read, meant in _CONFUSIONS:
        start = word.find(read)
        while start >= 0:
            yield word[:start] + meant + word[start + len(read) :], _CONFUSED
            start = word.find(read, start + 1)


def _distance(read: str, meant: str) -> float:
    """Tell what the accents cost in which two words differ."""
    read, meant = read.replace("œ", "oe"), meant.replace("œ", "oe")
    participle = meant.rstrip("es").endswith("é") and read.rstrip("s").endswith("e") and meant[:-1] != read[:-1]
    return sum(map(_cost, read, meant)) + _FINAL * participle


def _cost(read: str, meant: str) -> float:
    if read == meant:
        return 0
    return _ADDED if meant.isascii() else _MISREAD.get(read + meant, _OTHER)


def _bare(word: str) -> str:
    return word if word.isascii() else word.translate(_WITHOUT_ACCENTS)


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, int]:
    from spellchecker import SpellChecker

    counts = SpellChecker(language="fr", distance=1).word_frequency.dictionary
    return {**dict.fromkeys(_OF_THE_SECTOR.replace("œ", "oe").split(), _LEAST), **counts}


@lru_cache(maxsize=1)
def _by_shape() -> dict[str, list[str]]:
    """Give the words of each form that is left without accents and ligatures."""
    words: dict[str, list[str]] = {}
    for word in _frequencies():
        words.setdefault(_bare(word), []).append(word)
    return words
