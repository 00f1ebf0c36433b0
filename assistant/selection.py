"""Which documents of the whole corpus a set of filters keeps: the exhaustive side of the assistant."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from assistant.answers import Filters
from assistant.documents import Document
from assistant.language import fold
from assistant.partners import names_include
from assistant.taxonomy import Taxonomy


class Selector:
    """Narrows documents by filters: any value within a facet, every facet together."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._aliases: Mapping[str, tuple[str, ...]] = {
            term.label: (term.label, *term.synonyms) for term in taxonomy.terms if term.facet == "partners"
        }

    def select(self, documents: Iterable[Document], filters: Filters) -> list[Document]:
        """Keep the documents that every given facet admits."""
        return [document for document in documents if self.admits(document, filters)]

    def admits(self, document: Document, filters: Filters) -> bool:
        """Tell whether a document passes every given facet."""
        return all(given for given in self.agreements(document, filters).values())

    def agreements(self, document: Document, filters: Filters) -> dict[str, bool]:
        """Tell, for each facet that the filters give, whether the document agrees with it."""
        places = filters.regions or filters.departments
        checks = {
            "themes": (filters.themes, _share(filters.themes, document.themes)),
            "places": (places, _is_placed(document, filters)),
            "alliance_types": (filters.alliance_types, _share(filters.alliance_types, (document.alliance_type,))),
            "partners": (filters.partners, any(self._involves(document, name) for name in filters.partners)),
            "sdgs": (filters.sdgs, bool({*filters.sdgs} & {*document.sdgs})),
            "kinds": (filters.kinds, _share(filters.kinds, (document.kind,))),
            "years": (filters.year_from or filters.year_to, _is_dated(document, filters)),
        }
        return {facet: agrees for facet, (given, agrees) in checks.items() if given}

    def _involves(self, document: Document, name: str) -> bool:
        named = [partner.name for partner in document.partners] or [*document.publishers]
        return any(names_include([*named, document.title], alias) for alias in self._aliases.get(name, (name,)))


def _share(wanted: Collection[str], borne: Iterable[str]) -> bool:
    """Tell whether two sets of labels meet, whatever the accents, the case and the form of the apostrophes."""
    return bool(wanted) and not {_key(label) for label in wanted}.isdisjoint(map(_key, borne))


@lru_cache(maxsize=10_000)
def _key(label: str) -> str:
    return fold(label)


def _is_placed(document: Document, filters: Filters) -> bool:
    """A department narrows its region, so a named department counts alone."""
    return _share(filters.departments, document.departments) or _share(filters.regions, document.regions)


def _is_dated(document: Document, filters: Filters) -> bool:
    if document.year is None:
        return False
    return (filters.year_from or 0) <= document.year <= (filters.year_to or 9999)


def count_by(documents: Iterable[Document], facet: str) -> Counter[str]:
    """Count the documents by the values of a field, such as `regions`, `themes`, `kind` or `year`."""
    values = (getattr(document, facet) for document in documents)
    return Counter(str(v) for value in values for v in (value if isinstance(value, tuple) else (value,)) if v)


def merge(given: Filters, found: Filters) -> Filters:
    """Put together the filters that the person set and those recognised; what is set by hand stands alone."""
    dated = given.year_from or given.year_to
    values: dict[str, Any] = {}
    for field in fields(Filters):
        first, second = getattr(given, field.name), getattr(found, field.name)
        values[field.name] = first if dated and field.name.startswith("year_") else first or second
    return Filters(**values)
