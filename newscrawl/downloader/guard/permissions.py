"""Which private hosts a crawl may connect to all the same: a test server, an intranet's newspaper, the demo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from newscrawl.downloader.guard.addresses import parse_literal, plain

_NAME = re.compile(r"[\w.-]+")


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
