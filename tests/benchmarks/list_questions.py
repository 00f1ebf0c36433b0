"""Questions for lists made from the front matter: facets × ways of asking × slips of the pen, each with its truth."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Final

from assistant.language import fold, words

Record = Mapping[str, Any]
Labels = tuple[str, Callable[[Record], bool]]
"""How a question says a label, and the test of the documents that bear it."""
Asked = tuple[str, frozenset[str]]
"""How a question says a label, and the ids of the documents that bear it."""

CASE: Final = "étude de cas"
_HEADLESS: Final = {"à propos", "notion"}
"""Kinds that are neither cases nor publications."""
_ASKING: Final = (
    "Quels projets {} ?",
    "Quelles sont les études de cas {} ?",
    "Liste des cas {}",
    "Combien d'études de cas {} ?",
    "Combien de projets avez-vous {} ?",
    "Donnez-moi tous les partenariats {}",
    "Quelles alliances {} avez-vous dans la base ?",
    "Je cherche des initiatives {}",
    "Bonjour, pourriez-vous me lister les alliances {} ? Merci",
    "études de cas {}",
)
_OF_PUBLICATIONS: Final = (
    "Quelles publications {} ?",
    "Liste des publications {}",
    "Combien de publications {} ?",
    "Avez-vous des publications {} ?",
)
_NO_NAMES: Final = frozenset(
    [
        "Le RAMEAU",
        "État",
        "Agriculteurs",
        "Habitants",
        "Collectivités",
        "Communes rurales",
        "Entreprises locales",
        "Collectivités locales",
        "Associations locales",
        "Merci",
    ]
)
"""Partners that are no organisations of their own, and the publisher of them all."""
_PER_FAMILY: Final = 120
_TYPO: Final = 7
"""Letters of the words that a slip may change."""


def is_case(record: Record) -> bool:
    """Tell whether a record is a case study."""
    return bool(record["kind"] == CASE)


def is_publication(record: Record) -> bool:
    """Tell whether a record counts as a publication."""
    return record["kind"] not in {CASE, *_HEADLESS}


def question_sets(
    rows: Sequence[Record], taxonomy: Mapping[str, Any], chance: random.Random
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Give each family's questions with the ids that they ask for; those that ask for none are left out."""
    facets = {
        name: [(said, frozenset(r["id"] for r in rows if bears(r))) for said, bears in labels]
        for name, labels in _facets(rows, taxonomy).items()
    }
    cases = frozenset(r["id"] for r in rows if is_case(r))
    publications = frozenset(r["id"] for r in rows if is_publication(r))
    families = {
        **{name: [(label,) for label in labels] for name, labels in facets.items()},
        "region × theme": list(product(facets["region"], facets["theme"])),
        "theme × region": list(product(facets["theme"], facets["region"])),
        "theme × years": list(product(facets["theme"], facets["years"])),
        "partner × region": list(product(facets["partner"], facets["region"])),
        "sdg × region": list(product(facets["sdg"], facets["region"])),
        "type × region": list(product(facets["type"], facets["region"])),
        "region × years": list(product(facets["region"], facets["years"])),
        "type × theme": list(product(facets["type"], facets["theme"])),
    }
    for family, combined in families.items():
        yield from _family(family, combined, cases, _ASKING, chance)
    yield from _family("publications", [(t,) for t in facets["theme"]], publications, _OF_PUBLICATIONS, chance)
    yield from _kinds(rows, taxonomy, facets["theme"], chance)


def _family(
    family: str,
    combined: list[tuple[Asked, ...]],
    of_kind: frozenset[str],
    asking: Sequence[str],
    chance: random.Random,
) -> Iterator[tuple[str, str, frozenset[str]]]:
    kept = []
    for labels in combined:
        truth = of_kind.intersection(*(ids for _, ids in labels))
        if truth:
            kept.append((" ".join(said for said, _ in labels), truth))
    chance.shuffle(kept)
    for position, (said, truth) in enumerate(kept[:_PER_FAMILY]):
        question = asking[position % len(asking)].format(said)
        yield family, question, truth
        if position % 3 == 0:
            yield f"{family}, no accents", fold(question), truth
        if position % 3 == 1 and (slip := slipped(said, chance)):
            yield f"{family}, typo", asking[position % len(asking)].format(slip), truth


def _kinds(
    rows: Sequence[Record], taxonomy: Mapping[str, Any], themes: list[Asked], chance: random.Random
) -> Iterator[tuple[str, str, frozenset[str]]]:
    for kind in taxonomy["kinds"]:
        label = kind["label"]
        truth = frozenset(r["id"] for r in rows if r["kind"] == label)
        if not truth or label in {CASE, "organisation", *_HEADLESS}:
            continue
        plural = f"{label}s" if not label.endswith("s") else label
        for asking in ("Quels {} avez-vous ?", "Liste des {}", "Combien de {} ?", "Tous les {} du corpus"):
            yield "kind", asking.format(plural), truth
        for said, ids in chance.sample(themes, min(8, len(themes))):
            if both := truth & ids:
                yield "kind × theme", f"Quels {plural} {said} ?", both


