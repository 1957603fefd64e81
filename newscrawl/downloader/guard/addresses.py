"""Which machines a run may connect to: those of the public Internet, and private hosts that are allowed besides."""

from __future__ import annotations

import re
import socket
from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

IPAddress = IPv4Address | IPv6Address

# `ipaddress.is_global` changes between Python versions and calls NAT64, 6to4 and multicast public: hence a table.
_PRIVATE_V4 = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier's private"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud metadata"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignment"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_PRIVATE_V6 = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
        ("2001::/32", "Teredo"),
        ("2001::/23", "protocol assignment"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = 0x00005EFE
"""Third quarter of an ISATAP address; with another bit set where the IPv4 address is a public one."""

# What the C library reads as an IPv4 address: one to four numbers, decimal, octal or hexadecimal.
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)
_NAME = re.compile(r"[\w.-]+")


def parse_literal(host: str) -> IPAddress | None:
    """The address that `host` is, in any spelling that a resolver takes for one; None for a name.

    `127.1`, `0x7f000001`, `2130706433` and `0177.0.0.1` are all 127.0.0.1; brackets and a closing dot are let pass.
    """
    bare = host.strip().removesuffix(".")
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1]
    try:
        return ip_address(bare)
    except ValueError:
        pass
    if not _NUMBERS.fullmatch(bare):
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def private_reason(address: IPAddress) -> str | None:
    """Why `address` is not one of the public Internet, in a few words; None if it is."""
    if isinstance(address, IPv4Address):
        return next((reason for network, reason in _PRIVATE_V4 if address in network), None)
    carried = _carried_v4(address)
    if carried is not None:
        return private_reason(carried)
    for network, reason in _PRIVATE_V6:
        if address in network:
            return reason
    if address not in _PUBLIC_V6:
        return "not assigned to the public Internet"
    inner = _isatap_v4(address)
    return private_reason(inner) if inner is not None else None


def plain(address: IPAddress) -> IPAddress:
    """The IPv4 address that a mapped or NAT64 IPv6 address stands for, else the address without its zone."""
    if isinstance(address, IPv4Address):
        return address
    return _carried_v4(address) or IPv6Address(int(address))


def _isatap_v4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 machine that an ISATAP router (RFC 5214) hands a packet on to, in whatever network it stands."""
    number = int(address)
    return IPv4Address(number & 0xFFFFFFFF) if (number >> 32) & 0xFDFFFFFF == _ISATAP else None


def _carried_v4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 machine that a connection to `address` ends at, where the kernel or the operator translates it."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


class HostPort(NamedTuple):
    """A host in normal form, with the one port that is meant, or None for all."""

    host: str
    port: int | None = None


def host_key(host: str) -> str:
    """`host` in normal form: an address as an address, however it was spelt; a name in lower case, no closing dot."""
    address = parse_literal(host)
    if address:
        return str(plain(address))
    name = host.strip().rstrip(".").lower()
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def parse_host_port(entry: str) -> HostPort:
    """Read `host`, `host:port`, `[v6]:port` or a bare IPv6 address.

    Raises `ValueError`, in one line, for anything else: a pattern, a network or a URL is no host.
    """
    text = entry.strip()
    if parse_literal(text):
        return HostPort(host_key(text))
    host, colon, port = text.rpartition(":") if ":" in text else (text, "", "")
    known = parse_literal(host) if host.startswith("[") else _NAME.fullmatch(host)
    if not known or (colon and not _is_port(port)) or not host_key(host):
        raise ValueError(f"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS: {entry!r} is neither host nor host:port")
    return HostPort(host_key(host), int(port) if colon else None)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 65536


class Permissions:
    """The private hosts that are allowed, counted, so that two crawls in a process may allow the same one."""

    def __init__(self, entries: Iterable[HostPort] = ()) -> None:
        self._entries: Counter[HostPort] = Counter(entries)

    def add(self, entry: HostPort) -> None:
        """Allow one host more."""
        self._entries[entry] += 1

    def remove(self, entry: HostPort) -> None:
        """Take one `add` back."""
        self._entries[entry] -= 1
        if self._entries[entry] <= 0:
            del self._entries[entry]

    def allow(self, host: str, port: int | None) -> bool:
        """Whether a connection to `host` as it is written is allowed.

        A name allows whatever it resolves to, an address only itself: a stranger's name that resolves to an allowed
        address is not allowed.  `port` 0 is one that is not known yet; any entry of the host will do for it.
        """
        key = host_key(host)
        if not port:
            return any(entry.host == key for entry in self._entries)
        return HostPort(key, None) in self._entries or HostPort(key, port) in self._entries


allowed_hosts = Permissions()
"""What this process may connect to: settings of its crawls and what `allow_private` added."""

trusted_proxies = Permissions()
"""The proxies of this process: allowed as the way to a site, never as a site."""


def allow_private(host: str, port: int | None = None) -> None:
    """Let this process connect to a private `host`, for a server whose port is known only at run time."""
    allowed_hosts.add(HostPort(host_key(host), port))


def forbid_private(host: str, port: int | None = None) -> None:
    """Take back one `allow_private`."""
    allowed_hosts.remove(HostPort(host_key(host), port))
