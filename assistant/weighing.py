"""What a sentence is worth as evidence: the words of the question that it holds, its place, the thing asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.analysis import analyse
from assistant.documents import RetrievedPassage
from assistant.expecting import Expected, counts, expected_of, holds, several_of
from assistant.intent import Shape
from assistant.language import fold
from assistant.lens import Lens

SECTIONS: Final = {
    Shape.PARTNERS: re.compile(r"partenaire|acteur"),
    Shape.RESULTS: re.compile(r"resultat|impact|bilan"),
    Shape.LESSONS: re.compile(r"enseignement|lecon|retenir|limite"),
    Shape.DEFINITION: re.compile(r"en bref|s'agit|definition|concept|presentation"),
    Shape.COMPARISON: re.compile(r"en bref|s'agit|definition|confondre|difference|distinction"),
    Shape.LIST: re.compile(r"reponse|solution|s'agit"),
}
"""The headings under which each shape of question is answered."""
_SECTION_BONUS: Final = 0.35
_FIGURE_BONUS: Final = 0.2
_COUNTED_BONUS: Final = 0.2
"""More, where the figure counts what is asked for."""
_EXPECTED_BONUS: Final = 0.25
_NAME_BONUS: Final = 0.1
"""The same for a name, which most sentences hold."""
_KIN: Final = tuple(
    frozenset(analyse(words))
    for words in (
        "fonder fondé fondée créer créé créée création fondateur fondatrice fondateurs lancer lancé lancée lancement"
        " né née naissance naître initier initié démarrer démarré débuter engagée origine cofondateurs cocréé",
        "financer finance financé financement financeurs payer paie verser investir investi investissement dotation"
        " soutien soutenir soutenu mécène mécènes",
        "coûter coûte coûté coût coûts budget montant prix tarif dépense dépenses facture",
        "échec échouer échoué avorté abandon abandonné limite limites difficulté difficultés erreur",
        "participer participants bénéficier bénéficiaires touché accompagné accompagnés aidé aidés",
        "métier mission missions rôle rôles fonction sert",
    )
)
"""Stems of words that stand for one another in questions and answers."""
_DEFINING_BONUS: Final = 0.3
_ENUMERATING_BONUS: Final = 0.25
_BOILERPLATE_MALUS: Final = 2.0
"""What a ready-made sentence loses, where the question does not ask for its section."""
_NAMED: Final = frozenset({Expected.WHO, Expected.PLACE})
_NOTICE_MALUS: Final = 1.0
"""What a sentence loses that tells no more than a document's title, kind and year do."""
_NOTICE: Final = 2
"""Stems that such a sentence adds to these at most."""
_PASSAGE_SHARE: Final = 0.6
"""What the passage's own rank counts beside the words of the sentence."""
_TITLE_DISCOUNT: Final = 0.35
"""What a word of the question counts that the title holds already: every sentence of the document is about it."""
_PUBLISHED: Final = re.compile(r"\bpubliee?s? par\b|\bcette fiche presente\b")
_ENUMERATES: Final = re.compile(r":\s[^:]+,[^:]+(?:\bet\b|,)")
_DEFINES: Final = re.compile(
    r"\b(?:est|sont|designent?|signifient?|consistent?|correspond(?:ent)?|se defini\w+|s'entend\w*|reuni\w+|vise\w*"
    r"|regroupe\w*|permet\w*)\b|\s:\s"
)
_DEFINED: Final = 8
"""Words within which a definition names what it defines."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the sentences are looked for: the words, the shape and the kinds of things that a question asks for."""

    weights: dict[str, float]
    kin: dict[str, frozenset[str]]
    """For each stem, those that mean much the same."""
    shape: Shape
    expected: tuple[Expected, ...]
    several: str

    def held_in(self, texts: Iterable[str]) -> "Wanted":
        """Leave out the words of the question that none of some texts holds: what is polite in it, or elsewhere."""
        held = {stem for text in texts for stem in analyse(text)}
        weights = {stem: weight for stem, weight in self.weights.items() if self.kin[stem] & held}
        return replace(self, weights=weights) if weights else self


