"""The resolver that hands out no address of a private network.

Every connection of Scrapy's Twisted handler asks the reactor's resolver, literal addresses included, and connects to
what it answers: what is checked here is what is connected to, and no second look-up can differ.  The one exception is
the tunnel through a proxy, which `newscrawl.downloader.guard.middleware` looks after.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from scrapy.resolver import HostResolution
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from newscrawl import options
from newscrawl.downloader.guard.addresses import (
    HostPort,
    Permissions,
    allowed_hosts,
    parse_host_port,
    private_reason,
    trusted_proxies,
)

if TYPE_CHECKING:
    from typing import Self

    from scrapy.settings import BaseSettings

_REMEMBERED = 1000
"""Refusals kept for the error message; a crawl meets few hosts."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Asks the resolver beneath and drops every address that is not public, unless its host is allowed.

    Set as `TWISTED_DNS_RESOLVER`; `NEWSCRAWL_ALLOWED_PRIVATE_HOSTS` of the process's settings is what it allows.
    """

    def __init__(self, reactor: Any, inner: Any = None, *, enabled: bool = True) -> None:
        self.reactor = reactor
        self.enabled = enabled
        self.inner: Any = inner or reactor.nameResolver
        self._refusals: OrderedDict[tuple[str, int], str] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Scrapy hands its process in, not a crawler: a spider's `custom_settings` are not seen here."""
        allow_from_settings(crawler.settings)
        return cls(reactor, enabled=options.GUARD_ENABLED.read(crawler.settings))

    def install_on_reactor(self) -> None:
        """Answer for the whole process, unless `NEWSCRAWL_GUARD_ENABLED` is off."""
        if self.enabled:
            self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - the interface's name
        self,
        resolutionReceiver: Any,  # noqa: N803 - the interface's names
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve as the resolver beneath does, without what is private."""
        receiver: Any = resolutionReceiver
        if not is_resolvable(hostName):
            return _no_answer(receiver, hostName)
        if not may_be_private(hostName, portNumber):
            receiver = _PublicOnly(receiver, self, (hostName.lower(), portNumber))
        return self.inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def refusal(self, host: str, port: int) -> str | None:
        """Why the last look-up of `host` for `port` ended without an address, if it was for being private."""
        name = host.lower()
        return self._refusals.get((name, port)) or self._refusals.get((name, 0))

    def private_among(self, host: str) -> Deferred[str | None]:
        """Fire with the reason why one address at least of `host` is private; None if all are public, or none is."""
        found: Deferred[str | None] = Deferred()
        if not is_resolvable(host):
            found.callback(None)
            return found
        self.inner.resolveHostName(_Inspector(found), host)
        return found

    def remember(self, key: tuple[str, int], reason: str | None) -> None:
        """Note why a look-up came to nothing, or with None that it did not."""
        self._refusals.pop(key, None)
        if reason:
            self._refusals[key] = reason
            while len(self._refusals) > _REMEMBERED:
                self._refusals.popitem(last=False)


def may_be_private(host: str, port: int) -> bool:
    """Whether a connection to `host` is allowed wherever it leads, as a site or as the way to one."""
    return allowed_hosts.allow(host, port) or trusted_proxies.allow(host, port)


def ensure_guarded(reactor: Any) -> GuardedResolver:
    """The reactor's guard, put around whatever resolver is found there if it is not in place yet."""
    resolver = reactor.nameResolver
    if not isinstance(resolver, GuardedResolver):
        resolver = GuardedResolver(reactor)
        resolver.install_on_reactor()
    return resolver


def is_resolvable(host: str) -> bool:
    """Whether `host` can be asked for at all: the C library's wrapper raises for empty and overlong labels."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def allow_from_settings(settings: BaseSettings, permissions: Permissions = allowed_hosts) -> list[HostPort]:
    """Allow what `NEWSCRAWL_ALLOWED_PRIVATE_HOSTS` names, and give it back; `ValueError` in one line if malformed."""
    entries = [parse_host_port(entry) for entry in options.ALLOWED_PRIVATE_HOSTS.read(settings)]
    for entry in entries:
        permissions.add(entry)
    return entries


def _no_answer(receiver: Any, host: str) -> HostResolution:
    resolution = HostResolution(host)
    receiver.resolutionBegan(resolution)
    receiver.resolutionComplete()
    return resolution


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes public addresses on to the receiver that asked."""

    def __init__(self, receiver: Any, guard: GuardedResolver, key: tuple[str, int]) -> None:
        self._receiver = receiver
        self._guard = guard
        self._key = key
        self._passed = False
        self._reason: str | None = None

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803 - the interface's
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - the interface's name
        reason = describe_private(address)
        if reason is None:
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._reason = self._reason or reason

    def resolutionComplete(self) -> None:  # noqa: N802 - the interface's name
        self._guard.remember(self._key, None if self._passed else self._reason)
        self._receiver.resolutionComplete()


@implementer(IResolutionReceiver)
class _Inspector:
    """Looks at addresses without connecting to any."""

    def __init__(self, found: Deferred[str | None]) -> None:
        self._found = found
        self._reason: str | None = None

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803 - the interface's
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - the interface's name
        self._reason = self._reason or describe_private(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - the interface's name
        self._found.callback(self._reason)


def describe_private(address: Any) -> str | None:
    """`127.0.0.1 is loopback`, for a Twisted address that is not public; None for a public one."""
    host: str = address.host
    try:
        reason = private_reason(ip_address(host))
    except ValueError:
        reason = "no IP address"
    return f"{host} is {reason}" if reason else None
