"""The labels that a document's author writes above its text."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant.documents import Partner
from ingest.cleaning import clean, unwrap
from ingest.report import DocumentRefusedError

_REMEDY: Final = "Correct the lines between the two --- at the top of the file; corpus/README.md shows what they hold."

Text = Annotated[str, AfterValidator(lambda text: unwrap(clean(text)))]
Url = Annotated[str, Field(pattern=r"^https?://\S+$")]


class _Partner(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)
    name: Text = Field(min_length=1)
    type: Text = "autre"


class FrontMatter(BaseModel):
    """The labels of a document; what is not there is unknown, and labels of other programs are passed over."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: Text = Field("", pattern=r"^([\w-][\w.-]*(/[\w-][\w.-]*)*)?$", max_length=200)
    """The document's own name, whatever the name of its file: it wins where a file is handed in."""
    title: Text = ""
    kind: Text = "document"
    url: Url | None = None
    language: str = Field("fr", pattern="^[a-z]{2}$")
    year: int | None = Field(None, ge=1500, le=2200)
    publishers: tuple[Text, ...] = ()
    partners: tuple[_Partner, ...] = ()
    themes: tuple[Text, ...] = ()
    territory: Text = ""
    regions: tuple[Text, ...] = ()
    departments: tuple[Text, ...] = ()
    alliance_type: Text = ""
    sdgs: tuple[Annotated[int, Field(ge=1, le=17)], ...] = ()
    rameau_link: Text = ""
    source_urls: tuple[Url, ...] = ()
    licence: Text = ""
    provenance: Text = ""
    questions: tuple[Text, ...] = ()

    @classmethod
    def parse(cls, labels: Mapping[str, Any]) -> "FrontMatter":
        """Check labels; those without a value are unknown.

        Raises:
            DocumentRefusedError: one has a value of the wrong kind.
        """
        try:
            return cls.model_validate({name: value for name, value in labels.items() if value is not None})
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            reason = f"In the front matter, {field} is {first['input']!r}: {first['msg'][0].lower()}{first['msg'][1:]}."
            raise DocumentRefusedError("front-matter", reason, _REMEDY, field) from error

    def document_fields(self) -> dict[str, Any]:
        """Give the labels as fields of a `Document`, without its title and its id."""
        labels = {name: getattr(self, name) for name in type(self).model_fields if name not in {"id", "title"}}
        partners = tuple(Partner(partner.name, partner.type) for partner in self.partners)
        return {**labels, "url": self.url or "", "partners": partners}


def _parse(text: str) -> tuple[dict[str, Any], str]:
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        head, body = handler.split(text)
    except ValueError:  # a line of dashes that no second one follows is a rule across the page
        return {}, text
    labels = handler.load(head)
    if isinstance(labels, str):  # words between two lines of dashes are text
        return {}, text
    return dict(labels or {}), body


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Give the labels of a text and the text under them.

    Raises:
        DocumentRefusedError: when the labels are no YAML, or one has a value of the wrong kind.
    """
    try:
        labels, body = _parse(text)
        return FrontMatter.parse(labels), body
    except yaml.YAMLError as error:
        reason = f"The front matter is not valid YAML: {' '.join(str(error).split())}."
        raise DocumentRefusedError("front-matter", reason, _REMEDY, "yaml") from error
    except (TypeError, ValueError, AttributeError) as error:
        reason = f"The front matter is not a list of labels with their values: {error}."
        raise DocumentRefusedError("front-matter", reason, _REMEDY, "yaml") from error
