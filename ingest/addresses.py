"""Addresses of the web: read strictly, brought to one canonical form, and turned into ids of documents.

Whatever a browser or a library might read in two ways is refused here, and the parts that were checked are the parts
that are connected to: no second parser sees the address.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import urljoin

import idna

from ingest.fetch_errors import FetchError

LONGEST: Final = 2000
"""Characters of an address."""
PORTS: Final = {"http": 80, "https": 443}
_FORM: Final = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_AUTHORITY: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+)(?::(?P<port>[0-9]{0,5}))?")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label like this makes browsers read a host as an IPv4 address, in any of its spellings."""
_UNSAFE: Final = {
    "path": re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/-]"),
    "query": re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]"),
}
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its parts."""

    scheme: str
    host: str
    """A name in ASCII, lower-case, or an IP address; IPv6 without its brackets."""
    port: int
    path: str
    """Percent-encoded, from the first `/`."""
    query: str = ""

    @property
    def place(self) -> str:
        """Give host and port, the port only where it isn't the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """Give the path with the query, as a request names it."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def url(self) -> str:
        """Give the address as text."""
        return f"{self.scheme}://{self.place}{self.target}"


def parse_address(url: str) -> Address:
    """Read a web address; the fragment is dropped.

    Raises:
        FetchError: `address`, when it isn't http(s), or has a user name, a number for a host, characters that hide
            something, or another oddity.
    """
    url = url.strip(" \r\n\t")
    form = _FORM.fullmatch(url)
    if len(url) > LONGEST:
        raise _odd(url, f"is longer than {LONGEST} characters")
    if "\\" in url or not url.isprintable():
        raise _odd(url, "holds a backslash or an invisible character")
    if form is None or form["scheme"].lower() not in PORTS:
        raise _odd(url, "doesn't begin with http:// or https://")
    scheme = form["scheme"].lower()
    host, port = _authority(url, form["authority"])
    path = _without_dots(_quoted(form["path"] or "/", "path"))
    return Address(scheme, host, PORTS[scheme] if port is None else port, path, _quoted(form["query"] or "", "query"))


def join(base: Address, reference: str) -> Address:
    """Read the address of a link or redirect, which may be relative.

    Raises:
        FetchError: as `parse_address` does.
    """
    reference = reference.strip(" \r\n\t")
    if "\\" in reference or not reference.isprintable():
        raise _odd(reference, "holds a backslash or an invisible character")
    try:
        return parse_address(urljoin(base.url, reference))
    except ValueError as error:
        raise _odd(reference, "can't be read") from error


def _authority(url: str, text: str) -> tuple[str, int | None]:
    if "@" in text:
        raise _odd(url, "names a user before its host")
    parts = _AUTHORITY.fullmatch(text)
    if parts is None:
        raise _odd(url, "has no host, or a malformed one")
    port = int(parts["port"]) if parts["port"] else None
    if port is not None and not 0 < port < 65536:
        raise _odd(url, f"has port {port}, which doesn't exist")
    return _host(url, parts["host"]), port


def _host(url: str, text: str) -> str:
    try:
        if text.startswith("["):
            return str(IPv6Address(text[1:-1]))
        host = _ascii(text).removesuffix(".")
        labels = host.split(".")
        if not _NUMBER.fullmatch(labels[-1]):
            if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
                raise _odd(url, "has a malformed host")
            return host
        return str(IPv4Address(host))
    except ValueError as error:  # idna's errors are among them
        raise _odd(url, "has a host that is neither a name nor a usual IP address") from error


def _ascii(host: str) -> str:
    return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii").lower()


def _quoted(text: str, part: str) -> str:
    """Percent-encode what needs it, and nothing else: every address gets one spelling."""
    return _UNSAFE[part].sub(lambda match: _encoded(match.group()), text)


def _encoded(text: str) -> str:
    if len(text) == 3 and text[0] == "%":
        character = chr(int(text[1:], 16))
        return character if _UNRESERVED.fullmatch(character) else text.upper()
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


def _without_dots(path: str) -> str:
    kept: list[str] = []
    *folders, name = path.split("/")[1:]
    for segment in (*folders, "" if name in {".", ".."} else name):
        if segment != "..":
            kept += [] if segment == "." else [segment]
        elif kept:
            kept.pop()
    if name == ".." and len(kept) > 1:
        del kept[-2]
    return "/" + "/".join(kept)


def _odd(url: str, why: str) -> FetchError:
    shown = url if len(url) <= 200 else f"{url[:200]}…"
    remedy = "Copy the address from the address bar of a browser: https://www.example.org/page."
    return FetchError("address", f"The address {shown!r} {why}.", remedy, shown)


@dataclass(frozen=True, slots=True)
class Twins:
    """What only one site does: hosts and forms of address under which it shows the same page."""

    host: str
    aliases: tuple[str, ...] = ()
    rewrite: tuple[tuple[str, str], ...] = ()
    """Regular expressions for the whole path, each with what takes its place: `/fr/news/{slug}`."""


_TRACKING: Final = re.compile(
    r"utm_\w*|pk_\w*|mtm_\w*|matomo_\w*|_hs\w*|hsa_\w*|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid"
    r"|igshid|li_fat_id|_ga|_gl|xtor|replytocom|phpsessid|jsessionid",
    re.IGNORECASE,
)
_INDEX: Final = re.compile(
    r"/(?:index|default)\.(?:php|html?|aspx?)$|^/index\.php(?=/)|;jsessionid=[^/]*", re.IGNORECASE
)


def canonical(url: str, twins: Sequence[Twins] = (), declared: str = "") -> str:
    """Give the one form of an address under which its document is known.

    http and https, with and without a final slash, `index.php`, parameters that follow visitors about, and the twins
    of a site are the same. `www.` stays.

    Args:
        url: an address.
        twins: what single sites do.
        declared: what the page itself says is its canonical address; it counts only within its own site, for no page
            may take the place of another site's.

    Raises:
        FetchError: `address`.
    """
    address = _canonical(parse_address(url), twins)
    if declared:
        try:
            named = _canonical(join(address, declared), twins)
        except FetchError:
            return address.url
        # A home page as the canonical form of every page is a common mistake of site builders.
        if _bare(named.host) == _bare(address.host) and named.port == address.port and named.target != "/":
            return named.url
    return address.url


def _canonical(address: Address, twins: Sequence[Twins]) -> Address:
    if address.port == PORTS[address.scheme]:
        address = replace(address, scheme="https", port=443)
    path = re.sub("//+", "/", _INDEX.sub("", address.path)).rstrip("/") or "/"
    kept = (part for part in address.query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0]))
    address = replace(address, path=path, query="&".join(sorted(kept)))
    for site in twins:
        if address.host == site.host or address.host in site.aliases:
            address = replace(address, host=site.host, path=_rewritten(address.path, site))
    return address


def _rewritten(path: str, site: Twins) -> str:
    for pattern, form in site.rewrite:
        if match := re.fullmatch(pattern, path):
            return form.format(**match.groupdict())
    return path


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def same_site(host: str, other: str) -> bool:
    """Tell whether two hosts are one site: `www.` makes no difference."""
    return _bare(host) == _bare(other)
