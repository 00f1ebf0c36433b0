"""The sources of documents that `corpus/sources.yaml` lists, checked before anything is fetched."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import SettingsError
from assistant.jobs import SourceStatus
from ingest.addresses import Address, Twins, parse_address, same_site
from ingest.fetch_errors import FetchError

_SECONDS: Final = {
    **{"minute": 60, "hour": 3600, "heure": 3600, "day": 86_400, "jour": 86_400},
    **{"week": 604_800, "semaine": 604_800, "month": 2_592_000, "mois": 2_592_000},
}
_EVERY: Final = re.compile(r"(\d{1,4})\s*([a-z]+?)s?")
_MOST_OFTEN: Final = 900
_RESERVED: Final = frozenset({"depot", "adresse", "corpus"})
_LOCAL: Final = frozenset({"file", "folder"})
_NEVER_OPENED: Final = re.compile(
    r"/wp-(?:admin|login|json)\b.*|/xmlrpc\.php.*|/cdn-cgi/.*|.*/(?:feed|trackback|login|logout|cart|panier)(?:/.*)?"
    r"|.*[?&](?:add-to-cart|replytocom|share|print|ical|feed)=.*"
)


def _seconds(every: Any) -> Any:
    """Read `1 day`, `6 heures`; nothing and `never` are 0."""
    if every in (None, "", "never", "jamais", 0):
        return 0
    parts = _EVERY.fullmatch(str(every).strip().lower())
    unit = parts and (_SECONDS.get(parts[2]) or _SECONDS.get(f"{parts[2]}s"))
    if not parts or not unit:
        raise ValueError('write how often it is refreshed as "1 day", "6 hours" or "1 semaine", or leave it out')
    if (seconds := int(parts[1]) * unit) < _MOST_OFTEN:
        raise ValueError('a source is refreshed every 15 minutes at the most; write "15 minutes"')
    return seconds


def _pattern(pattern: str) -> str:
    if not pattern.startswith(("/", "*")):
        raise ValueError('a pattern begins with / or *, as in "/publications/*" or "*.pdf"')
    return pattern


Pattern = Annotated[str, AfterValidator(_pattern)]
Partners = tuple[dict[str, str], ...]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Labels(_Strict):
    """What an editor says of every document of a source: fields of the front matter."""

    kind: str | None = None
    language: str | None = Field(None, pattern="^[a-z]{2}$")
    year: int | None = Field(None, ge=1500, le=2200)
    publishers: tuple[str, ...] | None = None
    partners: Partners | None = None
    themes: tuple[str, ...] | None = None
    territory: str | None = None
    regions: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None
    alliance_type: str | None = None
    sdgs: tuple[Annotated[int, Field(ge=1, le=17)], ...] | None = None
    rameau_link: str | None = None
    licence: str | None = None
    provenance: str | None = None


class Source(_Strict):
    """Where documents come from, and which of them are wanted."""

    name: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)
    title: str = Field(min_length=1)
    kind: Literal["file", "folder", "page", "sitemap", "feed", "crawl"]
    address: str = Field(min_length=1)
    """A web address; for files and folders a path, relative to the file of sources."""
    include: tuple[Pattern, ...] = ()
    """What is wanted, `/publications/*`; nothing for everything."""
    exclude: tuple[Pattern, ...] = ()
    """What isn't wanted although it is included; a crawl still follows its links."""
    follow: tuple[Pattern, ...] = ()
    """The pages that a crawl opens beside the included ones; nothing for every page."""
    avoid: tuple[Pattern, ...] = ()
    """What is never opened."""
    hosts: tuple[str, ...] = ()
    """Further hosts whose documents are wanted."""
    attachments: bool = False
    """Whether the files (PDF…) that its pages link to are wanted too; a crawl always takes them."""
    depth: int = Field(2, ge=0, le=10)
    """How many links away from its address a crawl goes."""
    max_pages: int = Field(300, ge=1, le=20_000)
    """How many pages are opened, and how many documents taken, at the most."""
    every_seconds: Annotated[int, BeforeValidator(_seconds)] = Field(0, alias="every")
    publish: Literal["auto", "preview"] = "preview"
    enabled: bool = True
    labels: Labels = Labels()
    twins: tuple[Twins, ...] = ()
    """Put there when the file is read: every source knows the twins of every site."""
    base: Path = Path()
    """The folder of the file of sources."""

    @model_validator(mode="after")
    def _check_place(self) -> Self:
        if self.name in _RESERVED:
            raise ValueError(f"the name {self.name!r} is taken; choose another one")
        if self.kind not in _LOCAL:
            try:
                parse_address(self.address)
            except FetchError as error:
                raise ValueError(f"{error.reason[:-1]}; {error.remedy}") from error
        return self

    @property
    def is_local(self) -> bool:
        """Tell whether it is on this machine."""
        return self.kind in _LOCAL

    @property
    def start(self) -> Address:
        """Give its web address."""
        return parse_address(self.address)

    @property
    def path(self) -> Path:
        """Give its file or folder."""
        return self.base / self.address

    @property
    def label_fields(self) -> dict[str, Any]:
        """Give the labels that an editor set, as `Holding.labels` keeps them."""
        return self.labels.model_dump(mode="json", exclude_none=True)

    @property
    def status(self) -> SourceStatus:
        """Give the source as people see it before its first refresh."""
        return SourceStatus(
            name=self.name, title=self.title, kind=self.kind, address=self.address, every_seconds=self.every_seconds,
            publish=self.publish == "auto", enabled=self.enabled,
        )  # fmt: skip

    def wants(self, address: Address) -> bool:
        """Tell whether an address is one of its documents."""
        return self.opens(address) and self.wants_target(address.target)

    def wants_target(self, target: str) -> bool:
        """Tell whether a path is wanted, with its query where it has one."""
        wanted = not self.include or _any(self.include, target)
        return wanted and not _any(self.exclude, target)

    def opens(self, address: Address) -> bool:
        """Tell whether an address may be opened: it is on the source's hosts, and not to be avoided."""
        start = self.start
        home = same_site(address.host, start.host) and address.port in {start.port, 80, 443}
        elsewhere = address.host in self.hosts or address.place in self.hosts
        shut = _NEVER_OPENED.fullmatch(address.target) or _any(self.avoid, address.target)
        ways = (*self.follow, *self.include) if self.follow else ()
        led = not ways or address.target == start.target or _any(ways, address.target)
        return (home or elsewhere) and led and not shut


