"""What the knowledge base is made of: documents, their sections, and the passages that answers cite."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

Scope = Literal["passage", "document", "question"]
"""What an entry of the search engines stands for: a passage, a whole document, or a question that one answers."""
SCOPES: Final[tuple[Scope, ...]] = ("passage", "document", "question")
Recognition = Literal["", "ocr", "ocr-doubtful"]
"""How a text was got: written in the file, read off a picture, or read off one with little confidence."""


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that takes part in an alliance."""

    name: str
    type: str = "autre"
    """A partner type of the taxonomy: association, entreprise, collectivité…"""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in fractions of its width and height from the top left corner."""

    page: int
    """The first page is 1."""
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a document."""

    text: str
    url: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A run of text under one heading, on one page where the document has pages."""

    heading_path: tuple[str, ...]
    text: str
    page: int | None = None
    """The page or slide that it begins on; the first is 1."""
    boxes: tuple[Box, ...] = ()
    """Where each line of the text is: one box a line, or none at all."""
    recognition: Recognition = ""
    raw: str = ""
    """What was recognised before it was repaired; empty where nothing was."""


@dataclass(frozen=True, slots=True)
class Document:
    """A publication or a case study, with the labels by which people look for it."""

    id: str
    """The path under the corpus folder without its suffix: `etudes-de-cas/solifap`."""
    title: str
    kind: str
    """`étude de cas`, or the kind of publication: `rapport`, `guide`, `MOOC`…"""
    url: str
    """The public page to cite; empty when the document has none."""
    language: str = "fr"
    year: int | None = None
    publishers: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    themes: tuple[str, ...] = ()
    territory: str = ""
    regions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    alliance_type: str = ""
    sdgs: tuple[int, ...] = ()
    rameau_link: str = ""
    source_urls: tuple[str, ...] = ()
    licence: str = ""
    provenance: str = ""
    published: str = ""
    """The date of publication, ISO 8601, as far as it is known: `2024`, `2024-03`, `2024-03-15`."""
    media_type: str = ""
    """Of the file it was read from; empty for Markdown."""
    original: str = ""
    """The content hash under which the file itself is kept; empty where it isn't."""
    pages: int = 0
    """How many pages or slides it has; 0 where there are none."""
    links: tuple[Link, ...] = ()
    questions: tuple[str, ...] = ()
    """What people would ask, in their own words, that the document answers: searched beside its text."""
    sections: tuple[Section, ...] = ()

    @property
    def is_case(self) -> bool:
        """Tell whether the document is a case study of an alliance."""
        return self.kind == "étude de cas"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one section: what is embedded, retrieved and cited.

    The entry that stands for a whole document bears the document's own id, without a fragment; one of the questions
    that a document answers bears it with a number: `etudes-de-cas/solifap?2`.
    """

    id: str
    """Built from place, never random: `etudes-de-cas/solifap#les-resultats.2`."""
    document_id: str
    title: str
    url: str
    text: str
    heading_path: tuple[str, ...] = ()
    page: int | None = None
    kind: str = ""
    year: int | None = None
    boxes: tuple[Box, ...] = ()
    """Where its lines are on their page."""
    recognition: Recognition = ""
    raw: str = ""
    """What was recognised before it was repaired: searched too, never shown as the text."""

    @property
    def embedding_text(self) -> str:
        """Join title, headings and text: what the search engines see; of a question, the question."""
        if self.scope == "question":
            return self.text
        return "\n".join((" › ".join((self.title, *self.heading_path)), self.text))

    @property
    def is_whole_document(self) -> bool:
        """Tell whether this entry stands for the whole document."""
        return self.id == self.document_id

    @property
    def scope(self) -> Scope:
        """Tell what this entry stands for."""
        if self.is_whole_document:
            return "document"
        return "question" if self.id.startswith(f"{self.document_id}?") else "passage"


@dataclass(frozen=True, slots=True)
class RetrievedPassage(Passage):
    """A passage with the reasons why it was retrieved."""

    score: float = 0.0
    """The fused score, between 0 and about 1."""
    signals: dict[str, float] = field(default_factory=dict)
    """The scores it was made of: `dense` is a cosine, `lexical` a BM25."""


def passage_fields(passage: Passage) -> dict[str, Any]:
    """Give the fields of a passage by name, without what retrieval added."""
    return {name: getattr(passage, name) for name in Passage.__dataclass_fields__}


def plain(passage: Passage) -> Passage:
    """Give the passage without what retrieval added to it."""
    return Passage(**passage_fields(passage))


def retrieved(passage: Passage, score: float) -> RetrievedPassage:
    """Give the passage with a score and no further signals."""
    return RetrievedPassage(**passage_fields(passage), score=score)
