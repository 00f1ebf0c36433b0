"""Corpora made for the tests and the benchmarks: documents of plausible French, as many as wanted."""

import random
from pathlib import Path
from typing import Final

_WHO: Final = ("l’association", "l’entreprise", "la commune", "la fondation", "le collectif", "la coopérative")
_DOES: Final = ("accueille", "finance", "accompagne", "forme", "réunit", "soutient", "héberge", "équipe", "évalue")
_WHOM: Final = ("des jeunes", "des salariés", "des écoliers", "des aidants", "des familles", "des bénévoles")
_HOW: Final = ("par le mécénat", "avec les habitants", "grâce au numérique", "en apprentissage", "par le sport")
_WHERE: Final = ("en Bretagne", "à Nantes", "dans le Gard", "à Lille", "en Corse", "à Lyon", "dans le Jura")


def write_corpus(folder: Path, documents: int, sections: int = 4, seed: int = 0) -> Path:
    """Write documents of so many sections, each of which makes one passage."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        write_document(folder, number, sections, seed)
    return folder


def write_document(folder: Path, number: int, sections: int = 4, seed: int = 0, opening: str = "") -> Path:
    """Write one document; its name and words follow from its number and the seed, its first words may be given."""
    chance = random.Random(f"{seed}/{number}")
    parts = [f"---\ntitle: Alliance {number}\nyear: {2000 + number % 25}\nthemes: [emploi]\n---\n{opening}\n"]
    for section in range(sections):
        parts.append(f"## Étape {section + 1}\n\n{' '.join(_sentence(chance) for _ in range(6))}\n")
    path = folder / f"{number // 1000:03}" / f"alliance-{number:06}.md"
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text("\n".join(parts), encoding="utf-8")
    draft.replace(path)
    return path


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(choices) for choices in (_WHO, _DOES, _WHOM, _HOW, _WHERE)]
    return f"En {chance.randrange(1990, 2026)}, {' '.join(words)} et {chance.randrange(10, 9999)} personnes."
