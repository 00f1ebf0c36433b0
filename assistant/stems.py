"""The stems of what documents say, and how rare each is."""

from collections.abc import Iterable, Set

from assistant.analysis import analyse
from assistant.catalogue import Catalogue
from assistant.documents import Document, Passage
from assistant.lexical import TantivyIndex


class Stems:
    """The words of a generation, each document's read once.

    Args:
        catalogue: the documents and their passages.
        lexical: the word index, which knows how rare a stem is.
    """

    def __init__(self, catalogue: Catalogue, lexical: TantivyIndex) -> None:
        self.catalogue = catalogue
        self._lexical = lexical
        self._stems: dict[str, frozenset[str]] = {}

    def stems_of(self, document: Document) -> frozenset[str]:
        """Give the stems of all that a document says, its labels included."""
        if document.id not in self._stems:
            passages = (passage.text for passage in self.catalogue.passages_of(document.id))
            labels = (document.title, document.territory, *document.themes, *document.regions, *document.departments)
            partners = (partner.name for partner in document.partners)
            text = " ".join((*labels, *document.publishers, *partners, document.alliance_type, *passages))
            self._stems[document.id] = frozenset(analyse(text))
        return self._stems[document.id]

    def stems_of_questions(self, document: Document) -> frozenset[str]:
        """Give the stems of the questions that a document says it answers."""
        key = f"{document.id}?"
        if key not in self._stems:
            self._stems[key] = frozenset(analyse(" ".join(document.questions)))
        return self._stems[key]

    def stems_of_passage(self, passage: Passage) -> frozenset[str]:
        """Give the stems of a passage, with its title and headings."""
        if passage.id not in self._stems:
            self._stems[passage.id] = frozenset(analyse(passage.embedding_text))
        return self._stems[passage.id]

    def coverage(self, stems: Iterable[str], document: Document) -> float:
        """Tell which share of the stems a document holds, weighed by rarity."""
        return self.share(stems, self.stems_of(document))

    def share(self, stems: Iterable[str], held: Set[str]) -> float:
        """Tell which share of the stems is held, weighed by rarity; a mistyped stem counts as the one meant."""
        weighed = [(self.rarity(stem), self._lexical.nearest(stem) in held) for stem in stems]
        total = sum(weight for weight, _ in weighed)
        return sum(weight for weight, is_held in weighed if is_held) / total if total else 0.0

    def rarity(self, stem: str) -> float:
        """Tell how rare a stem is; one that no passage holds is the rarest."""
        return self._lexical.idf(self.meant(stem))

    @property
    def highest_rarity(self) -> float:
        """Give the rarity of a stem that no passage holds."""
        return self._lexical.idf("\0") or 1.0

    def knows(self, name: str) -> bool:
        """Tell whether some passage holds the words of a name, or words a typo away from them."""
        return all(self._lexical.nearest(stem) for stem in analyse(name))

    def meant(self, stem: str) -> str:
        """Give the stem that a mistyped one stands for, or the stem itself."""
        return self._lexical.nearest(stem) or stem
