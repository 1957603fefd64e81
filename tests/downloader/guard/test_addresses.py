"""What is public and what is not, and how many ways there are to write 127.0.0.1."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.downloader.guard.addresses import parse_literal, plain, private_reason

LOOPBACK = IPv4Address("127.0.0.1")


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",  # noqa: S104 - addresses to refuse
        "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1",
        "2a01:e0a::5efe:7f00:1", "2a01:e0a::200:5efe:a00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "4000::1",
        "5f00::1",
        "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert private_reason(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "168.63.129.17", "172.15.255.255", "172.32.0.0", "192.0.1.1", "198.17.255.255", "198.20.0.0",
        "223.255.255.255", "2001:4860:4860::8888", "2606:4700::1111", "2a01:e0a::1",
        "2a01:e0a::200:5efe:808:808", "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)  # fmt: skip
def test_public_addresses(address: str) -> None:
    assert private_reason(ip_address(address)) is None


@given(st.ip_addresses(v=4))
def test_an_address_that_python_calls_not_global_is_never_public(address: IPv4Address) -> None:
    if not address.is_global:
        assert private_reason(address)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:0:0", "64:ff9b::"]))
def test_a_translated_address_is_as_private_as_the_one_it_stands_for(address: IPv4Address, prefix: str) -> None:
    carrier = IPv6Address(int(IPv6Address(prefix)) | int(address))
    assert private_reason(carrier) == private_reason(address)
    assert plain(carrier) == address


@pytest.mark.parametrize(
    "spelling",
    ["127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0X7F000001", "0x7f.1", "0177.0.0.1", "017700000001",
     "127.0.0.1.", " 127.0.0.1", "[127.0.0.1]"],
)  # fmt: skip
def test_spellings_of_an_ipv4_address(spelling: str) -> None:
    assert parse_literal(spelling) == LOOPBACK


@pytest.mark.parametrize("spelling", ["[::1]", "::1", "0:0:0:0:0:0:0:1"])
def test_spellings_of_an_ipv6_address(spelling: str) -> None:
    assert parse_literal(spelling) == IPv6Address("::1")


@pytest.mark.parametrize("name", ["localhost", "example.org", "127.0.0.1.nip.io", "1.2.3.4.5", "256.1.1.1", "0x", ""])
def test_names_are_no_literals(name: str) -> None:
    literal = parse_literal(name)
    # The C library takes a bare "0x" for 0; it must not be taken for a public host then.
    assert literal is None or private_reason(literal)


@given(st.from_regex(r"(0x[0-9a-f]{0,8}|[0-9]{0,11})(\.(0x[0-9a-f]{0,8}|[0-9]{0,9})){0,4}", fullmatch=True))
def test_whatever_the_system_reads_as_an_address_is_read_as_the_same(spelling: str) -> None:
    """The literal check must never take for a name what the resolver would take for an address."""
    try:
        *_, where = socket.getaddrinfo(spelling, 80, socket.AF_INET, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)[0]
    except (socket.gaierror, UnicodeError):
        return
    assert str(parse_literal(spelling)) == where[0]


@given(st.text(max_size=40))
def test_any_text_is_a_literal_or_none(text: str) -> None:
    literal = parse_literal(text)
    assert literal is None or isinstance(literal, IPv4Address | IPv6Address)
