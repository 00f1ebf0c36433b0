"""The columns of a table of case studies: which of them are labels, and what their cells say."""

import re
from collections.abc import Callable
from typing import Any, Final

from assistant.language import fold
from ingest.readers.dates import iso_date
from ingest.readers.front_matter import FrontMatter
from ingest.readers.links import web_link

_NAMES: Final = {
    "title": "title, titre, intitule, titre du cas, nom du cas, nom de l'alliance, nom du partenariat, nom du projet, "
    "titre du projet, name of the case, cas, etude de cas, alliance, partenariat, projet, case, case study, nom, name",
    "kind": "kind, genre, type de document, nature, nature du document",
    "url": "url, lien, adresse, adresse web, page, site, site web, link, lien web, web",
    "language": "language, langue",
    "year": "year, annee, an, annee de debut, date de debut, debut, start year, depuis",
    "published": "published, date, date de publication, publie le, publication date, mise en ligne",
    "publishers": "publishers, publisher, editeur, editeurs, publie par, auteur, auteurs",
    "partners": "partners, partner, partenaires, partenaire, les partenaires, organisations, acteurs",
    "themes": "themes, theme, thematique, thematiques, topics, sujets",
    "territory": "territory, territoire, lieu, ville, commune, place",
    "regions": "regions, region",
    "departments": "departments, department, departements, departement",
    "alliance_type": "alliance_type, alliance type, type d'alliance, type alliance, type de partenariat",
    "sdgs": "sdgs, sdg, odd, odds, objectifs de developpement durable",
    "rameau_link": "rameau_link, rameau link, lien avec le rameau, lien rameau",
    "source_urls": "source_urls, source urls, sources, source",
    "licence": "licence, license, droits",
    "provenance": "provenance, origine",
}
LABELS: Final = {name.strip(): label for label, names in _NAMES.items() for name in names.split(",")}
"""From the folded name of a column to the label that it gives."""
UNSURE_TITLES: Final = frozenset(
    {"cas", "etude de cas", "alliance", "partenariat", "projet", "case", "case study", "nom", "name"}
)
"""Names of columns that hold titles in tables of cases, and other things elsewhere: figures, for example."""
_MANY: Final = re.compile(r"\s*[;\n|•]\s*")
_COMMAS: Final = re.compile(r"\s*,\s*(?![^()]*\))")
_PARTNER: Final = re.compile(r"(?P<name>.+?)\s*\((?P<type>[^()]+)\)\s*")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_NUMBER: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LANGUAGES: Final = {"francais": "fr", "french": "fr", "anglais": "en", "english": "en"}


def column_name(header: str) -> str:
    """Give the name of a column in a form in which spellings compare."""
    return re.sub(r"[\s_]+", " ", fold(header)).strip(" :*")


def label_of(header: str) -> str:
    """Give the label that a column gives; empty when its cells are text."""
    name = column_name(header)
    return LABELS.get(name) or LABELS.get(name.replace(" ", "_")) or LABELS.get(re.sub(r"\s*\(.*?\)$", "", name), "")


def expected() -> str:
    """Name the columns, for whoever has to correct a table."""
    return ", ".join(
        names.split(",")[1 if label not in {"url", "sdgs"} else 0].strip() for label, names in _NAMES.items()
    )


def read_label(label: str, cell: str) -> Any:
    """Give the value of a label, or nothing when a cell can't be read as one."""
    return _READ.get(label, str)(cell) or None


def split_many(cell: str) -> list[str]:
    """Cut a cell into the several things that it names: at `;` and ends of lines, or else at commas."""
    parts = _MANY.split(cell.strip())
    parts = parts if len(parts) > 1 else _COMMAS.split(cell.strip())
    return [part.strip(" -–") for part in parts if part.strip(" -–")]


def _partners(cell: str) -> list[dict[str, str]]:
    return [found.groupdict() if (found := _PARTNER.fullmatch(part)) else {"name": part} for part in split_many(cell)]


def _year(cell: str) -> int | None:
    found = _YEAR.search(cell)
    return int(found.group()) if found else None


def _sdgs(cell: str) -> list[int]:
    return [number for found in _NUMBER.findall(cell) if 0 < (number := int(found)) <= 17]


def _url(cell: str) -> str:
    link = web_link("", cell.strip()) if cell.strip().startswith(("http://", "https://")) else None
    return link.url if link else ""


def _urls(cell: str) -> list[str]:
    return [url for part in re.split(r"[\s;,|]+", cell) if (url := _url(part))]


def _language(cell: str) -> str:
    name = fold(cell).strip()
    code = _LANGUAGES.get(name, name[:2])
    return code if re.fullmatch("[a-z]{2}", code) else ""


_READ: Final[dict[str, Callable[[str], Any]]] = {
    "language": _language,
    "partners": _partners,
    "published": iso_date,
    "sdgs": _sdgs,
    "source_urls": _urls,
    "url": _url,
    "year": _year,
    **dict.fromkeys(("departments", "publishers", "regions", "themes"), split_many),
}


def labels_of(values: dict[str, Any]) -> dict[str, Any]:
    """Give the labels of a row as fields of a `Document`, without its title."""
    published = values.pop("published", "")
    fields = FrontMatter.model_validate({"kind": "étude de cas", **values}).document_fields()
    year = fields["year"] or (int(published[:4]) if published else None)
    return {**fields, "published": published, "year": year}
