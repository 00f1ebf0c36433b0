"""The controlled vocabulary of a corpus: its themes, regions, kinds… with the words people type for them."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from assistant.errors import SettingsError
from assistant.language import fold

_log: Final = logging.getLogger(__name__)
FILE_NAME = "taxonomie.yaml"

FACETS = ("themes", "regions", "departments", "alliance_types", "partners", "sdgs", "kinds")
"""The facets by which documents are narrowed, in the order in which a person reads them."""


@dataclass(frozen=True, slots=True)
class Term:
    """A label of the vocabulary with the other ways to say it."""

    facet: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The labels of every facet, the acronyms, and which department lies in which region."""

    terms: tuple[Term, ...] = ()
    acronyms: tuple[tuple[str, str], ...] = ()
    """Short form and expansion: `("PTCE", "pôle territorial de coopération économique")`."""
    region_of: Mapping[str, str] | None = None
    """Department to region."""
    sdg_labels: Mapping[int, str] | None = None
    department_codes: Mapping[str, str] | None = None
    """Number to department: `35` to Ille-et-Vilaine."""
    towns: frozenset[str] = frozenset()
    """The names, folded, of the places that stand for their department."""

    def labels(self, facet: str) -> tuple[str, ...]:
        """Give the labels of one facet."""
        return tuple(term.label for term in self.terms if term.facet == facet)


def load_taxonomy(corpus_dir: Path) -> Taxonomy:
    """Read `taxonomie.yaml` of a corpus folder; a corpus without one has an empty vocabulary.

    Raises:
        SettingsError: the file is there but is not a taxonomy.
    """
    path = corpus_dir / FILE_NAME
    if not path.is_file():
        return Taxonomy()
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if not isinstance(data, dict):
            raise TypeError(f"it holds {type(data).__name__} where facets are due")  # noqa: TRY301 - as the others
        return _taxonomy(data)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} is not a taxonomy: {type(error).__name__}: {error}. Correct it, or remove it to go without."
        ) from error


def follow_taxonomy(corpus_dir: Path) -> Callable[[], Taxonomy]:
    """Give a function that gives the taxonomy of a folder, read anew when its file changed.

    A file that is broken, half saved perhaps, changes nothing: the last good one stays in use, and the log says so.
    """
    path = corpus_dir / FILE_NAME
    last: tuple[tuple[int, int], Taxonomy] = ((-1, -1), Taxonomy())

    def read() -> Taxonomy:
        nonlocal last
        stamp = _stamp(path)
        if stamp != last[0]:
            try:
                last = (stamp, load_taxonomy(corpus_dir))
            except SettingsError:
                _log.exception("The taxonomy that was in use stays.")
                last = (stamp, last[1])
        return last[1]

    return read


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _taxonomy(data: dict[str, Any]) -> Taxonomy:
    regions = data.get("regions") or []
    sdgs = data.get("sdgs") or []
    terms = [
        *_terms("themes", (data.get("themes") or [])),
        *_terms("alliance_types", (data.get("alliance_types") or [])),
        *_terms("kinds", (data.get("kinds") or [])),
        *_terms("partners", (data.get("organisations") or [])),
        *(Term("regions", _typeset(r["label"]), _strings(r, "synonyms", "former")) for r in regions),
        *(
            Term("departments", _typeset(d["label"]), _strings(d, "synonyms", "cities"))
            for r in regions
            for d in r.get("departments") or []
        ),
        *(Term("sdgs", str(s["number"]), (s["label"], *_strings(s, "synonyms"))) for s in sdgs),
    ]
    return Taxonomy(
        terms=tuple(terms),
        department_codes={
            str(d["code"]): _typeset(d["label"]) for r in regions for d in r.get("departments") or [] if "code" in d
        },
        acronyms=tuple((str(a["short"]), str(a["expansion"])) for a in (data.get("acronyms") or [])),
        region_of={_typeset(d["label"]): _typeset(r["label"]) for r in regions for d in r.get("departments") or []},
        towns=frozenset(fold(c) for r in regions for d in r.get("departments") or [] for c in _strings(d, "cities")),
        sdg_labels={int(s["number"]): str(s["label"]) for s in sdgs},
    )


def _terms(facet: str, entries: Iterable[Mapping[str, Any]]) -> list[Term]:
    return [Term(facet, _typeset(e["label"]), _strings(e, "synonyms")) for e in entries]


def _typeset(label: object) -> str:
    """Write a label as the documents do, whose apostrophes are made typographic as they are read."""
    return str(label).replace("'", "’")


def _strings(entry: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    return tuple(str(value) for key in keys for value in entry.get(key) or ())
