"""The documents and passages of a generation: what the search engines point at and what people are shown."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from assistant.documents import Box, Document, Link, Partner, Passage, Section

_DOCUMENTS: Final = "documents.jsonl"
_PASSAGES: Final = "passages.jsonl"
_REQUIRED: Final = {"title": "", "kind": "", "url": ""}
_DOCUMENT_FIELDS: Final = tuple(field.name for field in fields(Document))
_PASSAGE_FIELDS: Final = tuple(field.name for field in fields(Passage))
_SECTION_FIELDS: Final = tuple(field.name for field in fields(Section))


class Catalogue:
    """Documents with their labels and sections, and every entry that search can return, in memory.

    Args:
        documents: in any order; kept by id.
        entries: their passages and the entries that stand for whole documents.
    """

    def __init__(self, documents: Iterable[Document], entries: Iterable[Passage]) -> None:
        self.documents: tuple[Document, ...] = tuple(sorted(documents, key=lambda document: document.id))
        """Every document, by id."""
        self.entries: tuple[Passage, ...] = tuple(entries)
        """Every passage, and every entry that stands for a whole document or for a question."""
        self._documents = {document.id: document for document in self.documents}
        self._entries = {entry.id: entry for entry in self.entries}

    def document(self, document_id: str) -> Document:
        """Give a document by its id; KeyError when there is none."""
        return self._documents[document_id]

    def passage(self, passage_id: str) -> Passage:
        """Give a passage, or a whole document's entry, by its id; KeyError when there is none."""
        return self._entries[passage_id]

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """Give the passages of a document in reading order, without the whole document's entry."""
        return self._passages_by_document.get(document_id, ())

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._documents

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, without the entries of whole documents and of questions."""
        return tuple(entry for entry in self.entries if entry.scope == "passage")

    @cached_property
    def _passages_by_document(self) -> dict[str, tuple[Passage, ...]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.document_id, []).append(passage)
        return {document_id: tuple(passages) for document_id, passages in found.items()}

    def save(self, folder: Path) -> None:
        """Write the catalogue as JSON lines, in a folder made for it."""
        folder.mkdir(parents=True, exist_ok=True)
        _write_lines(folder / _DOCUMENTS, (document_row(document) for document in self.documents))
        _write_lines(folder / _PASSAGES, (_boxed_row(entry, _PASSAGE_FIELDS) for entry in self.entries))

    @classmethod
    def load(cls, folder: Path) -> "Catalogue":
        """Read what `save` wrote."""
        documents = [document_of(row) for row in _read_lines(folder / _DOCUMENTS)]
        entries = [_passage(row) for row in _read_lines(folder / _PASSAGES)]
        return cls(documents, entries)


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _row(item: Any, names: Iterable[str]) -> dict[str, Any]:
    """Give the fields of a record that say something."""
    return {name: value for name in names if (value := getattr(item, name)) not in ("", (), None, 0)}


def document_row(document: Document) -> dict[str, Any]:
    """Give a document as a record of JSON."""
    row = _row(document, _DOCUMENT_FIELDS)
    row["partners"] = [[partner.name, partner.type] for partner in document.partners]
    row["links"] = [[link.text, link.url, link.page] for link in document.links]
    row["sections"] = [_boxed_row(section, _SECTION_FIELDS) for section in document.sections]
    return row


def document_of(row: dict[str, Any]) -> Document:
    """Give the document of a record that `document_row` made."""
    row["partners"] = [Partner(name, kind) for name, kind in row["partners"]]
    row["links"] = [Link(*link) for link in row.get("links", ())]
    row["sections"] = [Section(**{"text": "", **_unboxed(section)}) for section in row["sections"]]
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Document(**{**_REQUIRED, **values})


def _passage(row: dict[str, Any]) -> Passage:
    return Passage(**{"title": "", "url": "", "text": "", **_unboxed(row)})


def _boxed_row(item: Section | Passage, names: Iterable[str]) -> dict[str, Any]:
    row = _row(item, names)
    if item.boxes:
        row["boxes"] = [[box.page, box.left, box.top, box.right, box.bottom] for box in item.boxes]
    return row


def _unboxed(row: dict[str, Any] | list[Any]) -> dict[str, Any]:
    if isinstance(row, list):  # a section as version 0.1.0 wrote it
        row = dict(zip(_SECTION_FIELDS, row, strict=False))
    row["heading_path"] = tuple(row.get("heading_path", ()))
    if "boxes" in row:
        row["boxes"] = tuple(Box(*box) for box in row["boxes"])
    return row
