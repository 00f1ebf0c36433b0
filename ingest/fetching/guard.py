"""Which IP addresses may be connected to: only those of the public internet, unless a setting names the host."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from assistant.errors import SettingsError
from ingest.addresses import Address, parse_address
from ingest.fetch_errors import FetchError

_PUBLIC: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
# Python's own `is_global` differs from one patch release to the next and takes multicast, 6to4 and IPv4 addresses
# wrapped into IPv6 for public: the registries of IANA are written out here.
_CLOSED: Final[tuple[tuple[IPv4Network | IPv6Network, str], ...]] = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a provider"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4 within IPv6"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "IPv4 within IPv6"),
        ("3fff::/20", "for documentation"),
    )
)


def closed(ip: str) -> str:
    """Tell what keeps an IP address from being connected to; nothing for one of the public internet."""
    address = ip_address(ip.partition("%")[0])
    if isinstance(address, IPv6Address) and address in _NAT64:
        # How networks without IPv4 reach it: what counts is where the other end is.
        return closed(str(ip_address(int(address) & 0xFFFFFFFF)))
    for network, kind in _CLOSED:
        if address in network:
            return kind
    if isinstance(address, IPv6Address) and (address not in _PUBLIC or _wraps_ipv4(address)):
        return "reserved"
    return ""


def _wraps_ipv4(address: IPv6Address) -> bool:
    """Tell whether the interface part is an IPv4 address, as ISATAP writes it."""
    return (int(address) >> 32) & 0xFDFFFFFF == 0x5EFE


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts that may be fetched from although they are on an internal network."""

    hosts: frozenset[tuple[str, int | None]]

    @classmethod
    def parse(cls, text: str) -> "Allowed":
        """Read `intranet.example:8080, 10.0.0.7, [fd00::1]:80`; without a port, every port is allowed.

        Raises:
            SettingsError: one isn't a host.
        """
        return cls(frozenset(_host(part.strip()) for part in text.split(",") if part.strip()))

    def __contains__(self, address: Address) -> bool:
        return not self.hosts.isdisjoint({(address.host, address.port), (address.host, None)})


def _host(text: str) -> tuple[str, int | None]:
    message = f"RAMEAU_FETCH_ALLOW holds {text!r}, which is no host. Write hosts like intranet.example:8080."
    if "/" in text:
        raise SettingsError(message)
    try:
        address = parse_address(f"http://{text}/")
    except FetchError as error:
        raise SettingsError(message) from error
    has_port = text.rpartition(":")[2].isdigit() and not text.endswith("]")
    return address.host, address.port if has_port else None


def forbidden(address: Address, ip: str, kind: str) -> FetchError:
    """Give the refusal of an address that leads into an internal network."""
    remedy = "If it is meant, add the host to RAMEAU_FETCH_ALLOW; else give a public address."
    reason = f"{address.url} leads to {ip}, which is {kind}: it isn't fetched."
    return FetchError("forbidden-address", reason, remedy, address.place)
