"""What became of each document since a generation was built."""

from dataclasses import dataclass

from assistant.manifest import Manifest
from ingest.scanning import Scan
from ingest.splitting import SPLITTER_VERSION
from ingest.workshop import IdentifiedEmbedder


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of documents, by what became of them since the current generation."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    reread: bool
    """True when even the unchanged ones would give other passages now."""
    rebuild: bool
    """True when the current generation's engines are of no use."""

    @property
    def is_nothing(self) -> bool:
        """Tell whether the current generation is what it should be."""
        return not (self.added or self.changed or self.removed or self.rebuild)

    def to_read(self) -> tuple[str, ...]:
        """Give the documents to read."""
        return (*self.added, *self.changed, *(self.unchanged if self.reread else ()))

    def kept_hashes(self, base: Manifest | None, read_hashes: dict[str, str]) -> dict[str, str]:
        """Give the documents of the current generation that stay as they are."""
        gone = {*self.removed, *read_hashes}
        return {name: value for name, value in (base.documents if base else {}).items() if name not in gone}


def difference_of(scanned: Scan, base: Manifest | None, embedder: IdentifiedEmbedder, chroma_url: str) -> Difference:
    """Compare what there is with what a generation holds.

    A document that is refused now is not removed: its earlier version stays. So do the rows of a table.
    """
    before = base.documents if base else {}
    refused = {refusal.document_id for refusal in scanned.refused}
    same = {name for name, found in scanned.found.items() if before.get(name) == found.content_hash}
    gone = before.keys() - scanned.found.keys() - refused
    reread = base is not None and base.splitter != SPLITTER_VERSION
    moved = base is not None and bool(base.collections) != bool(chroma_url)
    return Difference(
        added=tuple(sorted(scanned.found.keys() - before.keys())),
        changed=tuple(sorted((scanned.found.keys() & before.keys()) - same)),
        removed=tuple(sorted(name for name in gone if name.rpartition("/")[0] not in refused)),
        unchanged=tuple(sorted(same)),
        reread=reread,
        rebuild=reread or moved or (base is not None and base.fingerprint != embedder.fingerprint),
    )
