"""What Word, Excel and PowerPoint files have in common: where they begin, their properties, their diagrams."""

from typing import Final

from ingest.readers.archives import Archive
from ingest.readers.dates import iso_date
from ingest.readers.trees import Element, name_of

_TEXT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_GRACE: Final = 1
"""Years between making and saving a file; beyond, it was made from an older one and its date says nothing."""


def main_part(archive: Archive, usual: str) -> str:
    """Give the name of the part in which an Office file begins."""
    targets = [target for kind, target in archive.relations("").values() if kind == "officeDocument"]
    return next((target for target in targets if target in archive.names), usual)


class Properties:
    """What the author's program wrote about a file."""

    def __init__(self, archive: Archive) -> None:
        tree = archive.optional(_properties_part(archive))
        nodes: list[Element] = [] if tree is None else list(tree)
        self._values: Final = {name_of(node): (node.text or "").strip() for node in nodes}

    @property
    def title(self) -> str:
        """Give the title; often that of the file that this one was made from."""
        return self._values.get("title", "")

    @property
    def language(self) -> str:
        """Give the language, where it is declared."""
        return self._values.get("language", "")

    @property
    def created(self) -> str:
        """Give the date on which the file was made, unless it was made from a much older one."""
        created, modified = (iso_date(self._values.get(name, "")) for name in ("created", "modified"))
        old = created and modified and int(modified[:4]) - int(created[:4]) > _GRACE
        return "" if old else created


def _properties_part(archive: Archive) -> str:
    targets = [target for kind, target in archive.relations("").values() if kind == "core-properties"]
    return next((target for target in targets if target in archive.names), "docProps/core.xml")


def diagram_lines(archive: Archive, part: str) -> list[str]:
    """Give the words of a diagram, a line each of its shapes."""
    tree = archive.optional(part)
    paragraphs = [] if tree is None else tree.iter(f"{_TEXT}p")
    lines = ("".join(node.text or "" for node in paragraph.iter(f"{_TEXT}t")).strip() for paragraph in paragraphs)
    return [line for line in lines if line]
