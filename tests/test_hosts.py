"""Which hosts are one site, and which are one publisher's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.hosts import is_another_service, is_same_publisher, is_same_site, registered_domain, subdomain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.lemonde.fr", "lemonde.fr"), ("LEMONDE.FR.", "lemonde.fr"), ("a.b.journal.co.uk", "journal.co.uk"),
        ("un.blogspot.com", "un.blogspot.com"), ("un.github.io", "un.github.io"), ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"), ("localhost", "localhost"), ("presse.intranet", "presse.intranet"),
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
    assert not is_same_publisher("un.co.uk", "autre.co.uk")
    assert not is_same_publisher("10.1.0.1", "127.1.0.1")


@pytest.mark.parametrize(
    "host", ["sport.journal.fr", "regions.journal.fr", "la1ere.journal.fr", "a.b.journal.fr", "journal.fr"]
)
def test_sub_domains_are_the_site(host: str) -> None:
    assert is_same_site("journal.fr", host)
    assert is_same_site("actu.journal.fr", host)


@pytest.mark.parametrize(
    "host",
    [
        "boutique.journal.fr", "ma-boutique.journal.fr", "emploi.journal.fr", "jobs.paris.journal.fr",
        "mon-compte.journal.fr", "abonnement.journal.fr", "petites-annonces.journal.fr", "ads.journal.fr",
        "static.journal.fr",
    ],
)  # fmt: skip
def test_services_of_the_publisher_are_not(host: str) -> None:
    assert not is_same_site("journal.fr", host)
    assert is_another_service("journal.fr", host)
    assert is_same_site(host, host)
    assert is_same_site(host, "journal.fr")
    assert is_same_site("journal.fr", host, (host,))


@pytest.mark.parametrize("host", ["journal.com", "journal.fr:8080", "voleurjournal.fr", "127.0.0.1"])
def test_other_sites_are_neither_the_site_nor_a_service_of_it(host: str) -> None:
    assert not is_same_site("journal.fr", host)
    assert is_another_service("journal.fr", host) is False


def test_a_domain_that_sounds_like_a_shop_is_none() -> None:
    assert is_same_site("emploi.fr", "actu.emploi.fr")


def test_the_longest_stated_domain_narrows_or_widens() -> None:
    narrow = ("-journal.fr", "regions.journal.fr", "journal.com")
    assert is_same_site("journal.fr", "journal.fr", narrow)
    assert not is_same_site("journal.fr", "sport.journal.fr", narrow)
    assert is_another_service("journal.fr", "sport.journal.fr", narrow)
    assert is_same_site("journal.fr", "nord.regions.journal.fr", narrow)
    assert is_same_site("journal.fr", "journal.com", narrow)
    assert not is_same_publisher("journal.fr", "sport.journal.fr", narrow)


def test_sub_domains() -> None:
    assert [subdomain(host) for host in ("a.b.journal.co.uk", "journal.fr:80", "un.github.io", "127.0.0.1:9")] == [
        "a.b",
        "",
        "",
        "",
    ]


@given(st.text(max_size=60))
def test_any_host_has_one(host: str) -> None:
    assert isinstance(registered_domain(host), str)
