"""Which words of a question narrow a list beyond its labels, and which documents say them."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from assistant.analysis import analyse
from assistant.asking import ASKING, COURTESY, FITTING, list_verb, proper_names
from assistant.catalogue import Catalogue
from assistant.documents import Document
from assistant.facets import Mention, Recognised, says_label
from assistant.language import detect_language, fold, word_spans
from assistant.lexical import TantivyIndex
from assistant.partners import word_key
from assistant.stems import Stems
from assistant.taxonomy import Taxonomy

CASE: Final = "étude de cas"
NARROWED: Final = 0.5
"""The share of a question's own words, by rarity, that a document of the right theme must hold."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SHORT_WORD: Final = 3
"""Letters; chat abbreviations are no words to be told about."""
_TELLING: Final = 0.45
"""The rarity, against that of an unknown word, from which a word narrows a list."""
_NARROWED_BY: Final = frozenset({"themes", "kinds", "alliance_types", "departments"})
_NEARLY: Final = "(?: [^ ]+){0,2} "
"""Between two words of a phrase: « une note de réflexion prospective » is a note prospective."""


class Narrowing(Stems):
    """The words of questions against the titles, labels and texts of documents.

    Args:
        catalogue: the documents.
        lexical: tells rare words and mistyped ones.
        taxonomy: the vocabulary of the corpus.
    """

    def __init__(self, catalogue: Catalogue, lexical: TantivyIndex, taxonomy: Taxonomy) -> None:
        super().__init__(catalogue, lexical)
        self.taxonomy = taxonomy
        self._texts: dict[str, str] = {}
        names = (name for term in taxonomy.terms for name in (term.label, *term.synonyms))
        self._topics = frozenset(analyse(" ".join((*(d.title for d in catalogue.documents), *names))))

    def asked_stems(self, question: str) -> list[str]:
        """Give the stems of what a question is about, without the words with which one asks."""
        return [stem for stem in dict.fromkeys(analyse(question)) if stem not in ASKING]

    def own_stems(self, question: str, mentions: Iterable[Mention]) -> list[str]:
        """Give the stems of a question that neither its labels nor the way of asking explain."""
        explained = {stem for m in mentions for stem in analyse(question[m.start : m.end])}
        return [stem for stem in self.asked_stems(question) if stem not in explained]

    def narrowing_stems(self, question: str, recognised: Recognised) -> list[str]:
        """A synonym narrower than its theme (`précarité énergétique` for Énergie) narrows by its own words."""
        if detect_language(question) != "fr":  # the words of another language are in no document
            return []
        broad = [m for m in recognised.mentions if m.facet != "themes" or says_label(question, m)]
        verb = {*analyse(list_verb(question))} | FITTING | COURTESY
        own = (stem for stem in self.own_stems(question, broad) if not {stem, self.meant(stem)} & verb)
        topics = self._topics | {*analyse(" ".join(proper_names(question)))}
        # A word of no title and no label is an aside, « avec l'année de chacune », unless no document knows it at all.
        own = (s for s in own if not _YEAR.fullmatch(s) and (self.meant(s) in topics or not self._lexical.nearest(s)))
        return [stem for stem in own if self.rarity(stem) >= _TELLING * self.highest_rarity]

    def unheeded(self, question: str, recognised: Recognised, documents: Sequence[Document]) -> list[str]:
        """Give the question's own words that no document of a list holds, as written."""
        own = self.narrowing_stems(question, recognised)
        if own and not any(self.coverage(own, document) >= NARROWED for document in documents):
            return self.own_words(question, recognised)
        narrow = self.narrow_mentions(question, recognised)
        absent = [m for m in narrow if not any(self.says(document, said(question, m)) for document in documents)]
        return [question[m.start : m.end] for m in absent]

    def own_words(self, question: str, recognised: Recognised) -> list[str]:
        """Give the words that narrow a list beyond its labels, as written; of a narrow synonym, the whole of it."""
        own = {*self.narrowing_stems(question, recognised)}
        narrow = self.narrow_mentions(question, recognised)
        outside = [
            word
            for word, start, _ in word_spans(question)
            if {*analyse(word)} & own and not any(m.start <= start < m.end for m in narrow)
        ]
        return [*(question[m.start : m.end] for m in narrow), *(word for word in outside if len(word) > _SHORT_WORD)]

    def narrow_mentions(self, question: str, recognised: Recognised) -> list[Mention]:
        """Give the labels named by something narrower: « décrochage scolaire », « Brest » for its department."""
        if detect_language(question) != "fr":
            return []
        return [m for m in recognised.mentions if m.facet in _NARROWED_BY and self._is_narrower(question, m)]

    def _is_narrower(self, question: str, mention: Mention) -> bool:
        if mention.facet == "kinds":
            # « note prospective » is a kind of note; « ouvrage » only another word for a book.
            longer = {*analyse(mention.value)} < {*analyse(said(question, mention))}
            return longer and mention.value != CASE
        if mention.facet == "departments":
            return fold(mention.said) in self.taxonomy.towns
        return not says_label(question, mention)

    def says(self, document: Document, phrase: str) -> bool:
        """Tell whether a document holds a phrase, in the singular or the plural."""
        if document.id not in self._texts:
            text = " ".join((document.title, *(section.text for section in document.sections)))
            self._texts[document.id] = _keys(text)
        words = _keys(phrase).split()
        return (
            bool(words) and re.search(rf" {_NEARLY.join(map(re.escape, words))} ", self._texts[document.id]) is not None
        )


def said(question: str, mention: Mention) -> str:
    """Give the words that name a label, as the vocabulary writes them."""
    return mention.said or question[mention.start : mention.end]


def _keys(text: str) -> str:
    return f" {' '.join(word_key(word) for word, _, _ in word_spans(text))} "