def _facets(rows: Sequence[Record], taxonomy: Mapping[str, Any]) -> dict[str, list[Labels]]:
    regions = [region["label"] for region in taxonomy["regions"]]
    departments = [d["label"] for region in taxonomy["regions"] for d in region["departments"]]
    themes = [theme["label"] for theme in taxonomy["themes"]]
    types = [kind["label"] for kind in taxonomy["alliance_types"]]
    return {
        "region": [
            *((f"en {name}", _bears("regions", name)) for name in regions),
            *((f"dans la région {name}", _bears("regions", name)) for name in regions),
        ],
        "department": [(f"dans le département {name}", _bears("departments", name)) for name in departments],
        "theme": [
            *((f"sur le thème {name}", _bears("themes", name)) for name in themes),
            *((f"sur {name.lower()}", _bears("themes", name)) for name in themes),
        ],
        "type": [
            *((f"de type {name}", _is("alliance_type", name)) for name in types),
            *((f"de type « {name} »", _is("alliance_type", name)) for name in types),
        ],
        "sdg": _sdgs(taxonomy),
        "years": _years(),
        "partner": _partners(rows, taxonomy),
    }


def _bears(field: str, label: str) -> Callable[[Record], bool]:
    return lambda r: fold(label) in {fold(value) for value in r.get(field) or ()}


def _is(field: str, label: str) -> Callable[[Record], bool]:
    return lambda r: r.get(field) == label


def _sdgs(taxonomy: Mapping[str, Any]) -> list[Labels]:
    def any_of(*numbers: int) -> Callable[[Record], bool]:
        return lambda r: not {*numbers}.isdisjoint(r.get("sdgs") or ())

    labels: list[Labels] = []
    for number in range(1, 18):
        second, third = number % 17 + 1, (number + 5) % 17 + 1
        labels += [
            (f"liés à l'ODD {number}", any_of(number)),
            (f"pour l'ODD n°{number}", any_of(number)),
            (f"qui répondent aux ODD {number} et {second}", any_of(number, second)),
            (f"sur les ODD {number}, {second} et {third}", any_of(number, second, third)),
            (f"rattachés aux ODD n°{number} et {third}", any_of(number, third)),
        ]
    labels += [(f"liés à l'ODD « {s['label']} »", any_of(s["number"])) for s in taxonomy["sdgs"]]
    return labels


def _years() -> list[Labels]:
    def between(first: int, last: int) -> Callable[[Record], bool]:
        return lambda r: first <= (r.get("year") or 0) <= last

    return [
        *((f"en {year}", between(year, year)) for year in range(2008, 2026)),
        *((f"de l'année {year}", between(year, year)) for year in range(2009, 2026, 3)),
        *((f"datant de {year}", between(year, year)) for year in range(2010, 2026, 3)),
        *((f"depuis {year}", between(year, 9999)) for year in range(2010, 2026, 2)),
        *((f"après {year}", between(year + 1, 9999)) for year in range(2011, 2024, 2)),
        *((f"à partir de {year}", between(year, 9999)) for year in range(2012, 2024, 3)),
        *((f"avant {year}", between(1, year - 1)) for year in range(2010, 2022, 3)),
        *((f"jusqu'en {year}", between(1, year)) for year in range(2011, 2022, 3)),
        *((f"entre {year} et {year + 3}", between(year, year + 3)) for year in range(2009, 2021, 2)),
        *((f"de {year} à {year + 2}", between(year, year + 2)) for year in range(2009, 2021, 3)),
        ("dans les années 2010", between(2010, 2019)),
        ("des années 1990", between(1990, 1999)),
    ]


def _partners(rows: Sequence[Record], taxonomy: Mapping[str, Any]) -> list[Labels]:
    aliases: dict[str, set[str]] = {}
    for organisation in taxonomy["organisations"]:
        names = {organisation["label"], *organisation.get("synonyms", ())}
        for name in names:
            aliases.setdefault(fold(name), set()).update(names)
    counts = Counter(p["name"] for r in rows if is_case(r) for p in r.get("partners", ()))
    named = [n for n in counts if sum(w[0].isupper() for w in n.split()) > 1 or counts[n] > 1]
    plain = [n for n in named if "(" not in n and "/" not in n and not n[0].isdigit() and n not in _NO_NAMES]
    plain = [n for n in plain if not n.startswith(("Région ", "Département ", "Ville ", "Métropole "))]
    ways = ("avec {}", "menés avec {}", "impliquant {}", "de {}")
    return [(ways[i % len(ways)].format(n), _involves(aliases.get(fold(n), {n}))) for i, n in enumerate(sorted(plain))]


def _involves(names: set[str]) -> Callable[[Record], bool]:
    wanted = [f" {' '.join(words(name))} " for name in names]

    def bears(record: Record) -> bool:
        borne = _names(record["title"], *(p["name"] for p in record.get("partners", ())))
        return any(name in borne for name in wanted)

    return bears


@lru_cache(maxsize=1000)
def _names(*names: str) -> str:
    return "".join(f" {' '.join(words(name))} |" for name in names)


def slipped(text: str, chance: random.Random) -> str:
    """Make one slip in one long word: a letter left out, doubled, changed or swapped; nothing where none is long."""
    long_words = [word for word in text.split() if len(word) >= _TYPO and word.isalpha()]
    if not long_words:
        return ""
    word = chance.choice(long_words)
    place = chance.randrange(1, len(word) - 1)
    slips = (
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + chance.choice("aeinrstl") + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    )
    slip = chance.choice(slips)
    return text.replace(word, slip, 1) if slip != word else ""
