"""Which hosts are one publisher's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.downloader.answers import is_same_publisher, registered_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.lemonde.fr", "lemonde.fr"), ("LEMONDE.FR.", "lemonde.fr"), ("a.b.journal.co.uk", "journal.co.uk"),
        ("un.blogspot.com", "un.blogspot.com"), ("un.github.io", "un.github.io"), ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"), ("[::1]", "::1"), ("localhost", "localhost"), ("presse.intranet", "presse.intranet"),
        ("a.presse.intranet", "presse.intranet"), ("journal.xn--p1ai", "journal.xn--p1ai"), ("", ""), ("fr", "fr"),
    ],
)  # fmt: skip
def test_registered_domains(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_own_domains_are_one_publisher() -> None:
    assert is_same_publisher("www.journal.fr", "sport.journal.fr")
    assert not is_same_publisher("www.journal.fr", "journal.com")
    assert is_same_publisher("www.journal.fr", "www.journal.com", ("journal.com",))
    assert not is_same_publisher("un.blogspot.com", "autre.blogspot.com")
    assert not is_same_publisher("journal.fr", "journal.fr.voleur.com")


@given(st.text(max_size=60))
def test_any_host_has_one(host: str) -> None:
    assert isinstance(registered_domain(host), str)
