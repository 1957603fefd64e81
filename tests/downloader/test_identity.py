"""The user agent, and the warning while nobody can be written to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import __version__
from newscrawl.downloader.identity import user_agent
from tests.local_site import Answer, LocalSite, Probed

WARNING = "NEWSCRAWL_CONTACT is not set"


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (None, "newscrawl/1"),
        ("  ", "newscrawl/1"),
        ("https://example.org/robot?x=1", "newscrawl/1 (+https://example.org/robot?x=1)"),
        ("robot@example.org", "newscrawl/1 (+robot@example.org)"),
    ],
)
def test_the_contact_follows_the_product(contact: str | None, expected: str) -> None:
    assert user_agent("newscrawl/1", contact) == expected


@pytest.mark.parametrize(
    "contact", ["Jean Dupont", "example.org", "ftp://example.org", "a@b", "a@b.c\r\nX: y", "https://é.fr", "a(b@c.d"]
)
def test_what_is_no_address_is_refused_in_one_line(contact: str) -> None:
    with pytest.raises(ValueError, match=r"^NEWSCRAWL_CONTACT: .* is neither an http address nor an e-mail address$"):
        user_agent("newscrawl/1", contact)


@given(st.text(max_size=50))
def test_no_contact_breaks_the_header(contact: str) -> None:
    try:
        agent = user_agent("newscrawl/1", contact)
    except ValueError:
        return
    assert agent.isascii()
    assert agent.isprintable()


def test_every_request_is_signed_robots_txt_included(
    probe: Callable[..., Probed], serve: Callable[..., LocalSite]
) -> None:
    site = serve()
    site.pages["/"] = Answer()
    settings = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1", "NEWSCRAWL_CONTACT": "https://example.org/robot"}
    signed = probe(site.url("/"), settings=settings)
    agents = {visit.headers["User-Agent"] for visit in site.visits}
    assert agents == {f"newscrawl/{__version__} (+https://example.org/robot)"}
    assert site.paths() == ["/robots.txt", "/"]
    assert WARNING not in signed.log


def test_an_anonymous_run_is_warned_once_but_not_for_private_hosts(
    probe: Callable[..., Probed], serve: Callable[..., LocalSite]
) -> None:
    site = serve()
    site.pages["/"] = Answer()
    allowed = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1"}
    assert WARNING not in probe(site.url("/"), settings=allowed).log
    public = probe("http://one.example/", "http://two.example/", dns={"one.example": [], "two.example": []})
    assert public.log.count(WARNING) == 1
