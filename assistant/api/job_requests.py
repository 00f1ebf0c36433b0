"""The bodies of requests for jobs, made into orders or refused."""

from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from assistant import prompts
from assistant.api.editing import Editing
from assistant.api.problems import ProblemError
from assistant.api.questions import clean
from assistant.state.holdings import ADDRESS
from assistant.state.orders import Arrival, Order

_LONGEST_ADDRESS: Final = 2000


class Asking(BaseModel):
    """What every request for a job may say."""

    model_config = ConfigDict(extra="forbid")

    publish: bool | None = Field(None, description="Faux : s'arrêter avant de publier. Par défaut, selon la source.")
    force: bool = Field(False, description="Retirer ce que la source n'a plus, même si c'est beaucoup.")
    requested_by: str = Field("", max_length=200, description="Qui le demande.")

    def order_refresh(self, editing: Editing, name: str) -> Order:
        """Give the order to refresh a source, published as the source's own setting says unless told.

        Raises:
            UnknownRecordError: there is no such source.
        """
        source = editing.sources.source(name)
        publish = source.publish if self.publish is None else self.publish
        label = source.title or name
        return Order("source", label, clean(self.requested_by), publish=publish, force=self.force, source=name)


class JobRequest(Asking):
    """An address, a source or the corpus folder to bring in."""

    kind: Literal["address", "source", "corpus"]
    address: str = Field("", max_length=_LONGEST_ADDRESS, examples=["https://www.lerameau.fr/"])
    source: str = Field("", max_length=200)

    def order(self, editing: Editing) -> Order:
        """Give what is asked for.

        Raises:
            ProblemError: the address is none.
            UnknownRecordError: there is no such source.
        """
        if self.kind == "source":
            return self.order_refresh(editing, self.source)
        asked_by, publish = clean(self.requested_by), self.publish is not False
        if self.kind == "corpus":
            return Order("corpus", prompts.LABEL_CORPUS, asked_by, publish=publish, force=self.force)
        address = _checked(clean(self.address))
        arrivals = (Arrival(name=address, url=address),)
        return Order("address", address, asked_by, publish=publish, source=ADDRESS, address=address, arrivals=arrivals)


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        known = False
    if not known:
        raise ProblemError(422, "invalid", prompts.ADDRESS_WRONG.format(address=address[:200]))
    return address
