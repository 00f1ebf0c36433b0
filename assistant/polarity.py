"""What a text affirms and what it denies, clause by clause, and whether two texts contradict each other there.

Words, not grammar: it sees « ne … pas », « aucun », « sans », verbs and adjectives with their opposites, and two names
that changed places. It can't see irony, nor a denial in words of which it knows none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from assistant.analysis import analyse, stem

_CLAUSE_END: Final = re.compile(
    r"[,;:.!?()|\n]|\s-\s|\b(?:mais|car|donc|cependant|toutefois|tandis qu|alors qu|parce qu|puisqu|but|because|"
    r"whereas|while|although|bien qu|meme si)"
)
_VERBAL: Final = re.compile(
    r"""(?:\bne\b|\bn')
        (?!\w*(?:\W+(?!(?:pas|plus|jamais|rien|aucune?)\b)\w+){0,5}?\W+(?:qu'|que\b))
        (?=\w*(?:\W+\w+){0,6}?\W+(?:pas|plus|jamais|rien|aucune?|guere|ni|nul|nulle|point|personne)\b)
    |(?:\bne\ |\bn')(?:peu[tx]|peuvent|cess\w+|sau\w+|os\w+)\b
    |\b(?:faux|inexact|false|untrue)\ (?:qu|that)
    |\bnot\b(?!\ only)|\bnever\b|n't\b|\bcannot\b""",
    re.VERBOSE,
)
"""What denies the whole of a clause."""
_LOCAL: Final = re.compile(
    r"""(?<!pas\ a\ )(?<!faux\ )(?<!premier\ )(?<!premiers\ )(?<!grand\ )(?<!un\ )(?<!le\ )(?<!les\ )
        \bpas\b(?!\ (?:a\ pas|seulement|moins))
    |\baucune?s?\b|\bjamais\b|\bni\b|\bnulle?\b(?!\ doute)
    |\bsans\b(?!\ (?:doute|cesse|plus|qu))
    |\bnon\b(?!\ (?:seulement|lucrati|-))
    |\bwithout\b|\bnone\b|\bno\b(?!\ longer\ than)|\bneither\b|\bnor\b""",
    re.VERBOSE,
)
"""What denies the next words, or helps the others to deny."""
_ANSWER: Final = re.compile(r"^\W*(?:non|no)\b(?=\s*[,:.])")
"""« Non : … » answers a question; what follows says what is denied."""
_SOFT: Final = re.compile(
    r"\b(?:absen\w+|manqu\w+|refus\w+|imposs\w+|depourv\w+|faute d|ferm\w+|echec|echou\w+|perd\w+|priv\w+|interdi\w+|"
    r"cess\w+|abandon\w+|rare\w*|insuffisan\w+|difficil\w+|peu\b|hors\b|exclu\w+|renonc\w+|lack\w*|fail\w*|refuse\w*)"
)
"""Words that may deny without a negation."""
_CONTRARY: Final = """
augmenter/diminuer augmentation/diminution hausse/baisse ouvrir/fermer ouvert/fermé ouverture/fermeture plus/moins
accepter/refuser créer/supprimer créé/supprimé création/suppression commencer/terminer obligatoire/facultatif
autorisé/interdit autoriser/interdire gagner/perdre supérieur/inférieur majorité/minorité maximum/minimum
toujours/jamais réussite/échec succès/échec favorable/défavorable possible/impossible croître/décroître
croissance/décroissance gratuit/payant minimal/maximal réussir/échouer renforcer/affaiblir accélérer/ralentir
efficace/inefficace suffisant/insuffisant utile/inutile
"""
_APART: Final = """
début/fin avant/après premier/dernier favoriser/freiner facile/difficile public/privé rural/urbain national/local
"""
"""Contraries that a text may well have both of, and a summary only one."""
_ENOUGH: Final = 0.5
"""The share of a clause's words from which another clause speaks of the same."""
_CLEARLY: Final = 0.1
_FEWEST: Final = 2
Contradiction = Literal["", "doubtful", "contradicts"]
Denial = Literal["", "local", "verbal"]
"""A clause denies nothing, some of its words (« sans aide »), or what its verb says."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence with its stems, in order, and how it denies."""

    stems: tuple[str, ...]
    denial: Denial


@lru_cache(maxsize=2)
def _opposites(pairs: str) -> dict[str, frozenset[str]]:
    """Give the stems that mean the contrary of a stem."""
    found: dict[str, set[str]] = {}
    for one, other in (pair.split("/") for pair in pairs.split()):
        for word, opposite in ((one, other), (other, one)):
            found.setdefault(stem(word) or word, set()).add(stem(opposite) or opposite)
    return {word: frozenset(opposites) for word, opposites in found.items()}


@lru_cache(maxsize=16_384)
def clauses(text: str) -> tuple[Clause, ...]:
    """Cut a normalised text into clauses; pieces of fewer than two words go with the one before."""
    found: list[Clause] = []
    start = 0
    for end in [*(m.start() for m in _CLAUSE_END.finditer(text)), len(text)]:
        piece = text[start:end]
        stems, denial = tuple(analyse(piece)), _denial(piece)
        if found and len(stems) < _FEWEST:
            last = found[-1]
            found[-1] = Clause((*last.stems, *stems), max(last.denial, denial, key=_STRENGTH.index))
        elif stems or denial:
            found.append(Clause(stems, denial))
        start = end
    return tuple(found)


_STRENGTH: Final[tuple[Denial, ...]] = ("", "local", "verbal")


def _denial(text: str) -> Denial:
    if _VERBAL.search(text):
        return "verbal"
    return "local" if _LOCAL.search(_ANSWER.sub("", text)) else ""


def denies(text: str) -> bool:
    """Tell whether a normalised text holds a negation; « ne … que » and « non seulement » are none."""
    return bool(_denial(text))


def negations(text: str) -> tuple[str, ...]:
    """Give the words that deny in a normalised text."""
    found = sorted((m.start(), m[0].strip()) for pattern in (_VERBAL, _LOCAL) for m in pattern.finditer(text))
    return tuple(dict.fromkeys(word for _, word in found))


def contradiction(sentence: str, evidence: str) -> Contradiction:
    """Tell whether a sentence denies what the evidence affirms, or affirms what it denies; both normalised."""
    held = clauses(evidence)
    found = {_compare(clause, held, evidence) for clause in clauses(sentence)}
    if "contradicts" in found or _opposed(sentence, evidence, _CONTRARY):
        return "contradicts"
    return "doubtful" if "doubtful" in found or _opposed(sentence, evidence, _APART) else ""


def _compare(clause: Clause, held: Sequence[Clause], evidence: str) -> Contradiction:
    """Compare a clause with the one that is most like it."""
    likeness = {denial: _likeness(clause, held, denial) for denial in _STRENGTH}
    same = likeness[clause.denial]
    # « N'a pas d'aide » and « sans aide » may mean the same.
    near = max(likeness["local"], likeness["verbal"]) if clause.denial else same
    contrary = likeness[""] if clause.denial else max(likeness["local"], likeness["verbal"])
    if contrary >= _ENOUGH and contrary > near + _CLEARLY:
        return "contradicts"
    if clause.denial and near < _ENOUGH:
        return "doubtful" if _SOFT.search(evidence) else "contradicts"
    return "doubtful" if max(contrary, near) > same else ""


def _likeness(clause: Clause, held: Sequence[Clause], denial: Denial) -> float:
    wanted = set(clause.stems)
    if not wanted:
        return 0.0
    return max((len(wanted & set(h.stems)) / len(wanted) for h in held if h.denial == denial), default=0.0)


def _opposed(sentence: str, evidence: str, pairs: str) -> bool:
    """Tell whether the sentence has the contrary of a word of the evidence, which itself is not there."""
    said, held, contraries = set(_all(sentence)), set(_all(evidence)), _opposites(pairs)
    return any(word not in held and not contraries[word].isdisjoint(held - said) for word in said & contraries.keys())


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
