"""What a text affirms and what it denies, clause by clause, and whether two texts contradict each other there.

Words, not grammar: it sees « ne … pas », « aucun », « sans », verbs and adjectives with their opposites, and two names
that changed places. It can't see irony, nor a denial in words of which it knows none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from assistant.analysis import analyse, stem

_CLAUSE_END: Final = re.compile(
    r"[,;:.!?()|\n]|\s-\s|\b(?:mais|car|donc|cependant|toutefois|tandis qu|alors qu|parce qu|puisqu|but|because|"
    r"whereas|while|although|bien qu|meme si)"
)
_NEGATION: Final = re.compile(
    r"""(?:\bne\b|\bn')(?!(?:\W+\w+){0,5}?\W+(?:qu'|que\b))(?=(?:\W+\w+){0,6}?\W+(?:pas|plus|jamais|rien|aucune?|guere|
        ni|nul|nulle|point|personne)\b)
    |(?:\bne\ |\bn')(?:peu[tx]|peuvent|cess\w+|sau\w+|os\w+)\b
    |(?<!pas\ a\ )(?<!faux\ )(?<!premier\ )(?<!premiers\ )(?<!grand\ )(?<!un\ )(?<!le\ )(?<!les\ )
        \bpas\b(?!\ (?:a\ pas|seulement|moins))
    |\baucune?s?\b|\bjamais\b|\bni\b|\bnulle?\b(?!\ doute)
    |\bsans\b(?!\ (?:doute|cesse|plus|qu))
    |\bnon\b(?!\ (?:seulement|lucrati|-))
    |\b(?:faux|inexact|false|untrue)\ (?:qu|that)
    |\bnot\b(?!\ only)|\bnever\b|n't\b|\bcannot\b|\bwithout\b|\bnone\b|\bno\b(?!\ longer\ than)|\bneither\b|\bnor\b""",
    re.VERBOSE,
)
_SOFT: Final = re.compile(
    r"\b(?:absen\w+|manqu\w+|refus\w+|imposs\w+|depourv\w+|faute d|ferm\w+|echec|echou\w+|perd\w+|priv\w+|interdi\w+|"
    r"cess\w+|abandon\w+|rare\w*|insuffisan\w+|difficil\w+|peu\b|hors\b|exclu\w+|renonc\w+|lack\w*|fail\w*|refuse\w*)"
)
"""Words that may deny without a negation."""
_OPPOSED: Final = """
augmenter/diminuer augmentation/diminution hausse/baisse ouvrir/fermer ouvert/fermé ouverture/fermeture
accepter/refuser créer/supprimer créé/supprimé création/suppression commencer/terminer début/fin obligatoire/facultatif
autorisé/interdit autoriser/interdire gagner/perdre supérieur/inférieur majorité/minorité maximum/minimum avant/après
plus/moins réussite/échec succès/échec premier/dernier public/privé favorable/défavorable possible/impossible
toujours/jamais croître/décroître croissance/décroissance entrée/sortie gratuit/payant minimal/maximal réussir/échouer
favoriser/freiner renforcer/affaiblir accélérer/ralentir simple/complexe facile/difficile efficace/inefficace suffisant/
insuffisant utile/inutile court/long rural/urbain national/local
"""
_PAIRS: Final = tuple(tuple(pair.split("/")) for pair in _OPPOSED.replace("/\n", "/").split())
_ENOUGH: Final = 0.5
"""The share of a clause's words from which another clause speaks of the same."""
_CLEARLY: Final = 0.1
_FEWEST: Final = 2
Contradiction = Literal["", "doubtful", "contradicts"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence with its stems, in order, and whether it denies."""

    stems: tuple[str, ...]
    denies: bool


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in _PAIRS:
        for word, opposite in ((one, other), (other, one)):
            found.setdefault(stem(word) or word, set()).add(stem(opposite) or opposite)
    return {word: frozenset(opposites) for word, opposites in found.items()}


@lru_cache(maxsize=1)
def opposites() -> dict[str, frozenset[str]]:
    """Give the stems that mean the contrary of a stem."""
    return _opposites()


@lru_cache(maxsize=16_384)
def clauses(text: str) -> tuple[Clause, ...]:
    """Cut a normalised text into clauses; pieces of fewer than two words go with the one before."""
    found: list[Clause] = []
    start = 0
    for end in [*(m.start() for m in _CLAUSE_END.finditer(text)), len(text)]:
        piece = text[start:end]
        stems = tuple(analyse(piece))
        if found and len(stems) < _FEWEST:
            last = found[-1]
            found[-1] = Clause((*last.stems, *stems), last.denies or denies(piece))
        elif stems or denies(piece):
            found.append(Clause(stems, denies(piece)))
        start = end
    return tuple(found)


def denies(text: str) -> bool:
    """Tell whether a normalised text holds a negation; « ne … que » and « non seulement » are none."""
    return bool(_NEGATION.search(text))


def negations(text: str) -> tuple[str, ...]:
    """Give the words that deny in a normalised text."""
    return tuple(dict.fromkeys(match[0].strip() for match in _NEGATION.finditer(text)))


def contradiction(sentence: str, evidence: str) -> Contradiction:
    """Tell whether a sentence denies what the evidence affirms, or affirms what it denies; both normalised."""
    held = clauses(evidence)
    worst: Contradiction = ""
    for clause in clauses(sentence):
        same, other = (_likeness(clause, held, denies=d) for d in (clause.denies, not clause.denies))
        if other >= _ENOUGH and other > same + _CLEARLY:
            return "contradicts"
        if clause.denies and same < _ENOUGH:
            if not _SOFT.search(evidence):
                return "contradicts"
            worst = "doubtful"
        elif other > same:
            worst = "doubtful"
    return "contradicts" if _opposed(sentence, evidence) else worst


def _likeness(clause: Clause, held: tuple[Clause, ...], *, denies: bool) -> float:
    wanted = set(clause.stems)
    if not wanted:
        return 0.0
    return max((len(wanted & set(h.stems)) / len(wanted) for h in held if h.denies is denies), default=0.0)


def _opposed(sentence: str, evidence: str) -> bool:
    """Tell whether the sentence has the contrary of a word of the evidence, which itself is not there."""
    said, held = set(_all(sentence)), set(_all(evidence))
    return any(word not in held and not opposites()[word].isdisjoint(held - said) for word in said & opposites().keys())


def _all(text: str) -> list[str]:
    """Give stems, function words as they are: « plus » and « moins » are among them."""
    return [stem(word) or word for word in re.findall(r"[^\W_]+", text)]


def turned_round(sentence: str, evidence: str) -> bool:
    """Tell whether two words around a third one have changed places, with no passive to say so."""
    said = list(dict.fromkeys(analyse(sentence)))
    place = {found: position for position, found in reversed([*enumerate(analyse(evidence))])}
    shared = [found for found in said if found in place]
    if len(shared) <= _FEWEST or _is_passive(sentence) != _is_passive(evidence):
        return False
    first, *between, last = shared
    return place[last] < place[first] and any(place[last] < place[middle] < place[first] for middle in between)


def _is_passive(text: str) -> bool:
    return bool(re.search(r"\bpar\b|\bby\b", text))