def _any(patterns: Sequence[str], target: str) -> bool:
    """Tell whether a pattern fits; a final slash makes no difference, and `*` alone has a meaning."""
    path = target.partition("?")[0]
    forms = {target, path, path.rstrip("/"), f"{path.rstrip('/')}/"}
    return any(_expression(pattern).fullmatch(form) for pattern in patterns for form in forms)


@lru_cache(1000)
def _expression(pattern: str) -> re.Pattern[str]:
    # Several stars in a row would only make matching slow.
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", pattern))), re.DOTALL)


class _Site(_Strict):
    """Forms of address under which one site shows the same page."""

    host: str
    aliases: tuple[str, ...] = ()
    rewrite: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="after")
    def _check_rules(self) -> Self:
        for pattern, form in self.rewrite:
            try:
                form.format(**re.compile(pattern).groupindex)
            except (re.error, KeyError, IndexError, ValueError) as error:
                raise ValueError(f"the rule {pattern!r} → {form!r} is wrong: {error}") from error
        return self


class _Catalogue(_Strict):
    twins: tuple[_Site, ...] = ()
    exclude: tuple[Pattern, ...] = ()
    """What no source wants."""
    sources: tuple[Source, ...] = ()


def load_sources(path: Path) -> tuple[Source, ...]:
    """Read the file of sources; without the file there are none.

    Raises:
        SettingsError: it can't be read, or says something that can't be meant; every mistake is in the message.
    """
    if not path.is_file():
        return ()
    try:
        catalogue = _Catalogue.model_validate(yaml.safe_load(path.read_text("utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        message = f"{path} is not valid YAML: {' '.join(str(error).split())}. Correct it there."
        raise SettingsError(message) from error
    except ValidationError as error:
        raise SettingsError(f"{path} has mistakes: {_mistakes(error)} Correct them there.") from error
    twice = [name for name, times in Counter(source.name for source in catalogue.sources).items() if times > 1]
    if twice:
        raise SettingsError(f"{path} has several sources of the name {twice[0]!r}. Rename one of them.")
    twins = tuple(Twins(site.host, site.aliases, site.rewrite) for site in catalogue.twins)
    return tuple(_completed(source, catalogue.exclude, twins, path.parent) for source in catalogue.sources)


def _completed(source: Source, exclude: tuple[str, ...], twins: tuple[Twins, ...], base: Path) -> Source:
    # Who names a single page or a folder wants what is there.
    common = exclude if source.kind in {"sitemap", "feed", "crawl"} else ()
    return source.model_copy(update={"exclude": (*source.exclude, *common), "twins": twins, "base": base})


def _mistakes(error: ValidationError) -> str:
    return " ".join(
        f"{_place(mistake['loc'])} is {mistake['input']!r:.80}: {mistake['msg'].removeprefix('Value error, ')}."
        for mistake in error.errors()
    )


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(f"{part + 1}" if isinstance(part, int) else part for part in location) or "the file"
