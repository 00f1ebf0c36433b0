"""Every document that belongs in the knowledge base: the corpus folder's, and those handed in or fetched."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from assistant.catalogue import document_row
from assistant.documents import Document
from assistant.jobs import Holding
from assistant.manifest import QUESTIONS_SIGN
from ingest.originals import Originals
from ingest.readers import read
from ingest.readers.front_matter import FrontMatter
from ingest.readers.original import Original
from ingest.report import DocumentRefusedError, Refusal
from ingest.sandbox import Limits
from ingest.scanning import LARGEST, Found, Scan, read_bytes, scan, versioned

_TABLES: Final = frozenset({"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})


@dataclass(frozen=True, slots=True)
class Inventory:
    """What belongs in the knowledge base of a home folder, and how to read it.

    Args:
        home: where originals and what was read from them are kept.
        corpus: the folder of documents.
        holdings: the documents handed in or fetched; those that were removed are passed over.
        withdrawn: ids of documents that an editor took out, wherever they come from.
        limits: what reading one file may take.
        largest: the most bytes of a file.
        questions: those accepted beside the ones of the front matter, by document id.
    """

    home: Path
    corpus: Path
    holdings: Sequence[Holding] = ()
    withdrawn: Collection[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    largest: int = LARGEST
    questions: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def take(self) -> Scan:
        """Give every document, a document of `holdings` in place of one of the corpus folder with its id.

        Raises:
            SettingsError: when the corpus folder is missing, or there is no document at all.
        """
        held = {holding.document_id: self._held(holding) for holding in self.holdings if holding.state != "removed"}
        scanned = scan(self.corpus, self.largest, may_be_empty=bool(held))
        refused = [refusal for refusal in scanned.refused if refusal.document_id not in held]
        found: dict[str, Found] = {}
        for each in (scanned.found | held).values():
            try:
                found.update({row.document_id: row for row in self._rows(each)})
            except DocumentRefusedError as error:
                refused.append(refusal_of(each.document_id, error))
        kept = {name: self._asked(each) for name, each in found.items() if not self._is_withdrawn(name)}
        return Scan(kept, tuple(each for each in refused if not self._is_withdrawn(each.document_id)))

    def read(self, found: Found) -> tuple[Document, str]:
        """Read a document; give it with the hash of what was read.

        Raises:
            DocumentRefusedError: it can't be read.
        """
        document, content_hash = self._read(found)
        return with_questions(document, found.questions), content_hash

    def _read(self, found: Found) -> tuple[Document, str]:
        if found.document:
            return found.document, found.content_hash
        if not found.media_type:
            # The file may have changed since it was found: the hash must be that of what was read.
            content = read_bytes(found.path)
            content_hash = blake2b(content, digest_size=16).hexdigest() + _hash_of(found.questions)
            return read(content, found.document_id, found.path), content_hash
        return self._parsed(found)[0], found.content_hash

    def _asked(self, found: Found) -> Found:
        """Give a document with the questions accepted for it: others make it another version of the document."""
        questions = tuple(self.questions.get(found.document_id, ()))
        return replace(found, questions=questions, content_hash=found.content_hash + _hash_of(questions))

    def _is_withdrawn(self, document_id: str) -> bool:
        return document_id in self.withdrawn or document_id.rpartition("/")[0] in self.withdrawn

    def _held(self, holding: Holding) -> Found:
        labels = json.dumps(holding.labels, sort_keys=True, ensure_ascii=False)
        return Found(
            holding.document_id,
            Path(holding.name),
            versioned(holding.content_hash, holding.media_type, holding.url, labels),
            holding.media_type,
            holding.content_hash,
            holding.name,
            holding.url,
            holding.labels,
        )

    def _rows(self, found: Found) -> Iterator[Found]:
        if found.media_type not in _TABLES:
            yield found
            return
        for document in self._parsed(found):
            # Whatever becomes of the other rows, this one is the same document.
            row = replace(document, original="")
            content_hash = versioned(json.dumps(document_row(row), ensure_ascii=False))
            yield replace(found, document_id=row.id, content_hash=content_hash, document=row)

    def _parsed(self, found: Found) -> list[Document]:
        originals = Originals(self.home, self.largest)
        documents = originals.parsed(self._original(found, originals), self.limits, _tell_nobody)
        return [labelled(document, found.labels) for document in documents]

    def _original(self, found: Found, originals: Originals) -> Original:
        try:
            path = originals.path(found.file_hash)
        except KeyError:
            if not found.path.is_file():
                reason = f"The file of {found.name} is no longer kept."
                raise DocumentRefusedError("unreadable", reason, "Hand it in again.", found.name) from None
            path = originals.keep(found.path).path
        return Original(path, found.document_id, found.name, found.media_type, found.url)


def labelled(document: Document, labels: Mapping[str, Any]) -> Document:
    """Give a document with some of its labels in other words.

    Raises:
        DocumentRefusedError: a label has a value of the wrong kind.
    """
    if not labels:
        return document
    given = FrontMatter.parse(labels)
    fields: dict[str, Any] = {name: value for name, value in given.document_fields().items() if name in labels}
    if given.title:
        fields["title"] = given.title
    return replace(document, **fields)


def with_questions(document: Document, accepted: Sequence[str]) -> Document:
    """Give a document with further questions that it answers, after those of its front matter."""
    return replace(document, questions=tuple(dict.fromkeys((*document.questions, *accepted))))


def _hash_of(questions: Sequence[str]) -> str:
    digest = blake2b("\0".join(questions).encode(), digest_size=4).hexdigest()
    return f"{QUESTIONS_SIGN}{digest}" if questions else ""


def refusal_of(document_id: str, error: DocumentRefusedError) -> Refusal:
    """Give a refusal as it is reported."""
    return Refusal(document_id, error.code, error.reason, error.remedy, error.detail)


def with_earlier(refused: Iterable[Refusal], known: Collection[str]) -> tuple[Refusal, ...]:
    """Mark the refusals of documents whose earlier version still answers."""
    tables = {name.rpartition("/")[0] for name in known}
    return tuple(
        replace(refusal, kept=refusal.document_id in known or refusal.document_id in tables) for refusal in refused
    )


def _tell_nobody(_done: int, _total: int) -> None:
    """Leave progress untold."""