def wanted_of(asked: Sequence[str], shape: Shape, title: str, question: str, lens: Lens) -> Wanted:
    """Tell what is looked for in a document of that title."""
    weights = _weights(asked, title, lens)
    kin = {stem: _kin(stem, lens) for stem in asked}
    return Wanted(weights, kin, shape, expected_of(question), several_of(question))


def weigh(passage: RetrievedPassage, text: str, wanted: Wanted, lens: Lens) -> float:
    """Tell what a sentence of a passage is worth, about 0 to 2."""
    worth = sum(held_of(text, wanted).values()) + _PASSAGE_SHARE * passage.score
    sections = SECTIONS.get(wanted.shape)
    worth -= _NOTICE_MALUS * _is_notice(passage, text)
    under = bool(sections and sections.search(fold(" ".join(passage.heading_path))))
    if not (under and wanted.shape is Shape.PARTNERS) and text in lens.boilerplate:
        return worth - _BOILERPLATE_MALUS
    worth += _SECTION_BONUS * under
    return worth + _expected_bonus(text, wanted)


def held_of(text: str, wanted: Wanted) -> dict[str, float]:
    """Give the stems of the question that a sentence holds, with the share of the question that each is."""
    total = sum(wanted.weights.values()) or 1.0
    held = {*analyse(text)}
    return {stem: weight / total for stem, weight in wanted.weights.items() if wanted.kin[stem] & held}


def _is_notice(passage: RetrievedPassage, text: str) -> bool:
    """Tell whether a sentence only names its document: « Le guide X (2012) est publié par Y. »."""
    folded = fold(text)
    if not _PUBLISHED.search(folded):
        return False
    known = {*analyse(f"{passage.title} {passage.kind} {passage.year or ''} publié publiée paru présente fiche lien")}
    names = {*analyse(" ".join(re.findall(r"[A-ZÀ-Ý][\w’'&-]+", text)))}
    return len({*analyse(text)} - known - names) <= _NOTICE


def _expected_bonus(text: str, wanted: Wanted) -> float:
    """Favour the sentences that hold the kind of thing asked for."""
    bonus = sum(
        (_NAME_BONUS if e in _NAMED else _EXPECTED_BONUS) * holds(e, text)
        for e in wanted.expected
        if e is not Expected.NUMBER
    )
    if wanted.shape is Shape.FIGURE or Expected.NUMBER in wanted.expected:
        bonus += _FIGURE_BONUS * bool(re.search(r"\d", text))
        bonus += _COUNTED_BONUS * counts(text, wanted.weights)
    bonus += _ENUMERATING_BONUS * bool(wanted.several and enumerates(text))
    if wanted.shape in {Shape.DEFINITION, Shape.COMPARISON}:
        bonus += _DEFINING_BONUS * defines(text, wanted.weights)
    return bonus


def defines(text: str, asked: Iterable[str]) -> bool:
    """Tell whether a sentence says what something is that the question names: « Le mécénat est… », « Mécénat : … »."""
    folded = fold(text)
    verb = _DEFINES.search(folded)
    subject = folded[: verb.start()] if verb else ""
    return 0 < len(subject.split()) <= _DEFINED and bool({*asked}.intersection(analyse(text[: len(subject)])))


def enumerates(text: str) -> bool:
    """Tell whether a sentence gives a list: « trois axes : a, b et c »."""
    return _ENUMERATES.search(text) is not None


def _weights(asked: Sequence[str], title: str, lens: Lens) -> dict[str, float]:
    titled = {*analyse(title)}
    return {stem: lens.rarity(stem) * (_TITLE_DISCOUNT if stem in titled else 1.0) for stem in asked}


def _kin(stem: str, lens: Lens) -> frozenset[str]:
    meant = lens.meant(stem)
    return frozenset({meant}).union(*(family for family in _KIN if meant in family))
