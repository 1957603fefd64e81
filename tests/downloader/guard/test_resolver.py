"""The resolver alone: what it lets pass is what is connected to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from scrapy.resolver import HostResolution
from twisted.internet._resolver import ComplexResolverSimplifier
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock
from twisted.python.failure import Failure
from zope.interface import implementer  # type: ignore[import-untyped]

from newscrawl.downloader.guard import allow_private, forbid_private
from newscrawl.downloader.guard.resolver import GuardedResolver


@implementer(IHostnameResolver)
class ScriptedResolver:
    """Answers each look-up with the next list of addresses."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *_: Any) -> HostResolution:  # noqa: N802, N803
        self.asked += 1
        resolution = HostResolution(name)
        receiver.resolutionBegan(resolution)
        for host in self.answers.pop(0):
            address = IPv6Address if ":" in host else IPv4Address
            receiver.addressResolved(address("TCP", host, portNumber))
        receiver.resolutionComplete()
        return resolution


def connect(*answers: list[str], host: str = "name.example", times: int = 1) -> tuple[list[str], list[Any], Any]:
    """Connect as the download handler does: the addresses connected to, the outcomes, and the guard."""
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    guard = GuardedResolver(reactor, ScriptedResolver(*answers))
    guard.install_on_reactor()
    outcomes: list[Any] = []
    for _ in range(times):
        HostnameEndpoint(reactor, host, 80).connect(cast("Any", Factory())).addBoth(outcomes.append)
        reactor.advance(1)
    return [client[0] for client in reactor.tcpClients], outcomes, guard


def is_lookup_error(outcome: Any) -> bool:
    return isinstance(outcome, Failure) and isinstance(outcome.value, DNSLookupError)


def test_private_addresses_are_dropped_and_public_ones_connected_to() -> None:
    hosts, _, guard = connect(["127.0.0.1", "8.8.8.8", "::1", "169.254.169.254"])
    assert hosts == ["8.8.8.8"]
    assert guard.refusal("name.example", 80) is None


def test_a_name_that_turns_inside_is_refused_then() -> None:
    """Each connection is one look-up; there is no second one that could answer otherwise after the check."""
    hosts, outcomes, guard = connect(["8.8.8.8"], ["127.0.0.1"], times=2)
    assert hosts == ["8.8.8.8"]
    assert guard.inner.asked == 2
    assert is_lookup_error(outcomes[-1])
    assert guard.refusal("Name.example", 80) == "127.0.0.1 is loopback"


def test_a_name_that_turns_outside_is_no_longer_a_refusal() -> None:
    _, _, guard = connect(["127.0.0.1"], [], times=2)
    assert guard.refusal("name.example", 80) is None


@pytest.fixture
def allowed() -> Iterator[None]:
    allow_private("name.example", 80)
    yield
    forbid_private("name.example", 80)


@pytest.mark.usefixtures("allowed")
def test_an_allowed_name_may_resolve_to_anything() -> None:
    assert connect(["127.0.0.1"])[0] == ["127.0.0.1"]
    assert connect(["127.0.0.1"], host="other.example")[0] == []


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example"])
def test_a_name_that_cannot_be_asked_for_fails_at_once(host: str) -> None:
    hosts, outcomes, guard = connect(host=host)
    assert hosts == []
    assert len(outcomes) == 1
    assert guard.inner.asked == 0


def test_the_memory_of_refusals_is_bounded() -> None:
    _, _, guard = connect([])
    for number in range(3000):
        guard.remember((f"{number}.example", 80), "loopback")
    assert len(guard._refusals) <= 1000
    assert guard.refusal("2999.example", 80) == "loopback"


def test_old_interface_of_the_reactor_is_guarded_too() -> None:
    """Tunnels through a proxy ask by it, without a port."""
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    guard: Any = GuardedResolver(reactor, ScriptedResolver(["127.0.0.1"]))
    outcomes: list[Any] = []
    ComplexResolverSimplifier(guard).getHostByName("name.example").addBoth(outcomes.append)
    assert is_lookup_error(outcomes[0])
