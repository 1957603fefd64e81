"""Which private hosts are allowed, and what an entry of the setting may look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.downloader.guard import allow_private, forbid_private
from newscrawl.downloader.guard.addresses import HostPort, Permissions, allowed_hosts, parse_host_port


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("127.0.0.1", HostPort("127.0.0.1")),
        (" 127.0.0.1:8910 ", HostPort("127.0.0.1", 8910)),
        ("0x7f000001:80", HostPort("127.0.0.1", 80)),
        ("LocalHost.", HostPort("localhost")),
        ("presse.intranet:8080", HostPort("presse.intranet", 8080)),
        ("gazette.été", HostPort("gazette.xn--t-9fab")),
        ("::1", HostPort("::1")),
        ("[::1]", HostPort("::1")),
        ("[::1]:8080", HostPort("::1", 8080)),
        ("::ffff:127.0.0.1", HostPort("127.0.0.1")),
    ],
)
def test_entries(entry: str, expected: HostPort) -> None:
    assert parse_host_port(entry) == expected


@pytest.mark.parametrize(
    "entry",
    ["", " ", ".", "*", "*.intranet", "10.0.0.0/8", "http://intranet/", "intranet:", "intranet:http", "intranet:99999",
     "intranet:0", "user@intranet", "a b", "[::1", "[intranet]:80", "intranet:80:81", "intranet?"],
)  # fmt: skip
def test_malformed_entries_end_in_one_line(entry: str) -> None:
    with pytest.raises(ValueError, match=r"^NEWSCRAWL_ALLOWED_PRIVATE_HOSTS: .* is neither host nor host:port$"):
        parse_host_port(entry)


@given(st.text(max_size=30))
def test_any_entry_is_read_or_refused_in_one_line(entry: str) -> None:
    try:
        host, port = parse_host_port(entry)
    except ValueError as error:
        message = str(error)
    else:
        message = "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS"
        assert host
        assert port is None or 0 < port <= 65535
    assert message.startswith("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS")
    assert "\n" not in message


def test_an_entry_with_a_port_allows_that_port_alone() -> None:
    permissions = Permissions([HostPort("127.0.0.1", 8910), HostPort("localhost")])
    assert permissions.allow("127.0.0.1", 8910)
    assert permissions.allow("127.1", 8910)
    assert not permissions.allow("127.0.0.1", 80)
    assert not permissions.allow("127.0.0.2", 8910)
    assert permissions.allow("LOCALHOST.", 1)
    assert not permissions.allow("sub.localhost", 1)


def test_an_unknown_port_will_do_for_any_entry_of_the_host() -> None:
    permissions = Permissions([HostPort("proxy.intranet", 3128)])
    assert permissions.allow("proxy.intranet", 0)
    assert not permissions.allow("intranet", 0)


def test_two_crawls_may_allow_the_same_host() -> None:
    for _ in range(2):
        allow_private("127.0.0.1", 54321)
    forbid_private("127.0.0.1", 54321)
    assert allowed_hosts.allow("127.0.0.1", 54321)
    forbid_private("127.0.0.1", 54321)
    assert not allowed_hosts.allow("127.0.0.1", 54321)
